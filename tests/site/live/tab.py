"""One tab with a live lesson, and what a reader does in it."""

from urllib.parse import urlsplit

__all__ = ["Tab"]

QUIET = "!document.querySelector('.cell[data-state=running], .cell[data-state=waiting]')"
CAME = f"(cell) => (cell.dataset.state || document.querySelector('.dock .wrong')) && {QUIET}"
REFUSED = "Content Security Policy"
FAILED = ".cell[data-state=failed]:not(.raises-exception) .failure"
STEP = """async (cell) => {
  const said = () => cell.querySelector('.rw-meta').textContent;
  const before = said(), began = performance.now();
  cell.querySelector('.rw-primary').click();
  while (said() === before) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""


class Tab:
    """`cells` are those of the page, in order; every wait is for something that the page says."""

    def __init__(self, browser, address, *, width=1400, scheme="light", init="", context=None, clock=False):
        self.own = context is None
        self.context = context or browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()
        self.thrown, self.asked, self.host = [], [], urlsplit(address).netloc
        self.page.on("console", lambda said: REFUSED in said.text and self.thrown.append(said.text))
        self.page.on("pageerror", lambda error: self.thrown.append(str(error)))
        self.context.on("request", lambda request: self.asked.append(request.url))
        if clock:
            self.page.clock.install()
        if init:
            self.page.add_init_script(init)
        self.page.goto(address)

    def close(self):
        strangers = [url for url in self.asked if urlsplit(url).netloc not in (self.host, "")]
        if self.own:
            self.context.close()
        assert strangers == []
        assert self.thrown == [], self.thrown

    @property
    def cells(self):
        return self.page.locator(".cell")

    def cell(self, text):
        """The first cell whose code has this text now, whatever is written into it later."""
        codes = self.page.locator(".cell > .code code").all_text_contents()
        return self.cells.nth(next(place for place, code in enumerate(codes) if text in code))

    @property
    def said(self):
        return self.page.locator(".dock > span").inner_text()

    def expect(self, text, *, patience=60_000):
        """The line at the foot says it, within some milliseconds."""
        self.page.locator(".dock > span", has_text=text).wait_for(timeout=patience)

    def run(self, cell):
        """Press Run, and wait until nothing runs or waits; what the cell is then."""
        cell.locator(".run").click()
        return self.ran(cell)

    def ran(self, cell):
        """What the cell is when nothing runs or waits; where its turn did not come, because of what, at once."""
        self.page.wait_for_function(CAME, arg=cell.element_handle())
        state = cell.get_attribute("data-state")
        assert state, "\n".join([self.said, *self.page.locator(FAILED).all_text_contents()])
        return state

    def write(self, cell, text):
        """Put code into a cell, and run it from the keyboard."""
        area = cell.locator("textarea")
        area.fill(text)
        area.press("Shift+Enter")

    def running(self, cell):
        self.page.wait_for_function("(cell) => cell.dataset.state === 'running'", arg=cell.element_handle())

    def step(self, cell):
        """Press Step in the view of a cell; the milliseconds until the view has changed."""
        return self.page.evaluate(STEP, cell.element_handle())

    def more(self, text):
        self.page.locator(".dock summary").click()
        self.page.locator(".dock details button", has_text=text).click()

    def save(self, file):
        """The progress file that the page offers."""
        with self.page.expect_download() as saving:
            self.more("Save progress")
        saving.value.save_as(file)
