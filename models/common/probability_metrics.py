"""Scores of sampled futures and of classes; twins of `electron/core/verify` (held together by `test/golden`).

Arrays are [D, H, W]; spacings are millimetres in the same order, or one number for cubic voxels.
"""

import numpy as np
from scipy.ndimage import distance_transform_edt

from common.metrics import jaccard

BAND_MM = 10.0
BINS = 15


def edge_band(
    actual: np.ndarray,
    spacing_mm: float | tuple[float, float, float],
    inside: np.ndarray | None = None,
    width_mm: float = BAND_MM,
) -> np.ndarray:
    """Voxels near the true edge: the centre of a voxel of the other kind lies within the width.

    :param inside: voxels that may count at all, for example the brain
    :returns: bool; nothing where the region is empty or fills the array
    """
    actual = actual.astype(bool)
    if not actual.any() or actual.all():
        return np.zeros(actual.shape, bool)
    sampling = (spacing_mm,) * 3 if np.isscalar(spacing_mm) else tuple(spacing_mm)
    to_inside = distance_transform_edt(~actual, sampling=sampling)
    to_outside = distance_transform_edt(actual, sampling=sampling)
    near = np.where(actual, to_outside, to_inside) <= width_mm
    return near if inside is None else near & inside.astype(bool)


def calibration_error(probability: np.ndarray, actual: np.ndarray, band: np.ndarray, bins: int = BINS) -> float:
    """Expected calibration error over the band: mean gap of forecast probability and true share, bins of equal width.

    :returns: 0..1; nan for an empty band
    :see: Naeini 2015, doi 10.1609/aaai.v29i1.9602
    """
    shown, truth = probability[band].astype(np.float64), actual[band].astype(np.float64)
    if len(shown) == 0:
        return float("nan")
    which = np.minimum((shown * bins).astype(int), bins - 1)
    gap = np.bincount(which, shown - truth, bins)
    return float(np.abs(gap).sum() / len(shown))


def log_loss(probability: np.ndarray, actual: np.ndarray, band: np.ndarray, futures: int) -> float:
    """Mean negative log-likelihood over the band; a share of n futures is no surer than 1 / (2 n).

    :returns: nats; nan for an empty band
    """
    shown, truth = probability[band].astype(np.float64), actual[band].astype(bool)
    if len(shown) == 0:
        return float("nan")
    least = 1 / (2 * futures)
    shown = np.clip(shown, least, 1 - least)
    return float(-np.log(np.where(truth, shown, 1 - shown)).mean())


def energy_distance(futures: list[np.ndarray], actual: np.ndarray) -> float:
    """Squared generalised energy distance with 1 - IoU: 2 E d(S, Y) - E d(S, S'), every pair of futures counted.

    :see: Kohl 2018, arXiv 1806.05034
    """
    to_truth = np.mean([1 - jaccard(future, actual) for future in futures])
    apart = np.mean([1 - jaccard(one, other) for one in futures for other in futures])
    return float(2 * to_truth - apart)


def quadratic_kappa(ours: list[int], actual: list[int], classes: int) -> float:
    """Cohen's kappa of ordered classes with quadratic weights; nan where chance alone would agree fully.

    :see: Cohen 1968, doi 10.1037/h0026256
    """
    table = np.zeros((classes, classes))
    np.add.at(table, (np.asarray(ours), np.asarray(actual)), 1)
    ranks = np.arange(classes)
    weights = (ranks[:, None] - ranks[None, :]) ** 2
    by_chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(1, len(ours))
    expected = float((weights * by_chance).sum())
    return float("nan") if expected == 0 else 1 - float((weights * table).sum()) / expected


def log_volume_interval(samples_ml: np.ndarray, share: float, smallest_ml: float, widening: float = 0.0) -> tuple[float, float]:
    """Central interval of the sampled volumes on the log scale, widened on both sides; ml.

    :param smallest_ml: stands for an empty future
    """
    logs = np.log(np.maximum(np.asarray(samples_ml, np.float64), smallest_ml))
    low, high = np.quantile(logs, [(1 - share) / 2, (1 + share) / 2])
    return float(np.exp(low - widening)), float(np.exp(high + widening))
