import http.server
import threading
from typing import ClassVar

import pytest

from helpers.publishing.external import Answer, ask, main, report
from tests.publishing.publishing_samples import lesson, make_course_folder

STATUS = {"/ok": 200, "/moved": 301, "/gone": 404, "/robots": 403, "/broken": 503}


class Handler(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_HEAD(self):
        self.asked.append((self.command, self.path))
        status = (
            405 if self.path == "/no-head" else 503 if self.path == "/late" else STATUS.get(self.path, 200)
        )
        self.answer(status)

    def do_GET(self):
        self.asked.append((self.command, self.path))
        first = self.asked.count(("GET", self.path)) == 1
        self.answer(503 if self.path == "/late" and first else STATUS.get(self.path, 200))

    def answer(self, status):
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/ok")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    Handler.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "status", "fine"),
    [
        ("/ok", 200, True),
        ("/moved", 200, True),
        ("/no-head", 200, True),
        ("/robots", 403, True),
        ("/gone", 404, False),
        ("/broken", 503, False),
    ],
)
def test_what_an_address_answers(server, path, status, fine):
    answer = ask(server + path)
    assert (answer.status, answer.fine) == (status, fine)


def course(tmp_path, *urls):
    links = " ".join(f"[x]({url})" for url in urls)
    return make_course_folder(tmp_path / "course", {"1a-hello": lesson(body=f"# Hello\n\n{links}\n")})


def test_the_issue_names_each_address_with_its_reason_and_its_files(server, tmp_path, capsys):
    root = course(tmp_path, f"{server}/ok", f"{server}/gone#part", f"{server}/gone")
    (root / "README.md").write_text(f"<{server}/gone>, `{server}/code`\n")
    target = tmp_path / "links.md"
    assert main(target, root=root, pauses=[]) == 1
    assert "1 of 2 addresses answer" in capsys.readouterr().out
    assert target.read_text().splitlines() == [
        "These addresses no longer answer:",
        "",
        f"- {server}/gone: 404 Not Found (in lessons/1a-hello.md, README.md)",
    ]


def test_what_may_pass_is_asked_again_and_nothing_else(server, tmp_path):
    root = course(tmp_path, *(server + path for path in ("/broken", "/gone", "/late")))
    assert main(tmp_path / "links.md", root=root, pauses=[0, 0]) == 1
    asked = sorted(path for method, path in Handler.asked if method == "GET")
    assert asked == ["/broken"] * 3 + ["/gone"] + ["/late"] * 2
    assert "/late" not in (tmp_path / "links.md").read_text()


def test_where_all_answer_there_is_no_issue(server, tmp_path):
    assert main(tmp_path / "links.md", root=course(tmp_path, f"{server}/ok"), pauses=[]) == 0
    assert not (tmp_path / "links.md").exists()


def test_without_a_network_nothing_is_said_of_anybody(server, tmp_path, capsys):
    closed = course(tmp_path, "http://127.0.0.1:1/a", "http://127.0.0.1:1/b")
    assert main(tmp_path / "links.md", root=closed, pauses=[]) == 2
    assert "none of 2 addresses answers: is there a network?" in capsys.readouterr().out
    assert not (tmp_path / "links.md").exists()


def test_one_that_cannot_be_reached_has_a_reason():
    answer = ask("http://127.0.0.1:1/")
    assert "refused" in answer.reason
    assert "refused" in report([Answer("x", 0, answer.reason)], {"x": ["lessons/1a.md"]})
