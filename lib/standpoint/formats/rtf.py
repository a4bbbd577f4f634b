"""RTF: downloads of Factiva and of Nexis; no other RTF is read."""

import re
from collections.abc import Iterator
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats import factiva_text, nexis_docx, nexis_text
from standpoint.formats.record import FileRule, Item, unix_lines

LARGEST = 100_000_000
NOT_KNOWN = "is an RTF document in which no article of Factiva or Nexis was recognised."
REMEDY = "export it as text (.txt), one article a file, or download the articles again in full."


def looks(path: Path) -> bool:
    """Does the file begin as RTF?"""
    with path.open("rb") as handle:
        return handle.read(5) == b"{\\rtf"


def read(path: Path, rule: FileRule) -> Iterator[Item]:
    """Every article of a Factiva or Nexis download. Raises InputError where it cannot be read, or is neither."""
    # Imported when first needed: most corpora hold no RTF.
    from striprtf.striprtf import rtf_to_text

    if path.stat().st_size > LARGEST:
        raise InputError(f"is larger than {LARGEST:,} bytes.", remedy="download fewer articles at a time.")
    try:
        text = rtf_to_text(path.read_bytes().decode("latin-1"), errors="replace")
    except Exception as error:  # whatever is broken in it, the next file must still be read
        raise InputError(f"cannot be read as RTF ({error}).", remedy="download it again.") from None
    # A cell's end is a bar, one cell a line suits every reader.
    lines = unix_lines(text)
    celled = re.sub(r"[ \t]*\|[ \t]*", "\n", lines)
    if factiva_text.looks(celled):
        yield from factiva_text.items(celled)
    elif nexis_text.looks(lines[:65_536]):
        yield from nexis_text.items(lines)
    else:
        yield from nexis_docx.items([nexis_docx.Line(line) for line in lines.split("\n")], NOT_KNOWN, REMEDY)
