"""What benchmarks/parity.py lets pass of nearly equal queries in other ranks, and what not."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks"))
query_ranks = importlib.import_module("query_ranks")


@pytest.fixture(scope="module")
def answer(detector, tokenizer):
    """Return a function that asks the detector for two captions, its queries ranked as stored ones or not."""
    pixels = torch.randn(1, 3, 70, 101, generator=torch.Generator().manual_seed(8))
    separators = tokenizer.convert_tokens_to_ids(["[CLS]", "[SEP]", ".", "?"])
    with torch.inference_mode():
        seen = detector.encode_image(pixels)
        captions = [
            detector.encode_caption(tuple(tokenizer(caption)["input_ids"]), separators)
            for caption in ("black hole. crack.", "candle.")
        ]

    def ask(stored):
        with torch.inference_mode(), query_ranks.published_ranks(stored) as ranked:
            detector.detect(seen, captions)
        return ranked

    return ask


@pytest.fixture
def stored(answer, monkeypatch):
    """An answer in which the first caption's two closest neighbours in rank stand the other way round."""
    ranked, exchanged = query_ranks.best_positions, []

    def otherwise(best, count):
        chosen = ranked(best, count)
        gaps = -best[0, chosen[0]].diff()
        first = int(gaps.argmin())
        exchanged.append(query_ranks.Exchange(first, float(gaps[first])))
        chosen[0, [first, first + 1]] = chosen[0, [first + 1, first]]
        return chosen

    nothing = [np.zeros((30, 5)), np.zeros((30, 5))]
    with monkeypatch.context() as patch:
        patch.setattr(query_ranks, "best_positions", otherwise)
        patch.setattr(query_ranks, "SCORES_APART", -1.0)
        queries = [one.queries for one in answer(nothing)]
    return queries, exchanged[0]


def distances(ranked, stored):
    return [query_ranks.set_distance(one.queries, theirs) for one, theirs in zip(ranked, stored, strict=True)]


def test_queries_that_exchanged_ranks_go_back_only_if_their_scores_nearly_tie(answer, stored, monkeypatch):
    queries, exchange = stored
    monkeypatch.setattr(query_ranks, "SCORES_APART", exchange.apart * 1.01)
    ranked = answer(queries)
    assert max(distances(ranked, queries)) < 1e-5
    assert [one.exchanges for one in ranked] == [(exchange,), ()]

    monkeypatch.setattr(query_ranks, "SCORES_APART", exchange.apart * 0.99)
    ranked = answer(queries)
    assert ranked[0].exchanges == ()
    assert distances(ranked, queries)[0] > 2e-3 > distances(ranked, queries)[1]


@pytest.mark.parametrize("column", range(5))
def test_a_box_or_score_that_no_rank_explains_is_not_excused(answer, stored, column, monkeypatch):
    queries, exchange = stored
    monkeypatch.setattr(query_ranks, "SCORES_APART", exchange.apart * 1.01)
    queries[1][7, column] += 0.01
    assert distances(answer(queries), queries)[1] > 2e-3


def test_a_missing_box_is_never_near_enough():
    boxes = np.random.default_rng(0).random((24, 5))
    assert query_ranks.set_distance(boxes[:-1], boxes) == np.inf
    assert query_ranks.set_distance(boxes[::-1], boxes) == 0


def test_only_neighbours_that_are_both_missing_are_exchanged_and_not_too_many(monkeypatch):
    scores = np.float32([3, 3, 3, 2, 2, 1, 0.5, 0.5])
    missing = np.array([True, True, True, True, False, True, True, True])
    assert [one.rank for one in query_ranks.find_exchanges(scores, missing)] == [0, 6]
    monkeypatch.setattr(query_ranks, "MOST_EXCHANGES", 1)
    assert [one.rank for one in query_ranks.find_exchanges(scores, missing)] == [0]
