import subprocess

from helpers.publishing.source.changes import changed

WHO = ["-c", "user.name=A. Uthor", "-c", "user.email=author@example.org"]


def git(root, *args, date="2026-11-02T10:00:00+00:00"):
    environment = {
        "GIT_COMMITTER_DATE": date,
        "GIT_AUTHOR_DATE": date,
        "PATH": "/usr/bin:/bin:/usr/local/bin",
    }
    subprocess.run(["git", *WHO, *args], cwd=root, env=environment, check=True, capture_output=True)


def test_the_last_commit_of_each_lesson_counts(tmp_path):
    (tmp_path / "lessons").mkdir()
    git(tmp_path, "init", "-q")
    for name, date in (("1a-a", "2026-11-02"), ("1b-b", "2026-11-03"), ("1a-a", "2026-11-04")):
        (tmp_path / "lessons" / f"{name}.md").write_text(date)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", "change", date=f"{date}T10:00:00+00:00")
    found = changed(tmp_path)
    assert {stem: moment[:10] for stem, moment in found.items()} == {
        "1a-a": "2026-11-04",
        "1b-b": "2026-11-03",
    }


def test_a_shallow_copy_knows_what_came_after_its_oldest_commit(tmp_path):
    whole, copy = tmp_path / "whole", tmp_path / "copy"
    (whole / "lessons").mkdir(parents=True)
    git(whole, "init", "-q")
    for name in ("1a-a", "1b-b", "1c-c"):
        (whole / "lessons" / f"{name}.md").write_text(name)
        git(whole, "add", ".")
        git(whole, "commit", "-qm", "change")
    git(tmp_path, "clone", "-q", "--depth", "2", whole.as_uri(), str(copy))
    assert set(changed(copy)) == {"1c-c"}
    assert set(changed(whole)) == {"1a-a", "1b-b", "1c-c"}


def test_without_git_nobody_knows(tmp_path):
    assert changed(tmp_path) == {}
