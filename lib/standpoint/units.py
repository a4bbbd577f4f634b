"""Numbers with their units, as sentences have them."""

import re


def in_units(n: int, unit: str) -> str:
    """ "1,204 stories", "1 story": a number with its unit, which is given in the plural."""
    one = re.sub(r"(\w+?)(ies|s)\b", lambda m: m[1] + ("y" if m[2] == "ies" else ""), unit, count=1)
    return f"{n:,} {one if n == 1 else unit}"
