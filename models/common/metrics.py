"""Scores of a prediction against the real follow-up; twins of `electron/core/verify` (held together by `test/golden`).

Arrays are [D, H, W]; spacings are millimetres in the same order, or one number for cubic voxels.
"""

import numpy as np
from scipy import stats
from scipy.ndimage import binary_erosion, correlate1d, distance_transform_edt

SSIM_SIGMA_VOXELS = 1.5
SSIM_RADIUS_VOXELS = 5
SSIM_K = (0.01, 0.03)


def dice(predicted: np.ndarray, actual: np.ndarray) -> float:
    """Overlap 2|A and B| / (|A| + |B|); both empty = 1, one empty = 0."""
    predicted, actual = predicted.astype(bool), actual.astype(bool)
    total = int(predicted.sum()) + int(actual.sum())
    return 1.0 if total == 0 else 2 * int((predicted & actual).sum()) / total


def jaccard(predicted: np.ndarray, actual: np.ndarray) -> float:
    """Overlap |A and B| / |A or B|; both empty = 1, one empty = 0."""
    predicted, actual = predicted.astype(bool), actual.astype(bool)
    union = int((predicted | actual).sum())
    return 1.0 if union == 0 else int((predicted & actual).sum()) / union


def growth_region_dice(predicted: np.ndarray, actual: np.ndarray, baseline: np.ndarray) -> float:
    """Dice of the voxels predicted to change since the baseline with those that did (growth and shrinkage alike)."""
    baseline = baseline.astype(bool)
    return dice(predicted.astype(bool) ^ baseline, actual.astype(bool) ^ baseline)


def skill_over_persistence(score: float, score_no_change: float) -> float:
    """Share of the way from the no-change score to 1: 0 no better, negative worse; nan when no way is left."""
    left = 1 - score_no_change
    return float("nan") if left <= 0 else (score - score_no_change) / left


def volume_error_percent(predicted: np.ndarray, actual: np.ndarray) -> float:
    """Signed volume error in percent of the actual volume; both empty = 0, only the actual empty = nan."""
    before, after = int(predicted.astype(bool).sum()), int(actual.astype(bool).sum())
    if after == 0:
        return 0.0 if before == 0 else float("nan")
    return 100 * (before - after) / after


def hd95_mm(predicted: np.ndarray, actual: np.ndarray, spacing_mm: float | tuple[float, float, float]) -> float:
    """Larger of the two directed 95th percentiles of surface distance; nan when either mask is empty."""
    there, back = surface_distances_mm(predicted, actual, spacing_mm)
    return float(max(np.percentile(there, 95), np.percentile(back, 95))) if len(there) and len(back) else float("nan")


def assd_mm(predicted: np.ndarray, actual: np.ndarray, spacing_mm: float | tuple[float, float, float]) -> float:
    """Average symmetric surface distance: mean over the voxels of both surfaces; nan when either mask is empty."""
    there, back = surface_distances_mm(predicted, actual, spacing_mm)
    return float(np.concatenate([there, back]).mean()) if len(there) and len(back) else float("nan")


