"""`_config.yml`: the course's title, author, links and sections, validated.

Keys that Jupyter Book has keep its names (title, author, logo, copyright, html.*, repository.*); ours stand under
`course`. Enters: the file. Leaves: frozen dataclasses. Never fills in a required key, never ignores an unknown one.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from helpers.publishing.errors import CourseError
from helpers.publishing.root import CONFIG_NAME
from helpers.publishing.settings import Reader, is_url
from helpers.publishing.source.files import parse_yaml, read_text

__all__ = ["Config", "SectionConfig", "load_config", "parse_config"]


@dataclass(frozen=True, slots=True)
class SectionConfig:
    """A section as the config lists it; its place in the list is its number."""

    title: str
    icon: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the site needs to know beside the lessons."""

    title: str
    author: str
    subtitle: str
    description: str
    sections: tuple[SectionConfig, ...]
    copyright: str = ""
    logo: str = ""
    image: str = ""
    baseurl: str = ""
    favicon: str = ""
    repository: str = ""
    branch: str = "main"
    keywords: tuple[str, ...] = ()
    social: tuple[tuple[str, str], ...] = ()
    language: str = "en"

    @property
    def base_path(self) -> str:
        """The path part of the base URL, "/" at both ends: what a page of unknown depth (404) links through."""
        path = urlsplit(self.baseurl).path.strip("/")
        return f"/{path}/" if path else "/"

    def absolute(self, path: str) -> str:
        """The full URL of a page, or "" while no base URL is known."""
        return f"{self.baseurl.rstrip('/')}/{path}" if self.baseurl else ""


def _url(reader: Reader, name: str) -> str:
    value = reader.text(name, default="")
    if value and not is_url(value):
        reader.fail(reader.key(name), value, expected="a URL that starts with https://")
    return value.rstrip("/")


def _sections(reader: Reader) -> tuple[SectionConfig, ...]:
    found = []
    for position, values in enumerate(reader.take("sections", list)):
        section = Reader(values, file=reader.file, at=f"{reader.key('sections')}[{position}]")
        found.append(
            SectionConfig(
                title=section.text("title"),
                icon=section.text("icon", default="wire"),
                description=section.text("description", default=""),
            )
        )
        section.close()
    if not found:
        reader.fail(reader.key("sections"), [], expected="at least one section with title and icon")
    return tuple(found)


def _social(reader: Reader) -> tuple[tuple[str, str], ...]:
    names = list(reader.values)
    pairs = tuple((str(name), _url(reader, name)) for name in names)
    reader.close()
    return pairs


def parse_config(text: str, *, file: str = CONFIG_NAME) -> Config:
    """The config in a YAML text."""
    top = Reader(parse_yaml(text, file=file), file=file)
    html, repository, course = top.below("html"), top.below("repository"), top.below("course")
    config = Config(
        title=top.text("title"),
        author=top.text("author"),
        copyright=top.text("copyright", default=""),
        logo=top.text("logo", default=""),
        baseurl=_url(html, "baseurl"),
        favicon=html.text("favicon", default=""),
        repository=_url(repository, "url"),
        branch=repository.text("branch", default="main"),
        subtitle=course.text("subtitle", default=""),
        description=course.text("description"),
        image=course.text("image", default=""),
        language=course.text("language", default="en"),
        keywords=course.texts("keywords"),
        social=_social(course.below("social")),
        sections=_sections(course),
    )
    for reader in (html, repository, course, top):
        reader.close()
    return config


def load_config(root: Path) -> Config:
    """The config of the course in a folder."""
    path = root / CONFIG_NAME
    try:
        return parse_config(read_text(path))
    except FileNotFoundError:
        raise CourseError(
            CONFIG_NAME,
            "not found",
            expected=f"a file {CONFIG_NAME} beside lessons/",
            remedy="run the command inside the course's folder",
        ) from None
