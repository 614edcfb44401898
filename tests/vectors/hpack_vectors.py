"""RFC 7541 appendix C: (name, table limit, [(bytes, header list, table size after, fields in the table)])."""

CUSTOM = ("custom-key", "custom-header")
GET, HTTP, HTTPS, ROOT = (":method", "GET"), (":scheme", "http"), (":scheme", "https"), (":path", "/")
AUTHORITY, INDEX = (":authority", "www.example.com"), (":path", "/index.html")
NO_CACHE, CUSTOM_VALUE = ("cache-control", "no-cache"), ("custom-key", "custom-value")
PRIVATE, LOCATION = ("cache-control", "private"), ("location", "https://www.example.com")
DATE, LATER = ("date", "Mon, 21 Oct 2013 20:13:21 GMT"), ("date", "Mon, 21 Oct 2013 20:13:22 GMT")
COOKIE = ("set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1")
S302, S307, S200, GZIP = (
    (":status", "302"),
    (":status", "307"),
    (":status", "200"),
    ("content-encoding", "gzip"),
)

REQUESTS = [
    ([GET, HTTP, ROOT, AUTHORITY], 57, [AUTHORITY]),
    ([GET, HTTP, ROOT, AUTHORITY, NO_CACHE], 110, [NO_CACHE, AUTHORITY]),
    ([GET, HTTPS, INDEX, AUTHORITY, CUSTOM_VALUE], 164, [CUSTOM_VALUE, NO_CACHE, AUTHORITY]),
]
RESPONSES = [
    ([S302, PRIVATE, DATE, LOCATION], 222, [LOCATION, DATE, PRIVATE, S302]),
    ([S307, PRIVATE, DATE, LOCATION], 222, [S307, LOCATION, DATE, PRIVATE]),
    ([S200, PRIVATE, LATER, LOCATION, GZIP, COOKIE], 215, [COOKIE, GZIP, LATER]),
]

INTEGERS = [("C.1.1", "0a", 5, 10), ("C.1.2", "1f9a0a", 5, 1337), ("C.1.3", "2a", 8, 42)]

_HEX = {
    "C.3": [
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "8286 84be 5808 6e6f 2d63 6163 6865",
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
    ],
    "C.4": [
        "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
        "8286 84be 5886 a8eb 1064 9cbf",
        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
    ],
    "C.5": [
        "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32"
        "3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "4803 3330 37c1 c0bf",
        "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970"
        "7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61"
        "6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31",
    ],
    "C.6": [
        "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad"
        "1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
        "4883 640e ffc1 c0bf",
        "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2"
        "e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07",
    ],
}


def _steps(name, meant):
    return [(bytes.fromhex(hexed), *rest) for hexed, rest in zip(_HEX[name], meant, strict=True)]


BLOCKS = [
    (
        "C.2.1",
        4096,
        [(bytes.fromhex("400a637573746f6d2d6b65790d637573746f6d2d686561646572"), [CUSTOM], 55, [CUSTOM])],
    ),
    ("C.2.2", 4096, [(bytes.fromhex("040c2f73616d706c652f70617468"), [(":path", "/sample/path")], 0, [])]),
    ("C.2.3", 4096, [(bytes.fromhex("100870617373776f726406736563726574"), [("password", "secret")], 0, [])]),
    ("C.2.4", 4096, [(b"\x82", [GET], 0, [])]),
    ("C.3", 4096, _steps("C.3", REQUESTS)),
    ("C.4", 4096, _steps("C.4", REQUESTS)),
    ("C.5", 256, _steps("C.5", RESPONSES)),
    ("C.6", 256, _steps("C.6", RESPONSES)),
]
