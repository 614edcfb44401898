"""The policy names each inline script that a page may run, once, and no data."""

from pathlib import Path

from helpers.publishing.live.policy import policy

# printf 'go()' | openssl dgst -sha256 -binary | base64
GO = "'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"


def test_the_policy_names_each_inline_script_once(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text('<script>go()</script><script src="page.js"></script>')
    (tmp_path / "two.html").write_text('<script type="application/json">{}</script><script>go()</script>')
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "other.html").write_text("<script>stranger()</script>")
    rules = dict(rule.split(" ", 1) for rule in policy(tmp_path).split("; "))
    assert rules["script-src"] == f"'self' 'wasm-unsafe-eval' {GO}"
    assert rules["default-src"] == "'self'"
