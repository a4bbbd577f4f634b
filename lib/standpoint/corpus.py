"""A corpus: corpus.yaml and the files beside it → batches of the table `articles`, with a reconciliation."""

import calendar
import fnmatch
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from standpoint import tables
from standpoint.articles import Setting, article, digest, origin
from standpoint.codebook import CodebookFile, Outlet, read_codebook_file
from standpoint.corpus_schema import CORPUS
from standpoint.errors import DiskFull, InputError
from standpoint.formats import archive
from standpoint.formats.recognise import PIECEWISE, recognise
from standpoint.formats.record import Announced, FileRule, Listed, Note, Rejected, Withdrawn
from standpoint.outlet_names import OutletNames
from standpoint.places import CORPORA, SEEDS
from standpoint.reconciliation import Reconciliation
from standpoint.versions import Versions
from standpoint.yamlfile import line_of, read_yaml

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
EXPECTED = (
    "articles as .txt, .jsonl, .csv, .tsv, .parquet, .html, .docx, .rtf, .xlsx, .xml, .warc or .zip files, in it or in "
    "`articles/`"
)
FULL = 20_000_000  # characters of text, after which no more articles join a frame
AGAIN, LEAVE_OUT = "copy or fetch it again.", "leave it out."
SKIPPED = re.compile(r"\.|~|readme|licen[cs]e|changelog|thumbs\.db|desktop\.ini", re.I)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What corpus.yaml says. `since` and `until` are ISO days, "" where open; `path` is the folder, or the one file."""

    name: str
    title: str
    path: Path
    description: str = ""
    since: str = ""
    until: str = ""
    language: str = "en"
    timezone: str = "UTC"
    licence: str = ""
    sources: tuple[Mapping[str, str], ...] = ()
    files: tuple[FileRule, ...] = ()
    codebook: CodebookFile | None = None
    reader: str = ""  # learned or rules; left empty, the learned one where it is installed
    collect: Mapping[str, Any] = field(default_factory=dict)
    alarms: Mapping[str, float] = field(default_factory=dict)  # limits; see docs/running.md


def load_corpus(name_or_path: str | Path) -> Corpus:
    """The corpus of that name in data/corpora, or at that path (a folder, with or without corpus.yaml, or one file).

    Raises InputError, naming file and line, where there is no such corpus, its corpus.yaml does not fit, or its folder
    holds no article.
    """
    corpus = corpus_at(name_or_path)
    if not holds_articles(corpus):
        raise InputError("holds no article.", file=corpus.path, remedy=f"put {EXPECTED}.")
    return corpus


def corpus_at(name_or_path: str | Path) -> Corpus:
    """As `load_corpus`, but the folder may be without articles yet."""
    path = _find(name_or_path)
    return _described(path) if (path / "corpus.yaml").is_file() else Corpus(name_at(path), _title(path), path)


def holds_articles(corpus: Corpus) -> bool:
    """Is there a file that would be read as articles?"""
    return next(_article_files(corpus), None) is not None


def read_articles(
    corpus: Corpus, log: Reconciliation, batch_size: int = 256, *, outlets: Mapping[str, Outlet] | None = None
) -> Iterator[pd.DataFrame]:
    """Frames of the table `articles`, at most `batch_size` rows each, in the order of the files' paths.

    `log` is filled while they are read; once all are, it knows which are older versions of another (`version_of` is
    null until then), and which are to be left out after all, for their sender withdrew them (`log.withdrawn`).
    `agency` is what wire files say themselves; where they say nothing, later steps find it. `outlets` are the
    codebook's (by default the seeds' and the corpus's own): their names, and the time zone of dates without one.
    """
    if outlets is None:
        outlets = _known_outlets(corpus)
    rows: list[dict[str, Any]] = []
    size = 0
    for row in _rows(corpus, log, outlets):
        rows.append(row)
        size += len(row["text"])
        if len(rows) == batch_size or size > FULL:
            yield tables.frame("articles", rows)
            rows, size = [], 0
    if rows:
        yield tables.frame("articles", rows)


def _known_outlets(corpus: Corpus) -> dict[str, Outlet]:
    """The outlets of the seeds and of corpus.yaml. Actors are not looked at: reading must not wait for them."""
    found: dict[str, Outlet] = {}
    for book in (read_codebook_file(SEEDS / "outlets.yaml"), corpus.codebook):
        for section in ("agencies", "outlets"):
            for entry in book.data.get(section, ()) if book else ():
                lists = {name: tuple(entry.get(name, ())) for name in ("aliases", "domains", "credits")}
                texts = {name: entry.get(name, "") for name in ("id", "name", "full_name", "timezone")}
                found[entry["id"]] = Outlet(**texts, **lists, is_agency=section == "agencies")
    return found


def _rows(corpus: Corpus, log: Reconciliation, outlets: Mapping[str, Outlet]) -> Iterator[dict[str, Any]]:
    zones = {o.name: zone for o in outlets.values() if (zone := _zone(o))}
    zone, now, seen, used = ZoneInfo(corpus.timezone), datetime.now(UTC), _Seen(), set()
    called, versions = OutletNames(outlets), Versions()
    for rule, (source_file, path, refused, broken) in _sources(corpus):
        used.add(rule.match)
        try:
            if refused:
                raise refused
            name, records, warning = recognise(path, rule, corpus.language)
            if broken and name not in PIECEWISE:
                raise InputError(f"{broken}: only a part of it is there.", remedy=AGAIN)
        except Exception as error:  # whatever is broken in a file, the next one must still be read
            log.open_file(source_file, "")
            _reject_file(log, source_file, error)
            continue
        log.open_file(source_file, name)
        if warning:
            log.warn(source_file, "", warning)
        folder = _outlet_of_folder(source_file)
        setting = Setting(corpus.name, source_file, folder, corpus.language, zone, zones, rule, now, called)
        try:
            for record in records:
                if isinstance(record, Rejected):
                    log.count(source_file, "expected", by=record.count)
                    log.reject(source_file, *record)
                    continue
                if isinstance(record, Withdrawn):
                    log.count(source_file, "expected")
                    log.reject(
                        source_file, record.place, f"was withdrawn by its sender (status {record.status!r}).", LEAVE_OUT
                    )
                    outlet, day, _ = origin(record.fields, setting)
                    versions.add_other(source_file, record.place, outlet, day, record.fields, withdrawal=True)
                    continue
                if isinstance(record, Announced):
                    log.announce(source_file, *record)
                    continue
                if isinstance(record, Note):
                    log.warn(source_file, *record)
                    continue
                log.count(source_file, "expected")
                try:
                    row, warnings = article(record.fields, setting, listed=isinstance(record, Listed))
                except Exception as error:
                    log.reject(source_file, record.place, *_reason(error))
                    continue
                log.count(source_file, "read")
                for shown, kind in warnings:
                    log.warn(source_file, record.place, shown, kind)
                where, fields = f"{source_file}{', ' if record.place else ''}{record.place}", record.fields
                before, same = seen.before(row, where)
                if before and not same and versions.same_article(row["article_id"], row):
                    fields = {**fields, "again": row["article_id"]}
                    row["article_id"] += "~" + digest(row["title"] or "", row["text"]).hex()[:8]
                    before, same = seen.before(row, where)
                if same:
                    log.merge(source_file, before)
                    outlet, day = row["outlet"], row["published"]
                    versions.add_other(source_file, record.place, outlet, day, fields, withdrawal=False)
                elif before:
                    problem = f"the article_id {row['article_id'][:80]!r} already names another article ({before})."
                    log.reject(source_file, record.place, problem, "give each article its own id.")
                else:
                    log.count(source_file, "kept")
                    versions.add(row, fields, record.place)
                    if row["published"] is None:
                        log.note_undated(row["article_id"], where)
                    _check_period(corpus, row, log, source_file, record.place)
                    yield row
            if broken:
                _reject_file(log, source_file, InputError(f"{broken}: nothing more could be read.", remedy=AGAIN))
        except Exception as error:
            _reject_file(log, source_file, error)
        log.close_file(source_file)
    for source_file, older, newest in versions.older():
        log.set_aside(source_file, older, newest)
    for taken in versions.taken_back():
        log.take_back(taken)
    for rule in corpus.files:
        if rule.match not in used:
            log.warn("corpus.yaml", "files", f"no file matches {rule.match!r}.")


class _Seen:
    """Which articles were read before, as short digests: bounded by their number, not by their length."""

    def __init__(self) -> None:
        self.ids: dict[bytes, tuple[bytes, str]] = {}
        self.contents: dict[bytes, str] = {}

    def before(self, row: Mapping[str, Any], place: str) -> tuple[str, bool]:
        """The place of the article that is there already, or that has this one's id ("": none), and is it the same?"""
        # Articles of a list without texts are told apart by address and day.
        words = row["text"].strip() or f"{row['url']} {row['published']}"
        content = digest(row["outlet"] or "", row["title"] or "", words)
        key = digest(row["article_id"])
        if key in self.ids:
            return self.ids[key][1], self.ids[key][0] == content
        # Without an outlet it cannot be known to be the same publication: only the id tells.
        if row["outlet"] and content in self.contents:
            return self.contents[content], True
        self.ids[key] = (content, place)
        self.contents.setdefault(content, place)
        return "", False


