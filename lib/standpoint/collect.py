"""Collecting: the feeds and pages of corpus.yaml → articles as JSON Lines, and pages as received as WARC."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from standpoint import feeds, webpages
from standpoint.archive import Archive
from standpoint.articles import digest
from standpoint.collect_state import State, Waiting, warc
from standpoint.corpus import Corpus, holds_articles
from standpoint.errors import InputError
from standpoint.fetch import Answer, Failed, Refused
from standpoint.visits import Manners, Resting, Visitor, host_of

ARCHIVE = "_archive"  # readers of a corpus pass over folders whose names open so


@dataclass
class Source:
    """A feed, or all pages that corpus.yaml names (`url` is ""), and what became of its articles in this run.

    `counts` has new, unchanged, refused, failed and waiting; `told` what was refused, failed or left, and why.
    """

    url: str
    outlet: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: bool = False

    def tell(self, what: str, url: str, why: object) -> None:
        """Count an address that was refused, failed or left waiting, with the reason."""
        self.counts[what] += 1
        self.told.append((what, url, str(why)))


@dataclass
class Outcome:
    """What a run did, source by source; `files` are the JSON Lines that it wrote, `archive` the WARC file if any."""

    sources: list[Source]
    files: list[Path] = field(default_factory=list)
    archive: Path | None = None

    @property
    def new(self) -> int:
        """Articles that were not there before."""
        return sum(s.counts["new"] for s in self.sources)

    @property
    def failed(self) -> bool:
        """Did something fail, or was a feed or page refused that corpus.yaml names?"""
        return any(s.wrong or s.counts["failed"] for s in self.sources)

    def __str__(self) -> str:
        lines = []
        for source in self.sources:
            counts = ", ".join(f"{source.counts[k]:,} {k}" for k in ("new", "unchanged", "refused", "failed"))
            left = f", {source.counts['waiting']:,} left for the next run" if source.counts["waiting"] else ""
            lines.append(f"{source.url or 'pages'}: {counts}{left}")
            lines += [f"  {what}: {url}: {why}" for what, url, why in source.told]
        where = f" in {', '.join(str(p) for p in self.files)}" if self.files else ""
        kept = f"; pages as received in {self.archive}" if self.archive else ""
        return "\n".join([*lines, f"{self.new:,} new articles{where}{kept}"])


def visitor_for(corpus: Corpus, *, allow_private: bool = False) -> Visitor:
    """A visitor with the contact and the delay that corpus.yaml states."""
    manners = Manners(delay=float(corpus.collect.get("delay", Manners.delay)))
    return Visitor(contact=corpus.collect.get("contact", ""), manners=manners, allow_private=allow_private)


def collect(
    corpus: Corpus, visitor: Visitor, progress: Callable[[int, str], Any] = lambda steps, host: None
) -> Outcome:
    """Visit every feed and page of corpus.yaml and what the feeds list; keep each article once, across all runs.

    `progress` is told the steps done (0: only what is being visited). Raises InputError where corpus.yaml names no feed
    or page, another run is collecting into the corpus, or its articles lie outside its folder `articles`.
    """
    listed, pages = (_sources(corpus.collect.get(kind, ())) for kind in ("feeds", "pages"))
    if not listed and not pages:
        remedy = "write `collect: {feeds: [https://…], pages: [https://…]}` there (docs/collecting.md)."
        raise InputError("names no feed and no page to collect.", file=corpus.path / "corpus.yaml", remedy=remedy)
    articles, archive = corpus.path / "articles", corpus.path / ARCHIVE
    if not articles.is_dir() and holds_articles(corpus):
        remedy = "make a folder `articles` there and move them into it."
        raise InputError("holds articles outside a folder `articles`.", file=corpus.path, remedy=remedy)
    archive.mkdir(exist_ok=True)
    try:
        lock = FileLock(archive / ".lock").acquire(timeout=0)
    except Timeout:
        raise InputError(
            "another run is collecting into it.", file=corpus.path, remedy="wait until it is done."
        ) from None
    with lock, State(archive / "state.sqlite") as state:
        earlier = state.settle(articles, archive)
        run = state.begin(articles, archive)
        outcome = Outcome([Source(url, outlet) for url, outlet in listed.items()])
        try:
            with Archive(warc(archive, run), visitor.agent) as kept:
                _Run(corpus, visitor, state, kept, run, outcome, progress).go(pages)
        finally:
            outcome.files = [*earlier, *state.settle(articles, archive)]
    outcome.archive = kept.path if kept.path.exists() else None
    return outcome


def _sources(given: Sequence[Any]) -> dict[str, str]:
    """Address → outlet ("" where none is given), each address once."""
    return {s["url"]: s.get("outlet", "") if isinstance(s, dict) else "" for s in map(_as_record, given)}


def _as_record(given: Any) -> dict[str, str]:
    return given if isinstance(given, dict) else {"url": given}


@dataclass
class _Run:
    corpus: Corpus
    visitor: Visitor
    state: State
    archive: Archive
    run: str
    outcome: Outcome
    progress: Callable[[int, str], Any]

    def go(self, pages: dict[str, str]) -> None:
        by_url = {source.url: source for source in self.outcome.sources}
        for source in self.outcome.sources:
            self.progress(0, source.url)
            self._feed(source)
        if pages:
            by_url[""] = Source("")
            self.outcome.sources.append(by_url[""])
        for url in pages:
            self.state.enter_page(url)
        hosts: dict[str, list[Waiting]] = {}
        for todo in reversed(self.state.waiting(by_url, pages)):
            try:
                hosts.setdefault(host_of(todo.url), []).append(todo)
            except Refused as error:
                self._refuse(by_url[todo.source], todo.url, error)
        self.progress(0, "")
        while hosts:
            # The host that has rested longest: while one rests, the others are visited.
            host = min(hosts, key=lambda h: self.visitor.ready(hosts[h][-1].url))
            todo = hosts[host].pop()
            if not hosts[host]:
                del hosts[host]
            source = by_url[todo.source]
            self.progress(0, host)
            self._page(source, todo, source.outlet or pages.get(todo.url, ""))
            self.progress(1, host)

    def _feed(self, source: Source) -> None:
        try:
            answer = self.visitor.visit(source.url, self.state.conditions(source.url))
            if answer.status == 304:
                return
            entries = feeds.listed(answer.body, answer.url)
            source.counts["unchanged"] += self.state.enter_feed(source.url, answer, entries)
        except Refused as error:
            source.wrong = True
            source.tell("refused", source.url, error)
        except InputError as error:
            source.tell("failed", source.url, error.problem)
        except (Failed, Resting) as error:
            source.tell("failed", source.url, error)

    def _page(self, source: Source, todo: Waiting, outlet: str) -> None:
        url = todo.url
        self.state.trying(url)
        try:
            answer = self.visitor.visit(url, self.state.conditions(url))
            if answer.status == 304:
                self.state.enter_known(url, answer)
                source.counts["unchanged"] += 1
                return
            fields = webpages.article(answer, todo.listed, outlet, self.corpus.language)
        except Refused as error:
            self._refuse(source, url, error)
        except InputError as error:
            self._refuse(source, url, error.problem)
        except Resting as error:
            self.state.leave(url)
            source.tell("waiting", url, error)
        except Failed as error:
            self.state.mark(url, "failed", str(error), final=not error.again)
            source.tell("failed", url, error)
        else:
            self._keep(source, todo, answer, fields)

    def _keep(self, source: Source, todo: Waiting, answer: Answer, fields: dict[str, Any]) -> None:
        made = digest(fields["outlet"], fields["title"] or "", fields["text"].strip()).hex()
        if self.state.has(made):
            self.state.enter_known(todo.url, answer)
            source.counts["unchanged"] += 1
            return
        record_id, size = self.archive.keep(answer)
        record = {"article_id": made, **fields, "feed": source.url or None, "warc_record": record_id}
        self.state.enter_article(todo.url, answer, made, self.run, record, size)
        source.counts["new"] += 1

    def _refuse(self, source: Source, url: str, why: object) -> None:
        self.state.mark(url, "refused", str(why), final=True)
        source.wrong = source.wrong or not source.url  # a page that corpus.yaml names
        source.tell("refused", url, why)
