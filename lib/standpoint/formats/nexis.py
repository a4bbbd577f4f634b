"""One item of a Nexis / LexisNexis download, whatever file it came in: its paragraphs → a record's fields.

The layout, as the downloads have it: outlet and date (centred in the classic form), headline, a block of labels
("BYLINE: …"), the text, a block of labels, the copyright. What a label is called depends on the interface's language.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from standpoint.errors import InputError
from standpoint.formats.language_names import language_code
from standpoint.written_dates import find_iso

LABELS = {
    "byline": "byline, author, autor, auteur, autore, autores, verfasser, auteur(s), reporter, von, door",
    "section": "section, rubrik, rubrique, sección, seccion, sezione, rubriek, sectie, secção, seção, ressort",
    "length": "length, länge, laenge, longueur, longitud, extensión, lunghezza, lengte, comprimento, tamanho",
    "dateline": "dateline, datumszeile, lieu, fecha-lugar, ort, data e luogo, origine",
    "highlight": "highlight, highlights, encart, chapeau, zusammenfassung, resumen, samenvatting, teaser, vorspann",
    "headline": "headline, schlagzeile, überschrift, titel, titre, titular, título, titolo, kop",
    "text": "body, text, texto, texte, testo, volltext, full text, haupttext, corps",
    "series": "series, serie, série, distribution, edition, ausgabe, édition, page, seite",
}
# What stands behind the text. The first of these labels ends it.
TAIL = {
    "language": "language, langue, sprache, idioma, lengua, lingua, taal, língua, язык",
    "load": "load-date, loaddate, date-chargement, date de chargement, update, ladedatum, hochladedatum, "
    "fecha de carga, laaddatum, datum laden, data di caricamento, data de carregamento, upload-date, aktualisiert",
    "correction": "correction, correction-date, corrections, korrektur, rectification",
    "other": "publication-type, publication type, pub-type, type-publication, type de publication, publikationstyp, "
    "publikationsart, tipo de publicación, tipo di pubblicazione, publicatietype, tipo de publicação, "
    "graphic, graphique, grafik, gráfico, grafico, afbeelding, "
    "subject, sujet, thema, schlagwörter, tema, asunto, soggetto, onderwerp, assunto, "
    "journal-code, journal code, zeitungs-code, zeitschriften-code, code revue, code-revue, "
    "classification, klassifizierung, classificatie, clasificación, classificazione, "
    "acc-no, accession-number, document-type",
}
NAMES = {name.strip(): key for table in (LABELS, TAIL) for key, names in table.items() for name in names.split(",")}
LABEL = re.compile(r"\s*([^\W\d_][\w()/-]*(?: [\w()/-]+){0,3})\s?:[ \t\xa0]*(?:\n|$|)", re.U)
COPYRIGHT = re.compile(
    r"\s*(?:copyright\b|\(c\)\s*(?:copyright)?\s*\d{4}|©|all rights reserved|tous droits réservés|"
    r"alle rechte vorbehalten|todos los derechos reservados|tutti i diritti|alle rechten voorbehouden|"
    r"todos os direitos)",
    re.I,
)
ERROR = re.compile(r"we are sorry but there is an error in this document|document (?:is )?not available", re.I)
YEAR = re.compile(r"\d{4}")
NOTHING = ("holds no text.", "download it again, or look it up in the database.")


class Block(NamedTuple):
    """A paragraph of an item, and whether it is centred (then it is outlet, date, edition or copyright)."""

    text: str
    centred: bool = False


def label(text: str) -> tuple[str, str] | None:
    """What a paragraph that opens with a known label holds: (kind, value); null where it opens otherwise.

    In the classic form labels are in capitals; in the newer one a no-break space or a line's end follows them.
    """
    match = LABEL.match(text)
    if not match:
        return None
    name, after = match[1], text[match.end() :]
    if not (name.isupper() or "\xa0" in match[0] or not after.strip() or "\xa0" in after[:1]):
        return None
    kind = NAMES.get(name.lower()) or NAMES.get(name.lower().replace(" ", "-"))
    return (kind, after.strip()) if kind else None


def item(blocks: Sequence[Block], language: str = "") -> dict[str, Any]:
    """The fields of one item. Raises InputError where it is an error message or holds no text."""
    blocks = [b for b in blocks if b.text.strip()]
    whole = " ".join(b.text for b in blocks)
    if ERROR.search(whole) and len(whole) < 400:
        raise InputError(f"is only a message of the database: {whole[:120]!r}.", remedy=NOTHING[1])
    dated = next((i for i, b in enumerate(blocks[:8]) if YEAR.search(b.text) and not COPYRIGHT.match(b.text)
                  and find_iso(b.text)), None)  # fmt: skip
    found: dict[str, Any] = {}
    if dated is None:  # a date that cannot be read is told later, with its words
        dated = next((i for i, b in enumerate(blocks[:6]) if i and YEAR.search(b.text) and (b.centred or i <= 2)
                      and not label(b.text) and not COPYRIGHT.match(b.text) and len(b.text) < 80), None)  # fmt: skip
        found["published"] = blocks[dated].text.split("\n")[0] if dated is not None else None
    else:
        found["published"] = find_iso(blocks[dated].text)
    before = [b for b in blocks[: dated or 0] if not COPYRIGHT.match(b.text)]
    head, at = _head(blocks, 0 if dated is None else dated + 1)
    centred = any(b.centred for b in blocks)
    if centred:
        # Classic: outlet, date, editions are centred; the headline is what is not.
        found["outlet"] = _line(before[0].text) if before else None
        titles = [b.text for b in head if not b.centred]
    else:
        # Newer: headline, outlet, date.
        found["outlet"] = _line(before[-1].text) if len(before) > 1 else None
        titles = [b.text for b in before[: max(1, len(before) - 1)]]
    title = _line(" ".join(titles)) or None
    labels: dict[str, list[str]] = {}
    at = _labels(blocks, at, labels)
    body, tail = _body(blocks, at)
    found["title"] = title or _line(" ".join(labels.get("headline", []))) or None
    found["byline"] = _byline(labels.get("byline", []))
    intro = [text for text in labels.get("highlight", []) if text and not _opens_with(body, text)]
    text = [b.text.strip() for b in body]
    found["text"] = "\n\n".join(intro + text)
    for block in tail:
        kind = label(block.text)
        if kind and kind[0] == "language":
            found["language"] = language_code(kind[1]) or language_code(kind[1].split()[0] if kind[1] else "")
    if not found["text"].strip():
        raise InputError(*NOTHING[:1], remedy=NOTHING[1])
    return {name: value for name, value in found.items() if value}


def _opens_with(body: Sequence[Block], text: str) -> bool:
    """Does the text begin with what the highlight says?"""
    return bool(body) and squeezed(body[0].text).startswith(squeezed(text))


def _head(blocks: Sequence[Block], at: int) -> tuple[list[Block], int]:
    """What stands between the date and the first label: headline and editions. Without any label, one paragraph."""
    stop = next((i for i in range(at, min(at + 8, len(blocks))) if label(blocks[i].text)), None)
    if stop is None or label(blocks[stop].text)[0] in TAIL:
        stop = next((i + 1 for i in range(at, len(blocks)) if not blocks[i].centred), at)
        if not any(b.centred for b in blocks):
            stop = at
    return [b for b in blocks[at:stop] if not COPYRIGHT.match(b.text)], stop


def _labels(blocks: Sequence[Block], at: int, labels: dict[str, list[str]]) -> int:
    """Read the block of labels that begins at `at`; returns where the text begins."""
    kind = ""
    while at < len(blocks):
        block = blocks[at]
        if COPYRIGHT.match(block.text):
            at += 1
            continue
        named = label(block.text)
        if named and named[0] in TAIL:
            return at
        if not named and block.text.strip().lower() in ("body", "textkörper", "corps", "cuerpo", "hauptteil", "tekst"):
            return at + 1
        if not named and not (block.centred and not labels):
            # A label alone on its line is told by the next paragraph.
            if kind and labels[kind] == [""]:
                labels[kind] = [_line(block.text)]
                at += 1
                continue
            return at
        if named:
            kind = named[0]
            if kind == "text":
                if named[1]:
                    blocks[at] = Block(named[1])  # type: ignore[index]
                    return at
                return at + 1
            labels.setdefault(kind, []).append(_line(named[1]))
        at += 1
    return at


def _body(blocks: Sequence[Block], at: int) -> tuple[list[Block], list[Block]]:
    """The text, and what stands behind it: labels and the copyright."""
    stop = next(
        (i for i in range(at, len(blocks)) if (named := label(blocks[i].text)) and named[0] in TAIL), len(blocks)
    )
    classified = next((i for i in range(at, len(blocks)) if squeezed(blocks[i].text) in HEADINGS), len(blocks))
    stop = min(stop, classified)
    end = stop
    while end > at and (COPYRIGHT.match(blocks[end - 1].text) or (blocks[end - 1].centred and stop == len(blocks))):
        end -= 1
    words = [b for b in blocks[at:end] if squeezed(b.text) not in PARTS]
    return words, list(blocks[end:])


# Lines of the newer form that part an item: the headings of what follows the text, and of pieces of it.
HEADINGS = {"classification", "klassifizierung", "clasificación", "classificazione", "classificatie", "classificação",
            "graphic", "grafik", "graphique", "gráfico", "grafico", "endofdocument", "endedesdokuments",
            "findudocument", "findeldocumento", "finedeldocumento", "eindevandocument", "fimdodocumento"}  # fmt: skip
PARTS = {"abstract", "fulltext", "bodytext"}


def _byline(names: Sequence[str]) -> str | None:
    joined = ", ".join(name for name in names if name)
    return re.sub(r"^by:?\s+", "", joined, flags=re.I) or None


def _line(text: str) -> str:
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return re.sub(r"\W|_", "", text).lower()
