"""Terms that an issue may lack: word pairs and triples that its passages hold more often than chance would have it."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

from standpoint.actors import find_mentions
from standpoint.codebook import Codebook
from standpoint.credits import read_credit
from standpoint.introduced import Article
from standpoint.issues import FIRM, CompiledIssues
from standpoint.listed import ActorFinder
from standpoint.names import datelines
from standpoint.text import Span, containing, quotations, sentences

COLUMNS = ("term", "score", "passages", "elsewhere", "example")
LEAST = 2  # passages that a term must stand in
SHORTEST = 3  # letters of a word at the edge of a term
AMOUNTS = frozenset("dozen hundred thousand million billion trillion bn".split())


def suggest_terms(texts: Iterable[str], codebook: Codebook, issue: str, language: str = "en", top: int = 20):
    """A frame of collocations around an issue, most telling first: `term`, `score`, `passages`, `elsewhere`, `example`.

    Pairs of words that stand side by side more often than their single frequencies explain (log-likelihood ratio,
    Dunning 1993, "Accurate Methods for the Statistics of Surprise and Coincidence"), in the sentences that talk of the
    issue by its claim or terms, even weakly; pairs at home `elsewhere` as well, and what claim or terms have, are left
    out; so are datelines, amounts, people and the names of other actors, but not a name with a word beside it ("NATO
    membership"). They are proposals: only a reader knows which of them mean the issue.
    """
    issues, actors = CompiledIssues(codebook, language), ActorFinder(codebook, language)
    number = next(i for i, known in enumerate(issues.issues) if known.id == issue)
    stop = AMOUNTS | frozenset(codebook.cues[language].get("stopwords", ())) | frozenset(issues.rules["claim_generic"])
    inside: list[list[str]] = []
    outside: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    names: Counter[tuple[str, str]] = Counter()
    for text in texts:
        mentions, covered = _names(text, actors, codebook)
        present, places = issues.names_in(text), set(issues.places(text))
        near = False
        for start, end in sentences(text):
            tokens = issues.tokens(text, start, end)
            found = [m for m in issues.matches(tokens, present) if m.issue == number] if places else []
            firm = any(m.relevance >= FIRM for m in found)
            words = [covered[t.start : t.end].lower() for t in tokens]
            pairs = set(pairwise(words))
            named = [containing(mentions, t.start) >= 0 for t in tokens]
            names.update(  # counted, for the name of a body may hold the issue: "UN Climate Change"
                (text[a.start : a.end].lower(), text[b.start : b.end].lower())
                for (a, b), both in zip(pairwise(tokens), pairwise(named), strict=True)
                if all(both)
            )
            if found or near:  # the next sentence goes on with it
                inside.append(words)
                for pair in pairs:
                    examples.setdefault(pair, text[start:end])
            else:
                outside.update(pairs)
            near = firm
    finder = BigramCollocationFinder.from_documents(inside)
    finder.apply_ngram_filter(lambda *pair: any(len(w) < SHORTEST or w in stop or not w.isalpha() for w in pair))
    held = Counter(pair for words in inside for pair in set(pairwise(words)))
    wording = codebook.issues[issue].wording.get(language)
    known = {term.lower() for term in (wording.terms if wording else ())}
    rows = [
        (" ".join(pair), score, held[pair], outside[pair], examples[pair])
        for pair, score in finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)
        if not all(issues.stem(w)[1] in issues.issues[number].claim.weights for w in pair)
        and held[pair] >= LEAST
        and held[pair] > outside[pair]
        and " ".join(pair) not in known
        and 2 * names[pair] < held[pair] + outside[pair]
    ]
    return pd.DataFrame(rows[:top], columns=list(COLUMNS)).astype({"score": float})


def _names(text: str, actors: ActorFinder, codebook: Codebook) -> tuple[list[Span], str]:
    """Where the text names actors, and the text with zeros for people, datelines and credits: no term has digits."""
    reading = Article(actors)
    mentions = [m for m in find_mentions(reading, text, sentences(text), quotations(text)) if m.form != "pronoun"]
    people = [(m.start, m.end) for m in mentions if reading.found[m.actor_id].actor_type == "person"]
    covered = list(text)
    for start, end in (*people, *datelines(text), *read_credit(None, None, text, codebook.outlets).spans):
        covered[start:end] = "0" * (end - start)
    return [(m.start, m.end) for m in mentions], "".join(covered)
