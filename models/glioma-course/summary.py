"""Scores of single patients -> means, medians, bootstrap intervals and paired comparisons of a test set."""

import numpy as np

from common import metrics

STRUCTURE_METRICS = ("dice", "growthRegionDice", "volumeErrorPercent", "signedVolumeErrorPercent", "hd95Mm")
IMAGE_METRICS = ("ssim", "psnrDb", "ssimLesion", "psnrDbLesion")
COMPARED = {"dice": 1, "growthRegionDice": 1, "volumeErrorPercent": -1, "hd95Mm": -1}
"""Metrics compared with every rival; 1 where larger is better."""

RESAMPLES = 2000


def summarise_set(rows: list[dict], model: str, half_width: float) -> dict:
    """One test set's entry of metrics.json.

    :param rows: from `evaluate.score_pair`
    :param half_width: conformal widening of the log-volume interval
    """
    methods = list(rows[0]["methods"])
    return {
        "patients": len(rows),
        "patientsWithTwoVisits": sum(row["visits"] == 2 for row in rows),
        "methods": {name: _method(rows, name) for name in methods},
        "noiseCeiling": {name: _statistics([row["noiseCeiling"][name] for row in rows]) for name in IMAGE_METRICS},
        "pairedVsBestRival": _paired_with_best(rows, model),
        "pairedVsEveryRival": _paired(rows, model),
        "coverage90": _coverage(rows, half_width),
        "crps": _statistics([row["crps"] for row in rows]),
        "crpsOfPoint": {name: _statistics([row["crpsOfPoint"][name] for row in rows]) for name in methods},
        "spreadLogVolume": _statistics([float(np.std(row["sampledLogVolumes"])) for row in rows]),
    }


def _method(rows: list[dict], name: str) -> dict:
    entry: dict = {}
    for structure in ("core", "oedema"):
        entry[structure] = {
            metric: _statistics([row["methods"][name][structure][metric] for row in rows]) for metric in STRUCTURE_METRICS
        }
    images = [row["methods"][name].get("image") for row in rows]
    entry["image"] = (
        {metric: _statistics([image[metric] for image in images]) for metric in IMAGE_METRICS} if all(images) else None
    )
    return entry


def _statistics(values: list[float]) -> dict:
    array = np.asarray(values, float)
    finite = array[np.isfinite(array)]
    mean, low, high = metrics.bootstrap_ci(finite, resamples=RESAMPLES)
    median = float(np.median(finite)) if len(finite) else float("nan")
    return {"mean": _round(mean), "median": _round(median), "ci95": [_round(low), _round(high)], "count": len(finite)}


def _values(rows: list[dict], name: str, structure: str, metric: str) -> np.ndarray:
    return np.array([row["methods"][name][structure][metric] for row in rows], float)


def _compare(rows: list[dict], model: str, rival: str, structure: str, metric: str) -> dict:
    ours, theirs = _values(rows, model, structure, metric), _values(rows, rival, structure, metric)
    mean, low, high = metrics.bootstrap_ci(ours - theirs, resamples=RESAMPLES)
    return {
        "rival": rival,
        "difference": _round(mean),
        "ci95": [_round(low), _round(high)],
        "p": metrics.paired_wilcoxon(ours, theirs),
    }


def _paired(rows: list[dict], model: str) -> dict:
    """Differences from every rival; p values adjusted by Holm over all comparisons of this set."""
    keys = [
        (structure, metric, rival)
        for structure in ("core", "oedema")
        for metric in COMPARED
        for rival in rows[0]["methods"]
        if rival != model
    ]
    results = {"/".join(key): _compare(rows, model, key[2], key[0], key[1]) for key in keys}
    adjusted = metrics.holm({name: result["p"] for name, result in results.items()})
    for name, result in results.items():
        result["p"] = float(f"{result['p']:.3g}")
        result["pHolm"] = float(f"{adjusted[name]:.3g}")
    return results


def _paired_with_best(rows: list[dict], model: str) -> dict:
    """Difference from the rival with the best mean, per metric of the core, with Holm over all comparisons."""
    every, best = _paired(rows, model), {}
    rivals = [name for name in rows[0]["methods"] if name != model]
    for metric, sign in COMPARED.items():
        rival = max(rivals, key=lambda name: sign * np.nanmean(_values(rows, name, "core", metric)))
        best[metric] = every[f"core/{metric}/{rival}"]
    return best


def _coverage(rows: list[dict], half_width: float) -> dict:
    """Share of patients whose true log-volume lies in the calibrated 90 % interval; Wilson interval."""
    hits, sampled_hits, widths = 0, 0, []
    for row in rows:
        low, high = np.quantile(row["sampledLogVolumes"], [0.05, 0.95])
        truth = np.log(max(row["coreVolumeMl"], 0.008))
        hits += low - half_width <= truth <= high + half_width
        sampled_hits += low <= truth <= high
        widths.append(high - low + 2 * half_width)
    interval = metrics.wilson_interval(int(hits), len(rows))
    return {
        "value": _round(hits / len(rows)),
        "ci95": [_round(bound) for bound in interval],
        "withoutCalibration": _round(sampled_hits / len(rows)),
        "medianWidthLogVolume": _round(float(np.median(widths))),
    }


def _round(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None
