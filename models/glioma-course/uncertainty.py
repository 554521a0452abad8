"""How well sampled futures and volume intervals agree with the truth, over the patients of a test set."""

import numpy as np

from common import metrics
from common.metrics import fair_crps
from common.probability_metrics import quadratic_kappa
from common.response import CLASSES, volume_response
from common.statistics import bootstrap, paired, rounded, share, spread_of
from forecasts import DETERMINISTIC, MODEL
from scores import SMALLEST_ML, log_volume


def summarise_uncertainty(rows: list[dict], half_widths: tuple[float, float], residuals: dict[str, list[float]]) -> dict:
    """Coverage, CRPS, calibration and response classes of one test set.

    :param half_widths: conformal widening of the 50 % and of the 90 % interval of the log volume
    :param residuals: log-volume errors of every method on validation patients (true minus forecast)
    """
    futures, methods = [row["futures"] for row in rows], list(rows[0]["methods"])
    conformalised = {name: _conformalised_crps(rows, name, residuals[name]) for name in methods}
    ours = [fair_crps(log_volume(row["futures"]["coreVolumesMl"]), float(log_volume(row["trueMl"]["core"]))) for row in rows]
    return {
        "coverage90": _coverage(rows, 0.9, half_widths[1]),
        "coverage50": _coverage(rows, 0.5, half_widths[0]),
        "crps": spread_of(ours),
        "crpsOfPoint": {name: spread_of(_point_crps(rows, name)) for name in methods},
        "crpsConformalised": {name: spread_of(values) for name, values in conformalised.items()},
        "crpsVsBestConformalised": _versus_best(ours, conformalised, [name for name in methods if name != MODEL]),
        "crpsVsBestSimpleConformalised": _versus_best(
            ours, conformalised, [name for name in methods if name not in (MODEL, DETERMINISTIC)]
        ),
        "spreadLogVolume": spread_of([np.std(log_volume(future["coreVolumesMl"])) for future in futures]),
        "ranks": _ranks(rows),
        "calibrationError": spread_of([future["calibrationError"] for future in futures]),
        "logLoss": spread_of([future["logLoss"] for future in futures]),
        "energyDistance": spread_of([future["energyDistance"] for future in futures]),
        "reliability": _reliability(futures),
        "responseKappa": {name: _kappa(rows, name) for name in methods},
    }


def _coverage(rows: list[dict], level: float, half_width: float) -> dict:
    """Share of patients whose true log volume lies in the widened central interval; Wilson interval."""
    truths = log_volume([row["trueMl"]["core"] for row in rows])
    tails = [(1 - level) / 2, (1 + level) / 2]
    ends = np.array([np.quantile(log_volume(row["futures"]["coreVolumesMl"]), tails) for row in rows])
    sampled = (ends[:, 0] <= truths) & (truths <= ends[:, 1])
    widened = (ends[:, 0] - half_width <= truths) & (truths <= ends[:, 1] + half_width)
    alone = share(sampled)
    return {
        **share(widened),
        "medianWidthLogVolume": rounded(float(np.median(ends[:, 1] - ends[:, 0])) + 2 * half_width),
        "withoutCalibration": alone["value"],
        "withoutCalibrationCi95": alone["ci95"],
        "medianWidthWithoutCalibration": rounded(float(np.median(ends[:, 1] - ends[:, 0]))),
    }


def _point_crps(rows: list[dict], name: str) -> list[float]:
    """A single volume as a forecast: its absolute log error."""
    return [metrics.crps_log_volume(np.array([row["coreMl"][name]]), row["trueMl"]["core"], SMALLEST_ML) for row in rows]


def _conformalised_crps(rows: list[dict], name: str, residuals: list[float]) -> list[float]:
    """The named volume with the method's own errors on validation patients round it."""
    return [
        fair_crps(log_volume(row["coreMl"][name]) + np.array(residuals), float(log_volume(row["trueMl"]["core"]))) for row in rows
    ]


def _versus_best(ours: list[float], conformalised: dict[str, list[float]], rivals: list[str]) -> dict:
    rival = min(rivals, key=lambda name: float(np.mean(conformalised[name])))
    comparison = paired(ours, conformalised[rival])
    return {"rival": rival, **comparison, "p": float(f"{comparison['p']:.3g}")}


def _ranks(rows: list[dict]) -> list[int]:
    """How many patients have 0, 1, ... of the sampled volumes below the true one; even if the futures are calibrated.

    Equal volumes, most of them 0, are put on either side by lot.
    """
    rng = np.random.default_rng(0)
    counts = []
    for row in rows:
        volumes, actual = np.array(row["futures"]["coreVolumesMl"]), row["trueMl"]["core"]
        counts.append(int(np.sum(volumes < actual)) + int(rng.integers(np.sum(volumes == actual) + 1)))
    return np.bincount(counts, minlength=len(rows[0]["futures"]["coreVolumesMl"]) + 1).tolist()


def _reliability(futures: list[dict]) -> dict:
    """Forecast probability and true share per bin, all voxels of all bands together."""
    sums = {name: np.sum([future["bins"][name] for future in futures], axis=0) for name in ("voxels", "probability", "inside")}
    filled = np.maximum(sums["voxels"], 1)
    gap = np.abs(sums["probability"] - sums["inside"]).sum() / max(1, sums["voxels"].sum())
    return {
        "voxels": sums["voxels"].tolist(),
        "meanProbability": (sums["probability"] / filled).round(4).tolist(),
        "shareInside": (sums["inside"] / filled).round(4).tolist(),
        "pooledCalibrationError": rounded(float(gap)),
    }


def _kappa(rows: list[dict], name: str) -> dict:
    """Quadratic kappa of the class by the volume criterion of RANO 2.0, baseline = last visit as seen; imaging only."""
    actual = [volume_response(row["lastMl"]["core"], row["trueMl"]["core"]) for row in rows]
    forecast = [volume_response(row["lastMl"]["core"], row["coreMl"][name]) for row in rows]
    known = [(one, other) for one, other in zip(forecast, actual, strict=True) if one is not None and other is not None]
    pairs = np.array(known, int).reshape(-1, 2)
    kappa = bootstrap(lambda picks: quadratic_kappa(pairs[picks, 0].tolist(), pairs[picks, 1].tolist(), len(CLASSES)), len(pairs))
    return {
        "rano2Volume": {
            "kappa": kappa["value"],
            "ci95": kappa["ci95"],
            "patients": len(pairs),
            "agreement": rounded(float(np.mean(pairs[:, 0] == pairs[:, 1]))) if len(pairs) else None,
            "trueClasses": dict(zip(CLASSES, np.bincount(pairs[:, 1], minlength=len(CLASSES)).tolist(), strict=True)),
        }
    }
