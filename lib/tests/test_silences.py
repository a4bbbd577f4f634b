"""Who declines to comment, or cannot be reached, makes no statement; what is said beside the silence stays one."""

import pytest

from standpoint.silences import Silences

SILENT = [
    "Ines Aro declined to comment on the harbour fees.",
    "The Harbour Board has declined to comment on the record about the ferry fees.",
    "Ines Aro declined to comment on whether the fees would rise.",
    "The ministry refused to comment on the report.",
    "Odo Venn would not comment on the matter.",
    "Odo Venn declined an interview request.",
    "Ines Aro, the mayor, did not immediately respond to a request for comment on Monday.",
    "Ines Aro didn’t respond to a message asking whether the fees would rise.",
    "Odo Venn could not be reached for comment.",
    "Reached by phone, Odo Venn refused to answer questions about the ferry.",
]
TOLD_BESIDE = [
    ("Odo Venn declined to comment, saying the case was before the courts.", ["the case was before the courts"]),
    ("Odo Venn said the port was safe but declined to comment further.", ["the port was safe"]),
    ("Odo Venn declined to comment but said he would resign.", ["he would resign"]),
    ("The Harbour Board declined to comment. “We do not discuss fees,” Ines Aro said.", ["“We do not discuss fees,”"]),
    ("“No comment,” Ines Aro said.", ["“No comment,”"]),
    ("Ines Aro declined to say whether the fees would rise.", ["to say whether the fees would rise"]),
]


@pytest.mark.parametrize("text", SILENT)
def test_who_says_nothing_makes_no_statement(read, text):
    assert read(text)[1] == []


@pytest.mark.parametrize(("text", "contents"), TOLD_BESIDE)
def test_what_is_said_beside_a_silence_is_a_statement(read, text, contents):
    assert [content for *_, content in read(text)[1]] == contents


@pytest.mark.parametrize(
    ("text", "cue", "silent"),
    [
        ("Ines Aro has declined to comment on the fees.", "has declined", True),
        ("Ines Aro declined to comment on the fees.", "declined to comment on", True),
        ("Odo Venn would not comment on the matter.", "comment on", True),
        ("Odo Venn declined to comment, saying the case was closed.", "declined to comment, saying", False),
        ("Odo Venn declined to comment, asking reporters to leave.", "asking", False),
        ("Ines Aro declined to say whether the fees would rise.", "declined to say", False),
    ],
)
def test_the_cue_of_the_learned_reader_may_hold_more_or_less_of_the_silence(book, text, cue, silent):
    at = text.index(cue)
    assert Silences(book.cues["en"]).tell(text, [(at, at + len(cue))]) == silent
    assert not Silences(book.cues["en"]).tell(text, [])
