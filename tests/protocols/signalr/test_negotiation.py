import pytest

from helpers.protocols.errors import RemoteProtocolError
from helpers.protocols.signalr.negotiation import Negotiation, agreed_version, named_id
from tests.vectors.signalr_vectors import NEGOTIATION


def test_both_ways():
    said = Negotiation.parse(NEGOTIATION)
    assert (said.id, said.version) == ("807809a5-31bf-470d-9e23-afaee35d8a0d", 1)
    assert said.secret == "05265228-1e2c-46c5-82a1-6a5bcc3f0143"
    assert said.transports == ("WebSockets", "ServerSentEvents")
    assert Negotiation.parse(said.serialize()) == said
    old = Negotiation("a", version=0)
    assert (old.secret, Negotiation.parse(old.serialize())) == ("a", old)
    assert "Token" not in old.serialize()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error":"full"}', "refuses: full"),
        ('{"url":"https://a.example"}', "sends us to https"),
        ('{"connectionId":"a","negotiateVersion":1}', "no negotiation"),
        ('{"connectionId":"a","negotiateVersion":2}', "no negotiation"),
        ('{"connectionId":"a","availableTransports":[1]}', "a transport has a name"),
        ("<html>", "no JSON"),
    ],
)
def test_what_comes_to_no_connection(body, words):
    with pytest.raises(RemoteProtocolError, match=words):
        Negotiation.parse(body)


def test_the_version_that_is_agreed():
    versions = {None: 0, "": 0, "0": 0, "1": 1, "2": 1, "x": 0, "-1": 0, "²": 0, "9" * 99: 0}
    assert {asked: agreed_version(asked) for asked in versions} == versions


def test_the_id_in_an_address():
    assert [named_id(one) for one in ("/hub?id=a%20b", "/hub", "/hub?id=", "//[")] == ["a b", "", "", ""]
