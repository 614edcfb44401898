"""6A: a way for each of six products, one that was left, and the requirement that it violates.

What each way costs is counted (``tests/measure/test_choose_facts.py`` holds it to the tap); a product says what it
can stand. Any way that violates nothing is right.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.checks.engine.exercise import Trial
from helpers.checks.engine.values import describe

__all__ = ["FACTS", "PRODUCTS", "REQUIREMENTS", "Facts", "judge", "violated"]

REQUIREMENTS = ("late", "silence", "talk", "proxy", "connections")


@dataclass(frozen=True, slots=True)
class Facts:
    """``late``: s. ``silence``: bytes a minute. ``talk``: bytes of a post. ``needs``: what must be on the way."""

    late: float
    silence: float
    talk: float
    needs: frozenset[str]
    open: bool = True


FACTS = {
    "polling": Facts(3.0, 6280, 278, frozenset(), open=False),
    "long-polling": Facts(0.1, 784, 283, frozenset()),
    "sse": Facts(0.1, 72, 280, frozenset({"streams"})),
    "http2-stream": Facts(0.1, 40, 119, frozenset({"streams", "HTTP/2"})),
    "websocket": Facts(0.1, 24, 117, frozenset({"streams", "upgrades"})),
}
ALL = frozenset({"streams", "HTTP/2", "upgrades"})


@dataclass(frozen=True, slots=True)
class Product:
    """The most that it stands; ``passes``: what the proxies before it let pass."""

    late: float
    silence: float = 10_000
    talk: float = 10_000
    passes: frozenset[str] = ALL
    open: bool = True


PRODUCTS: Mapping[str, Product] = {
    "departures": Product(late=30, open=False),
    "goals": Product(late=1, silence=100, passes=frozenset({"streams"})),
    "drawing": Product(late=0.2, talk=150, passes=frozenset({"streams", "upgrades"})),
    "help desk": Product(late=2, passes=frozenset()),
    "trading": Product(late=0.5, talk=150, passes=frozenset({"streams", "HTTP/2"})),
    "thermometer": Product(late=5, silence=1_000, passes=frozenset({"upgrades"})),
}


def violated(way: str, product: Product) -> dict[str, str]:
    """Each requirement that a way violates, and how."""
    facts = FACTS[way]
    missing = sorted(facts.needs - product.passes)
    found = {
        "late": f"its news is up to {facts.late:g} s old, and this product stands {product.late:g} s"
        if facts.late > product.late else "",
        "silence": f"a silent minute costs {facts.silence:,.0f} bytes, and this product stands {product.silence:,.0f}"
        if facts.silence > product.silence else "",
        "talk": f"a post costs {facts.talk:,.0f} bytes, and this product stands {product.talk:,.0f}"
        if facts.talk > product.talk else "",
        "proxy": f"the proxy on the way passes no {' and no '.join(missing)}" if missing else "",
        "connections": "it keeps a connection for each client, and this server cannot"
        if facts.open and not product.open else "",
    }  # fmt: skip
    return {name: how for name, how in found.items() if how}


async def judge(trial: Trial) -> None:
    """Product after product: what was taken, what was left, and why."""
    for name, product in trial.each(PRODUCTS.items(), "products"):
        answer = await trial.call(name)
        if not isinstance(answer, tuple | list) or len(answer) != 3:
            trial.fail(
                f"Give three texts: what you take, what you leave, and the requirement. It was {describe(answer)}."
            )
        take, leave, requirement = answer
        for way in (take, leave):
            if way not in FACTS:
                trial.fail(f"{describe(way)} is none of the ways: {', '.join(FACTS)}.")
        if requirement not in REQUIREMENTS:
            trial.fail(f"{describe(requirement)} is none of the requirements: {', '.join(REQUIREMENTS)}.")
        for how in violated(take, product).values():
            trial.fail(f"{take} will not do: {how}.")
        against = violated(leave, product)
        if not against:
            trial.fail(f"{leave} would do as well: it violates nothing. Leave one that does.")
        if requirement not in against:
            trial.fail(f"{leave} does not violate {requirement!r}. Look again at what this product stands.")
