"""Scores of single patients -> means, medians, bootstrap intervals and paired comparisons of a test set."""

import numpy as np

from common import metrics
from common.statistics import paired, ratio_of_means, spread_of
from dataset import STRUCTURES
from forecasts import DETERMINISTIC, MODEL
from scores import SMALLEST_RELATIVE_ML
from uncertainty import summarise_uncertainty

STRUCTURE_METRICS = (
    *["dice", "jaccard", "growthRegionDice", "skill", "volumeErrorPercent", "signedVolumeErrorPercent", "volumeErrorMl"],
    *["hd95Mm", "assdMm"],
)
IMAGE_METRICS = tuple(f"{name}{region}" for region in ("", "Lesion", "Changed") for name in ("ssim", "psnrDb", "nmse"))
COMPARED = {"dice": 1, "growthRegionDice": 1, "volumeErrorPercent": -1, "hd95Mm": -1}
"""Metrics compared with every rival; 1 where larger is better."""

SUBSETS = {
    "untreated": lambda row: row["arm"] == "none",
    "treated": lambda row: row["arm"] != "none",
    "oneVisit": lambda row: row["visits"] == 1,
    "twoVisits": lambda row: row["visits"] == 2,
    "threeVisits": lambda row: row["visits"] == 3,
}
SUBSET_METRICS = ("dice", "growthRegionDice", "volumeErrorPercent", "hd95Mm")


def summarise_set(rows: list[dict], half_widths: tuple[float, float], residuals: dict[str, list[float]]) -> dict:
    """One test set's entry of metrics.json.

    :param rows: from `scores.score_example`
    :param half_widths: conformal widening of the 50 % and of the 90 % interval of the log volume
    :param residuals: log-volume errors of every method on validation patients (true minus forecast)
    """
    methods = list(rows[0]["methods"])
    return {
        "patients": len(rows),
        "patientsWithTwoVisits": sum(row["visits"] >= 2 for row in rows),
        "anatomies": sorted({row["anatomy"] for row in rows}),
        "counts": _counts(rows),
        "methods": {name: _method(rows, name) for name in methods},
        **{name: _images([row[name] for row in rows]) if name in rows[0] else None for name in ("noiseCeiling", "perfectChange")},
        **_comparisons(rows),
        "volumeErrorRatio": _volume_ratios(rows),
        **summarise_uncertainty(rows, half_widths, residuals),
        "subsets": {name: _subset([row for row in rows if keep(row)]) for name, keep in SUBSETS.items()},
        "t1cAlone": _t1c_alone(rows),
    }


def _counts(rows: list[dict]) -> dict:
    """Cases in which a measure has a value by convention or none at all."""
    return {
        "oedemaNotShown": sum(not row["showsOedema"] for row in rows),
        "trueCoreEmpty": sum(row["trueMl"]["core"] == 0 for row in rows),
        "trueCoreBelowVolumeErrorLimit": sum(row["trueMl"]["core"] < SMALLEST_RELATIVE_ML for row in rows),
        "bothCoresEmpty": {
            name: sum(row["trueMl"]["core"] == 0 == row["coreMl"][name] for row in rows) for name in rows[0]["methods"]
        },
        "oneCoreEmpty": {
            name: sum((row["trueMl"]["core"] == 0) != (row["coreMl"][name] == 0) for row in rows) for name in rows[0]["methods"]
        },
    }


def _method(rows: list[dict], name: str) -> dict:
    entry: dict = {
        structure: {metric: spread_of(_values(rows, name, structure, metric)) for metric in STRUCTURE_METRICS}
        for structure in STRUCTURES
    }
    images = [row["images"][name] for row in rows if name in row.get("images", {})]
    entry["image"] = _images(images) if images else None
    if name in rows[0]["explained"]:
        entry["explainedChange"] = _explained([row["explained"][name] for row in rows])
    return entry


def _images(scores: list[dict]) -> dict:
    """Mean over the sequences, and `sequences` one by one.

    :param scores: by sequence and measure, one per patient
    """
    names = list(scores[0])
    over_all = {metric: spread_of([np.mean([one[name][metric] for name in names]) for one in scores]) for metric in IMAGE_METRICS}
    single = {name: {metric: spread_of([one[name][metric] for one in scores]) for metric in IMAGE_METRICS} for name in names}
    return {**over_all, "sequences": single}


def _explained(values: list[dict]) -> dict:
    names = list(values[0])
    return {"mean": spread_of([np.mean([one[name] for name in names]) for one in values])} | {
        name: spread_of([one[name] for one in values]) for name in names
    }


def _values(rows: list[dict], name: str, structure: str, metric: str) -> np.ndarray:
    """One value per patient; nan where the structure was not shown."""
    scores = [row["methods"][name][structure] for row in rows]
    return np.array([np.nan if score is None else score[metric] for score in scores], float)


