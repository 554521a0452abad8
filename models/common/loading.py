"""Batches for training, made in the training process or in several others."""

from collections.abc import Callable, Iterator

import torch
from torch.utils.data import DataLoader, Dataset

Batch = dict[str, torch.Tensor]


class _Steps(Dataset):
    """Batch of every step from `first` on."""

    def __init__(self, draw: Callable[[int], Batch], first: int, count: int) -> None:
        self.draw, self.first, self.count = draw, first, count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> Batch:
        return self.draw(self.first + index)


def batches(draw: Callable[[int], Batch], first: int, count: int, loaders: int) -> Iterator[Batch]:
    """Batches of some steps in their order; the same ones however many processes make them.

    :param draw: makes the batch of a step, from random numbers of that step alone
    :param first: number of the first step; :param count: how many steps
    :param loaders: processes that make batches ahead, 0 for the calling one
    """
    yield from DataLoader(_Steps(draw, first, count), batch_size=None, num_workers=loaders)


def stack(items: list[Batch]) -> Batch:
    """Examples -> one batch."""
    return {name: torch.stack([item[name] for item in items]) for name in items[0]}
