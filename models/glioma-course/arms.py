"""Do forecasts under several treatments agree with the simulator? Sign, order and size of the effect on the core volume.

Every patient has one future per arm from the same history, horizon and start. Effect of an arm = core volume of the mean future
with it minus that without; the true effect likewise.
"""

import numpy as np
from scipy import stats

from common.statistics import bootstrap, rounded, share, spread_of
from common.treatment import ARMS

SMALLEST_EFFECT_ML, SMALLEST_EFFECT_SHARE = 0.2, 0.05
"""A true difference below 0.2 ml or below 5 % of the untreated volume counts as none."""


def by_patient(rows: list[dict]) -> list[dict[str, np.ndarray]]:
    """Volumes in the order of `ARMS`, one entry per patient with all arms.

    :param rows: of `score_files`, kind 'arm'
    :returns: `ours` and `true` [5] ml, `limit` ml
    """
    patients: dict[int, dict[str, dict]] = {}
    for row in rows:
        patients.setdefault(row["patient"], {})[row["arm"]] = row
    result = []
    for arms in patients.values():
        if set(arms) != set(ARMS):
            continue
        ours = np.array([arms[name]["coreMl"] for name in ARMS])
        true = np.array([arms[name]["trueMl"]["core"] for name in ARMS])
        limit = max(SMALLEST_EFFECT_ML, SMALLEST_EFFECT_SHARE * true[0])
        result.append({"ours": ours, "true": true, "limit": limit})
    return result


def summarise_arms(rows: list[dict]) -> dict:
    """Entry of one arms set in metrics.json."""
    patients = by_patient(rows)
    signs = [_signs(patient) for patient in patients]
    judged = [entry for entry in signs if len(entry)]
    orders = [_order(patient) for patient in patients]
    ordered = [entry for entry in orders if entry["pairs"]]
    return {
        "patients": len(patients),
        "effects": 4 * len(patients),
        "effectsIgnored": 4 * len(patients) - sum(len(entry) for entry in signs),
        "sign": {
            "shareOfEffects": _clustered_share(judged),
            "shareOfPatients": share([bool(np.all(entry)) for entry in judged]),
            "ifEveryTreatmentShrank": _clustered_share([_shrinks(patient) for patient in patients if len(_signs(patient))]),
        },
        "order": {
            "pairsIgnored": 10 * len(patients) - sum(entry["pairs"] for entry in orders),
            "concordantPairs": _clustered_share([entry["hits"] for entry in ordered]),
            "allConcordant": share([bool(np.all(entry["hits"])) for entry in ordered]),
            "kendallTau": spread_of([entry["tau"] for entry in orders]),
            "ifOrderWereFixed": _clustered_share(_fixed_order(patients)),
        },
        "byArm": {name: _one_arm(patients, index) for index, name in enumerate(ARMS) if index > 0},
    }


def _signs(patient: dict) -> np.ndarray:
    """Whether our effect has the true sign, for every arm whose true effect is large enough; bool [<= 4]."""
    ours, true = (patient[name][1:] - patient[name][0] for name in ("ours", "true"))
    large = np.abs(true) >= patient["limit"]
    return (np.sign(ours) == np.sign(true))[large]


def _shrinks(patient: dict) -> np.ndarray:
    effects = patient["true"][1:] - patient["true"][0]
    return effects[np.abs(effects) >= patient["limit"]] < 0


def _order(patient: dict) -> dict:
    """Pairs of arms in the true order, where their true volumes differ enough, and Kendall's tau of all five."""
    hits = [
        np.sign(patient["ours"][a] - patient["ours"][b]) == np.sign(patient["true"][a] - patient["true"][b])
        for a, b in _large_pairs(patient)
    ]
    return {"pairs": len(hits), "hits": np.array(hits, bool), "tau": stats.kendalltau(patient["ours"], patient["true"]).statistic}


def _large_pairs(patient: dict) -> list[tuple[int, int]]:
    pairs = [(a, b) for a in range(len(ARMS)) for b in range(a)]
    return [(a, b) for a, b in pairs if abs(patient["true"][a] - patient["true"][b]) >= patient["limit"]]


def _fixed_order(patients: list[dict]) -> list[np.ndarray]:
    """Concordance of the order that fits this set best on average: what a forecast that ignores the patient could reach."""
    ranks = np.mean([stats.rankdata(patient["true"]) for patient in patients], axis=0) if patients else np.zeros(len(ARMS))
    result = []
    for patient in patients:
        hits = [
            np.sign(ranks[a] - ranks[b]) == np.sign(patient["true"][a] - patient["true"][b]) for a, b in _large_pairs(patient)
        ]
        if hits:
            result.append(np.array(hits))
    return result


def _clustered_share(hits: list[np.ndarray]) -> dict:
    """Share over all cases with a bootstrap interval over patients.

    :param hits: one array of bool per patient
    """
    found, counts = np.array([entry.sum() for entry in hits]), np.array([len(entry) for entry in hits])
    return bootstrap(lambda picks: found[picks].sum() / counts[picks].sum(), len(hits)) | {"count": int(counts.sum())}


def _one_arm(patients: list[dict], index: int) -> dict:
    """`effectsMl` lists (true, forecast) of every patient."""
    ours, true = (np.array([patient[name][index] - patient[name][0] for patient in patients]) for name in ("ours", "true"))
    untreated = np.array([patient["true"][0] for patient in patients])
    large = np.abs(true) >= np.array([patient["limit"] for patient in patients])
    return {
        "trueEffectMl": spread_of(true),
        "effectMl": spread_of(ours),
        "errorMl": spread_of(ours - true),
        "absoluteErrorMl": spread_of(np.abs(ours - true)),
        "absoluteErrorOfUntreatedPercent": spread_of(100 * np.abs(ours - true) / np.maximum(untreated, 0.1)),
        "signAgreement": share((np.sign(ours) == np.sign(true))[large]),
        "effectsMl": np.stack([true, ours], axis=1).round(2).tolist(),
        "correlation": rounded(_correlation(ours, true)),
    }


def _correlation(ours: np.ndarray, true: np.ndarray) -> float:
    return float(np.corrcoef(ours, true)[0, 1]) if len(true) > 1 and ours.std() > 0 and true.std() > 0 else float("nan")
