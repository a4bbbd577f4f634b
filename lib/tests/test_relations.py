"""The learned reader on two actors: who is for or against whom in a sentence, or nobody."""

import numpy as np
import pytest
import tiny

from standpoint.claim_reader import marked
from standpoint.codebook import load_codebook
from standpoint.introduced import Article
from standpoint.reader import reader
from standpoint.relation_reader import Pair, inputs, peopled, relation_reader, told
from standpoint.stances import find_stances
from standpoint.tagger import Tagger
from standpoint.votes import ASKED, MOST_ACTORS, Candidate, candidates, scored

LUND, VENN, BERG = "person:clara-lund", "person:peter-venn", "person:anna-berg"


@pytest.fixture(scope="module")
def tagger():
    return Tagger(tiny.with_people(load_codebook()), reader())


def read(tagger, text):
    return tagger.read(Article(tagger.actors["en"], "2025-01-13"), "en", "text", text)


def towards(tagger, text, relations=None):
    """(holder, target, position, basis) of the positions on actors that a text holds."""
    field = read(tagger, text)
    found, _ = find_stances(
        text, field.sentences, field.mentions, field.statements, tagger.issues["en"],
        reading=field.learned, relations=relations or tagger.relations,
    )  # fmt: skip
    return {(s.holder_id, s.target_id, s.position, s.basis) for s in found if s.target_kind == "actor"}


class Judge:
    """A reader of relations that sees what it is told to see of every pair."""

    def __init__(self, none, support, oppose):
        self.row, self.asked = [none, support, oppose], []

    def judge(self, reading, marks, pairs, statements):
        self.asked += pairs
        return np.array([self.row] * len(pairs), np.float32).reshape(-1, 3)


def test_whoever_speaks_or_is_named_is_asked_about_whoever_else_is_named(tagger):
    field = read(tagger, "Clara Lund met Peter Venn. “I never saw Anna Berg there,” Clara Lund said. It rained.")
    met, came = peopled(field.sentences, field.mentions, field.statements)
    assert set(met.pairs()) == {(LUND, VENN), (VENN, LUND)}
    assert set(came.pairs()) == {(LUND, BERG), (BERG, LUND)}
    assert set(met.speakers) == set() and set(came.speakers) == {LUND}


def test_what_was_done_to_somebody_is_no_blame_of_him(tagger):
    against = Judge(0.0, 0.0, 1.0)
    assert (LUND, VENN, "oppose", "learned") in towards(tagger, "Clara Lund brought up Peter Venn’s trial.", against)
    assert not towards(tagger, "Clara Lund brought up Peter Venn’s murder.", against)


def test_a_speaker_named_in_another_sentence_holds_and_is_no_target(tagger):
    field = read(tagger, "“It was a long day,” Clara Lund said. “Peter Venn never came.”")
    (_, came) = peopled(field.sentences, field.mentions, field.statements)
    assert list(came.pairs()) == [(LUND, VENN)]


def test_marks_tell_where_each_is_named_and_who_says_what(tagger):
    text = "“Peter Venn is a liar,” Clara Lund said."
    field = read(tagger, text)
    marks = marked(field.learned, field.mentions, field.statements)
    (sentence,) = peopled(field.sentences, field.mentions, field.statements)
    at = marks.at(*sentence.span)
    out = told(marks, Pair(at, LUND, VENN, sentence.speakers[LUND], ()), len(field.statements))
    words = [text[a : a + 3] for a in field.learned.starts[at]]
    where = {name: {w for w, on in zip(words, out[:, i], strict=True) if on} for i, name in enumerate(
        ("holder", "target", "others", "says", "others say", "cue")
    )}  # fmt: skip
    assert where["holder"] >= {"Cla", "Lun"} and where["target"] >= {"Pet"} and not where["others"]
    assert {"is ", "lia"} <= where["says"] and not where["others say"] and where["cue"] == {"sai"}
    assert out[:, 8].all() and out[:, 9].all() and out[:, 11].all()  # speaks, is named, and names the target


def test_a_pair_is_read_alike_whatever_it_is_read_with(tagger):
    text = (
        "Clara Lund blasted Peter Venn. In the harbour, Anna Berg defended Clara Lund and accused Peter Venn of lying."
    )
    field, judge = read(tagger, text), Judge(1, 0, 0)
    candidates(field.sentences, field.mentions, field.statements, field.learned, judge, tagger.issues["en"].is_person)
    marks, count = marked(field.learned, field.mentions, field.statements), len(field.statements)
    network = relation_reader()
    together = network.judge(field.learned, marks, judge.asked, count)
    alone = np.concatenate([network.judge(field.learned, marks, [p], count) for p in judge.asked])
    assert len(together) > 2 and together.sum(1) == pytest.approx(1, abs=1e-5)
    assert together == pytest.approx(alone, abs=1e-4)
    assert network.judge(field.learned, marks, [], count).shape == (0, 3)


