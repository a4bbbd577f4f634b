"""The desk: what is chosen is what is drawn, a row opens its sentences, a codebook is applied or its fault is told."""

import pytest
import tiny

from standpoint import desk, desk_charts, desk_codebook, desk_sentences, workspace
from standpoint.corpus import load_corpus
from standpoint.errors import InputError
from standpoint.workspace import codebook_for


@pytest.fixture(scope="module", autouse=True)
def own_store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace, "STORE", tmp_path_factory.mktemp("store"))
        yield


@pytest.fixture(scope="module")
def made():
    return desk.Desk("climate-finance")


@pytest.fixture
def at(made):
    """A desk as it opens."""
    made._choose_everything()
    made.questions.selected_index, made.which[1].index, made.which[3].index = 1, 0, 0
    made.choose(-1)
    return made


def wage_codebook(text: str) -> str:
    return f'issues:\n  - id: minimum-wage\n    claim: "{text}"\n'


def test_it_opens_on_who_is_in_the_news_with_all_days_outlets_actors_and_issues(at):
    assert at.shown.name == "actors-in-news" and at.chart.svg.startswith("<svg")
    assert at.status.value == f'<div role="status">{at.tagged!r}.</div>' and "7 outlets, 11 Nov 2024" in at.status.value
    assert len(at.outlets.options) == 7 and at.days.value == ("2024-11-11", "2025-03-26")
    assert [text for text, _ in at.issues.options] == [i.claim for i in at.tagged.codebook.issues.values()]


def test_a_click_opens_the_sentences_that_the_row_was_counted_from(at):
    at.chart.row = 2
    row = at.shown.data.iloc[2]
    assert at.rows.label.startswith(row["actor"])
    sentences = desk_sentences.behind(at.shown, 2, at.tagged)
    assert len(sentences) == min(len(set(row["evidence"])), desk_sentences.SHOWN)
    assert at.sentences.value.count("<mark") > len(sentences)  # the legend, and one a sentence
    at.rows.index = 0
    assert at.chart.row == 0 and at.shown.data.iloc[0]["actor"] in at.sentences.value


def test_a_sentence_leads_to_its_whole_article(at):
    at.chart.row = 0
    at.article.index = 1
    text = at.tagged.articles.set_index("article_id").loc[at.article.value, "text"]
    assert text.split()[0] in at.whole.value and "<mark" in at.whole.value


def test_days_and_outlets_select_articles_and_what_was_chosen_stays_chosen(at):
    outlet = at.outlets.options[0][1]
    at.outlets.value = (outlet,)
    assert set(at.tagged.articles["outlet"]) == {outlet}
    at.days.value = ("2024-11-11", "2024-11-20")
    assert at.tagged.articles["published"].max().date().isoformat() <= "2024-11-20"
    assert set(at.tagged.articles["outlet"]) == {outlet}


def test_chosen_actors_alone_are_drawn_and_their_shares_are_of_the_whole_selection(at):
    everyone = at.shown.data.set_index("actor_id")
    third = everyone.index[2]
    at.actors.value = (third,)
    one = at.shown.data.set_index("actor_id")
    assert list(one.index) == [third]
    assert one.loc[third, ["stories", "n", "share"]].equals(everyone.loc[third, ["stories", "n", "share"]])
    assert at.shown.title == f"Named in the news: {one.loc[third, 'actor']}" and at.shown.alt.startswith(at.shown.title)


@pytest.mark.parametrize("drawing", [d for some in desk_charts.QUESTIONS.values() for d in some if d.actors])
def test_no_chart_of_chosen_actors_holds_others(at, drawing):
    actors = [value for _, value in at.actors.options[:2]]
    data = desk_charts.draw(drawing, at.tagged, actors).data
    for column in {"actor_id", "source"} & set(data.columns):
        others = data["target"] if column == "source" else data[column]
        assert (data[column].isin(actors) | others.isin(actors)).all()


def test_an_issue_is_shown_as_if_it_alone_had_been_asked(at):
    issue = at.issues.options[0][1]
    at.issues.value = (issue,)
    at.questions.selected_index = 3
    assert at.shown.name == "positions" and set(at.shown.data["issue_id"]) <= {issue}


def test_an_actor_is_found_by_a_part_of_the_name_and_the_chosen_stay_listed(at):
    first = at.actors.options[0][1]
    at.actors.value = (first,)
    at.find.value = "guterres"
    assert [value for _, value in at.actors.options] == [first, "antonio-guterres"] and at.actors.value == (first,)


