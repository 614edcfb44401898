"""A small course in a temporary folder, for the tests of publishing and of the site."""

from pathlib import Path

__all__ = ["CONFIG", "GLOSSARY", "lesson", "make_course_folder"]

CONFIG = """\
title: Sample Course
author: A. Uthor
html:
  baseurl: https://example.org/sample
repository:
  url: https://example.org/repo
course:
  subtitle: a small one
  description: What the sample says about itself.
  keywords: [wire, sample]
  social:
    mastodon: https://example.org/@sample
  sections:
    - title: Welcome
      icon: signal
    - title: Polling
      icon: loop
      description: Ask again.
"""

HEAD = """\
---
jupyter:
  course:
    description: {description}
{icon}    keywords:
    - hello
    minutes: {minutes}
    order: {order}
    path: {path}
    section: {section}
    title: {title}
  kernelspec:
    display_name: Python 3 (ipykernel)
    language: python
    name: python3
---

"""
GLOSSARY = """\
---
jupyter:
  course:
    description: The course's words.
    keywords:
    - glossary
    title: Glossary
  kernelspec:
    display_name: Python 3 (ipykernel)
    language: python
    name: python3
---

# Glossary

The words of the course.

## epoch

What a server counts from since it started.

## event loop

Whatever takes turns between all that waits.
"""


def lesson(
    title="Hello",
    *,
    order="1A",
    section="Welcome",
    path="hello",
    icon="signal",
    minutes=5,
    description="What hello means.",
    body="# Hello\n\nSome prose.\n\n```python\n1 + 1\n```\n",
):
    shown = f"    icon: {icon}\n" if icon else ""
    return (
        HEAD.format(
            title=title,
            order=order,
            section=section,
            path=path,
            icon=shown,
            minutes=minutes,
            description=description,
        )
        + body
    )


def make_course_folder(root: Path, lessons: dict[str, str] | None = None, *, config: str = CONFIG) -> Path:
    """Write `_config.yml`, `lessons/` and, through the pairing, `notebooks/`."""
    from helpers.publishing.source.pairing import pair

    (root / "lessons").mkdir(parents=True)
    (root / "_config.yml").write_text(config)
    for name, text in (lessons or {"1a-hello": lesson()}).items():
        (root / "lessons" / f"{name}.md").write_text(text)
    refused = pair(root).refused
    assert not refused, [str(error) for error in refused]
    return root
