import json

from helpers.publishing.course import load_course
from helpers.publishing.page.search import entries
from helpers.publishing.page.terms import terms_script
from tests.publishing.publishing_samples import GLOSSARY, lesson, make_course_folder


def terms(listed):
    script = terms_script(listed, engine="engine;\n")
    assert script.startswith("engine;\ncourseTerms.load(")
    return json.loads(script.partition("load(")[2].removesuffix(");\n"))


def test_each_term_has_its_name_and_its_meaning(tmp_path):
    folder = make_course_folder(tmp_path / "course", {"1a-hello": lesson(), "glossary": GLOSSARY})
    glossary = load_course(folder / "lessons").glossary
    assert terms(entries(glossary)) == {
        "epoch": ["epoch", "What a server counts from since it started."],
        "event-loop": ["event loop", "Whatever takes turns between all that waits."],
    }


def test_a_course_without_a_glossary_has_none():
    assert terms(()) == {}
