"""The codebook that is edited at the desk: its text to start from, the codebook it makes, and where it has a fault."""

from html import escape
from pathlib import Path
from typing import Any

import yaml

from standpoint.codebook import Codebook, Issue
from standpoint.corpus import Corpus
from standpoint.errors import InputError, with_remedy
from standpoint.highlight import safe
from standpoint.workspace import codebook_for

OPENING = """\
# What is asked now. Change a claim or its words, or add issues and actors of your own, and press Apply.
# An entry that is deleted here is again what seeds/ and corpus.yaml say. Fields: docs/codebook.md.
# actors:
#   - {id: dock-workers, name: Dock Workers Union, type: organization, aliases: [DWU]}
"""


def opening(codebook: Codebook) -> str:
    """The issues that a codebook asks, as the text of a codebook file that changes nothing."""
    issues = [_entry(issue) for issue in codebook.issues.values()]
    made = yaml.safe_dump(
        {"issues": issues}, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None, indent=2
    )
    return OPENING + made


def _entry(issue: Issue) -> dict[str, Any]:
    facts = {"id": issue.id, "topic": issue.topic, "claim": issue.claim, "threshold": issue.threshold}
    out = {name: value for name, value in facts.items() if value not in ("", None)}
    for language, wording in issue.wording.items():
        parts = {"terms": wording.terms, "for": wording.in_favour, "against": wording.against}
        out[language] = {name: list(part) for name, part in parts.items() if part}
    return out


def codebook_of(text: str, corpus: Corpus, folder: Path) -> Codebook:
    """The seeds, the corpus's own additions and the text. Raises InputError that tells the line of a fault."""
    path = folder / "codebook.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    return codebook_for(corpus, path)


def fault(error: InputError, text: str, name: str = "codebook.yaml") -> str:
    """What is wrong, as HTML: each problem, the line it is in and the lines around it."""
    return "".join(_fault(one, text, name) for one in error.all)


def _fault(error: InputError, text: str, name: str) -> str:
    problem, to_fix, remedy = with_remedy(error.problem, error.remedy).partition(" To fix it: ")
    told = f"<b>{escape(safe(problem))}</b>{to_fix}{escape(safe(remedy))}"
    if error.line is None or error.file is None or Path(error.file).name != name:
        return f"<p>{told}</p>"
    lines = text.splitlines()
    around = range(max(error.line - 2, 1), min(error.line + 1, len(lines)) + 1)
    shown = "\n".join(
        f"{'<mark>' if i == error.line else ''}{i:4}  {escape(safe(lines[i - 1][:200]))}"
        f"{'</mark>' if i == error.line else ''}"
        for i in around
    )
    return f"<p>Line {error.line}: {told}</p><pre style='line-height:1.4'>{shown}</pre>"
