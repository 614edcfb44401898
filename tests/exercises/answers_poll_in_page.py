from tests.exercises.proofs import Answers

ANSWERS = Answers("poll_in_page")
OK = "if (!reply.ok) throw new Error(`status ${reply.status}`)\n"
RENDER, TIMER = "render(await reply.json())", "timer = setTimeout(poll, 3000)"
CATCH = "catch (error) {\n    console.warn(error)\n  }"
IDLE = "\n  asking = false\n"
START = "poll()\n}\n\npoll()\n"
PAGE = "const page = await reply.json()"
UNCAUGHT = "A request failed at 5 s, and no request left at 8 s: catch what fails, and set the timer after it"
NO_BUTTON = "refresh() was called at 2.5 s, while the loop waited: a request leaves in that moment"

TEXTS = {
    "a promise that the button ends": """
let wake = () => {}
const refresh = () => wake()
const loop = async () => {
  for (;;) {
    try {
      const reply = await fetch("poll")
      if (reply.status === 200) render(JSON.parse(await reply.text()))
    } catch {}
    await new Promise((done) => { wake = done; setTimeout(done, 3000) })
    wake = () => {}
  }
}
loop()""",
    "chained promises": """
var timer = null
function poll() {
  window.clearTimeout(timer)
  timer = null
  fetch(new Request("https://chat.test/poll"))
    .then(reply => reply.ok ? reply.json() : Promise.reject(reply.status)).then(render)
    .catch(console.error).finally(() => { timer = window.setTimeout(() => poll(), 3e3) })
}
function refresh() { if (timer !== null) poll() }
poll()""",
    "a class, and names without let": """
class Loop {
  start() { this.busy = true; this.ask().catch(() => {}).then(() => { this.busy = false; sleep() }) }
  async ask() { const reply = await fetch("poll", { cache: "no-store" }); if (reply.ok) render(await reply.json()) }
}
busy = new Loop()
sleep = () => { page = setInterval(again, 3000) }
again = () => { clearInterval(page); busy.start() }
function refresh() { if (!busy.busy) again() }
busy.start()""",
}
ANSWERS.rights += [(name, lambda text=text: text) for name, text in TEXTS.items()]
ANSWERS.right_edits((IDLE, "\n", TIMER, f"{TIMER}\n  asking = false"))
ANSWERS.edits(
    (TIMER, "", "The reply came at 0.5 s, and no request left at 3.5 s: set a timer"),
    (TIMER, "timer = setTimeout(poll(), 3000)", "takes the function and milliseconds; poll() calls it now"),
    (TIMER, "timer = setTimeout(poll, 3)", "takes the function and milliseconds"),
    (TIMER, "", START, "}\nsetInterval(poll, 3000)\npoll()\n", "setInterval does not wait for it"),
    (RENDER, f"{RENDER}\n    {TIMER}", f"{IDLE}  {TIMER}", IDLE, UNCAUGHT),
    ("try {", "{", CATCH, "", UNCAUGHT),
    (CATCH, "catch (error) {\n    return poll()\n  }", "after a failure, too, the loop waits 3 s"),
    (OK, "", "look at reply.ok"),
    (RENDER, "render(reply.json())", "Rendered was a promise: reply.json() gives one, so await it"),
    (RENDER, "render(reply)", "Rendered was the reply itself"),
    (RENDER, "render((await reply.json()).number)", "Rendered was 1: render what await reply.json() gives"),
    (RENDER, PAGE, "The reply that came at 0.5 s was not rendered"),
    (RENDER, f"{PAGE}\n    render(page)\n    render(page)", "was rendered twice"),
    (RENDER, f"{PAGE}\n    setTimeout(() => render(page), 100)", "render first, then wait"),
    ("await fetch", "fetch", OK, "", "Error: reply.json is not a function"),
    ("clearTimeout(timer)", "", "the timer from before rang all the same. clearTimeout() takes it back"),
    ("if (asking) return", "", "and sent another: keep in mind that one is"),
    ("clearTimeout(timer)\n  poll()", "", NO_BUTTON),
    (IDLE, "\n", NO_BUTTON),
    (RENDER, f"{RENDER}\n    asking = false", IDLE, "\n", "refresh() was called at 6 s, while the loop waited"),
    ("function refresh", "function reload", "There is no function refresh()"),
    (START, "poll()\n}\nsetTimeout(poll, 3000)\n", "The first request left at 3 s: it leaves when the script"),
    (START, START + "poll()\n", "while another was on its way: set the timer when the reply is there"),
    ("asking = true", "while (true) {}", "Your code was still running after 5 s and was stopped"),
    ("asking = true", "asking = true;;)", "This is not JavaScript yet: Unexpected token ')'."),
    ("let timer", "let timer = later", "Your code raised ReferenceError: later is not defined."),
    ("clearTimeout", "cleartimeout", "Your code raised ReferenceError: cleartimeout is not defined."),
)  # fmt: skip
