"""Collecting from a web server of our own: every article once, whatever happens in between."""

import gzip
import json
import time
from contextlib import contextmanager
from multiprocessing import get_context

import pytest
from filelock import FileLock
from newsroom import PARAGRAPHS, Reply, article, drip, newsroom, rss
from warcio.archiveiterator import ArchiveIterator

from standpoint import collect_state
from standpoint.cli import main
from standpoint.collect import collect
from standpoint.corpus import Reconciliation, corpus_at, load_corpus, read_articles
from standpoint.errors import InputError
from standpoint.fetch import Limits
from standpoint.files import whole
from standpoint.visits import Manners, Visitor

WAGE = ("Unions and shopkeepers split over wage floor", PARAGRAPHS["wage"])
FERRY = ("Night ferry to run until June", PARAGRAPHS["ferry"])


@pytest.fixture
def room():
    with newsroom() as running:
        yield running


@pytest.fixture
def desk(tmp_path, room):
    """Writes corpus.yaml, with the room's address for ROOM, and collects; the corpus is empty at first."""

    def gather(described: str = "feeds: [ROOM/rss]", **limits):
        (tmp_path / "corpus.yaml").write_text(f"title: Harbour\ncollect: {{{described}}}\n".replace("ROOM", room.url))
        visitor = Visitor(
            allow_private=True,
            manners=Manners(delay=0, backoff=0, tries=2),
            limits=Limits(**{"silence": 0.5, "seconds": 1, **limits}),
        )
        return collect(corpus_at(tmp_path), visitor)

    gather.folder = tmp_path
    return gather


def collected(folder):
    """The articles of a corpus as `standpoint tag` reads them, by headline; nothing may be merged or rejected."""
    log = Reconciliation()
    rows = [row for frame in read_articles(load_corpus(folder), log) for row in frame.to_dict("records")]
    assert not len(log.rejected) and log.files["merged"].sum() == 0
    return {row["title"]: row for row in rows}


def counts(outcome):
    return [{k: v for k, v in source.counts.items() if v} for source in outcome.sources]


def test_a_feed_becomes_articles_that_tagging_reads(desk, room):
    room.paths |= {
        "/rss": rss((f"{room.url}/wage?utm_source=rss", "Wage floor"), ("/ferry", "Ferry")),
        "/wage?utm_source=rss": article(*WAGE),
        "/ferry": article(*FERRY, published="2025-03-04"),
    }
    outcome = desk()
    assert counts(outcome) == [{"new": 2}] and not outcome.failed
    rows = collected(desk.folder)
    assert set(rows) == {WAGE[0], FERRY[0]}
    wage, ferry = rows[WAGE[0]], rows[FERRY[0]]
    assert wage["text"].startswith(WAGE[1]) and wage["outlet"] == "Harbour Courier"
    assert wage["published"].isoformat() == "2025-03-04T08:00:00+00:00"
    assert ferry["published"].isoformat() == "2025-03-04T08:15:00+00:00"  # only the feed has the hour
    assert ferry["url"] == f"{room.url}/ferry"


def test_the_archive_holds_each_page_as_it_was_received(desk, room):
    page = article(*WAGE)
    room.paths |= {"/rss": rss(("/wage", "Wage floor")), "/wage": Reply(page, packed=True, etag='"7"')}
    outcome = desk()
    with open(outcome.archive, "rb") as file:
        kept = [
            (r.rec_type, r.rec_headers["WARC-Record-ID"], r.rec_headers["WARC-Target-URI"], r.raw_stream.read(), r)
            for r in ArchiveIterator(file)
        ]
    assert [k[0] for k in kept] == ["warcinfo", "response", "request"]
    _, record_id, url, raw, response = kept[1]
    assert url == f"{room.url}/wage" and gzip.decompress(raw) == page
    assert response.http_headers.get_header("ETag") == '"7"'
    assert "standpoint/0.1.0" in kept[2][4].http_headers.get_header("User-Agent")
    (line,) = outcome.files[0].read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["warc_record"] == record_id


