"""What lets others find the course: a map of its pages, a feed of its changes, facts for search engines.

Enters: the course, and when its lessons were changed. Leaves: XML and JSON-LD. Addresses are whole, so map and feed
exist only where the config knows a base URL; a lesson without a date is in the map, and not in the feed.
"""

import json
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from helpers.publishing.course import Course
from helpers.publishing.source.lesson import Lesson

__all__ = ["course_facts", "feed", "found_files", "lesson_facts", "robots", "sitemap"]

ENTRIES = 30
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def found_files(course: Course, changes: Mapping[str, str]) -> dict[str, str]:
    """The files, by name; none without a base URL."""
    if not course.config.baseurl:
        return {}
    return {
        "sitemap.xml": sitemap(course, changes),
        "feed.xml": feed(course, changes),
        "robots.txt": robots(course),
    }


def sitemap(course: Course, changes: Mapping[str, str]) -> str:
    """Every page, with the day of its last change (sitemaps.org, version 0.9)."""

    def lines() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        for page, stem in [("index.html", ""), *((one.page, one.source.stem) for one in course.pages)]:
            day = changes.get(stem, "")[:10]
            when = f"<lastmod>{day}</lastmod>" if day else ""
            yield f"<url><loc>{_xml(course.config.absolute(page))}</loc>{when}</url>"
        yield "</urlset>"

    return "\n".join([*lines(), ""])


def robots(course: Course) -> str:
    """Everybody may read everything; a robot looks for this file at the root of a host only (RFC 9309 §2.3)."""
    return f"User-agent: *\nAllow: /\nSitemap: {course.config.absolute('sitemap.xml')}\n"


def feed(course: Course, changes: Mapping[str, str]) -> str:
    """The lessons that were changed last, the newest first (Atom, RFC 4287)."""
    config = course.config
    known = [one for one in course.lessons if one.source.stem in changes]
    newest = sorted(known, key=lambda one: (changes[one.source.stem], one.key), reverse=True)[:ENTRIES]

    def lines() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(config.language)}>'
        yield f"<title>{_xml(config.title)}</title>"
        yield f"<id>{_xml(config.absolute('feed.xml'))}</id>"
        yield f'<link rel="self" href={quoteattr(config.absolute("feed.xml"))}/>'
        yield f"<link href={quoteattr(config.absolute('index.html'))}/>"
        yield f"<author><name>{_xml(config.author)}</name></author>"
        yield f"<updated>{max(changes.values(), default='1970-01-01T00:00:00Z')}</updated>"
        for lesson in newest:
            yield from _entry(course, lesson, changes[lesson.source.stem])
        yield "</feed>"

    return "\n".join([*lines(), ""])


def _entry(course: Course, lesson: Lesson, moment: str) -> Iterator[str]:
    url = course.config.absolute(lesson.page)
    yield f"<entry><title>{_xml(f'{lesson.order} {lesson.title}')}</title><id>{_xml(url)}</id>"
    yield f"<link href={quoteattr(url)}/><updated>{moment}</updated>"
    yield f"<summary>{_xml(lesson.description)}</summary></entry>"


def _xml(text: str) -> str:
    """Text for XML, without what no XML may hold (XML 1.0 §2.2)."""
    return escape("".join(one for one in text if one.isprintable() or one in "\t\n"))


def course_facts(course: Course) -> Markup:
    """The course as schema.org's ``Course``, for the index."""
    config = course.config
    return _script(
        {
            "@type": "Course",
            "name": config.title,
            "description": config.description,
            "inLanguage": config.language,
            "license": _LICENCE,
            "provider": {"@type": "Organization", "name": config.author},
            "timeRequired": f"PT{course.minutes}M",
            "isAccessibleForFree": True,
            "hasPart": [
                {"@type": "LearningResource", "name": f"{one.order} {one.title}", "url": _url(course, one)}
                for one in course.lessons
            ],
        }
    )


def lesson_facts(course: Course, lesson: Lesson, changes: Mapping[str, str]) -> Markup:
    """A lesson as schema.org's ``LearningResource``."""
    config, moment = course.config, changes.get(lesson.source.stem)
    return _script(
        {
            "@type": "LearningResource",
            "name": lesson.title,
            "description": lesson.description,
            "inLanguage": config.language,
            "learningResourceType": "lesson",
            "timeRequired": f"PT{lesson.minutes}M",
            "url": _url(course, lesson),
            "isPartOf": {"@type": "Course", "name": config.title},
            **({"dateModified": moment} if moment else {}),
        }
    )


def _url(course: Course, lesson: Lesson) -> str:
    return course.config.absolute(lesson.page) or lesson.page


def _script(facts: dict[str, object]) -> Markup:
    """JSON-LD, which no text in it can leave: a ``<`` is written as an escape."""
    data = json.dumps({"@context": "https://schema.org", **facts}, ensure_ascii=False, separators=(",", ":"))
    return Markup(f'<script type="application/ld+json">{data.replace("<", chr(92) + "u003c")}</script>')
