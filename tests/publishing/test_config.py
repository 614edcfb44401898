import pytest

from helpers.publishing.config import load_config, parse_config
from helpers.publishing.errors import CourseError
from tests.publishing.publishing_samples import CONFIG


def test_reads_every_key():
    config = parse_config(CONFIG)
    assert (config.title, config.author, config.baseurl) == (
        "Sample Course",
        "A. Uthor",
        "https://example.org/sample",
    )
    assert [section.title for section in config.sections] == ["Welcome", "Polling"]
    assert config.social == (("mastodon", "https://example.org/@sample"),)
    assert config.keywords == ("wire", "sample")
    assert config.base_path == "/sample/"
    assert config.absolute("a.html") == "https://example.org/sample/a.html"


def test_without_a_base_url_links_start_at_the_root():
    config = parse_config(CONFIG.replace("  baseurl: https://example.org/sample", '  baseurl: ""'))
    assert (config.base_path, config.absolute("a.html")) == ("/", "")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Sample Course\n", "", r"_config.yml: title: found nothing; expected text"),
        ("A. Uthor", "3", r"author: found a whole number: 3; expected text"),
        (
            "  keywords: [wire, sample]",
            "  keywords: wire",
            r"course.keywords: found text: 'wire'; expected a list",
        ),
        ("[wire, sample]", "[wire, 5]", r"course.keywords\[1\]: found a whole number: 5; expected text"),
        ("title: Welcome", "name: Welcome", r"course.sections\[0\].title: found nothing"),
        (
            "  baseurl:",
            "  baseUrl:",
            r"html.baseUrl: unknown key; expected one of baseurl.*did you mean baseurl",
        ),
        (
            "https://example.org/sample",
            "example.org",
            r"html.baseurl: .*'example.org'; expected a URL that starts",
        ),
        ("html:\n", "htlm:\n", r"htlm: unknown key.*did you mean html"),
        ("title: Sample", "title: [Sample", r"_config.yml:2: not valid YAML"),
    ],
)
def test_an_error_names_key_found_and_expected(old, new, message):
    assert old in CONFIG
    with pytest.raises(CourseError, match=message):
        parse_config(CONFIG.replace(old, new, 1))


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(CourseError, match="run the command inside the course's folder"):
        load_config(tmp_path)


def test_a_file_that_is_no_mapping():
    with pytest.raises(CourseError, match="expected a mapping"):
        parse_config("- just\n- a list\n")