def test_a_second_run_asks_only_for_what_may_have_changed(desk, room):
    room.paths |= {
        "/rss": Reply(rss(("/wage", "Wage floor")), etag='"1"'),
        "/wage": article(*WAGE),
        "/ferry": Reply(article(*FERRY), etag='"f"'),
    }
    both = "feeds: [ROOM/rss], pages: [ROOM/ferry]"
    assert counts(desk(both)) == [{"new": 1}, {"new": 1}]
    room.asked.clear()
    again = desk(both)
    assert counts(again) == [{}, {"unchanged": 1}] and not again.files and again.archive is None
    assert [(p, h.get("If-None-Match")) for p, h in room.asked] == [
        ("/robots.txt", None),
        ("/rss", '"1"'),
        ("/ferry", '"f"'),
    ]
    room.paths["/rss"] = Reply(rss(("/wage", "Wage floor"), ("/mayor", "Mayor")), etag='"2"')
    room.paths["/mayor"] = article("Mayor opens the new harbour hall", PARAGRAPHS["ferry"])
    assert counts(desk(both)) == [{"new": 1, "unchanged": 1}, {"unchanged": 1}]
    assert room.visits("/wage") == 0
    assert len(collected(desk.folder)) == 3


def test_a_page_that_has_changed_is_a_new_article_and_one_that_only_looks_so_is_not(desk, room):
    room.paths["/wage"] = article(*WAGE)
    desk("pages: [ROOM/wage]")
    room.paths["/wage"] = article(*WAGE).replace(b"Imprint", b"Imprint, with another advertisement")
    assert counts(desk("pages: [ROOM/wage]")) == [{"unchanged": 1}]
    room.paths["/wage"] = article("Union calls off its ballot on wage floor", PARAGRAPHS["wage"])
    assert counts(desk("pages: [ROOM/wage]")) == [{"new": 1}]
    assert set(collected(desk.folder)) == {WAGE[0], "Union calls off its ballot on wage floor"}


def test_one_article_in_two_feeds_is_kept_once_and_a_reprint_elsewhere_is_kept(desk, room):
    room.paths |= {
        "/rss": rss(("/wage", "Wage floor")),
        "/world": rss(("/wage", "Wage floor"), ("/wage?from=world", "Wage floor"), ("/reprint", "Wage floor")),
        "/wage": article(*WAGE),
        "/wage?from=world": article(*WAGE),
        "/reprint": article(*WAGE, site="Lighthouse Daily"),
    }
    assert counts(desk("feeds: [ROOM/rss, ROOM/world]")) == [{"new": 1}, {"unchanged": 1, "new": 1}]
    log = Reconciliation()
    (frame,) = read_articles(load_corpus(desk.folder), log)
    assert sorted(frame["outlet"]) == ["Harbour Courier", "Lighthouse Daily"]


def test_the_outlet_that_corpus_yaml_names_counts(desk, room):
    room.paths |= {"/rss": rss(("/wage", "x")), "/wage": article(*WAGE), "/ferry": article(*FERRY)}
    desk("feeds: [{url: ROOM/rss, outlet: The Courier}], pages: [{url: ROOM/ferry, outlet: Port Gazette}]")
    assert {row["outlet"] for row in collected(desk.folder).values()} == {"The Courier", "Port Gazette"}


