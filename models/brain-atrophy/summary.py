"""Scores of single heads -> means, medians, bootstrap intervals, lines and paired comparisons of a test set."""

import numpy as np

from answers import REGIONS
from common import metrics
from common.statistics import RESAMPLES, bootstrap, paired, rounded, share, spread_of
from examples import LABELS
from heads import ASKED, is_backward
from intervals import interval_of, logarithm, percent
from objective import MEASURED
from scores import FIELD, MODEL, NO_CHANGE, PERFECT, RATE

LABELLED = tuple(LABELS[number] for number in MEASURED)
COURSES = ("healthy", "mci", "ad")
RIVALS = (FIELD, RATE, NO_CHANGE)
FIELD_MEASURES = {"fieldErrorMm": 1, "mapErrorPercent": 1, "ssim": -1, "ssimMoved": -1}
"""Measures of fields and images, which a rate has not; 1 where smaller is better."""

SMALLEST_SPREAD = 1e-12
QUANTILES = (0.5, 0.75, 0.9, 0.95)


def summarise(rows: list[dict], calibration: dict) -> dict:
    """Everything about the test heads.

    :param rows: of `scores.score_scene`
    :param calibration: of the manifest
    """
    questions = {asked: _question(rows, asked, calibration["marginLogarithm"][asked]) for asked in ASKED}
    return {
        "recoveredVsImposed": questions["since"]["recoveredVsImposed"][MODEL],
        "controlFalseChangePercentPerYear": false_change(rows, calibration["meanYearsSince"]),
        "labelDice": {name: spread_of([row["labels"][name]["dice"] for row in rows]) for name in LABELLED},
        "testSets": {
            "held-out-anatomies": {
                "patients": len(rows),
                "patientsByCourse": {course: sum(row["course"] == course for row in rows) for course in COURSES},
                "anatomies": sorted({row["anatomy"] for row in rows}),
                "volumes": {name: _volumes([row["labels"][name] for row in rows]) for name in LABELLED},
                "questions": questions,
            }
        },
    }


def false_change(rows: list[dict], disease_years: float) -> dict:
    """Change that controls seem to have behind them where nothing is told, spread over the mean years of a disease."""
    found = [row["asked"]["sinceUntold"][MODEL]["changes"] for row in rows if row["course"] == "healthy"]
    entry: dict = {"years": disease_years, "controls": len(found)}
    for region in REGIONS:
        signed = np.array([changes[region] for changes in found]) / disease_years
        size = np.abs(signed)
        median = bootstrap(lambda picks, size=size: np.median(size[picks]), len(size))
        quantiles = np.quantile(size, QUANTILES) if len(size) else [float("nan")] * len(QUANTILES)
        entry[region] = {
            "median": median["value"],
            "ci95": median["ci95"],
            "quantiles": {f"{level:g}": rounded(value) for level, value in zip(QUANTILES, quantiles, strict=True)},
            "signedMedian": rounded(np.median(signed)) if len(signed) else None,
        }
    return entry


def line_of(imposed, recovered) -> dict:
    """Least squares of recovered on imposed change: slope with its interval, intercept in % points, r2 with its interval.

    `explained` is the share of the spread of the imposed change that is right as it stands, without a line through it.
    """
    imposed, recovered = np.asarray(imposed, float), np.asarray(recovered, float)
    slope, intercept, r2 = (rounded(value) for value in _lines(imposed, recovered))
    picks = np.random.default_rng(0).integers(0, max(len(imposed), 1), (RESAMPLES, len(imposed)))
    slopes, _, r2s = _lines(imposed[picks], recovered[picks])
    spread = float(((imposed - imposed.mean()) ** 2).sum()) if len(imposed) else 0.0
    explained = 1 - float(((recovered - imposed) ** 2).sum()) / spread if spread > 0 else float("nan")
    return {
        "slope": slope,
        "intercept": intercept,
        "r2": r2,
        "ci95": _ends(slopes),
        "r2Ci95": _ends(r2s),
        "explained": rounded(explained),
        "count": len(imposed),
    }