def test_the_codebook_that_it_offers_changes_nothing(tmp_path):
    corpus = load_corpus("climate-finance")
    book = codebook_for(corpus)
    assert desk_codebook.codebook_of(desk_codebook.opening(book), corpus, tmp_path).fingerprint == book.fingerprint


def test_an_edited_codebook_is_applied_and_undone_and_the_store_is_left_as_it_was(at):
    before = sorted(p.name for p in (workspace.STORE / "climate-finance").iterdir())
    text = at.text.value
    at.text.value = wage_codebook("Rich countries should pay for loss and damage.")
    at.retag()
    assert "minimum-wage" in at.tagged.codebook.issues and "Applied in" in at.told.value
    assert ("Rich countries should pay for loss and damage.", "minimum-wage") in at.issues.options
    at.text.value = text
    at.retag()
    assert "minimum-wage" not in at.tagged.codebook.issues
    assert sorted(p.name for p in (workspace.STORE / "climate-finance").iterdir()) == before


def test_a_fault_in_the_codebook_is_told_at_its_line_and_nothing_changes(at):
    shown = at.shown
    at.text.value = wage_codebook("Wages <b>up</b>")
    at.retag()
    assert "Line 3:" in at.told.value and "is not a proposition" in at.told.value
    assert "<mark>   3" in at.told.value and "<b>up" not in at.told.value
    at.text.value = "issues: [\n"
    at.retag()
    assert "Line 2:" in at.told.value and at.shown is shown


def test_an_interrupt_leaves_the_desk_and_the_store_as_they_were(at, monkeypatch):
    def stop(articles: int) -> None:
        at._done += articles
        if at._done == 3:
            raise KeyboardInterrupt

    shown, codebook = at.shown, at.tagged.codebook
    monkeypatch.setattr(at, "_tick", stop)
    at.text.value = wage_codebook("Nobody should pay for anything.")
    at.retag()
    assert at._done == 3 and "Stopped." in at.status.value
    assert at.shown is shown and at.tagged.codebook is codebook
    at.chart.row = 1
    assert "<mark" in at.sentences.value


def test_a_corpus_that_cannot_be_opened_is_told_and_the_one_before_stays(at, tmp_path):
    at.corpus.options = [*at.corpus.options, str(tmp_path / "nowhere")]
    at.corpus.value = str(tmp_path / "nowhere")
    assert "nowhere" in at.status.value and at.corpus.value == "climate-finance"
    assert at.tagged.corpus.name == "climate-finance"


def test_a_codebook_is_saved_where_the_analyst_says(at, tmp_path):
    at.path.value = str(tmp_path / "mine.yaml")
    at.text.value = wage_codebook("The minimum wage should be raised.")
    at._save()
    assert (tmp_path / "mine.yaml").read_text() == at.text.value and "--codebook" in at.told.value
    at.path.value = str(tmp_path / "nowhere" / "mine.yaml")
    at._save()
    assert at.told.value.startswith("<p>Not saved: No such file")


def test_hostile_text_is_shown_as_text(tmp_path):
    here = desk.Desk(str(tiny.write_corpus(tmp_path)))
    here.questions.selected_index = 0
    here.which[0].index = 1
    shown = []
    for row in range(len(here.shown.data)):
        here.choose(row)
        here.article.index = 1
        shown += [here.sentences.value, here.whole.value, here.chart.svg]
    page = "".join(shown)
    assert "<script" not in page and "javascript:" not in page and "\x1b" not in page
    assert "&lt;script&gt;alert('title')" in page.replace("&#x27;", "'")
    assert 'href="https://lighthouse.example/a2?x=1&amp;y=' in page


def test_the_start_page_lists_every_corpus_with_its_size_and_dates(made):
    page = desk.corpora().text
    line = next(line for line in page.splitlines() if line.split()[0] == "climate-finance")
    assert " 69 " in line and "2024-11-11 to 2025-03-31" in line and line.endswith("UTC")


def test_a_corpus_of_one_article_opens(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("A quiet day\nNothing happened in the harbour.")
    here = desk.Desk(str(path))
    assert here.shown.too_little and here.days.options == (("no dates", ""),)
    here.choose(0)
    assert here.sentences.value.startswith("<p")


def test_a_bad_codebook_file_is_named(tmp_path):
    (tmp_path / "bad.yaml").write_text("issues: 3")
    with pytest.raises(InputError, match=r"bad\.yaml, line 1"):
        desk.desk("climate-finance", tmp_path / "bad.yaml")
