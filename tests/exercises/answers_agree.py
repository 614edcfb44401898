from tests.exercises.proofs import Answers

ANSWERS = Answers("agree")


@ANSWERS.right
def with_a_loop(origin, offered, sites, spoken):
    if origin in (None, *sites):
        for name in offered:
            if name in spoken:
                return name
        return None
    raise ValueError("a foreign page")


@ANSWERS.right
def by_rank(origin, offered, sites, spoken):
    if origin is not None and not set(sites) & {origin}:
        raise ValueError(origin)
    common = set(offered) & set(spoken)
    return min(common, key=offered.index) if common else None


GUARD = "origin is not None and origin not in sites"
CHOICE = "next((name for name in offered if name in spoken), None)"
ANSWERS.edits(
    (CHOICE, "next((name for name in spoken if name in offered), None)", "the client listed its own best first"),
    (CHOICE, "offered[0] if offered else None", "That is what the client likes best, and nobody here speaks it"),
    (CHOICE, f"{CHOICE[:-7]})", "raised StopIteration. Nothing fits: None"),
    (CHOICE, f"{CHOICE[:-5]}'')", "Nothing fits: None. The 101 then names no subprotocol"),
    ("if name in spoken", "if name.lower() in spoken", "That is what the client likes best"),
    (CHOICE, "([name for name in offered if name in spoken] or [None])[-1]", "the client listed its own best first"),
    ("origin is not None and ", "", "No Origin: no browser asks here"),
    (GUARD, "False", "This page is not of a site on the list. It must be refused: raise ValueError"),
    ("origin not in sites", "not any(site in origin for site in sites)", "This begins with your site"),
    ("origin not in sites", "not origin.endswith('chat.example')", "The second site on the list is one of ours too"),
    ("origin not in sites", "not origin.rstrip(':8443').endswith('chat.example')", "This ends like your site"),
    ("origin not in sites", "origin.partition('//')[2] not in str(sites)", "Another scheme is another origin"),
    ("origin not in sites", "origin.rpartition(':')[0] not in ('https', *sites)",
     "This page is not of a site on the list"),
    (GUARD, "origin not in (None, 'null', *sites)", "null is what a sandboxed page says"),
    ('raise ValueError(f"a page of {origin} may not connect")', "return None",
     "It must be refused: raise ValueError"),
)  # fmt: skip
