"""What collecting remembers between runs, so that it can be cut off at any moment: one SQLite file in the archive."""

import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from standpoint.feeds import Listed
from standpoint.fetch import Answer
from standpoint.files import whole

MOST_RUNS = 5  # an address that fails in as many runs is given up
TABLES = """
CREATE TABLE IF NOT EXISTS addresses (
    url TEXT PRIMARY KEY, source TEXT NOT NULL, listed TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting',
    tries INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL DEFAULT '', etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS articles (
    digest TEXT PRIMARY KEY, url TEXT NOT NULL, run TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
    run TEXT PRIMARY KEY, bytes INTEGER NOT NULL DEFAULT 0);
"""


class Waiting(NamedTuple):
    """An address to be visited, and the feed that lists it ("" for a page that corpus.yaml names)."""

    url: str
    source: str
    listed: Listed


class State:
    """Addresses with what became of them, articles until they are written out, and how far each run's archive is whole.

    Every change is on disk when its method returns: all of it, or nothing.
    """

    def __init__(self, path: Path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript(f"PRAGMA synchronous = FULL; {TABLES}")

    def __enter__(self) -> "State":
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def begin(self, articles: Path, archive: Path) -> str:
        """Enter a run; returns its name, the moment in UTC and a number that sets it apart from all before."""
        moment = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        numbered = (f"{moment}-{i:02}" for i in range(1, 1000))
        run = next(n for n in numbered if not (target(articles, n).exists() or warc(archive, n).exists()))
        self.db.execute("INSERT INTO runs (run) VALUES (?)", (run,))
        return run

    def settle(self, articles: Path, archive: Path) -> list[Path]:
        """Write out what runs have collected, each run to its file in `articles`; returns the files written.

        A run that was cut off is finished so too: from its archive goes what was not entered here.
        """
        written = []
        for run, size in self.db.execute("SELECT run, bytes FROM runs ORDER BY run").fetchall():
            kept = warc(archive, run)
            if kept.exists() and kept.stat().st_size > size:
                os.truncate(kept, size)
            if not size:
                kept.unlink(missing_ok=True)
            rows = self.db.execute("SELECT record FROM articles WHERE run = ? ORDER BY rowid", (run,))
            if (first := rows.fetchone()) is not None:
                articles.mkdir(exist_ok=True)
                with whole(target(articles, run)) as unfinished, open(unfinished, "w", encoding="utf-8") as file:
                    file.write(f"{first[0]}\n")
                    file.writelines(f"{record}\n" for (record,) in rows)
                    file.flush()
                    os.fsync(file.fileno())
                written.append(target(articles, run))
            with self.db:
                self.db.execute("BEGIN")
                self.db.execute("UPDATE articles SET record = '' WHERE run = ?", (run,))
                self.db.execute("DELETE FROM runs WHERE run = ?", (run,))
        return written

    def conditions(self, url: str) -> dict[str, str]:
        """The headers that make a request for this address conditional on a change."""
        row = self.db.execute("SELECT etag, modified FROM addresses WHERE url = ?", (url,)).fetchone() or ("", "")
        return {name: value for name, value in zip(("If-None-Match", "If-Modified-Since"), row, strict=True) if value}

    def enter_feed(self, url: str, answer: Answer, entries: Iterable[Listed]) -> int:
        """Enter what a feed lists, together with the feed's validators; returns how many were done with before."""
        known = 0
        with self.db:
            self.db.execute("BEGIN")
            self._validate(url, "feed", answer)
            for entry in entries:
                row = self.db.execute(
                    "SELECT state, listed, tries FROM addresses WHERE url = ?", (entry.url,)
                ).fetchone()
                if row is None:
                    self._add(entry.url, url, entry)
                elif json.loads(row[1])["updated"] != entry.updated:
                    shown = json.dumps(asdict(entry))
                    again = "UPDATE addresses SET state = 'waiting', tries = 0, listed = ? WHERE url = ?"
                    self.db.execute(again, (shown, entry.url))
                else:
                    known += row[0] not in ("waiting", "failed") or row[2] >= MOST_RUNS
        return known

    def enter_page(self, url: str) -> None:
        """Enter a page that corpus.yaml names: it is visited in every run, whatever became of it before."""
        with self.db:
            self.db.execute("BEGIN")
            self._add(url, "", Listed(url))
            self.db.execute("UPDATE addresses SET source = '', state = 'waiting', tries = 0 WHERE url = ?", (url,))

    def waiting(self, feeds: Iterable[str], pages: Iterable[str]) -> list[Waiting]:
        """The addresses to be visited: these pages, and what these feeds have listed, each once."""
        feeds, pages = set(feeds), set(pages)
        rows = self.db.execute(
            "SELECT url, source, listed FROM addresses WHERE state IN ('waiting', 'failed') AND tries < ? "
            "AND source != 'feed' ORDER BY rowid",
            (MOST_RUNS,),
        )
        return [
            Waiting(url, source, Listed(**json.loads(shown)))
            for url, source, shown in rows
            if source in feeds or (not source and url in pages)
        ]

    def trying(self, url: str) -> None:
        """Count a visit before it is made: an address that brings the program down is given up, too."""
        self.db.execute("UPDATE addresses SET tries = tries + 1 WHERE url = ?", (url,))

    def leave(self, url: str) -> None:
        """Take a visit back that was not made."""
        self.db.execute("UPDATE addresses SET tries = MAX(tries - 1, 0) WHERE url = ?", (url,))

    def mark(self, url: str, state: str, why: str = "", *, final: bool = False) -> None:
        """Enter what became of an address: done, refused or failed. `final`: it is not tried again."""
        tries = "MAX(tries, ?)" if final else "tries + 0 * ?"
        self.db.execute(
            f"UPDATE addresses SET state = ?, why = ?, tries = {tries} WHERE url = ?", (state, why, MOST_RUNS, url)
        )

    def has(self, digest: str) -> bool:
        """Was this article collected before, whatever its address?"""
        return self.db.execute("SELECT 1 FROM articles WHERE digest = ?", (digest,)).fetchone() is not None

    def enter_article(self, url: str, answer: Answer, digest: str, run: str, record: dict[str, Any], size: int) -> None:
        """Enter an article, the address it came from, and that the run's archive is whole up to `size` bytes."""
        with self.db:
            self.db.execute("BEGIN")
            shown = json.dumps(record, ensure_ascii=False)
            self.db.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", (digest, answer.url, run, shown))
            self.db.execute("UPDATE runs SET bytes = ? WHERE run = ?", (size, run))
            self._done(url, answer)

    def enter_known(self, url: str, answer: Answer) -> None:
        """Enter that an address was visited and brought nothing new."""
        with self.db:
            self.db.execute("BEGIN")
            self._done(url, answer)

    def _done(self, url: str, answer: Answer) -> None:
        self.db.execute("UPDATE addresses SET state = 'done', why = '', tries = 0 WHERE url = ?", (url,))
        if answer.status == 200:
            self._validate(url, "", answer)

    def _add(self, url: str, source: str, listed: Listed) -> None:
        row = (url, source, json.dumps(asdict(listed)))
        self.db.execute("INSERT OR IGNORE INTO addresses (url, source, listed) VALUES (?, ?, ?)", row)

    def _validate(self, url: str, source: str, answer: Answer) -> None:
        """Keep an address's ETag and Last-Modified, as they came."""
        self._add(url, source, Listed(url))
        values = [" ".join(answer.headers.get(name, "").split())[:500] for name in ("ETag", "Last-Modified")]
        self.db.execute("UPDATE addresses SET etag = ?, modified = ? WHERE url = ?", (*values, url))


def target(articles: Path, run: str) -> Path:
    """The file of the articles that a run collected. Its name opens with no date: that would be the articles' own."""
    return articles / f"collected-{run}.jsonl"


def warc(archive: Path, run: str) -> Path:
    """The file of the pages that a run received."""
    return archive / f"{run}.warc.gz"