def surface_distances_mm(
    predicted: np.ndarray, actual: np.ndarray, spacing_mm: float | tuple[float, float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Distance from every surface voxel of one mask to the nearest surface voxel centre of the other, both ways.

    A surface voxel has a background neighbour across a face; what lies outside the array is background.

    :returns: (predicted to actual, actual to predicted), mm; two empty arrays when either mask is empty
    """
    predicted, actual = predicted.astype(bool), actual.astype(bool)
    if not predicted.any() or not actual.any():
        return np.empty(0), np.empty(0)
    crop = _bounding_box(predicted | actual)
    edge_predicted, edge_actual = _surface(predicted[crop]), _surface(actual[crop])
    sampling = (spacing_mm,) * 3 if np.isscalar(spacing_mm) else tuple(spacing_mm)
    there = distance_transform_edt(~edge_actual, sampling=sampling)[edge_predicted]
    back = distance_transform_edt(~edge_predicted, sampling=sampling)[edge_actual]
    return there, back


def ssim3d(predicted: np.ndarray, actual: np.ndarray, data_range: float, mask: np.ndarray | None = None) -> float:
    """Structural similarity, 3-D Gaussian window (sigma 1.5, 11 voxels wide), mirrored edges, averaged inside the mask.

    :param data_range: fixed intensity range, the same for every method that is compared
    :see: Wang 2004, doi 10.1109/TIP.2003.819861
    """
    similarity = ssim_map(predicted, actual, data_range)
    return float(similarity.mean() if mask is None else _inside(similarity, mask).mean())


def ssim_map(predicted: np.ndarray, actual: np.ndarray, data_range: float) -> np.ndarray:
    """Structural similarity of every voxel, float64 [D, H, W]; take its mean over as many masks as are needed."""
    x, y = predicted.astype(np.float64), actual.astype(np.float64)
    c1, c2 = (SSIM_K[0] * data_range) ** 2, (SSIM_K[1] * data_range) ** 2
    mean_x, mean_y = _gaussian(x), _gaussian(y)
    var_x = _gaussian(x * x) - mean_x**2
    var_y = _gaussian(y * y) - mean_y**2
    covariance = _gaussian(x * y) - mean_x * mean_y
    top = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    return top / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2))


def psnr_db(predicted: np.ndarray, actual: np.ndarray, data_range: float, mask: np.ndarray | None = None) -> float:
    """Peak signal-to-noise ratio in decibel over the mask; inf for equal images."""
    error = float(np.mean(_inside(predicted.astype(np.float64) - actual.astype(np.float64), mask) ** 2))
    return float("inf") if error == 0 else 10 * np.log10(data_range**2 / error)


def nmse(predicted: np.ndarray, actual: np.ndarray, mask: np.ndarray | None = None) -> float:
    """Squared error over the mask divided by the actual image's energy there; nan when that energy is 0."""
    x, y = _inside(predicted.astype(np.float64), mask), _inside(actual.astype(np.float64), mask)
    energy = float(np.sum(y**2))
    return float("nan") if energy == 0 else float(np.sum((x - y) ** 2)) / energy


def bootstrap_ci(
    values: np.ndarray, resamples: int = 2000, seed: int = 0, confidence: float = 0.95
) -> tuple[float, float, float]:
    """Mean over patients with its percentile bootstrap interval; nan values are left out.

    :param values: one value per patient (a paired difference for a comparison of two methods)
    :returns: (mean, lower bound, upper bound)
    """
    kept = np.asarray(values, np.float64)
    kept = kept[~np.isnan(kept)]
    if len(kept) == 0:
        return float("nan"), float("nan"), float("nan")
    picks = np.random.default_rng(seed).integers(0, len(kept), (resamples, len(kept)))
    tail = 50 * (1 - confidence)
    lower, upper = np.percentile(kept[picks].mean(axis=1), [tail, 100 - tail])
    return float(kept.mean()), float(lower), float(upper)


def paired_wilcoxon(ours: np.ndarray, rival: np.ndarray) -> float:
    """Two-sided p value of the Wilcoxon signed-rank test on patient pairs; pairs with nan left out, all equal = 1."""
    difference = np.asarray(ours, np.float64) - np.asarray(rival, np.float64)
    difference = difference[~np.isnan(difference)]
    if not np.any(difference):
        return 1.0
    return float(stats.wilcoxon(difference, zero_method="wilcox").pvalue)


def holm(p_values: dict[str, float]) -> dict[str, float]:
    """Holm's step-down adjusted p values, by the same names."""
    adjusted, running = {}, 0.0
    for rank, name in enumerate(sorted(p_values, key=p_values.__getitem__)):
        running = max(running, min(1.0, (len(p_values) - rank) * p_values[name]))
        adjusted[name] = running
    return {name: adjusted[name] for name in p_values}


def crps_log_volume(samples_ml: np.ndarray, actual_ml: float, floor_ml: float = 0.01) -> float:
    """Fair continuous ranked probability score of sampled volumes on the log scale."""
    return fair_crps(np.log(np.maximum(np.asarray(samples_ml, np.float64), floor_ml)), float(np.log(max(actual_ml, floor_ml))))


def fair_crps(samples: np.ndarray, truth: float) -> float:
    """Continuous ranked probability score that does not depend on the number of samples (pairs of different samples only).

    :param samples: [N]; one sample scores its absolute error
    :see: Gneiting 2007, doi 10.1198/016214506000001437; Ferro 2014, doi 10.1002/qj.2270
    """
    pairs = max(1, len(samples) * (len(samples) - 1))
    spread = np.abs(samples[:, None] - samples[None, :]).sum() / pairs
    return float(np.abs(samples - truth).mean() - spread / 2)


def wilson_interval(hits: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson interval of a proportion, for example of the futures that cover the truth."""
    z = float(stats.norm.ppf((1 + confidence) / 2))
    share = hits / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * np.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return float(centre - half), float(centre + half)


def _surface(mask: np.ndarray) -> np.ndarray:
    return mask & ~binary_erosion(mask, border_value=0)


def _bounding_box(mask: np.ndarray) -> tuple[slice, ...]:
    """Smallest box that holds the mask."""
    indices = np.nonzero(mask)
    return tuple(slice(int(i.min()), int(i.max()) + 1) for i in indices)


def _gaussian(values: np.ndarray) -> np.ndarray:
    offsets = np.arange(-SSIM_RADIUS_VOXELS, SSIM_RADIUS_VOXELS + 1)
    weights = np.exp(-(offsets**2) / (2 * SSIM_SIGMA_VOXELS**2))
    weights /= weights.sum()
    for axis in range(3):
        values = correlate1d(values, weights, axis=axis, mode="reflect")
    return values


def _inside(values: np.ndarray, mask: np.ndarray | None) -> np.ndarray:
    return values.ravel() if mask is None else values[mask.astype(bool)]
