import re
from urllib.parse import urlsplit

from tests.exercises.proofs import Answers

ANSWERS = Answers("may_enter")


@ANSWERS.right
def with_urlsplit(origin, host, ours):
    if host.lower() not in ours:
        return False
    if origin is None:
        return True
    page = urlsplit(origin)
    return page.scheme in {"http", "https"} and page.netloc in ours


@ANSWERS.right
def with_all_origins(origin, host, ours):
    origins = {f"{scheme}://{name}" for scheme in ("http", "https") for name in ours}
    return host.casefold() in ours and origin in {None, *origins}


@ANSWERS.wrong("Origin and Host need not agree")
def only_agree(origin, host, ours):
    return origin is None or origin in (f"http://{host}", f"https://{host}")


@ANSWERS.wrong("Origin and Host agree, and neither is ours")
def believes_who_agrees(origin, host, ours):
    pages = {f"{scheme}://{name}" for scheme in ("http", "https") for name in [*ours, host]}
    return origin is None or origin in pages


@ANSWERS.wrong("It begins like your name")
def begins_with(origin, host, ours):
    pages = tuple(f"{scheme}://{name}" for scheme in ("http", "https") for name in ours)
    return host.lower() in ours and (origin is None or origin.startswith(pages))


@ANSWERS.wrong("It ends like your name")
def ends_with(origin, host, ours):
    return host.lower() in ours and (origin is None or origin.endswith(tuple(ours)))


@ANSWERS.wrong("Another port is another server's")
def forgets_the_port_of_host(origin, host, ours):
    names = {name.partition(":")[0] for name in ours}
    page = urlsplit(origin or "")
    fits = page.scheme in {"http", "https"} and page.netloc in ours
    return host.lower().partition(":")[0] in names and (origin is None or fits)


@ANSWERS.wrong("This name ends like yours")
def takes_subdomains_of_the_host(origin, host, ours):
    page = (origin or "").removeprefix("https://").removeprefix("http://")
    return host.lower().endswith(tuple(ours)) and (origin is None or page in ours)


@ANSWERS.wrong("A dash is no dot")
def with_a_pattern(origin, host, ours):
    page = f"https?://({'|'.join(ours)})"
    return host.lower() in ours and (origin is None or re.fullmatch(page, origin) is not None)


ORIGIN = "origin is None or (scheme in"
ANSWERS.edits(
    ("host.lower() not in ours", "host not in ours", "The letters of a host may be capital"),
    ("host.lower() not in ours", "False", "Host is not one of yours"),
    (ORIGIN, "origin is not None and (scheme in", "No Origin: no browser asks here"),
    (ORIGIN, "not origin or (scheme in", "An empty Origin is one"),
    (ORIGIN, "origin in (None, 'null') or (scheme in", "A page in a sandbox"),
    ('scheme in ("http", "https")', "True", "Only http and https make pages"),
    ('scheme in ("http", "https")', 'scheme.startswith("http")', "httpx only begins like one of them"),
    ('scheme in ("http", "https")', 'scheme == "https"', "Your own page, on your own machine"),
    ("page in ours)", 'page.partition(":")[0] in " ".join(ours))', "The same host and another port"),
    ("page in ours)", "page == host)", "Origin and Host need not agree"),
    ("return False", "return None", "you gave   None"),
)  # fmt: skip
