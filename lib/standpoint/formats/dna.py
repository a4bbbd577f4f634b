"""Event lists of DNA (Discourse Network Analyzer): one coded statement a row; each document becomes an article.

An event list holds the coded passages of a document, not its whole text: they are the article's text, in their order.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from standpoint.errors import InputError
from standpoint.formats.delimited import LONGEST_CELL, each_row, header_names, named_rows
from standpoint.formats.encoding import Encoding
from standpoint.formats.record import FileRule, Item, Note, Record, Rejected, unix_lines

NEEDED = {"statement_id", "time", "start_position", "stop_position", "text", "document_id", "document_title"}


def looks(opening: str) -> bool:
    """Is the first line the header of an event list?"""
    return header_names(opening, ";") >= NEEDED


def read(path: Path, rule: FileRule, encoding: Encoding) -> Iterator[Item]:
    """One article for each document. Cells may hold line ends; quotation marks in them are never doubled."""
    csv.field_size_limit(LONGEST_CELL)
    documents: dict[str, dict[tuple[int, int], dict[str, str]]] = {}
    statements = 0
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as handle:
        rows = named_rows(handle, ";")
        if missing := sorted(NEEDED.difference(rows.fieldnames)):
            raise InputError(f"its header has no column {missing[0]!r}.", remedy="export the event list again.")
        for row in each_row(rows):
            if isinstance(row, csv.Error):
                yield Rejected(f"line {rows.line_num}", f"cannot be read ({row}).", "export the event list again.")
                continue
            try:
                span = int(row["start_position"]), int(row["stop_position"])
                document = row["document_id"].strip()
                row["text"].strip()
            except (TypeError, ValueError, AttributeError):
                problem = "is no statement: its document or its positions are missing."
                yield Rejected(f"line {rows.line_num}", problem, "export the event list again.")
                continue
            statements += 1
            documents.setdefault(document, {}).setdefault(span, row)
    for document, spans in documents.items():
        rows_of = [spans[span] for span in sorted(spans)]
        first = rows_of[0]
        found = {
            "title": first["document_title"],
            "byline": first.get("document_author"),
            "outlet": first.get("document_source"),
            "published": first["time"].removesuffix(" 00:00:00"),
            "text": "\n\n".join(unix_lines(row["text"]).strip() for row in rows_of),
        }
        yield Record(f"document {document}", {name: value for name, value in found.items() if value})
    if documents:
        told = f"holds {statements:,} coded statements of {len(documents):,} documents, not their whole texts."
        yield Note("", told, "event list")
