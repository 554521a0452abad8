"""90 % intervals of regional change: quantiles of futures, widened in the logarithm of later over earlier volume.

A logarithm never falls below the loss of everything, and errors of a rate grow with the years that it is applied to: margins are
per year where the years are told, and of the whole change where they are not.
"""

import numpy as np

from common.conformal import COVERAGE

LEAST_RATIO = 0.01
"""Share of a volume that is left at least, so that logarithms stay finite."""


def logarithm(percent: np.ndarray) -> np.ndarray:
    """ln(later / earlier) of a change in percent."""
    return np.log(np.maximum(LEAST_RATIO, 1 + np.asarray(percent, float) / 100))


def percent(logarithms: np.ndarray) -> np.ndarray:
    """Change in percent of ln(later / earlier)."""
    return 100 * np.expm1(logarithms)


def interval_of(futures: np.ndarray) -> np.ndarray:
    """Logarithms at the ends of the middle 90 % of futures, without a margin, [2, ...].

    :param futures: change in percent, [..., N]
    """
    return np.quantile(logarithm(futures), [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2], axis=-1)


def scale_of(years: float | None) -> float:
    """What a margin is multiplied by: the years of the question, 1 where they are not told."""
    return 1.0 if years is None else years
