"""robots.txt as RFC 9309 has it: the group for our name, the longest rule that fits, `*` and `$` in paths."""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

LARGEST = 500_000  # RFC 9309 asks for at least 500 kibibytes; what follows is not read
LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#\r\n]*)")
SAFE = "/?&=*$:;,@+~!()'[]"


class Rules(NamedTuple):
    """What a robots.txt says to one reader: (pattern, allowed) pairs, and seconds between two requests."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0


ALL = Rules()


def rules(body: bytes, name: str) -> Rules:
    """The rules for the reader of that name (one word), else those for everybody (`User-agent: *`)."""
    groups: dict[str, tuple[list[tuple[str, bool]], list[float]]] = {}
    current: list[str] = []
    naming = False
    for line in body[:LARGEST].decode("utf-8-sig", errors="replace").splitlines():
        match = LINE.match(line)
        if not match:
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            # Names in a row share a group; a name after a rule begins a new one.
            current = [*(current if naming else []), value.split("/")[0].strip().lower()]
            naming = True
            for agent in current:
                groups.setdefault(agent, ([], []))
            continue
        if key in ("allow", "disallow", "crawl-delay"):
            naming = False
        for agent in current:
            paths, delays = groups[agent]
            if key in ("allow", "disallow") and value:
                paths.append((_normal(value), key == "allow"))
            elif key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value):
                delays.append(float(value))
    paths, delays = groups.get(name.lower()) or groups.get("*") or ([], [])
    return Rules(tuple(paths), max(delays, default=0.0))


def allowed(given: Rules, path: str) -> bool:
    """May the path (with its query) be fetched? The longest fitting rule says; of two as long, the one that allows."""
    path = _normal(path or "/")
    fitting = [(len(pattern), allow) for pattern, allow in given.paths if _fits(pattern, path)]
    return max(fitting, default=(0, True))[1]


def _fits(pattern: str, path: str) -> bool:
    """Does the path begin as the pattern says? Each piece between stars is looked for once: time stays linear."""
    whole = pattern.endswith("$")
    first, *pieces = pattern[: len(pattern) - whole].split("*")
    if not path.startswith(first):
        return False
    at, last = len(first), pieces.pop() if pieces else None
    for piece in pieces:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if last is None:
        return not whole or at == len(path)
    return path.endswith(last) and len(path) - len(last) >= at if whole else path.find(last, at) >= 0


def _normal(path: str) -> str:
    return quote(unquote(path), safe=SAFE)