def _comparisons(rows: list[dict]) -> dict:
    """Every rival, and the best one per measure: of all rivals, and of those without a network."""
    rivals = [name for name in rows[0]["methods"] if name != MODEL]
    simple = [name for name in rivals if name != DETERMINISTIC]
    every = _paired(rows, rivals)
    return {
        "pairedVsBestRival": _best(rows, "core", rivals, every),
        "pairedVsBestRivalOedema": _best(rows, "oedema", rivals, every),
        "pairedVsBestSimpleRival": _best(rows, "core", simple, every),
        "pairedVsBestSimpleRivalOedema": _best(rows, "oedema", simple, every),
        "pairedVsEveryRival": every,
    }


def _paired(rows: list[dict], rivals: list[str]) -> dict:
    """Differences from every rival; p values adjusted by Holm over all comparisons of this set."""
    keys = [(structure, metric, rival) for structure in STRUCTURES for metric in COMPARED for rival in rivals]
    results = {
        "/".join(key): {"rival": key[2], **paired(_values(rows, MODEL, *key[:2]), _values(rows, key[2], *key[:2]))}
        for key in keys
    }
    adjusted = metrics.holm({name: result["p"] for name, result in results.items()})
    for name, result in results.items():
        result["p"], result["pHolm"] = float(f"{result['p']:.3g}"), float(f"{adjusted[name]:.3g}")
    return results


def _best(rows: list[dict], structure: str, rivals: list[str], every: dict) -> dict:
    """Difference from the rival with the best mean, per measure."""
    best = {}
    for metric in COMPARED:
        best[metric] = every[f"{structure}/{metric}/{_best_rival(rows, structure, metric, rivals)}"]
    return best


def _best_rival(rows: list[dict], structure: str, metric: str, rivals: list[str]) -> str:
    def merit(name: str) -> float:
        values = _values(rows, name, structure, metric)
        return COMPARED[metric] * float(np.nanmean(values)) if np.isfinite(values).any() else -np.inf

    return max(rivals, key=merit)


def _volume_ratios(rows: list[dict]) -> dict:
    """Our mean volume error over that of the best rival, for core and oedema."""
    rivals = [name for name in rows[0]["methods"] if name != MODEL]
    result = {}
    for label, names in (("bestRival", rivals), ("bestSimpleRival", [name for name in rivals if name != DETERMINISTIC])):
        for structure in STRUCTURES:
            rival = _best_rival(rows, structure, "volumeErrorPercent", names)
            values = [_values(rows, name, structure, "volumeErrorPercent") for name in (MODEL, rival)]
            result.setdefault(structure, {})[label] = {"rival": rival, **ratio_of_means(*values)}
    return result


def _subset(rows: list[dict]) -> dict:
    if not rows:
        return {"patients": 0, "methods": {}}
    methods = {
        name: {
            structure: {metric: spread_of(_values(rows, name, structure, metric)) for metric in SUBSET_METRICS}
            for structure in STRUCTURES
        }
        for name in rows[0]["methods"]
    }
    against = {}
    for metric in SUBSET_METRICS:
        rivals = [name for name in methods if name not in (MODEL, DETERMINISTIC)]
        rival = _best_rival(rows, "core", metric, rivals)
        comparison = paired(_values(rows, MODEL, "core", metric), _values(rows, rival, "core", metric))
        against[metric] = {"rival": rival, **comparison, "p": float(f"{comparison['p']:.3g}")}
    return {"patients": len(rows), "methods": methods, "pairedVsBestSimpleRival": against}


def _t1c_alone(rows: list[dict]) -> dict:
    """Forecasts from T1c images alone, and the difference to all four sequences on the same patients."""
    alone = [{**row, "methods": {MODEL: row["t1cAlone"]["masks"]}} for row in rows]
    entry: dict = {}
    for structure in STRUCTURES:
        entry[structure] = {}
        for metric in SUBSET_METRICS:
            ours, four = _values(alone, MODEL, structure, metric), _values(rows, MODEL, structure, metric)
            entry[structure][metric] = {**spread_of(ours), "minusAllFour": paired(ours, four)}
    pairs = [(row["t1cAlone"]["images"]["t1c"], row["images"][MODEL]["t1c"]) for row in rows if "images" in row]
    entry["t1c"] = {
        metric: {
            **spread_of([one[metric] for one, _ in pairs]),
            "minusAllFour": paired([one[metric] for one, _ in pairs], [four[metric] for _, four in pairs]),
        }
        for metric in ("ssimLesion", "psnrDbLesion")
    }
    entry["explainedChange"] = spread_of([row["t1cAlone"]["explained"]["t1c"] for row in rows])
    return entry