def _reject_file(log: Reconciliation, source_file: str, error: Exception) -> None:
    log.count(source_file, "expected")
    log.reject(source_file, "", *_reason(error))


def _reason(error: Exception) -> tuple[str, str]:
    """What is wrong and what to do, of whatever a reader raised; a full disk is no fault of a file: raised again."""
    if isinstance(error, DiskFull):
        raise error
    if isinstance(error, InputError):
        return error.problem, error.remedy
    kind = "" if isinstance(error, OSError | ValueError) else f"{type(error).__name__}: "
    problem = f"cannot be read ({kind}{getattr(error, 'strerror', None) or error})."
    return problem, "check that the file is whole and that you may read it."


def _check_period(corpus: Corpus, row: Mapping[str, Any], log: Reconciliation, source_file: str, place: str) -> None:
    day = row["published"].date().isoformat() if row["published"] else ""
    if day and ((corpus.since and day < corpus.since) or (corpus.until and day > corpus.until)):
        shown = f"published {day}, outside the period that corpus.yaml states; the article is kept."
        log.warn(source_file, place, shown, "outside the period")


def bundled() -> list[str]:
    """The names of the corpora of data/corpora."""
    return sorted(p.name for p in CORPORA.glob("*") if p.is_dir() and p.name[0] != ".")