def test_bad_pages_are_told_and_the_others_go_on(desk, room):
    room.paths |= {
        "/robots.txt": b"User-agent: *\nDisallow: /closed",
        "/rss": rss(
            ("/wage", "Wage"),
            ("/closed", "Closed"),
            ("/gone", "Gone"),
            ("/video", "Video"),
            ("/report.pdf", "PDF"),
            ("/endless", "Endless"),
            ("/bomb", "Bomb"),
            ("javascript:alert(1)", "Script"),
            ("ftp://courier.example/a", "Ftp"),
        ),
        "/wage": article(*WAGE),
        "/video": b"<!doctype html><html><body></body></html>",
        "/report.pdf": Reply(b"%PDF-1.7", kind="application/pdf"),
        "/endless": drip(0.05),
        "/bomb": Reply(gzip.compress(bytes(5_000_000)), headers={"Content-Encoding": "gzip"}),
        "/broken-feed": b"<html><body>We are moving house</body></html>",
    }
    outcome = desk("feeds: [ROOM/rss, ROOM/broken-feed]", seconds=0.8, unpacked=1_000_000)
    told = {url.removeprefix(room.url): (what, why) for s in outcome.sources for what, url, why in s.told}
    assert told == {
        "/closed": ("refused", "robots.txt does not allow it"),
        "/gone": ("failed", "the server answers 404 Not Found"),
        "/video": ("refused", "holds no article text."),
        "/report.pdf": ("refused", "is 'application/pdf', not a web page."),
        "/endless": ("failed", "it took more than 0.8 seconds (tried 2 times)"),
        "/bomb": ("refused", "it unpacks to more than 1,000,000 bytes"),
        "javascript:alert(1)": ("refused", "its address does not begin with http:// or https://"),
        "ftp://courier.example/a": ("refused", "its address does not begin with http:// or https://"),
        "/broken-feed": ("failed", "is no feed (RSS or Atom)."),
    }
    assert counts(outcome) == [{"new": 1, "refused": 6, "failed": 2}, {"failed": 1}]
    assert outcome.failed
    room.paths["/endless"] = article(*FERRY)
    again = desk("feeds: [ROOM/rss]")
    assert counts(again) == [{"new": 1, "unchanged": 8}] and not again.failed
    assert room.visits("/gone") == room.visits("/bomb") == 1  # what cannot change is not asked again


def test_a_page_that_fails_in_five_runs_is_given_up(desk, room):
    room.paths |= {"/rss": rss(("/wage", "Wage")), "/wage": Reply(status=503)}
    for _ in range(5):
        assert counts(desk()) == [{"failed": 1}]
    assert counts(desk()) == [{"unchanged": 1}]


def test_what_corpus_yaml_no_longer_names_is_not_visited(desk, room):
    room.paths |= {"/rss": rss(), "/busy": Reply(status=503), "/wage": article(*WAGE)}
    desk("pages: [ROOM/busy, ROOM/wage]")
    room.asked.clear()
    desk("feeds: [ROOM/rss], pages: [ROOM/wage]")
    assert [path for path, _ in room.asked] == ["/robots.txt", "/rss", "/wage"]


def test_a_state_that_is_broken_is_told(desk, room):
    (desk.folder / "_archive").mkdir()
    (desk.folder / "_archive" / "state.sqlite").write_text("no database at all, only words " * 9)
    with pytest.raises(InputError, match=r"state\.sqlite: cannot be read .*collected anew"):
        desk()


def test_a_feed_cannot_name_a_file_of_this_machine(desk, room):
    room.paths["/rss"] = b"/etc/hostname"
    assert counts(desk()) == [{"failed": 1}]


def test_addresses_in_a_private_network_are_refused_unless_allowed(desk, room, capsys):
    room.paths |= {"/rss": rss(("/wage", "Wage")), "/wage": article(*WAGE)}
    (desk.folder / "corpus.yaml").write_text(f"title: Harbour\ncollect: {{feeds: [{room.url}/rss]}}\n")
    assert main(["collect", str(desk.folder), "--quiet"]) == 1
    assert "1 refused" in (out := capsys.readouterr().out) and "private network" in out
    assert room.asked == []


def test_the_command_tells_what_it_did(desk, room, capsys, monkeypatch):
    monkeypatch.setattr(Manners, "delay", 0)
    room.paths |= {"/rss": rss(("/wage", "Wage")), "/wage": article(*WAGE)}
    (desk.folder / "corpus.yaml").write_text(
        f"title: Harbour\ncollect: {{contact: desk@example.org, delay: 1, feeds: [{room.url}/rss]}}\n"
    )
    assert main(["collect", str(desk.folder), "--allow-private"]) == 0
    out = capsys.readouterr().out
    assert f"{room.url}/rss: 1 new, 0 unchanged, 0 refused, 0 failed" in out and "1 new articles in " in out
    assert room.asked[0][1]["User-Agent"].endswith("(desk@example.org)")


STAGES = ["before the article is entered", "before it is written out", "after it is written out"]


