"""Who gets to speak: shares of statements, direct and indirect, by which outlets and through which chain."""

import pandas as pd

from standpoint.measures import empty, media, names, of_originals, ratios, refs, with_articles, with_stories
from standpoint.store import Tagged

KINDS = ("direct", "mixed", "indirect")
VOICE = (
    "actor_id", "actor", "actor_type", "statements", "share", "low", "high", *KINDS, "n", "unit", "evidence"
)  # fmt: skip
SPEECH = ("outlet", "kind", "statements", "share", "low", "high", "n", "unit", "evidence")
QUOTED = ("outlet", "actor_id", "actor", "statements", "share", "n", "unit", "evidence")
UNNAMED, NOT_FOUND = "unnamed sources", "no source found"
# words that, alone, name no source: whose words these are was not found
NOBODY = frozenset(
    "i you he she it we they me him her us them my your his its our their who whom whose which what that this these "
    "those there one someone somebody anyone anybody everyone everybody no nobody".split()
)
CHAINS = ("from_name", "relation", "to_name", "links", "articles", "n", "unit", "evidence")


def speech(tagged: Tagged) -> pd.DataFrame:
    """Statements that are speech: acts are none, nor is what a medium says of what it was told."""
    rows = tagged.statements[tagged.statements["kind"].isin(KINDS)]
    rows = rows[~rows["speaker_id"].isin(media(tagged))]
    return rows.assign(ref=refs("statements", rows, "statement_id"), statements=1)


def of_media(tagged: Tagged) -> pd.DataFrame:
    """The statements that `speech` leaves out because an outlet or agency makes them."""
    rows = tagged.statements[tagged.statements["kind"].isin(KINDS)]
    return rows[rows["speaker_id"].isin(media(tagged))]


def share_of_voice(tagged: Tagged, top: int = 15) -> pd.DataFrame:
    """The speakers with most statements, and their share of all statements, those without a named speaker included.

    The last rows, without an `actor_id`, count the others: UNNAMED are those of a source for which no name was found
    ("officials", "the report"), NOT_FOUND those for which no source was found, or a pronoun alone.
    """
    rows = with_stories(of_originals(speech(tagged), tagged), tagged)
    if rows.empty:
        return empty(VOICE)
    totals = rows.groupby("story_id")["statements"].sum()
    named = rows["speaker_id"].notna()
    most = rows.loc[named, "speaker_id"].value_counts().sort_index().nlargest(top, keep="first").index
    rows = rows.assign(actor_id=rows["speaker_id"].astype(object).where(named, _without_name(rows)))
    rows = rows[rows["actor_id"].isin([*most, UNNAMED, NOT_FOUND])]
    found = ratios(rows, ["actor_id"], "statements", totals=totals)
    kinds = pd.crosstab(rows["actor_id"], rows["kind"].astype(object)).reindex(columns=list(KINDS), fill_value=0)
    evidence = rows.groupby("actor_id")["ref"].agg(list).rename("evidence")
    found = found.merge(kinds.reset_index(), on="actor_id").merge(evidence, on="actor_id")
    found = found.astype({"statements": int}).assign(n=int(totals.sum()), unit="statements")
    types = tagged.actors.set_index("actor_id")["actor_type"].astype(object)
    last = found["actor_id"].map({UNNAMED: 1, NOT_FOUND: 2}).fillna(0)
    found["actor"] = found["actor_id"].map(names(tagged)).where(last == 0, found["actor_id"])
    found["actor_type"] = found["actor_id"].map(types)
    found["actor_id"] = found["actor_id"].astype(object).where(last == 0, None)
    order = ["last", "statements", "actor"]
    found = found.assign(last=last).sort_values(order, ascending=[True, False, True], ignore_index=True)
    return found[list(VOICE)]


def _without_name(rows: pd.DataFrame) -> pd.Series:
    """UNNAMED or NOT_FOUND, by the words that tell the source."""
    words = rows["speaker_text"].astype(object).fillna("").str.lower().str.findall(r"[^\W_]+")
    return words.map(lambda found: NOT_FOUND if NOBODY.issuperset(found) else UNNAMED)


def speech_kinds(tagged: Tagged) -> pd.DataFrame:
    """How each outlet reports speech, in all that it publishes: shares of direct, mixed and indirect statements."""
    rows = with_articles(with_stories(speech(tagged), tagged), tagged, ["outlet"])
    if rows.empty:
        return empty(SPEECH)
    whole = pd.MultiIndex.from_product([sorted(rows["outlet"].unique()), KINDS], names=["outlet", "kind"])
    parts = []
    for outlet, said in rows.groupby("outlet"):
        totals = said.groupby("story_id")["statements"].sum()
        parts.append(ratios(said, ["kind"], "statements", totals=totals).assign(outlet=outlet, n=int(totals.sum())))
    evidence = rows.groupby(["outlet", "kind"])["ref"].agg(list).rename("evidence")
    found = pd.concat(parts).merge(evidence.reset_index(), on=["outlet", "kind"])
    found = found.set_index(["outlet", "kind"]).reindex(whole).reset_index()
    found["n"] = found.groupby("outlet")["n"].transform("max").astype(int)
    found["evidence"] = [refs if isinstance(refs, list) else [] for refs in found["evidence"]]
    found = found.assign(statements=found["statements"].fillna(0).astype(int), unit="statements")
    found["share"] = found["statements"] / found["n"]
    return found[list(SPEECH)]


def quoted_by(tagged: Tagged, speakers: int = 10) -> pd.DataFrame:
    """Whom each outlet lets speak, in all that it publishes: the shares of the speakers heard most."""
    rows = with_articles(speech(tagged), tagged, ["outlet"])
    named = rows[rows["speaker_id"].notna()].rename(columns={"speaker_id": "actor_id"})
    if named.empty:
        return empty(QUOTED)
    most = named["actor_id"].value_counts().sort_index().nlargest(speakers, keep="first").index
    named = named[named["actor_id"].isin(most)]
    found = named.groupby(["outlet", "actor_id"]).agg(statements=("statements", "sum"), evidence=("ref", list))
    found = found.reset_index().assign(unit="statements")
    found = found.assign(
        actor=found["actor_id"].map(names(tagged)), n=found["outlet"].map(rows.groupby("outlet").size()).astype(int)
    )
    found = found.assign(share=found["statements"] / found["n"])
    return found.sort_values(["statements", "outlet", "actor"], ascending=[False, True, True], ignore_index=True)[
        list(QUOTED)
    ]


def chains(tagged: Tagged) -> pd.DataFrame:
    """Links of the chains by which claims reached the page: who republishes, cites or quotes whom, how often."""
    rows = tagged.sourcing
    if rows.empty:
        return empty(CHAINS)
    rows = rows.assign(ref=refs("sourcing", rows, "chain_id", "hop"))
    found = rows.groupby(["from_name", "relation", "to_name"]).agg(
        links=("article_id", "size"), articles=("article_id", "nunique"), evidence=("ref", list)
    )
    found = found.reset_index().assign(n=len(rows), unit="links")
    return found.sort_values(
        ["links", "from_name", "relation", "to_name"], ascending=[False, True, True, True], ignore_index=True
    )[list(CHAINS)]