def _find(name_or_path: str | Path) -> Path:
    text = str(name_or_path)
    if isinstance(name_or_path, str) and NAME.fullmatch(text) and (CORPORA / text).is_dir():
        return CORPORA / text
    path = Path(text)
    try:
        exists = bool(text.strip()) and "\0" not in text and path.exists()
    except OSError:
        exists = False
    # A folder reached by climbing up counts only where a corpus.yaml says that it is one.
    climbs = isinstance(name_or_path, str) and ".." in path.parts
    if exists and (not climbs or path.is_file() or (path / "corpus.yaml").is_file()):
        return path.resolve()
    known = ", ".join(bundled()) or "none yet"
    if exists:
        raise InputError(f"{text!r} is a folder without corpus.yaml.", remedy="give its full path, or add corpus.yaml.")
    raise InputError(
        f"{text[:200]!r} is neither a corpus (there are: {known}) nor the path of a folder or file that exists.",
        remedy="give one of those names (lower-case letters, digits, hyphens), or correct the path.",
    )


def name_at(path: Path) -> str:
    """A name for a corpus at a full path, which need not be there; that of a bundled corpus is left to it."""
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower() if path.is_file() else path.name.lower()).strip("-")[:60]
    if path.parent == CORPORA or (name and not (CORPORA / name).exists()):
        return name
    return f"{name or 'corpus'}-{hashlib.sha256(str(path).encode()).hexdigest()[:6]}"


def _title(path: Path) -> str:
    return re.sub(r"[-_]+", " ", path.stem if path.is_file() else path.name).strip().capitalize() or "Corpus"


