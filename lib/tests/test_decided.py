"""How positions were decided is told as it was: by cues, or, with their number, by the learned reader alone."""

from types import SimpleNamespace

import pandas as pd

from standpoint import decided


def tagged_with(*rows):
    names = ("stance_id", "target_kind", "basis")
    return SimpleNamespace(stances=pd.DataFrame(rows, columns=list(names)))


def test_where_no_position_is_the_learned_readers_a_cue_decided_each():
    tagged = tagged_with(("s1", "issue", "demands"), ("s2", "actor", "learned"))
    assert decided.told(tagged) == decided.BY_CUES
    assert decided.told(tagged_with()) == decided.BY_CUES
    assert decided.behind([["stances:s1"]], tagged) == ""


def test_of_a_report_made_before_it_was_told_a_cue_decided_each():
    assert decided.kept({"charts": ["by-outlet"]}) == decided.BY_CUES
    assert decided.kept({"positions": "A position is read by hand."}) == "A position is read by hand."


def test_positions_that_the_learned_reader_read_without_a_cue_are_told_with_their_number():
    tagged = tagged_with(("s1", "issue", "demands"), ("s2", "issue", "learned"), ("s3", "issue", "learned"))
    assert "2 of 3 positions read are the learned reader’s, without a cue" in decided.told(tagged)
    assert "only where a cue" not in decided.told(tagged)


def test_a_chart_tells_the_number_among_the_positions_that_it_counts():
    tagged = tagged_with(("s1", "issue", "demands"), ("s2", "issue", "learned"), ("s3", "issue", "learned"))
    rows = [["stances:s1", "stances:s2"], ["stances:s1"]]
    assert decided.behind(rows, tagged) == "; 1 of 2 positions read is the learned reader’s, without a cue"