def _lines(imposed: np.ndarray, recovered: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slope, intercept and squared correlation along the last axis; nan where nothing is imposed or varies."""
    if imposed.shape[-1] < 2:
        return (np.full(imposed.shape[:-1], np.nan),) * 3
    means = [values.mean(axis=-1, keepdims=True) for values in (imposed, recovered)]
    across, up = imposed - means[0], recovered - means[1]
    both, own, other = ((one * two).sum(axis=-1) for one, two in ((across, up), (across, across), (up, up)))
    own = np.where(own > SMALLEST_SPREAD, own, np.nan)
    slope = both / own
    intercept = means[1][..., 0] - slope * means[0][..., 0]
    return slope, intercept, both**2 / (own * np.where(other > SMALLEST_SPREAD, other, np.inf))


def _ends(values: np.ndarray) -> list[float | None]:
    """95 % percentile interval of resampled values."""
    known = values[np.isfinite(values)]
    return [rounded(value) for value in np.percentile(known, [2.5, 97.5])] if len(known) else [None, None]


def _question(rows: list[dict], asked: str, margins: dict[str, float]) -> dict:
    """One question's entry."""
    rows = [row for row in rows if asked in row["asked"]]
    changes = {name: _changes(rows, asked, name) for name in (MODEL, *RIVALS)}
    imposed = {region: np.array([row["imposed"][_direction(asked)][region] for row in rows]) for region in REGIONS}
    errors = {name: {region: np.abs(by[region] - imposed[region]) for region in REGIONS} for name, by in changes.items()}
    fields = _fields(rows, asked)
    diseased = np.array([row["course"] != "healthy" for row in rows], bool)
    return {
        "patients": len(rows),
        "recoveredVsImposed": {
            name: {region: line_of(imposed[region], changes[name][region]) for region in REGIONS} for name in (MODEL, FIELD, RATE)
        },
        "recoveredVsImposedWithDisease": {
            name: {region: line_of(imposed[region][diseased], changes[name][region][diseased]) for region in REGIONS}
            for name in (MODEL, FIELD, RATE)
        },
        "points": {
            region: [[rounded(x), rounded(y)] for x, y in zip(imposed[region], changes[MODEL][region], strict=True)]
            for region in ("hippocampus", "ventricles", "brain")
        },
        "absoluteErrorPercent": {name: {region: spread_of(by[region]) for region in REGIONS} for name, by in errors.items()},
        "biasPercent": {region: spread_of(changes[MODEL][region] - imposed[region]) for region in REGIONS},
        **{
            measure: {name: spread_of(values) for name, values in by.items() if values is not None}
            for measure, by in fields.items()
        },
        **_comparisons(errors, fields),
        **_uncertainty(rows, asked, margins),
    }


def _direction(asked: str) -> str:
    return "since" if is_backward(asked) else "ahead"


def _changes(rows: list[dict], asked: str, name: str) -> dict[str, np.ndarray]:
    if name == NO_CHANGE:
        return {region: np.zeros(len(rows)) for region in REGIONS}
    return {region: np.array([row["asked"][asked][name]["changes"][region] for row in rows]) for region in REGIONS}


def _fields(rows: list[dict], asked: str) -> dict[str, dict[str, np.ndarray | None]]:
    """Measures of fields and images, one value per head, by measure and method; None where a method has no such answer."""
    table: dict = {}
    for measure in FIELD_MEASURES:
        table[measure] = {name: np.array([row["asked"][asked][name][measure] for row in rows]) for name in (MODEL, FIELD)}
        bounds = [row["bounds"][_direction(asked)] for row in rows]
        table[measure][NO_CHANGE] = np.array([entry[NO_CHANGE][measure] for entry in bounds])
        known = measure.startswith("ssim")
        table[measure][PERFECT] = np.array([entry[PERFECT][measure] for entry in bounds]) if known else None
    return table


def _comparisons(errors: dict, fields: dict) -> dict:
    """Error of every rival minus ours (above 0 we are better), and the rival with the smallest mean error of every measure."""
    pairs: dict[str, dict] = {}
    for rival in RIVALS:
        for region in REGIONS:
            pairs[f"{region}/{rival}"] = {"rival": rival, **paired(errors[rival][region], errors[MODEL][region])}
        for measure, sign in FIELD_MEASURES.items():
            if rival in fields[measure]:
                ours, theirs = sign * fields[measure][MODEL], sign * fields[measure][rival]
                pairs[f"{measure}/{rival}"] = {"rival": rival, **paired(theirs, ours)}
    adjusted = metrics.holm({name: pair["p"] for name, pair in pairs.items()})
    for name, pair in pairs.items():
        pair["p"], pair["pHolm"] = float(f"{pair['p']:.3g}"), float(f"{adjusted[name]:.3g}")
    best = {}
    for measure in (*REGIONS, *FIELD_MEASURES):
        known = [pairs[f"{measure}/{rival}"] for rival in RIVALS if f"{measure}/{rival}" in pairs]
        known = [pair for pair in known if pair["difference"] is not None]
        if known:
            best[measure] = min(known, key=lambda pair: pair["difference"])
    return {"pairedVsBestRival": best, "pairedVsEveryRival": pairs}


def _uncertainty(rows: list[dict], asked: str, margins: dict[str, float]) -> dict:
    """Coverage of the 90 % intervals with and without their margin, their width, and CRPS, of the heads with futures."""
    rows = [row for row in rows if "futures" in row["asked"][asked]]
    coverage, crps = {}, {}
    scales = np.array([row["asked"][asked]["scale"] for row in rows])
    for region in REGIONS:
        futures = np.array([row["asked"][asked]["futures"][region] for row in rows]).reshape(len(rows), -1)
        truths = np.array([row["imposed"][_direction(asked)][region] for row in rows])
        lows, highs = interval_of(futures) if len(rows) else (np.empty(0), np.empty(0))
        margin, wanted = margins[region] * scales, logarithm(truths)
        coverage[region] = {
            **share((lows - margin <= wanted) & (wanted <= highs + margin)),
            "withoutMargin": share((lows <= wanted) & (wanted <= highs))["value"],
            "meanWidthPercent": rounded(np.mean(percent(highs + margin) - percent(lows - margin))) if len(rows) else None,
        }
        crps[region] = spread_of([metrics.fair_crps(drawn, truth) for drawn, truth in zip(futures, truths, strict=True)])
    return {"coverage90": coverage, "crps": crps}


def _volumes(labels: list[dict]) -> dict:
    return {
        "trueMl": spread_of([label["trueMl"] for label in labels]),
        "absoluteErrorPercent": spread_of([abs(label["volumeErrorPercent"]) for label in labels]),
        "signedErrorPercent": spread_of([label["volumeErrorPercent"] for label in labels]),
    }
