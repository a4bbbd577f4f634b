"""A chart's colours for a dark page: every colour gets a counterpart, and CSS chooses between the two.

Greys and tints are turned over (ink becomes light, paper dark); full colours keep their hue and are lifted a little.
Between the two it is gradual, so that a scale of tints stays a scale and its words stay readable. Lightness is that of
Oklab (Björn Ottosson, 2020).
"""

import math
import re
from functools import cache
from xml.etree import ElementTree

COLOUR = re.compile(r"\b(fill|stroke): (#[0-9a-f]{6})\b")
TINT, FULL = 0.07, 0.11  # chroma up to which a colour is paper, ink or tint, and from which it carries data
PALE = 0.85  # lightness above which a colour is more and more paper
PAPER, INK = 0.235, 0.93  # lightness of the dark page's paper and ink
INITIAL = "#000000"  # what SVG fills with where nothing is said


def for_both(root: ElementTree.Element) -> None:
    """Give every fill and stroke in the styles of an <svg> its dark counterpart: light-dark(#1a1a1a, #e8e8e8).

    The light colour stands before it, for browsers that do not know light-dark().
    """
    for element in root.iter():
        style = element.get("style")
        if style:
            element.set("style", COLOUR.sub(_both, style))
    root.set("style", f"{root.get('style', '')};{_both(COLOUR.search(f'fill: {INITIAL}'))}".strip(";"))


def _both(match: re.Match[str] | None) -> str:
    name, colour = match.groups()
    return f"{name}:{colour};{name}:light-dark({colour},{dark(colour)})"


@cache
def dark(colour: str) -> str:
    """The counterpart of "#rrggbb" on a dark page."""
    lightness, a, b = _oklab(colour)
    data = min(1.0, max(0.0, (math.hypot(a, b) - TINT) / (FULL - TINT))) * min(1.0, (1 - lightness) / (1 - PALE))
    turned = min(0.97, PAPER + (1 - lightness) * (INK - PAPER) / (1 - 0.218))  # from white paper to the ink #1a1a1a
    return _hex(turned + data * (0.2 + 0.8 * lightness - turned), a, b)


def _oklab(colour: str) -> tuple[float, float, float]:
    r, g, b = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _hex(lightness: float, a: float, b: float) -> str:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rgb = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, value)))):02x}" for value in rgb)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
