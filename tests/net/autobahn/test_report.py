"""Reports of Autobahn's suite become rows: in order, in plain text, and strict or not."""

import json

from helpers.net.autobahn import Row, Verdicts
from helpers.net.autobahn.report import read_report


def write(folder, *cases):
    index = {}
    for case, behaviour, close in cases:
        file = f"ours_case_{case.replace('.', '_')}.json"
        index[case] = {"behavior": behaviour, "behaviorClose": close, "reportfile": file}
        said = {
            "id": case,
            "behavior": behaviour,
            "behaviorClose": close,
            "remoteCloseCode": 1000,
            "duration": 7,
        }
        said |= {"description": "Send &lt;= <b>5</b>,<br/>then\n  ping.", "expectation": "An <i>echo</i>."}
        (folder / file).write_text(json.dumps(said))
    (folder / "index.json").write_text(json.dumps({"ours": index}))


def test_rows(tmp_path):
    write(
        tmp_path,
        ("10.1.1", "OK", "OK"),
        ("9.1.2", "NON-STRICT", "OK"),
        ("9.1.10", "INFORMATIONAL", "UNCLEAN"),
    )
    rows = read_report(tmp_path)
    assert [row.case for row in rows] == ["9.1.2", "9.1.10", "10.1.1"]
    assert rows[2] == Row("10.1.1", "Send <= 5, then ping.", "OK", "OK", "An echo.", 1000, 7)
    assert [row.strict for row in rows] == [False, False, True]
    verdicts = Verdicts(rows)
    assert verdicts.amiss() == list(rows[:2])
    assert verdicts.counted()["OK", "OK"] == 1


def test_no_rows_have_a_reason():
    verdicts = Verdicts(None, "no Python 2.7 was found")
    assert (verdicts.amiss(), verdicts.counted()) == ([], {})
