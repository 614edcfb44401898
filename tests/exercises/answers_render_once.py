from tests.exercises.proofs import Answers

ANSWERS = Answers("render_once")
TEXTS = {
    "a set of what was seen": """
const attach = (socket) => {
  const seen = new Set()
  socket.auth = (say) => say({ after: Math.max(0, ...seen) })
  socket.on("msg:get", (posts) => posts.forEach((post) => {
    if (seen.has(post.id)) return
    seen.add(post.id)
    render(post)
  }))
}""",
    "handlers that are taken away first": """
function attach(socket) {
  let last = { id: 0 }
  socket.auth = (say) => say({ after: last.id })
  socket.on("connect", () => {
    socket.off("msg:get")
    socket.on("msg:get", (posts) => {
      for (const post of posts.filter(({ id }) => id > last.id)) render((last = post))
    })
  })
}""",
    "an object that is kept up to date": """
function attach(socket) {
  socket.auth = { after: 0 }
  socket.on("msg:get", (posts) => {
    for (const post of posts) {
      if (post.id > socket.auth.after) {
        socket.auth.after = post.id
        render(post)
      }
    }
  })
}""",
}
ANSWERS.rights += [(name, lambda text=text: text) for name, text in TEXTS.items()]
HANDLER, AUTH = 'socket.on("msg:get", (posts) => {', "socket.auth = (say) => say({ after: last })"
ONCE, LAST = "if (post.id <= last) continue", "last = post.id"
ANSWERS.edits(
    (ONCE, "", "A post came twice"),
    (ONCE, "if (post.id < last) continue", "A post came twice"),
    (LAST, "last += post.id", "comes again with what is new"),
    (AUTH, "", "On each connection say where you are"),
    (AUTH, "socket.auth = { after: last }", "socket.auth is a function"),
    (AUTH, "socket.auth = (say) => say({ id: last })", "On each connection say where you are"),
    ("render(post)", "render(posts)", "Render each post of the list"),
    (HANDLER, 'socket.on("msg:post", (posts) => {', "Render each post of the list"),
    ("  let last = 0\n", "  let last = 1\n", "On each connection say where you are"),
    ("function attach", "function attached", "There is no function attach"),
    ("let last = 0", "let last = ;", "This is not JavaScript yet"),
)  # fmt: skip
