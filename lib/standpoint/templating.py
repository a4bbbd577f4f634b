"""The pages' templates: everything is escaped unless it is marked as HTML that this library made."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from standpoint import __version__
from standpoint.highlight import safe


def page(template: str, **context: Any) -> str:
    """A whole page: the template of that name, filled in."""
    return _environment().get_template(f"{template}.html.j2").render(version=__version__, **context)


def web_link(url: str | None) -> str:
    """The address if it is one of the web (http or https); "" for every other, as a page must not link to it."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    return (url or "").strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def counted(n: int, word: str) -> str:
    """ "1 story", "1,204 stories"."""
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{n:,} {word if n == 1 else plural}"


def prose(text: str) -> str:
    """A sentence of a notebook's Markdown as plain text: without its marks of emphasis, code and links."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w))", "", text).strip()


@cache
def _environment() -> Environment:
    out = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )
    out.filters |= {"counted": counted, "web_link": web_link}
    return out


def _finished(value: Any) -> Any:
    """What is set into a page: control characters and marks that turn the reading direction are dropped from texts."""
    return safe(value) if type(value) is str else value
