"""Where the suite is looked for, and how it is installed: by an interpreter that the test wrote itself."""

import pytest

from helpers.net.autobahn import NoSuite, find_suite, fuzz_client, fuzz_server
from helpers.net.autobahn.suite import VERSION, NoPython, find_python, install
from tests.net.net_samples import in_loop

# answers like a Python 2.7 with pip, and "installs" into the folder that stands behind --target
PYTHON = f"""#!/bin/sh
[ "$1" = -c ] && exit 0
[ "$7" = autobahntestsuite=={VERSION} ] && mkdir -p "$6/autobahntestsuite"
"""


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A machine with neither an interpreter nor a suite."""
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.delenv("PYTHON27", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: None)
    return tmp_path


def interpreter(path, text=PYTHON):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_without_an_interpreter(nowhere):
    for look in (find_suite, find_python, install):
        with pytest.raises(NoPython, match=r"no Python 2\.7 with pip was found"):
            look()


def test_installing_is_asked_for_and_done_once(nowhere):
    found = interpreter(nowhere / "HOME/.pyenv/versions/2.7.18/bin/python2.7")
    with pytest.raises(NoSuite, match=r"`python -m helpers\.net\.autobahn` installs it"):
        find_suite()
    suite = install()
    assert suite == find_suite() == install()
    assert suite.python == str(found)
    assert (suite.site / "autobahntestsuite").is_dir()
    assert suite.command("fuzzingclient", nowhere / "spec.json")[-2:] == ["-u", "0"]
    found.unlink()
    with pytest.raises(NoPython):
        find_suite()


def test_a_name_that_is_no_python_2_7_is_passed_over(nowhere, monkeypatch):
    monkeypatch.setenv("PYTHON27", str(interpreter(nowhere / "another", "#!/bin/sh\nexit 1\n")))
    found = interpreter(nowhere / "HOME/.pyenv/versions/2.7.9/bin/python2.7")
    assert find_python() == str(found)


@in_loop
async def test_who_asks_without_it_hears_why(nowhere):
    async def play(url):
        raise AssertionError("nobody is there")

    for verdicts in (await fuzz_server(1, ["*"]), await fuzz_client(play, ["*"])):
        assert verdicts.rows is None
        assert verdicts.reason.startswith("no Python 2.7 with pip was found")
