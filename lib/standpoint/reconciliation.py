"""What reading a corpus did with every item: read, kept, merged or rejected, with the reason."""

from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

from standpoint.errors import with_remedy
from standpoint.tables import to_pandas
from standpoint.versions import Taken

COUNTS = ("expected", "read", "kept", "merged", "rejected")
FILES = pa.schema(
    [
        ("source_file", pa.string()),
        ("format", pa.string()),
        *((name, pa.int64()) for name in ("announced", *COUNTS, "older")),
    ]
)
REJECTED = pa.schema([(name, pa.string()) for name in ("source_file", "place", "problem", "remedy")])
SHOWN = 20
NAMED = 3  # undated articles that are named


@dataclass
class _Warning:
    source_file: str
    problem: str
    first: str
    count: int = 1

    def __str__(self) -> str:
        more = f" (and {self.count - 1:,} more)" if self.count > 1 else ""
        place = f"{self.source_file}{', ' if self.first else ''}{self.first}{more}: "
        return f"{place if self.source_file else ''}{self.problem}"


@dataclass
class Reconciliation:
    """Counts for each file, each rejected item with its reason, and warnings (one for each file and kind of problem).

    For each file, expected = kept + merged + rejected: every item found is accounted for. `read` counts the items that
    could be opened as an article, before doubles and articles without text were taken out. `announced` is how many the
    file itself says that it holds, null where it does not say; another number than expected is a warning. `older` is
    how many of the kept are older versions of another article: they are in the table, and set aside when counting.
    `str()` is a report.
    """

    _files: dict[str, dict[str, object]] = field(default_factory=dict)
    _rejected: list[tuple[str, str, str, str]] = field(default_factory=list)
    _announcing: dict[str, str] = field(default_factory=dict)
    _warnings: dict[tuple[str, str], _Warning] = field(default_factory=dict)
    _merged: dict[str, str] = field(default_factory=dict)
    _undated: dict[str, str] = field(default_factory=dict)
    newest: dict[str, str] = field(default_factory=dict)  # article_id of an older version → that of the newest
    withdrawn: set[str] = field(default_factory=set)  # article_ids that were kept until their withdrawal was read

    def open_file(self, source_file: str, format_name: str) -> None:
        """Start counting for a file."""
        first = {"source_file": source_file, "format": format_name, "announced": None}
        self._files[source_file] = first | dict.fromkeys((*COUNTS, "older"), 0)

    def count(self, source_file: str, *names: str, by: int = 1) -> None:
        """Add to the named counts of a file."""
        for name in names:
            self._files[source_file][name] += by  # type: ignore[operator]

    def announce(self, source_file: str, count: int, words: str) -> None:
        """Note how many articles a file says that it holds, and the words in which it says so."""
        file = self._files[source_file]
        file["announced"] = (file["announced"] or 0) + count  # type: ignore[operator]
        self._announcing.setdefault(source_file, words)

    def close_file(self, source_file: str) -> None:
        """End a file: where it announced another number of articles than were found, say so."""
        file = self._files[source_file]
        if file["announced"] is not None and file["announced"] != file["expected"]:
            words = self._announcing[source_file]
            found = f"announces {file['announced']:,} articles ({words!r}), but {file['expected']:,} were found in it."
            self.warn(source_file, "", found, "announced")

    def reject(self, source_file: str, place: str, problem: str, remedy: str, count: int = 1) -> None:
        """Note a rejected item (one that stands for several where a file breaks off)."""
        self._rejected.append((source_file, place, problem, remedy))
        self.count(source_file, "rejected", by=count)

    def merge(self, source_file: str, into: str) -> None:
        """Note that an article is left out because it is there already, at the place `into`."""
        self._merged.setdefault(source_file, into)
        self.count(source_file, "merged")

    def note_undated(self, article_id: str, place: str) -> None:
        """Note that an article that was kept has no date."""
        self._undated[article_id] = place

    def set_aside(self, source_file: str, older: str, newest: str) -> None:
        """Note that an article that was kept is an older version of another."""
        self.newest[older] = newest
        self.count(source_file, "older")

    def take_back(self, taken: Taken) -> None:
        """Reject an article that was kept: its sender withdrew it."""
        self.withdrawn.add(taken.id)
        self.count(taken.source_file, "kept", by=-1)
        on = f" on {taken.published:%Y-%m-%d %H:%M} UTC" if taken.published else ""
        problem = f"was withdrawn by its sender{on} ({taken.by}); it is not counted."
        self.reject(taken.source_file, taken.place, problem, "")

    def warn(self, source_file: str, place: str, problem: str, kind: str = "") -> None:
        """Note what was read but needs a look. Warnings of one kind in one file are told once, with their number.

        Of the corpus as a whole, `source_file` is "".
        """
        key = (source_file, kind or problem)
        if key in self._warnings:
            self._warnings[key].count += 1
        else:
            self._warnings[key] = _Warning(source_file, problem, place)

    @property
    def files(self) -> pd.DataFrame:
        """One row a file: source_file, format, announced (nullable), expected, read, kept, merged, rejected, older."""
        return to_pandas(pa.Table.from_pylist(list(self._files.values()), schema=FILES))

    @property
    def rejected(self) -> pd.DataFrame:
        """One row a rejected item: source_file, place, problem, remedy."""
        rows = [dict(zip(REJECTED.names, row, strict=True)) for row in self._rejected]
        return to_pandas(pa.Table.from_pylist(rows, schema=REJECTED))

    @property
    def rejections(self) -> list[str]:
        """Each rejected item in words: where it stands, what is wrong, what to do."""
        return [
            f"{file}{', ' if place else ''}{place}: {with_remedy(problem, remedy)}"
            for file, place, problem, remedy in self._rejected
        ]

    @property
    def warnings(self) -> list[str]:
        """What was read but needs a look, in words."""
        return [str(warning) for warning in self._warnings.values()]

    @property
    def undated(self) -> str:
        """How many articles have no date, which, and what that means, in a sentence; "" where all have one."""
        places = [place for article_id, place in self._undated.items() if article_id not in self.withdrawn]
        if not places:
            return ""
        kept = self.counts["kept"]
        more = f" and {len(places) - NAMED:,} more" if len(places) > NAMED else ""
        return (
            f"{len(places):,} of {kept:,} article{'' if kept == 1 else 's'} {'has' if len(places) == 1 else 'have'} no "
            f"date ({'; '.join(places[:NAMED])}{more}): left out of charts over time, and wherever days are chosen. "
            "Let the file's name open with the day, as in 2025-03-04-talks.txt, or give each article its `published`."
        )

    @property
    def counts(self) -> dict[str, int]:
        """expected, read, kept, merged and rejected, over all files."""
        return {name: sum(file[name] for file in self._files.values()) for name in COUNTS}  # type: ignore[misc]

    def _by_file(self) -> list[str]:
        """A line for each file of which more is to tell than that it held one article, which was kept."""
        plain = {"announced": None, "expected": 1, "read": 1, "kept": 1, "merged": 0, "rejected": 0}
        told = [file for file in self._files.values() if any(file[n] != plain[n] for n in plain) or file["older"]]
        return [
            f"{file['source_file']} ({file['format'] or 'not read'}): "
            + ", ".join(f"{file[name]:,} {name}" for name in plain if file[name] is not None)
            + (f" ({_older(file['older'])} of another)" if file["older"] else "")
            + self._where_merged(str(file["source_file"]), file["merged"])
            for file in told
        ]

    def _where_merged(self, source_file: str, merged: object) -> str:
        """Which article was kept in the place of the merged one, of the first where there are several."""
        if source_file not in self._merged:
            return ""
        return f"; {'kept' if merged == 1 else 'of the first merged, kept'} is {self._merged[source_file]}"

    def __str__(self) -> str:
        total = self.counts
        lines = [
            f"{len(self._files):,} file{'' if len(self._files) == 1 else 's'}: "
            + ", ".join(f"{total[name]:,} {name}" for name in COUNTS)
            + "."
        ]
        if self.newest:
            are = "is" if len(self.newest) == 1 else "are"
            lines[0] += (
                f" Of the kept, {_older(len(self.newest))} {are} set aside: only the newest version of an article "
            )
            lines[0] += "is counted."
        for heading, items in (
            ("By file", self._by_file()),
            ("Rejected", self.rejections),
            ("Please look at", [str(w) for w in sorted(self._warnings.values(), key=lambda w: w.source_file != "")]),
        ):
            if items:
                lines += [f"{heading}:", *(f"  {item}" for item in items[:SHOWN])]
            if len(items) > SHOWN:
                lines.append(f"  … and {len(items) - SHOWN:,} more.")
        return "\n".join(lines)


def _older(count: object) -> str:
    return f"{count:,} older version{'' if count == 1 else 's'}"