def test_what_is_read_holds_the_sentence_and_no_more(tagger):
    field = read(tagger, "Clara Lund blasted Peter Venn. It rained for days.")
    marks = marked(field.learned, field.mentions, field.statements)
    (sentence,) = peopled(field.sentences, field.mentions, field.statements)
    at = marks.at(*sentence.span)
    made = inputs(field.learned, marks, [Pair(at, LUND, VENN, (), ())], len(field.statements))
    assert made["there"].sum() == at.stop - at.start < len(field.learned.starts)


def test_only_pairs_that_the_encoder_leaves_open_are_asked_about(tagger):
    field, judge = read(tagger, "Clara Lund blasted Peter Venn, and Anna Berg lives in Oslo."), Judge(1, 0, 0)
    candidates(field.sentences, field.mentions, field.statements, field.learned, judge, tagger.issues["en"].is_person)
    asked = {(p.holder, p.target) for p in judge.asked}
    assert (LUND, VENN) in asked
    lund, berg = ((m.start, m.end) for m in field.mentions if m.actor_id in (LUND, BERG))
    assert ((BERG, LUND) in asked) == (field.learned.siding([berg, lund])[0, 1] >= ASKED)


def test_a_long_list_of_actors_is_not_asked_about(tagger):
    names = "Norway, Sweden, Finland, Denmark, Iceland, Estonia, Latvia, Lithuania, Poland, Ukraine, Hungary, Romania"
    judge = Judge(0, 0, 1)
    assert names.count(",") + 2 > MOST_ACTORS
    found = towards(tagger, f"Germany condemned a list that names {names}.", judge)
    assert not judge.asked and not {row for row in found if row[3] == "learned"}


def candidate(holder, target_id, mentions, at, support, oppose):
    target = next(m for m in mentions if m.actor_id == target_id)
    return Candidate(holder, target, (at, at + 10), support, oppose)


def test_a_vote_adds_up_what_the_article_tells_of_the_two(tagger):
    mentions = read(tagger, "Clara Lund met Peter Venn.").mentions
    alone = [candidate(LUND, VENN, mentions, 0, 0.1, 0.5)]
    ((_, sign, sure),) = scored(alone)
    assert sign == -1
    (_, _, more), _ = scored([*alone, candidate(LUND, VENN, mentions, 20, 0.0, 0.9)])
    (_, _, hits_back), _ = scored([*alone, candidate(VENN, LUND, mentions, 20, 0.0, 0.9)])
    (_, _, less), _ = scored([*alone, candidate(LUND, VENN, mentions, 20, 0.5, 0.2)])
    assert more > sure > less and hits_back > sure
    shows_nothing = candidate(LUND, VENN, mentions, 40, 0.05, 0.05)
    assert [c.sentence[0] for c, *_ in scored([*alone, shows_nothing])] == [0]


def test_rules_count_before_votes(tagger):
    """A vote for the contrary of what a rule reads gives no second row."""
    (row,) = (r for r in towards(tagger, "Clara Lund criticised Peter Venn.", Judge(0, 1, 0)) if r[:2] == (LUND, VENN))
    assert row[2:] == ("oppose", "towards")


def test_nobody_is_voted_to_be_against_the_state_that_he_speaks_for(tagger):
    text = "Otto Lindauer said that Germany had lost its way."
    judge = Judge(0, 0, 1)
    found = towards(tagger, text, judge)
    assert judge.asked and ("otto-lindauer", "germany") not in {row[:2] for row in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clara Lund stormed out of the hall and called Peter Venn a crook and a coward.", {(LUND, VENN, "oppose")}),
        ("“Peter Venn has the courage that this town needs,” Clara Lund said.", {(LUND, VENN, "support")}),
        ("Clara Lund filed a lawsuit that accuses Peter Venn of fraud.", {(LUND, VENN, "oppose")}),
        ("Clara Lund and Peter Venn arrived on Monday.", set()),
        ("Clara Lund was born in Oslo, where Peter Venn lives.", set()),
    ],
)
def test_the_shipped_network_sees_sides_that_no_rule_knows(tagger, text, expected):
    assert {row[:3] for row in towards(tagger, text) if row[0] in (LUND, VENN)} == expected
