"""The pages' templates: everything is escaped unless it is marked as HTML that this library made."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from standpoint import __version__
from standpoint.highlight import safe
from standpoint.units import in_units

TEMPLATES = Path(__file__).with_name("templates")
# The scripts of our own that a page may run; its content-security policy names them by hash, and nothing else runs.
SCRIPTS: dict[str, tuple[str, ...]] = {
    "index": ("theme", "cite", "search"),
    "corpus": ("theme", "cite", "search"),
    "question": ("theme", "cite", "search"),
    "articles": ("theme", "search"),
    "article": ("theme",),
    "counted": (),  # a part of an article's page
    "evidence": ("theme",),
    "notebook": ("theme",),
    "mail": (),  # many mail programs warn of any script
}


def page(template: str, **context: Any) -> str:
    """A whole page: the template of that name, filled in, with the scripts that SCRIPTS names for it."""
    scripts = [_script(name) for name in SCRIPTS[template]]
    found = _environment().get_template(f"{template}.html.j2")
    return found.render(
        version=__version__,
        scripts=[Markup(text) for text, _ in scripts],
        script_policy=policy(template),
        **context,
    )


def policy(template: str) -> str:
    """What the content-security policy of a page says of scripts: 'none', or the hashes of its own.

    'strict-dynamic' lets the search, trusted by its hash, load the index that lies beside the page.
    """
    hashes = [f"'{digest}'" for _, digest in map(_script, SCRIPTS[template])]
    if not hashes:
        return "'none'"
    return " ".join([*hashes, "'strict-dynamic'"] if "search" in SCRIPTS[template] else hashes)


@cache
def _script(name: str) -> tuple[str, str]:
    text = (TEMPLATES / f"{name}.js").read_text(encoding="utf-8")
    return text, f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def web_link(url: str | None) -> str:
    """The address if it is one of the web (http or https); "" for every other, as a page must not link to it."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    return (url or "").strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def counted(n: int, word: str) -> str:
    """ "1 story", "1,204 stories"."""
    plural = f"{word[:-1]}ies" if word.endswith("y") and not word.endswith("day") else f"{word}s"
    return f"{n:,} {word if n == 1 else plural}"


def prose(text: str) -> str:
    """A sentence of a notebook's Markdown as plain text: without its marks of emphasis, code and links."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w))", "", text).strip()


@cache
def _environment() -> Environment:
    out = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )
    out.filters |= {"counted": counted, "in_units": in_units, "web_link": web_link}
    return out


def _finished(value: Any) -> Any:
    """What is set into a page: control characters and marks that turn the reading direction are dropped from texts."""
    return safe(value) if type(value) is str else value
