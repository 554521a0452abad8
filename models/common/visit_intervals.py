"""Day intervals between visits, drawn from a table of real glioma follow-up (intervals only, no image)."""

import ast
import csv
from pathlib import Path

import numpy as np


def read_intervals(table: Path) -> list[list[int]]:
    """Consecutive visit intervals of every patient in the table.

    :param table: CSV with a column `interval_days` holding a list of days
    :returns: one list of days per patient
    """
    with table.open(newline="") as file:
        return [ast.literal_eval(row["interval_days"]) for row in csv.DictReader(file)]


def draw_interval_days(intervals: list[list[int]], rng: np.random.Generator, low: int = 14, high: int = 365) -> int:
    """Time from one visit to a later one (the next or up to six visits on), within [low, high] days."""
    while True:
        days = intervals[rng.integers(len(intervals))]
        first = int(rng.integers(len(days)))
        count = 1 + int(rng.geometric(0.45) - 1) % 6
        total = sum(days[first : first + count])
        if low <= total <= high:
            return total
