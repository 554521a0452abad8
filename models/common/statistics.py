"""Values of single patients -> what a table needs: mean, median, bootstrap interval, paired comparisons, shares."""

import numpy as np

from common import metrics

RESAMPLES = 2000


def spread_of(values) -> dict:
    """Mean, median, 95 % bootstrap interval of the mean over patients, and how many patients have a value.

    :param values: one per patient; nan and infinity are left out
    """
    array = np.asarray(values, float)
    finite = array[np.isfinite(array)]
    mean, low, high = metrics.bootstrap_ci(finite, resamples=RESAMPLES)
    median = float(np.median(finite)) if len(finite) else float("nan")
    return {"mean": rounded(mean), "median": rounded(median), "ci95": [rounded(low), rounded(high)], "count": len(finite)}


def paired(ours, theirs) -> dict:
    """Mean of the paired differences, ours minus theirs, with bootstrap interval and Wilcoxon p value (not adjusted)."""
    ours, theirs = finite_or_nan(ours), finite_or_nan(theirs)
    mean, low, high = metrics.bootstrap_ci(ours - theirs, resamples=RESAMPLES)
    return {"difference": rounded(mean), "ci95": [rounded(low), rounded(high)], "p": metrics.paired_wilcoxon(ours, theirs)}


def ratio_of_means(ours, theirs) -> dict:
    """Mean of ours over mean of theirs on the same patients, with a bootstrap interval over patients."""
    ours, theirs = finite_or_nan(ours), finite_or_nan(theirs)
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    ours, theirs = ours[both], theirs[both]
    return bootstrap(lambda picks: ours[picks].mean() / theirs[picks].mean(), len(ours))


def bootstrap(statistic, count: int, seed: int = 0) -> dict:
    """Value of a statistic of all patients with its 95 % percentile bootstrap interval.

    :param statistic: takes an array of patient numbers
    :param count: number of patients
    """
    if count == 0:
        return {"value": None, "ci95": [None, None]}
    picks = np.random.default_rng(seed).integers(0, count, (RESAMPLES, count))
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.array([statistic(pick) for pick in picks], float)
        value = statistic(np.arange(count))
    values = values[np.isfinite(values)]
    low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (float("nan"), float("nan"))
    return {"value": rounded(value), "ci95": [rounded(low), rounded(high)]}


def share(hits) -> dict:
    """Share of cases with its Wilson interval.

    :param hits: one bool per case
    """
    hits = np.asarray(hits, bool)
    if len(hits) == 0:
        return {"value": None, "ci95": [None, None], "count": 0}
    low, high = metrics.wilson_interval(int(hits.sum()), len(hits))
    return {"value": rounded(hits.mean()), "ci95": [rounded(low), rounded(high)], "count": len(hits)}


def finite_or_nan(values) -> np.ndarray:
    """Float array in which infinity has become nan."""
    array = np.asarray(values, float)
    return np.where(np.isfinite(array), array, np.nan)


def rounded(value: float) -> float | None:
    """Four decimals; None for what JSON cannot hold."""
    return round(float(value), 4) if np.isfinite(value) else None
