"""Text can be read and edges can be seen, in the light and in the dark (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)."""

import re

import pytest

from lms.core.assets import STATIC

#: (text or edge, what it lies on, least contrast)
PAIRS = [
    ("ink", "ground", 7),
    ("ink", "paper", 7),
    ("ink", "wash", 7),
    ("ink", "do-wash", 7),
    ("ink", "la-wash", 7),
    ("ink2", "ground", 7),
    ("ink2", "paper", 7),
    ("ink2", "sunk", 7),
    ("cham", "ground", 7),
    ("cham", "paper", 7),
    ("cham", "wash", 7),
    ("on-cham", "cham", 7),
    ("on-cham", "cham-press", 7),
    ("on-cloth", "cloth", 7),
    ("on-cloth2", "cloth", 7),
    ("cloth-line", "cloth", 3),
    ("nghe", "cloth", 3),
    ("on-nghe", "nghe", 7),
    ("on-nghe", "nghe-press", 4.5),
    ("nghe-stitch", "ground", 3),
    ("do", "ground", 4.5),
    ("do", "paper", 4.5),
    ("do", "do-wash", 4.5),
    ("la", "ground", 4.5),
    ("la", "la-wash", 4.5),
    ("paper", "la", 4.5),
    ("edge", "ground", 3),
    ("edge", "paper", 3),
    ("focus", "ground", 3),
]


def schemes() -> dict[str, dict[str, str]]:
    text = (STATIC / "css" / "tokens.css").read_text("utf-8")
    light, dark = text.split("prefers-color-scheme: dark")
    tokens = {"light": dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))}
    tokens["dark"] = {**tokens["light"], **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}
    return tokens


def luminance(colour: str) -> float:
    """Relative luminance of sRGB (WCAG 2.2, definitions)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_most_there_is():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("over", "ground", "least"), PAIRS)
def test_contrast(scheme, over, ground, least):
    tokens = schemes()[scheme]
    assert contrast(tokens[over], tokens[ground]) >= least
