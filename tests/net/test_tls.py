"""The authority: who trusts it, what it leaves on disk."""

import ssl
import tempfile
from pathlib import Path

import pytest

from helpers.net.tls import Authority


def shake(client: ssl.SSLContext, server: ssl.SSLContext, *, name: str = "localhost") -> ssl.SSLObject:
    """Let the two shake hands in memory; the client's side of it."""
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    asks = client.wrap_bio(to_client, to_server, server_hostname=name)
    answers = server.wrap_bio(to_server, to_client, server_side=True)
    waits = [asks, answers]
    while waits:
        side = waits.pop(0)
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            waits.append(side)
    return asks


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "::1"])
def test_who_trusts_it_believes_in_its_localhost(authority: Authority, name: str) -> None:
    assert shake(authority.client_context(), authority.server_context(), name=name).version() == "TLSv1.3"


def test_its_pem_is_all_that_another_client_needs(authority: Authority) -> None:
    shake(ssl.create_default_context(cadata=authority.pem), authority.server_context())


def test_nobody_else_trusts_it_and_it_trusts_nobody_else(authority: Authority) -> None:
    for client in (ssl.create_default_context(), Authority().client_context()):
        with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
            shake(client, authority.server_context())
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        shake(authority.client_context(), authority.server_context(), name="example.org")


def test_protocols_are_agreed_on_in_the_servers_order(authority: Authority) -> None:
    client = authority.client_context(alpn=["http/1.1", "h2"])
    agreed = [
        shake(client, authority.server_context(alpn=alpn)).selected_alpn_protocol()
        for alpn in (["h2", "http/1.1"], ["http/1.1"], [])
    ]
    assert agreed == ["h2", "http/1.1", None]


def test_nothing_is_left_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    another = Authority()
    shake(another.client_context(), another.server_context())
    assert another.pem != authority.pem
    assert another.fingerprint != authority.fingerprint
    assert not list(tmp_path.iterdir())
