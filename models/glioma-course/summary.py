"""Scores of single patients -> means, medians, bootstrap intervals and paired comparisons of a test set."""

import numpy as np

from common import metrics
from common.statistics import bootstrap, paired, ratio_of_means, spread_of
from dataset import STRUCTURES
from forecasts import DETERMINISTIC, MODEL, NO_CHANGE
from scores import SMALLEST_RELATIVE_ML
from uncertainty import summarise_uncertainty

STRUCTURE_METRICS = (
    *["dice", "jaccard", "growthRegionDice", "skill", "volumeErrorPercent", "signedVolumeErrorPercent", "volumeErrorMl"],
    *["volumeErrorLog", "hd95Mm", "hd95MmPenalised", "assdMm"],
)
IMAGE_METRICS = tuple(f"{name}{region}" for region in ("", "Lesion", "Changed") for name in ("ssim", "psnrDb", "nmse"))
COMPARED = {"dice": 1, "growthRegionDice": 1, "volumeErrorPercent": -1, "volumeErrorLog": -1, "hd95MmPenalised": -1}
"""Metrics compared with every rival; 1 where larger is better."""

SUBSETS = {
    "untreated": lambda row: row["arm"] == "none",
    "treated": lambda row: row["arm"] != "none",
    "oneVisit": lambda row: row["visits"] == 1,
    "twoVisits": lambda row: row["visits"] == 2,
    "threeVisits": lambda row: row["visits"] == 3,
}
SUBSET_METRICS = tuple(COMPARED)
VOLUME_ERRORS = ("volumeErrorPercent", "volumeErrorLog")


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
        | {"skill": _skill(rows, name, structure)}
        for structure in STRUCTURES
    }
    images = [row["images"][name] for row in rows if name in row.get("images", {})]
    entry["image"] = _images(images) if images else None
    if name in rows[0]["explained"]:
        entry["explainedChange"] = _explained([row["explained"][name] for row in rows])
    return entry


def _skill(rows: list[dict], name: str, structure: str) -> dict:
    """Share of the way from the Dice of no change to 1 that the whole set goes; the median is that of single patients."""
    ours, unchanged = (_values(rows, method, structure, "dice") for method in (name, NO_CHANGE))
    left = [1 - values[np.isfinite(ours)] for values in (ours, unchanged)]
    whole = bootstrap(lambda picks: 1 - left[0][picks].mean() / left[1][picks].mean(), len(left[0]))
    single = spread_of(_values(rows, name, structure, "skill"))
    return {**single, "mean": whole["value"], "ci95": whole["ci95"]}


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
    values = np.array([_values(rows, name, structure, metric) for name in rivals])
    known = np.isfinite(values).all(axis=0)
    merits = COMPARED[metric] * values[:, known].mean(axis=1) if known.any() else np.zeros(len(rivals))
    return rivals[int(np.argmax(merits))]


def _volume_ratios(rows: list[dict]) -> dict:
    """Our mean volume error over that of the best rival, by structure, measure, and kind of rival."""
    rivals = [name for name in rows[0]["methods"] if name != MODEL]
    kinds = {"bestRival": rivals, "bestSimpleRival": [name for name in rivals if name != DETERMINISTIC]}

    def ratio(structure: str, metric: str, names: list[str]) -> dict:
        rival = _best_rival(rows, structure, metric, names)
        return {"rival": rival, **ratio_of_means(*(_values(rows, name, structure, metric) for name in (MODEL, rival)))}

    return {
        structure: {
            metric: {label: ratio(structure, metric, names) for label, names in kinds.items()} for metric in VOLUME_ERRORS
        }
        for structure in STRUCTURES
    }


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
    return {"patients": len(rows), "methods": methods, **_comparisons(rows), "volumeErrorRatio": _volume_ratios(rows)}


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
