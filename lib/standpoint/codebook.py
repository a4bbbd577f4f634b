"""The codebook: the analyst's actors, issues, outlets and cues, from seeds/ and her own files, checked and merged."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from standpoint import codebook_schema as schema
from standpoint.errors import InputError, together
from standpoint.places import SEEDS
from standpoint.yamlfile import Place, examine, line_of, read_yaml

SECTIONS = ("actors", "issues", "outlets", "agencies")


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person holds: "Prime Minister" of an actor id, from `start` to `end` (ISO days, "" if open)."""

    title: str
    of: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organization, state, place or group that acts or speaks, with every form that names it."""

    id: str
    name: str
    type: str
    article: str = ""
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    short_beside: tuple[str, ...] = ()
    gender: str = ""
    country: str = ""
    surname: str = ""
    own: bool = False  # of an analyst's file, not of the seeds
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What talk of an issue looks like in one language, and wording for and against its claim."""

    terms: tuple[str, ...] = ()
    in_favour: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """A proposition that one can support or oppose."""

    id: str
    claim: str
    topic: str = ""
    threshold: float | None = None
    wording: Mapping[str, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher of articles; an agency (a wire service) where `is_agency`."""

    id: str
    name: str
    is_agency: bool = False
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""
    domains: tuple[str, ...] = ()
    timezone: str = ""
    credits: tuple[str, ...] = ()
    dateline: str = "brackets"


@dataclass(frozen=True, slots=True)
class Codebook:
    """All that the analyst has told us. `cues` maps a language to the sections of its cue file.

    `no_actors` are names of events, policies and the like, by kind: nobody acts under them.
    """

    actors: Mapping[str, Actor]
    issues: Mapping[str, Issue]
    outlets: Mapping[str, Outlet]
    office_titles: Mapping[str, tuple[str, ...]]
    no_actors: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, Mapping[str, Any]]

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages whose articles are read: those with cues of attribution and of positions.

        Articles in others are loaded and counted, and left untagged.
        """
        return frozenset(name for name in self.cues if f"{name}-stance" in self.cues)

    @property
    def fingerprint(self) -> str:
        """A hash of everything in the codebook: equal codebooks give equal fingerprints on any machine."""
        sections = ("issues", "outlets", "office_titles", "no_actors", "cues", "actors")
        content = {name: getattr(self, name) for name in sections}
        plain = {k: {i: asdict(v) if is_dataclass(v) else v for i, v in m.items()} for k, m in content.items()}
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """One source of codebook entries: its data, the line of each value, and the file to name in errors."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[Place, int]
    place: Place = ()

    def line(self, *place: str | int) -> int:
        """The line of the value at `place`."""
        return line_of((*self.place, *place), self.lines)


def read_codebook_file(path: str | Path) -> CodebookFile:
    """One checked YAML file of codebook entries. Raises InputError naming file and line of all that is wrong in it."""
    data, lines, faults = examine(path, schema.CODEBOOK)
    source = CodebookFile(Path(path), data if isinstance(data, dict) else {}, lines)
    if faults:
        raise together([*faults, *_faults(source)])
    return source


def load_codebook(files: Iterable[str | Path | CodebookFile] = (), *, seeds: Path = SEEDS) -> Codebook:
    """The seeds, plus each further file, merged.

    An entry with an id already known takes the new entry's fields and keeps the others. Issues: those of the further
    files are asked, together with the seed issues of the `topics` they name; where they give neither, all seed issues.
    Raises InputError naming file and line of all that is wrong: an id that is not there, two entries of one id in one
    file, an office that ends before it starts, a claim that is not a sentence.
    """
    seed_files = [
        CodebookFile(path, *_seed(path, "codebook"))
        for path in (seeds / f"{n}.yaml" for n in ("actors", "issues", "outlets", "no_actors"))
    ]
    extra = [f if isinstance(f, CodebookFile) else read_codebook_file(f) for f in files]
    merged: dict[str, dict[str, dict[str, Any]]] = {"actors": {}, "issues": {}, "outlets": {}}
    listed: dict[str, dict[str, list[str]]] = {"office_titles": {}, "no_actors": {}}
    faults: list[InputError] = []
    asked: list[str] = []
    topics: list[str] = []
    for source in [*seed_files, *extra]:
        faults += _faults(source)
        for section in SECTIONS:
            for i, entry in enumerate(source.data.get(section, [])):
                kind = "outlets" if section == "agencies" else section
                known = merged[kind].setdefault(entry["id"], {"is_agency": True} if section == "agencies" else {})
                known |= entry | {"_from": (source, section, i), "_own": source in extra}
                if section == "issues" and source in extra:
                    asked.append(entry["id"])
        for section, lists in listed.items():
            for name, words in source.data.get(section, {}).items():
                lists.setdefault(name, []).extend(words)
        for i, topic in enumerate(source.data.get("topics", [])):
            if not any(issue.get("topic") == topic for issue in merged["issues"].values()):
                known_topics = sorted({i["topic"] for i in merged["issues"].values() if "topic" in i})
                faults.append(
                    InputError(
                        f"no issue has the topic {topic!r}.",
                        file=source.path,
                        line=source.line("topics", i),
                        remedy=f"use one of {', '.join(known_topics)}, or give issues of that topic.",
                    )
                )
            topics.append(topic)
    if asked or topics:
        merged["issues"] = {k: v for k, v in merged["issues"].items() if k in asked or v.get("topic") in topics}
    faults += _wrong_references(merged["actors"])
    if faults:
        raise together(faults)
    return Codebook(
        actors={k: _actor(v) for k, v in merged["actors"].items()},
        issues={k: _issue(v) for k, v in merged["issues"].items()},
        outlets={k: _outlet(v) for k, v in merged["outlets"].items()},
        **{section: {k: tuple(dict.fromkeys(v)) for k, v in lists.items()} for section, lists in listed.items()},
        cues={p.stem: _seed(p, "cues")[0] for p in sorted((seeds / "cues").glob("*.yaml"))},
    )


def _seed(path: Path, kind: str) -> tuple[dict[str, Any], dict[Place, int]]:
    """A file of seeds/ as read_yaml gives it; read once, since an edited codebook needs all of them again."""
    return _read_seed(path, path.stat().st_mtime_ns if path.exists() else 0, kind)


@lru_cache(maxsize=16)
def _read_seed(path: Path, changed: int, kind: str) -> tuple[dict[str, Any], dict[Place, int]]:
    return read_yaml(path, schema.CUES if kind == "cues" else schema.CODEBOOK)


def _faults(source: CodebookFile) -> Iterator[InputError]:
    """What is wrong in one file by itself, be its form right or not: ids that stand twice, claims that are none."""
    for section in SECTIONS:
        seen: set[str] = set()
        entries = source.data.get(section)
        for i, entry in enumerate(entries if isinstance(entries, list) else ()):
            given = entry if isinstance(entry, dict) else {}
            name, claim = given.get("id"), given.get("claim")
            if isinstance(name, str) and name in seen:
                yield InputError(
                    f"the id {name!r} stands twice under {section}.",
                    file=source.path,
                    line=source.line(section, i, "id"),
                    remedy="give each entry its own id.",
                )
            if isinstance(name, str):
                seen.add(name)
            asks = isinstance(claim, str) and claim.rstrip().endswith("?")
            if section == "issues" and isinstance(claim, str) and (asks or len(claim.split()) < 3):
                yield InputError(
                    f"{name}: the claim {claim!r} is {'a question' if asks else 'not a proposition'}.",
                    file=source.path,
                    line=source.line(section, i, "claim"),
                    remedy='write a sentence one can support or oppose: "The minimum wage should be raised."',
                )


def _wrong_references(actors: Mapping[str, Mapping[str, Any]]) -> Iterator[InputError]:
    """Where an actor names one who is not there, or holds an office that ends before it starts."""
    for actor in actors.values():
        source, section, i = actor["_from"]
        places = [("country", actor["country"], ("country",))] if "country" in actor else []
        places += [
            ("short_beside", other, ("short_beside", n)) for n, other in enumerate(actor.get("short_beside", []))
        ]
        places += [("office", o["of"], ("offices", n, "of")) for n, o in enumerate(actor.get("offices", []))]
        for what, target, place in places:
            if target not in actors:
                yield InputError(
                    f"{actor['id']}: the {what} names {target!r}, which is no actor's id.",
                    file=source.path,
                    line=source.line(section, i, *place),
                    remedy="add that actor, or use the id of one that is there.",
                )
        for n, office in enumerate(actor.get("offices", [])):
            start, end = str(office.get("start", "")), str(office.get("end", ""))
            if start and end and _day(start, first=True) > _day(end, first=False):
                yield InputError(
                    f"{actor['id']}: the office {office['title']!r} ends ({end}) before it starts ({start}).",
                    file=source.path,
                    line=source.line(section, i, "offices", n),
                    remedy="swap or correct the dates.",
                )


def _day(date: str, *, first: bool) -> str:
    """The first or last ISO day that a date of year, month or day precision covers."""
    return date + ("-01-01" if first else "-12-31")[len(date) - 4 :] if len(date) < 10 else date


def _actor(entry: Mapping[str, Any]) -> Actor:
    offices = tuple(
        Office(
            o["title"],
            o["of"],
            _day(str(o["start"]), first=True) if "start" in o else "",
            _day(str(o["end"]), first=False) if "end" in o else "",
        )
        for o in entry.get("offices", [])
    )
    surname = entry.get("surname") or (entry["name"].split()[-1] if entry["type"] == "person" else "")
    lists = {k: tuple(entry.get(k, ())) for k in ("aliases", "demonyms", "metonyms", "short_names", "short_beside")}
    texts = {k: entry.get(k, "") for k in ("article", "gender", "country")}
    own = entry["_own"]
    return Actor(entry["id"], entry["name"], entry["type"], offices=offices, surname=surname, own=own, **lists, **texts)


def _issue(entry: Mapping[str, Any]) -> Issue:
    wording = {
        language: Wording(tuple(w.get("terms", ())), tuple(w.get("for", ())), tuple(w.get("against", ())))
        for language, w in entry.items()
        if len(language) == 2 and isinstance(w, Mapping)
    }
    return Issue(entry["id"], entry["claim"], entry.get("topic", ""), entry.get("threshold"), wording)


def _outlet(entry: Mapping[str, Any]) -> Outlet:
    lists = {k: tuple(entry.get(k, ())) for k in ("aliases", "domains", "credits")}
    texts = {k: entry.get(k, "") for k in ("full_name", "country", "timezone")}
    dateline = entry.get("dateline", "brackets")
    agency = entry.get("is_agency", False)
    return Outlet(entry["id"], entry["name"], agency, dateline=dateline, **lists, **texts)
