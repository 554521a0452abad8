"""Split-conformal margins of intervals, and scores that compare ways of widening them. One number per patient, any unit."""

import numpy as np

COVERAGE = 0.90


def conformal_margin(
    lows: np.ndarray, highs: np.ndarray, truths: np.ndarray, scales: np.ndarray | float = 1.0, coverage: float = COVERAGE
) -> float:
    """Margin, in units of each case's scale, that makes intervals cover a share of the calibration cases.

    :param lows: [N] lower ends; :param highs: [N] upper ends; :param truths: [N]
    :param scales: > 0; 1 for one margin for everybody
    :returns: >= 0; the ceil((N + 1) coverage)-th smallest excess (conformalised quantiles, arXiv:1905.03222); the largest one
        where there is no such (N < coverage / (1 - coverage), 9 cases for 90 %), which then promises less than the coverage
    """
    excess = np.sort(np.maximum(lows - truths, truths - highs) / scales)
    rank = min(len(excess), int(np.ceil((len(excess) + 1) * coverage)))
    return max(0.0, float(excess[rank - 1]))


def interval_score(lows: np.ndarray, highs: np.ndarray, truths: np.ndarray, coverage: float = COVERAGE) -> np.ndarray:
    """Width plus 2 / (1 - coverage) times what the interval misses by; smaller is better (Gneiting & Raftery 2007, eq. 43)."""
    missed = np.maximum(lows - truths, 0) + np.maximum(truths - highs, 0)
    return (highs - lows) + 2 / (1 - coverage) * missed


def leave_one_out(
    lows: np.ndarray, highs: np.ndarray, truths: np.ndarray, scales: np.ndarray, coverage: float = COVERAGE
) -> dict[str, float]:
    """How a kind of margin does on each case when it is calibrated on all the others.

    :param scales: [N], what the margin is proportional to
    :returns: `coverage`, `meanWidth`, `intervalScore`
    """
    margins = np.empty(len(truths))
    for index in range(len(truths)):
        others = np.arange(len(truths)) != index
        margins[index] = conformal_margin(lows[others], highs[others], truths[others], scales[others], coverage)
    lower, upper = lows - margins * scales, highs + margins * scales
    return {
        "coverage": float(np.mean((lower <= truths) & (truths <= upper))),
        "meanWidth": float(np.mean(upper - lower)),
        "intervalScore": float(interval_score(lower, upper, truths, coverage).mean()),
    }
