"""The check line: always a verdict, always a line in the progress file, never an exception."""

import asyncio

import pytest

from helpers.checks import check
from helpers.checks.catalogue import EXERCISES, find
from helpers.checks.engine.exercise import Exercise, examine
from helpers.checks.engine.progress_file import ProgressFile
from helpers.protocols.websocket.mask import unmask as the_courses_own


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path / "progress"))


def unmask(payload, key, start=0):
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(payload, start))


def checked(name, answer):
    return asyncio.run(check(name, answer))


def test_a_right_answer_passes_and_is_remembered():
    verdict = checked("unmask", unmask)
    assert verdict.passed
    assert repr(verdict).startswith("Passed · unmask · 73 of 73 cases\n")
    entries, message = ProgressFile().read()
    assert entries["unmask"].checks == 1
    assert entries["unmask"].passed
    assert message == ""


def test_each_wrong_attempt_counts_and_brings_the_next_hint():
    hints = [repr(checked("unmask", lambda payload, key: payload)).splitlines()[-1][:11] for _ in range(4)]
    assert hints == ["  hint 1 of", "  hint 2 of", "  hint 3 of", "  hint 3 of"]
    assert ProgressFile().read()[0]["unmask"].checks == 4


def test_an_async_answer_is_awaited():
    async def answer(*piece):
        await asyncio.sleep(0)
        return unmask(*piece)

    assert checked("unmask", answer).passed


def test_a_wrong_name_gets_the_right_one():
    assert 'Is it "unmask"?' in repr(checked("unmaks", unmask))


@pytest.mark.parametrize("answer", [None, 7, unmask(b"a", b"1234"), ...])
def test_what_is_no_function_is_not_called(answer):
    assert 'Give the check the function itself: check("unmask", unmask).' in repr(checked("unmask", answer))


def test_the_courses_own_function_does_not_count():
    assert "This is the course's own unmask." in repr(checked("unmask", the_courses_own))


def test_a_wrong_signature_is_said_calmly():
    verdict = checked("unmask", lambda payload: payload)
    assert "takes 1 positional argument but 2 were given" in verdict.sentence


def test_a_check_that_fails_itself_says_so():
    async def judge(trial):
        raise LookupError("nothing there")

    broken = Exercise("unmask", "4B", "x", "x", (), judge, "x")
    verdict = asyncio.run(examine(broken, unmask))
    assert verdict.sentence == "The check itself could not go on (LookupError: nothing there)."


def test_a_method_of_what_the_answer_made_is_a_trial_like_the_answer():
    class Box:
        def unwritten(self):
            raise NotImplementedError

        def endless(self):
            while True:
                pass

    def judged_by(name):
        async def judge(trial):
            trial.total = 1
            box = await trial.call()
            await trial.of(getattr(box, name)).call()

        return asyncio.run(examine(Exercise("Box", "4B", "x", "the task", (), judge, "x"), Box, limit=0.1))

    assert judged_by("unwritten").sentence == "the task"
    assert judged_by("endless").sentence == "Your code was still running after 0.1 s and was stopped."
    assert judged_by("endless").tally == "0 of 1 cases"


def test_prints_and_the_line_stand_in_the_verdict():
    def answer(payload, key):
        print("the key is", key.hex())
        return payload.nothing

    verdict = checked("unmask", answer)
    assert "your code printed: 'the key is 37fa213d\\n'" in repr(verdict)
    assert f"line {answer.__code__.co_firstlineno + 2} of your cell" in repr(verdict)


def test_a_full_disk_is_a_note_and_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("REALTIME_PROGRESS_DIR", str(tmp_path / "file" / "folder"))
    verdict = checked("unmask", unmask)
    assert verdict.passed
    assert verdict.note.startswith("Progress could not be saved in ")


def test_names_are_unique_and_each_exercise_is_complete():
    assert len({exercise.name for exercise in EXERCISES}) == len(EXERCISES)
    for exercise in EXERCISES:
        assert find(exercise.name).judge is not exercise.judge  # it was read
        assert exercise.hints
        assert exercise.task.startswith("Nothing is written yet. ")
        # chats have rules of their own, and event streams and Socket.IO are defined elsewhere
        assert exercise.rfc.startswith("RFC ") or exercise.lesson[0] in "12356" or exercise.lesson == "4D"


def test_a_learner_meets_them_in_the_order_of_the_lessons():
    lessons = [exercise.lesson for exercise in EXERCISES]
    assert lessons == sorted(lessons)
