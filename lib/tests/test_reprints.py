"""What a reprint cut, added and re-headlined, sentence by sentence; hostile text stays text."""

from types import SimpleNamespace

import pandas as pd

from standpoint.reprints import Change, changes, difference, versions

ORIGINAL = "The bridge closes in May. Engineers found cracks. A ferry will sail. Parliament votes in June."
REPRINT = "The bridge closes in May! A ferry will sail. Fishermen <b>fear</b> for it. Parliament votes in June."


def tagged(reprint: str = REPRINT, headline: str = "Ferry for bridge <script>") -> SimpleNamespace:
    articles = pd.DataFrame(
        {
            "article_id": ["wire", "copy"],
            "outlet": ["CPN", "Harbour <i>Courier</i>"],
            "agency": [None, "CPN"],
            "published": pd.to_datetime(["2025-01-13", "2025-01-14"], utc=True),
            "title": ["Bridge to close", headline],
            "text": [ORIGINAL, reprint],
            "n_words": [16, 19],
        }
    )
    stories = pd.DataFrame(
        {"article_id": ["wire", "copy"], "story_id": "wire", "is_original": [True, False], "kept": [1.0, 0.8]}
    )
    return SimpleNamespace(articles=articles, stories=stories)


def test_sentences_are_kept_cut_or_added_in_the_order_of_the_version():
    assert changes(ORIGINAL, REPRINT) == [
        Change("kept", "The bridge closes in May!"),
        Change("cut", "Engineers found cracks."),
        Change("kept", "A ferry will sail."),
        Change("added", "Fishermen <b>fear</b> for it."),
        Change("kept", "Parliament votes in June."),
    ]


def test_the_view_says_what_changed_and_escapes_all_of_it():
    view = difference(tagged(), "copy")
    assert "Harbour <i>Courier</i> keeps 3 of the 4 sentences of CPN, cuts 1 and adds 1." in view.text
    assert "[cut: Bridge to close] [added: Ferry for bridge <script>]" in view.text
    assert "<b>" not in view.html and "<script>" not in view.html and "<i>" not in view.html
    assert 'title="cut"' in view.html and 'title="added"' in view.html


def test_of_an_original_the_reprint_that_keeps_least_is_shown():
    assert difference(tagged(), "wire").html == difference(tagged(), "copy").html


def test_the_versions_of_a_story_come_with_the_original_first():
    assert versions(tagged(), "copy")[["article_id", "version", "kept"]].to_numpy().tolist() == [
        ["wire", "original", 1.0],
        ["copy", "reprint", 0.8],
    ]


def test_where_the_agencys_own_copy_is_missing_the_earliest_reprint_is_not_passed_off_as_it():
    no_wire = tagged()
    no_wire.articles = no_wire.articles.assign(outlet=["Old Gazette", "Harbour Courier"], agency="CPN")
    told = "CPN’s own copy is not in the corpus: the earliest reprint stands for it. "
    for article in ("wire", "copy"):
        assert f"{told}Harbour Courier keeps 3 of the 4 sentences of Old Gazette" in difference(no_wire, article).text
    assert versions(no_wire, "copy")["version"].tolist() == ["earliest reprint", "reprint"]
    assert "stands for it" not in difference(tagged(), "copy").text


def test_where_the_original_is_not_among_the_days_chosen_that_is_said():
    later = tagged()
    later.stories = later.stories.assign(is_original=False)
    told = "The original is not among the articles chosen: the earliest reprint stands for it. "
    assert difference(later, "copy").text.startswith(told)
    assert versions(later, "copy")["version"].tolist() == ["earliest reprint", "reprint"]


def test_an_article_without_reprints_says_so():
    alone = tagged()
    alone.stories = alone.stories.assign(story_id=["wire", "copy"], is_original=True)
    assert difference(alone, "copy").text == "No other version."