@pytest.mark.parametrize("at", STAGES)
def test_killed_at_any_moment_and_run_again_nothing_is_lost_and_nothing_twice(desk, room, at, monkeypatch):
    """The run stops as if killed: nothing after that moment is done, not even what `finally` would do."""
    room.paths |= {
        "/rss": Reply(rss(("/wage", "Wage"), ("/ferry", "Ferry")), etag='"1"'),
        "/wage": article(*WAGE),
        "/ferry": article(*FERRY),
    }
    real = {name: getattr(collect_state.State, name) for name in ("enter_article", "settle")}

    class Killed(BaseException):
        pass

    def settle(self, *places):
        if not room.visits("/ferry"):
            return real["settle"](self, *places)
        if at == STAGES[2]:
            with monkeypatch.context() as inner:
                inner.setattr(collect_state, "whole", _whole_then(Killed))
                return real["settle"](self, *places)
        raise Killed

    def enter(self, url, *rest):
        if at == STAGES[0] and url.endswith("/ferry"):
            raise Killed  # the page is in the archive by now, and nowhere else
        return real["enter_article"](self, url, *rest)

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(collect_state.State, "enter_article", enter)
        patched.setattr(collect_state.State, "settle", settle)
        desk()
    desk()
    assert set(collected(desk.folder)) == {WAGE[0], FERRY[0]}
    kept = []
    for path in sorted((desk.folder / "_archive").glob("*.warc.gz")):
        with open(path, "rb") as file:
            kept += [r.rec_headers["WARC-Target-URI"] for r in ArchiveIterator(file) if r.rec_type == "response"]
    assert sorted(kept) == [f"{room.url}/ferry", f"{room.url}/wage"]


def _whole_then(error):
    @contextmanager
    def writing(path):
        with whole(path) as unfinished:
            yield unfinished
        raise error

    return writing


def test_a_process_that_is_killed_goes_on_where_it_was(tmp_path, room):
    room.paths |= {
        "/rss": rss(("/wage", "Wage"), ("/ferry", "Ferry")),
        "/wage": article(*WAGE),
        "/ferry": lambda handler: time.sleep(20),
    }
    (tmp_path / "corpus.yaml").write_text(f"title: Harbour\ncollect: {{feeds: [{room.url}/rss]}}\n")
    visitor = Visitor(allow_private=True, manners=Manners(delay=0))
    process = get_context("fork").Process(target=collect, args=(corpus_at(tmp_path), visitor))
    process.start()
    deadline = time.monotonic() + 30
    while not room.visits("/ferry") and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.join()
    assert not list(tmp_path.glob("articles/*"))
    room.paths["/ferry"] = article(*FERRY)
    outcome = collect(corpus_at(tmp_path), visitor)
    assert counts(outcome) == [{"new": 1, "unchanged": 1}] and len(outcome.files) == 2
    assert set(collected(tmp_path)) == {WAGE[0], FERRY[0]} and room.visits("/wage") == 1


def test_two_runs_never_overlap(desk, room):
    room.paths["/rss"] = rss()
    desk()
    with FileLock(desk.folder / "_archive" / ".lock"), pytest.raises(InputError, match="another run"):
        desk()


@pytest.mark.parametrize(
    ("described", "line", "expected"),
    [
        ("collect:\n  feeds:\n    - https://a.example/rss\n    - a.example/rss", 5, "begins with http"),
        ("collect:\n  pages:\n    - {outlet: Courier}", 4, "'url' is a required property"),
        ("collect:\n  feeds: ['https://desk:secret@a.example/']", 3, "without a name or password"),
        ('collect:\n  contact: "desk@a.example\\r\\nCookie: x"', 3, "how to reach you"),
        ("collect:\n  delay: 0", 3, "seconds, from 1 to 600"),
        ("collect:\n  feed: []", 3, "'feed' is unknown; did you mean `feeds`"),
    ],
)
def test_what_corpus_yaml_says_wrongly_is_told_with_its_line(tmp_path, described, line, expected):
    (tmp_path / "corpus.yaml").write_text(f"title: Harbour\n{described}\n")
    with pytest.raises(InputError, match=rf"corpus\.yaml, line {line}: .*{expected}"):
        corpus_at(tmp_path)


def test_a_corpus_without_feeds_or_with_articles_elsewhere_is_told_what_to_do(desk, tmp_path):
    with pytest.raises(InputError, match="names no feed and no page"):
        desk("contact: desk@example.org")
    (tmp_path / "one.txt").write_text("A headline\nAnd a text.")
    with pytest.raises(InputError, match="make a folder `articles`"):
        desk()
