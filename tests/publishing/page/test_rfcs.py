from helpers.publishing.course import load_course
from helpers.publishing.page.facts import Facts, Seen
from helpers.publishing.page.gleaned import glean
from helpers.publishing.page.rfcs import cited
from tests.publishing.publishing_samples import GLOSSARY, lesson, make_course_folder

RFC = "https://www.rfc-editor.org/rfc/rfc"


def test_sections_stand_in_order_with_lessons_and_fields(tmp_path):
    first = lesson(
        body=f"# Hello\n\n[a]({RFC}6455#section-5.10), [b]({RFC}6455#section-5.9), [c]({RFC}6455)\n"
    )
    second = lesson(
        "B", order="2A", section="Polling", path="b", icon="", body=f"# B\n\n[b]({RFC}6455#section-5.9)\n"
    )
    texts = {"1a-hello": first, "2a-b": second, "glossary": f"{GLOSSARY}\n[x]({RFC}9110)\n"}
    course = load_course(make_course_folder(tmp_path / "c", texts) / "lessons")
    wires = Facts(
        fields=frozenset({((6455, "5.9"), "opcode"), ((7541, "A"), "index"), ((7541, "6"), "name")})
    )
    seen = [Seen(one, wires if one.order == "1A" else Facts()) for one in course.lessons]
    documents = cited(seen, {one.path: glean(one).sections for one in course.lessons})
    assert [(one.number, one.title) for one in documents] == [
        (6455, "The WebSocket protocol"),
        (7541, "HPACK"),
    ]
    rows = [
        (s.name, [one.order for one in s.lessons], sorted(s.fields), s.url)
        for d in documents
        for s in d.sections
    ]
    assert rows == [
        ("as a whole", ["1A"], [], f"{RFC}6455"),
        ("§5.9", ["1A", "2A"], ["opcode"], f"{RFC}6455#section-5.9"),
        ("§5.10", ["1A"], [], f"{RFC}6455#section-5.10"),
        ("§6", ["1A"], ["name"], f"{RFC}7541#section-6"),
        ("§A", ["1A"], ["index"], f"{RFC}7541#appendix-A"),
    ]
