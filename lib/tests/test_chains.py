"""Labels of sequences: best paths and likelihoods, against all paths written out."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standpoint.chains import NEVER, Labeling, best_paths, marginals


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=3), st.integers(0, 99))
def test_the_best_path_is_the_best_of_all_paths_and_the_likelihoods_are_sums_over_all(lengths, seed):
    random = np.random.default_rng(seed)
    labelings = [
        Labeling([random.normal(0, 3, (n, k)) for n in lengths], random.normal(size=(k, k)), random.normal(size=k))
        for k in (3, 2)
    ]
    for own, paths, likely in zip(labelings, best_paths(labelings), marginals(labelings), strict=True):
        for scores, path, rows in zip(own.scores, paths, likely, strict=True):
            every = list(product(range(len(own.starts)), repeat=len(scores)))
            values = np.array([value(p, scores, own) for p in every])
            assert value(path, scores, own) == pytest.approx(values.max())
            weights, labels = np.exp(values) / np.exp(values).sum(), np.array(every)
            expected = [[weights[at == label].sum() for label in range(len(own.starts))] for at in labels.T]
            assert rows == pytest.approx(np.array(expected))


def value(path, scores, own):
    """The score of a path: of its start, its labels and its steps."""
    labels = sum(scores[i, label] for i, label in enumerate(path))
    return own.starts[path[0]] + labels + sum(own.steps[a, b] for a, b in pairwise(path))


def test_a_forbidden_step_is_never_taken_however_long_the_sequence():
    wanted = np.tile(np.array([[0.0, 9.0], [9.0, 0.0]]), (200, 1))  # each place would change its label
    stays = Labeling([wanted], np.array([[0, NEVER], [NEVER, 0]]), np.array([0.0, -1]))
    assert best_paths([stays]) == [[[0] * 400]]
    ((likely,),) = marginals([stays])
    assert likely[:, 1] == pytest.approx(np.full(400, 1 / (1 + np.e)))
