"""The colours of tokens.css: readable in both themes, for every kind of colour vision."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "helpers" / "views" / "static" / "src" / "tokens.css"
PAIRS = dict(re.findall(r"--rw-(\w+): (light-dark\(.*?\));", CSS.read_text("utf-8")))
LAB = {"light": {"card": "#ffffff", "quiet": "#eeeeee"}, "dark": {"card": "#212121", "quiet": "#424242"}}

# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB
VISION = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.15229, 1.05258, -0.20487), (0.1145, 0.78628, 0.09922), (-0.00388, -0.04812, 1.052)),
    "no green": ((0.36732, 0.86065, -0.22797), (0.28009, 0.6725, 0.04741), (-0.01182, 0.04294, 0.96888)),
    "no blue": ((1.25553, -0.07675, -0.17878), (-0.07841, 0.93081, 0.1476), (0.00473, 0.69137, 0.3039)),
}
TINTS = [f"f{number}" for number in range(6)]


def colour(name, theme):
    pair = re.findall(r"#[0-9a-f]{6}", PAIRS[name])
    return linear(pair[0] if theme == "light" else pair[1])


def linear(text):
    parts = [int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def seen(rgb, vision):
    mixed = [sum(weight * part for weight, part in zip(row, rgb, strict=True)) for row in VISION[vision]]
    return [min(1, max(0, part)) for part in mixed]


def luminance(rgb):
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(w * part for w, part in zip(row, rgb, strict=True)) for row in rows]
    x, y, z = (value / white for value, white in zip(xyz, (0.9505, 1, 1.089), strict=True))
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other):
    return sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5


@pytest.mark.parametrize(("theme", "vision"), list(product(["light", "dark"], VISION)))
def test_text_has_contrast(theme, vision):
    grounds = {name: colour(name, theme) for name in ("card", "quiet", "sel")}
    inks = ("ink", "soft", "client", "server", "held", "fault")
    for ground, ink in product(grounds, inks):
        if (ground, ink) == ("quiet", "held"):
            continue  # no label in that colour stands on it
        ratio = contrast(seen(grounds[ground], vision), seen(colour(ink, theme), vision))
        assert ratio >= 4.5, (ink, ground, ratio)
    for tint in [*TINTS, "bad"]:
        ratio = contrast(seen(colour(tint, theme), vision), seen(colour("ink", theme), vision))
        assert ratio >= 4.5, (tint, ratio)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_contrast_on_jupyterlabs_own_ground(theme):
    for ink in ("ink", "soft", "client", "server", "held", "fault"):
        assert contrast(linear(LAB[theme]["card"]), colour(ink, theme)) >= 4.5, ink


@pytest.mark.parametrize(("theme", "vision"), list(product(["light", "dark"], VISION)))
def test_neighbouring_tints_differ(theme, vision):
    for one, other in zip(TINTS, [*TINTS[1:], TINTS[0]], strict=True):
        apart = difference(seen(colour(one, theme), vision), seen(colour(other, theme), vision))
        assert apart >= 6, (one, other, apart)
