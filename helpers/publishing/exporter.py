"""The nbconvert exporter `course`: `jupyter nbconvert --to course --execute notebooks/*.ipynb --output-dir site`.

Enters: one lesson's notebook, or its Markdown. Leaves: its page under its slug; with the first lesson also index,
404, CSVs and assets, through nbconvert's own resources. Links are relative, so that the site works under any prefix
and from `file://`. Settings stand in `default_config`: nbconvert reads no config file of the working directory.
"""

from pathlib import Path
from typing import Any

from jinja2 import Environment
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.utils.exceptions import ConversionException
from traitlets import default
from traitlets.config import Application
from traitlets.config import Config as TraitletsConfig

from helpers.publishing.course import Course, load_course
from helpers.publishing.errors import CourseError
from helpers.publishing.live.lite import lab_url
from helpers.publishing.page.facts import Facts
from helpers.publishing.page.found import lesson_facts
from helpers.publishing.page.page import Page, build_page
from helpers.publishing.page.site import Site
from helpers.publishing.page.take import copies, elsewhere
from helpers.publishing.root import find_root
from helpers.publishing.source.files import load_notebook
from helpers.publishing.source.forms import read_markdown
from helpers.publishing.source.lesson import lesson_source
from helpers.publishing.source.nodes import NotebookNode
from helpers.publishing.source.pairing import NO_LESSON, OUTPUTS, difference

__all__ = ["CourseExporter"]

Resources = dict[str, Any]
EXECUTION = {"shutdown_kernel": "immediate", "timeout": 120, "extra_arguments": ["--log-level=40"]}


class CourseExporter(TemplateExporter):
    """Exports lessons as pages of the course's site."""

    export_from_notebook = "Course page"
    output_mimetype = "text/html"

    def __init__(self, config: Any = None, **options: Any) -> None:
        super().__init__(config=config, **options)  # type: ignore[no-untyped-call]
        self._courses: dict[tuple[Path, str], Course] = {}
        self._facts: dict[str, Facts] = {}  # of all pages so far, by path
        self._site: Site | None = None
        self.around = True  # whether a page comes with what stands around it
        self.live: dict[
            str, Any
        ] = {}  # the lock of what runs the lessons in a browser; a page that is not live has none

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "course"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "lesson.html.j2"

    @default("extra_template_basedirs")
    def _template_folders(self) -> list[str]:
        return [str(Path(__file__).parent / "templates")]

    @property
    def default_config(self) -> TraitletsConfig:
        """Kernels end at once: a graceful shutdown stalls now and then."""
        own = TraitletsConfig({"ExecutePreprocessor": {**EXECUTION}})
        own.merge(super().default_config)
        return own

    def _create_environment(self) -> Environment:
        """nbconvert's Jinja environment, escaping by default."""
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        return environment

    def from_filename(self, filename: str, resources: Resources | None = None, **options: Any) -> Any:
        """Convert a lesson's file, Markdown or notebook."""
        source = Path(filename)
        found: Resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        found["metadata"].update(name=source.stem, path=str(source.parent))
        found["lesson_source"] = source
        try:
            self._warn_of_changes(source)
            if source.suffix == ".ipynb":
                notebook = load_notebook(source)
            else:
                notebook = read_markdown(lesson_source(source), root=find_root(source.parent))
            return self.from_notebook_node(notebook, found, **options)
        except CourseError as error:
            if _is_command():  # nbconvert's own would print a traceback above the sentence
                raise SystemExit(f"course: {error}") from None
            raise ConversionException(str(error)) from None

    def _warn_of_changes(self, source: Path) -> None:
        """Say it where the lesson beside a notebook was changed and not paired."""
        found = difference(find_root(source.parent), source.stem) if source.suffix == ".ipynb" else None
        if found and found.reason not in (NO_LESSON, OUTPUTS):
            self.log.warning("%s", found)

    def use(self, course: Course) -> None:
        """Take a course that was loaded already, and told of."""
        source = course.lessons[0].source
        self._courses[source.parent.resolve(), source.suffix] = course

    def _course(self, source: Path) -> Course:
        key = (source.parent.resolve(), source.suffix)
        if key not in self._courses:
            self._courses[key] = load_course(key[0], suffix=source.suffix)
            for problem in self._courses[key].left_out:
                self.log.warning("%s", problem)
        return self._courses[key]

    def _preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Let the preprocessors run (execution is one of them), then make the page of what they leave."""
        nb, resources = super()._preprocess(nb, resources)  # type: ignore[no-untyped-call]
        source = resources.get("lesson_source")
        if source is None:
            raise ConversionException("standard input has no file name: name the lesson's file instead")
        course = self._course(source)
        page = build_page(nb, course.at(source), course=course, root=find_root(source.parent))
        self._fill(resources, page)
        return nb, resources

    def _fill(self, resources: Resources, page: Page) -> None:
        """Hand template and writer what they need."""
        site, own = self.site(page.course), copies(page.lesson, root=find_root(page.folder))
        resources.update(
            page=page,
            course=page.course,
            facts=lesson_facts(page.course, page.lesson, site.shared["changes"]),
            copies=own,
            elsewhere=[
                *self._in_this_browser(page),
                *elsewhere(page.lesson, page.course.config, root=site.root),
            ],
            live=self.live.get("lessons", {}).get(page.lesson.path),
            live_version=self.live.get("version"),
            unique_key=page.lesson.path,
            output_files_dir=".",
            **site.shared,
        )
        outputs = page.pictures | own
        if self.around:
            self._facts[page.lesson.path] = page.facts
            outputs |= site.indices(self._facts)
            outputs |= site.files() if len(self._facts) == 1 else {}
        resources["outputs"] = {**(resources.get("outputs") or {}), **outputs}

    def _in_this_browser(self, page: Page) -> list[tuple[str, str]]:
        """The lesson as a notebook in JupyterLite, where the site has it."""
        name = f"{page.lesson.source.stem}.ipynb"
        return (
            [("JupyterLite, in this browser", lab_url(name))]
            if "piplite" in self.live.get("packages", {})
            else []
        )

    def site(self, course: Course, **options: Any) -> Site:
        """What stands around the pages of a course."""
        if self._site is None or self._site.course is not course:
            self._site = Site(course, self.environment, **options)
        return self._site


def _is_command() -> bool:
    """Whether the command `jupyter nbconvert` runs us."""
    return Application.initialized() and Application.instance().name == "jupyter-nbconvert"
