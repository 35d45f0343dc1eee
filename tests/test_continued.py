"""Training on a processor: how its batches are made."""

from __future__ import annotations

import numpy as np

from training.continued import POOL, batches


def test_every_pair_is_in_one_batch_and_no_batch_of_several_is_too_large() -> None:
    lengths = np.random.default_rng(1).integers(5, 180, 2 * POOL + 17)
    found = list(batches(lengths, 700, np.random.default_rng(2)))
    assert sorted(number for batch in found for number in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or lengths[batch].sum() <= 700 for batch in found)


def test_a_batch_is_sorted_by_length_and_batches_are_not() -> None:
    lengths = np.random.default_rng(1).integers(5, 180, 600)
    found = list(batches(lengths, 700, np.random.default_rng(2)))
    assert all((np.diff(lengths[batch]) >= 0).all() for batch in found)
    assert (np.diff([lengths[batch[0]] for batch in found]) < 0).any()