def _described(path: Path) -> Corpus:
    file = path / "corpus.yaml"
    data, lines = read_yaml(file, CORPUS)

    def wrong(problem: str, remedy: str, *place: str | int) -> InputError:
        return InputError(problem, file=file, line=line_of(place, lines), remedy=remedy)

    since, until = (_day(data.get("period", {}).get(key), key, wrong) for key in ("since", "until"))
    if since and until and since > until:
        raise wrong(f"period: since ({since}) is after until ({until}).", "swap or correct the dates.", "period")
    if _named_zone(data.get("timezone", "UTC")) is None:
        problem = f"timezone: there is no time zone {data['timezone']!r}."
        raise wrong(problem, "expected a name such as Europe/London or UTC.", "timezone")
    for i, rule in enumerate(data.get("files", [])):
        if rule["match"].startswith("/") or ".." in rule["match"].split("/"):
            problem = f"files.{i}.match: {rule['match']!r} leads out of the corpus."
            raise wrong(problem, "write it relative to the folder of corpus.yaml.", "files", i, "match")
    plain = {
        key: data[key] for key in ("title", "description", "language", "timezone", "licence", "reader") if key in data
    }
    book = CodebookFile(file, data["codebook"], lines, ("codebook",)) if "codebook" in data else None
    plain |= {"sources": tuple(data.get("sources", ())), "files": tuple(FileRule(**r) for r in data.get("files", ()))}
    plain |= {name: data.get(name, {}) for name in ("collect", "alarms")}
    return Corpus(name_at(path), path=path, since=since, until=until, codebook=book, **plain)


def _day(value: str | int | None, key: str, wrong: Any) -> str:
    """The first day (since) or last day (until) that a date of year, month or day precision covers."""
    if value is None:
        return ""
    year, month, day = (*(int(part) for part in str(value).split("-")), 0, 0)[:3]
    try:
        month = month or (1 if key == "since" else 12)
        return date(year, month, day or (1 if key == "since" else calendar.monthrange(year, month)[1])).isoformat()
    except ValueError:
        raise wrong(f"period.{key}: {value} is no day.", "expected a date like 2025-01-31.", "period", key) from None


def _named_zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def _zone(outlet: Outlet) -> tzinfo | None:
    if not outlet.timezone:
        return None
    if (zone := _named_zone(outlet.timezone)) is None:
        remedy = "expected a name such as Europe/London or UTC."
        raise InputError(f"{outlet.id}: there is no time zone {outlet.timezone!r}.", remedy=remedy)
    return zone


def _sources(corpus: Corpus) -> Iterator[tuple[FileRule, archive.Member]]:
    """What there is to read, in order: each file, or the members of an archive as if they were files of a folder."""
    for path, rule in _article_files(corpus):
        name = path.relative_to(corpus.path).as_posix() if path != corpus.path else path.name
        if corpus.path.is_dir() and path.exists() and not path.resolve().is_relative_to(corpus.path.resolve()):
            problem = InputError("is a link that leads out of the corpus.", remedy="copy the file into its folder.")
            yield rule, archive.Member(name, path, problem)
            continue
        for member in archive.members(path, name):
            if member.name == name or not SKIPPED.match(member.name.rsplit("/", 1)[-1]):
                inside = (r for r in corpus.files if fnmatch.fnmatchcase(member.name, r.match))
                yield next(inside, rule), member


def _article_files(corpus: Corpus) -> Iterator[tuple[Path, FileRule]]:
    """The files that hold articles, sorted by path, each with its rule."""
    if corpus.path.is_file():
        yield corpus.path, FileRule()
        return
    inside = "articles/" if (corpus.path / "articles").is_dir() else ""
    for path in sorted(_walk(corpus.path), key=lambda p: p.relative_to(corpus.path).as_posix()):
        name = path.relative_to(corpus.path).as_posix()
        rule = next((rule for rule in corpus.files if fnmatch.fnmatchcase(name, rule.match)), None)
        if rule or name.startswith(inside):
            yield path, rule or FileRule()


def _walk(folder: Path) -> Iterable[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        for name in files:
            if not SKIPPED.match(name) and Path(name).suffix.lower() not in (".yaml", ".yml"):
                yield Path(here, name)


def _outlet_of_folder(source_file: str) -> str:
    """The subfolder below articles/, which names an outlet; "" where there is none, or it is a number.

    The folders of an archive count as if they lay beside it.
    """
    parts = tuple(part for part in source_file.split("/")[:-1] if not re.search(r"\.(?:zip|gz)$", part, re.I))
    parts = parts[1:] if parts[:1] == ("articles",) else parts
    return "" if not parts or parts[0].isdigit() else parts[0]
