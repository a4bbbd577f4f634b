"""What slides and documents share: opening templates, alt text, and the facts that a file tells of itself."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standpoint import __version__
from standpoint.errors import InputError
from standpoint.publication import Edition, Published, clean

INK, MUTED, ACCENT, FONT = "1A1A1A", "595959", "0072B2", "Arial"
LARGEST = 200_000_000  # bytes that a template may unpack to


def opened(template: Path, opens: Callable[[Any], Any], program: str) -> Any:
    """A user's template, opened; what is marked as a template (.potx, .dotx) is taken as a document.

    Raises InputError for a file that is none.
    """
    try:
        with zipfile.ZipFile(template) as source:
            if sum(item.file_size for item in source.infolist()) > LARGEST:
                raise ValueError("it unpacks to more than 200 MB")
            fresh = io.BytesIO()
            with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as target:
                for item in source.infolist():
                    content = source.read(item)
                    if item.filename == "[Content_Types].xml":
                        content = content.replace(b"presentationml.template.main", b"presentationml.presentation.main")
                        content = content.replace(b"wordprocessingml.template.main", b"wordprocessingml.document.main")
                    target.writestr(item, content)
        fresh.seek(0)
        return opens(fresh)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        problem = f"it cannot be opened as a file of {program}: {error}"
        raise InputError(problem, file=template, remedy=f"save it anew in {program}, and give that file.") from None


def describe(properties: Any, chart: Published) -> None:
    """Name a picture's non-visual properties (an XML element), and give them its alt text."""
    properties.set("name", chart.name)
    properties.set("descr", clean(chart.alt))
    properties.set("title", clean(chart.title))


def sign(core: Any, edition: Edition) -> None:
    """Set the core properties of a file: what it is about, and what made it."""
    core.title, core.subject = clean(edition.title)[:255], clean(edition.contents)[:255]
    core.author = core.last_modified_by = f"Standpoint {__version__}"
    core.language, core.keywords, core.comments, core.category = "en", "", "", ""
    core.created = core.modified = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    core.revision = 1


def stripped(*relations: Any) -> None:
    """Take out what a library's own blank file brings along: a picture of another deck, a printer's settings."""
    for of_part in relations:
        for key, relation in list(of_part.items()):
            if relation.reltype.endswith(("/printerSettings", "/thumbnail")):
                of_part.pop(key)


def method(edition: Edition) -> list[str]:
    """How the numbers came about, in three sentences."""
    return [
        f"Counted by the {edition.reader} reader of Standpoint {edition.version} in {clean(edition.contents)}.",
        "Agency copy and its reprints are one independent story; each chart says what it counts, and its n. Lines are "
        f"95% intervals from a bootstrap over stories. {edition.positions}",
        "Every number has a key; standpoint evidence KEY prints its sentences. Open them before you quote a number.",
    ]
