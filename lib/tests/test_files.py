"""Texts on disk: each comes back as it was kept, in whatever order they are asked for."""

import pytest

from standpoint.files import TextsOnDisk


def test_texts_come_back_in_any_order_and_leave_no_file(tmp_path):
    kept = TextsOnDisk(tmp_path)
    kept.add("a", "Trajekt čaká.")
    kept.add("b", "")
    assert kept["a"] == "Trajekt čaká."
    kept.add("c", "The bridge\r\ncloses — “in May”.")
    assert [kept[i] for i in ("c", "b", "a")] == ["The bridge\r\ncloses — “in May”.", "", "Trajekt čaká."]
    assert (list(kept), len(kept)) == (["a", "b", "c"], 3)
    with pytest.raises(KeyError):
        kept["d"]
    assert not [path for path in tmp_path.iterdir() if path.is_file() and path.stat().st_nlink]
