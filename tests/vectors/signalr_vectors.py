"""SignalR's records as literal texts, most from HubProtocol.md: (name, record without its 0x1E, message)."""

from helpers.protocols.signalr.messages import (
    PING,
    Message,
    MessageType,
    cancel,
    close,
    completion,
    invocation,
    item,
)

# name, record, message
MESSAGES = [
    ("invocation", '{"type":1,"invocationId":"123","target":"Send","arguments":[42,"Test Message"]}',
     invocation("Send", 42, "Test Message", id="123")),
    ("non-blocking", '{"type":1,"target":"Send","arguments":[42,"Test Message"]}',
     invocation("Send", 42, "Test Message")),
    ("with a stream from the caller",
     '{"type":1,"invocationId":"123","target":"Send","arguments":[42],"streamIds":["1"]}',
     Message(MessageType.INVOCATION, {"invocationId": "123", "target": "Send", "arguments": [42],
                                      "streamIds": ["1"]})),
    ("stream invocation", '{"type":4,"invocationId":"123","target":"Send","arguments":[42,"Test Message"]}',
     invocation("Send", 42, "Test Message", id="123", stream=True)),
    ("stream item", '{"type":2,"invocationId":"123","item":42}', item("123", 42)),
    ("completion without a result", '{"type":3,"invocationId":"123"}', completion("123")),
    ("completion with a result", '{"type":3,"invocationId":"123","result":42}', completion("123", 42)),
    ("completion with an error", '{"type":3,"invocationId":"123","error":"It didn\'t work!"}',
     completion("123", error="It didn't work!")),
    ("cancel", '{"type":5,"invocationId":"123"}', cancel("123")),
    ("ping", '{"type":6}', PING),
    ("close", '{"type":7}', close()),
    ("close with an error", '{"type":7,"error":"Connection closed because of an error!"}',
     close("Connection closed because of an error!")),
    ("close, and come again", '{"type":7,"error":"Connection closed because of an error!","allowReconnect":true}',
     close("Connection closed because of an error!", reconnect=True)),
    ("ack", '{"type":8,"sequenceId":1394}', Message(MessageType.ACK, {"sequenceId": 1394})),
    ("sequence", '{"type":9,"sequenceId":1234}', Message(MessageType.SEQUENCE, {"sequenceId": 1234})),
    ("headers",
     '{"type":1,"headers":{"Foo":"Bar"},"invocationId":"123","target":"Send","arguments":[42,"Test Message"]}',
     Message(MessageType.INVOCATION, {"headers": {"Foo": "Bar"}, "invocationId": "123", "target": "Send",
                                      "arguments": [42, "Test Message"]})),
    # our own
    ("a separator in a text", '{"type":2,"invocationId":"1","item":"a\\u001eb"}', item("1", "a\x1eb")),
    ("null is an item", '{"type":2,"invocationId":"1","item":null}', item("1", None)),
]  # fmt: skip

# record, what is wrong with it
WRONG = [
    ("", "no JSON"),
    ("[]", "a JSON list"),
    ("{", "no JSON"),
    ("{}", "without a type"),
    ('{"type":"1"}', "without a type"),
    ('{"type":true}', "without a type"),
    ('{"type":1,"target":"a"}', "INVOCATION without arguments"),
    ('{"type":1,"arguments":[]}', "INVOCATION without target"),
    ('{"type":1,"target":"a","arguments":{}}', "INVOCATION: arguments is a list"),
    ('{"type":1,"target":"a","arguments":[],"invocationId":1}', "invocationId is a text"),
    ('{"type":1,"target":"a","arguments":[],"invocationId":""}', "an invocationId of 0 letters"),
    ('{"type":4,"target":"a","arguments":[]}', "STREAM_INVOCATION without invocationId"),
    ('{"type":2,"invocationId":"1"}', "STREAM_ITEM without item"),
    ('{"type":3}', "COMPLETION without invocationId"),
    ('{"type":3,"invocationId":"1","result":1,"error":"a"}', "a result and an error"),
    ('{"type":5}', "CANCEL_INVOCATION without invocationId"),
    ('{"type":8}', "ACK without sequenceId"),
    ('{"type":9,"sequenceId":true}', "sequenceId is a number"),
    ('{"type":2,"invocationId":"1","item":NaN}', "no number of JSON"),
]

NEGOTIATION = (
    '{"connectionToken":"05265228-1e2c-46c5-82a1-6a5bcc3f0143","connectionId":"807809a5-31bf-470d-9e23-afaee35d8a0d",'
    '"negotiateVersion":1,"availableTransports":[{"transport":"WebSockets","transferFormats":["Text","Binary"]},'
    '{"transport":"ServerSentEvents","transferFormats":["Text"]}]}'
)
