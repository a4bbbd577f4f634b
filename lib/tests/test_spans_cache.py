"""What the reader saw, kept: given again without reading, to the number; damage and a full disk cost only time."""

import os
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from standpoint import reader, spans_cache, tables
from standpoint.reader import Attribution, Named, Reading
from standpoint.spans_cache import ARRAYS, KeptReader, clear, packed, unpacked
from standpoint.tagger import Tagger
from standpoint.text import quotations, sentences

TEXT = "Anna Kovac said the port would reopen. “It is ready,” she said — 🙂."
READ = Reading(
    [Named(0, 10, "person", 0.1 + 0.2)],
    [Attribution(((0, 10),), ((11, 15),), ((16, 37), (39, 53)), 0.875)],
    [0, 5, 11],
    [0, 0, 0],
    np.array([[0.1, 0.7, 0.2], [1, 0, 0], [1 / 3, 1 / 3, 1 / 3]], np.float32),
    ("negative", "neutral", "positive"),
    np.linspace(0, 1, 3 * 128).reshape(3, 128).astype(np.float16),
    np.ones((3, 64), np.float16),
    np.array([5698, 9207, 2056], np.int32),
    np.linspace(-1, 1, 3 * 128).reshape(3, 128).astype(np.float16),
)


class Counting:
    """A reader that reads everything alike, and counts how often."""

    def __init__(self):
        self.times = 0

    def read(self, text, spans, quotes):
        self.times += 1
        return READ


@pytest.fixture(autouse=True)
def model(monkeypatch):
    monkeypatch.setattr(spans_cache, "model_version", lambda: "model-1")


def ask(kept: KeptReader, text: str = TEXT) -> Reading:
    return kept.read(text, sentences(text), quotations(text))


def same(one: Reading, other: Reading) -> bool:
    arrays = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)
    return one[:4] == other[:4] and one.tone_names == other.tone_names and arrays


def test_what_is_kept_is_what_was_read():
    again = unpacked(packed(READ))
    assert same(again, READ) and all(getattr(again, name).dtype == getattr(READ, name).dtype for name in ARRAYS)
    assert again.tone(0, 10) == READ.tone(0, 10)
    assert again.siding([(0, 10)]) == READ.siding([(0, 10)])
    assert READ.siding([(0, 10), (10**6, 10**6 + 5)])[:, 1].tolist() == [0, 0]  # what is not seen takes no side
    none = {name: np.zeros((0, *getattr(READ, name).shape[1:])) for name in ARRAYS}
    empty = READ._replace(names=[], attributions=[], starts=[], windows=[], **none)
    assert same(unpacked(packed(empty)), empty)


def test_a_text_is_read_once_and_again_only_for_another_text_or_model(tmp_path, monkeypatch):
    counting = Counting()
    assert same(ask(KeptReader(lambda: counting, tmp_path)), READ)
    assert same(ask(KeptReader(lambda: counting, tmp_path)), READ) and counting.times == 1
    ask(KeptReader(lambda: counting, tmp_path), TEXT + " More.")
    assert counting.times == 2
    monkeypatch.setattr(spans_cache, "model_version", lambda: "model-2")
    ask(KeptReader(lambda: counting, tmp_path))
    assert counting.times == 3


@pytest.mark.parametrize("damage", [b"", b"half", packed(READ)[:-7], b"x\x9c\x03\x00\x00\x00\x00\x01", b"\0" * 400])
def test_a_damaged_file_is_read_anew_and_mended(tmp_path, damage):
    counting = Counting()
    ask(KeptReader(lambda: counting, tmp_path))
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert same(ask(KeptReader(lambda: counting, tmp_path)), READ) and counting.times == 2
    assert file.read_bytes() == packed(READ) and list(tmp_path.iterdir()) == [file]


def test_where_nothing_can_be_kept_everything_is_still_read(tmp_path):
    (tmp_path / "spans").write_text("a file stands where the folder would be")
    counting = Counting()
    kept = KeptReader(lambda: counting, tmp_path / "spans")
    assert same(ask(kept), READ) and same(ask(kept), READ) and counting.times == 2


def test_what_was_used_last_is_kept_when_there_is_too_much(tmp_path):
    for i in range(10):
        (tmp_path / f"{i}.z").write_bytes(b"x" * 100)
        os.utime(tmp_path / f"{i}.z", (i, i))
    clear(tmp_path, 1000)
    assert len(list(tmp_path.iterdir())) == 10
    clear(tmp_path, 999)
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{i}.z" for i in range(3, 10)]


def many(folder: str, wait) -> None:
    spans_cache.model_version = lambda: "model-1"
    wait.wait(60)
    kept = KeptReader(Counting, folder, most_bytes=2000)
    for i in range(200):
        assert same(kept.read(f"{i % 20}", [], []), READ)


def test_processes_may_read_write_and_clear_at_the_same_time(tmp_path):
    context = get_context("fork")
    wait = context.Event()
    both = [context.Process(target=many, args=(tmp_path, wait)) for _ in range(2)]
    for process in both:
        process.start()
    wait.set()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert all(same(unpacked(p.read_bytes()), READ) for p in tmp_path.iterdir())


def test_kept_or_not_the_rows_of_a_text_are_the_same(tmp_path, book):
    model = Path(reader.__file__).parent / "model"
    if not (model / "reader.json").exists():
        pytest.skip("no model of the learned reader lies here")
    learned = reader.Reader(model)
    row = dict.fromkeys(tables.SCHEMAS["articles"].names) | {"article_id": "a", "text": TEXT, "language": "en"}
    readers = [learned, *(KeptReader(lambda: learned, tmp_path) for _ in range(2))]
    made = [Tagger(book, one).tag(dict(row)) for one in readers]
    assert made[0] == made[1] == made[2] and made[0]["statements"]
