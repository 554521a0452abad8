"""What the release set out to reach, and whether metrics.json says that it did."""

from common.judgement import Judgement
from heads import ASKED, WORDS
from scores import FIELD

SLOPE_RANGE, LEAST_R2 = (0.8, 1.2), 0.6
LARGEST_FALSE_CHANGE = 0.3
DICE = {"white": 0.90, "grey": 0.90, "ventricles": 0.85, "hippocampus": 0.75}
NAMES = {
    "white": "white matter",
    "grey": "grey matter",
    "sulcalFluid": "sulcal fluid",
    "ventricles": "ventricles",
    "hippocampus": "hippocampi",
    "deepGrey": "deep grey matter",
    "brain": "brain",
    "fieldErrorMm": "displacement",
    "mapErrorPercent": "atrophy map",
    "ssim": "image (SSIM)",
    "ssimMoved": "image where the brain moves (SSIM)",
}
SET = "held-out-anatomies"
FULL_SIZE = "256^3 head in at most 15 s on two cores with at most 2.5 GB"


def judge(metrics: dict, real_scan: dict | None) -> list[Judgement]:
    """Every target against the figures.

    :param metrics: content of metrics.json; :param real_scan: content of real-scan.json, None where it was not made
    """
    questions = metrics["testSets"][SET]["questions"]
    judgements = [_line(questions[asked], asked, region) for asked in ASKED for region in ("hippocampus", "ventricles")]
    false = metrics["controlFalseChangePercentPerYear"]
    judgements += [_false_change(false, region) for region in ("brain", "hippocampus", "ventricles")]
    judgements += [_dice(metrics["labelDice"][name], name, least) for name, least in DICE.items()]
    compared = ("mapErrorPercent", "hippocampus", "ventricles")
    judgements += [_gain(questions[asked], asked, measure) for asked in ASKED for measure in compared]
    judgements.append(_real(real_scan))
    judgements.append(Judgement(FULL_SIZE, "both", "`npm run bench` prints it", None))
    return judgements


def _line(entry: dict, asked: str, region: str) -> Judgement:
    line = entry["recoveredVsImposed"]["brain-atrophy"][region]
    title = f"recovered against imposed change, {NAMES[region]}, {WORDS[asked]}"
    wanted = f"slope {SLOPE_RANGE[0]} to {SLOPE_RANGE[1]}, R2 at least {LEAST_R2}"
    if line["slope"] is None or line["r2"] is None:
        return Judgement(title, wanted, "no value", None)
    found = f"slope {interval(line['slope'], line['ci95'])}, R2 {interval(line['r2'], line['r2Ci95'])}"
    return Judgement(title, wanted, found, SLOPE_RANGE[0] <= line["slope"] <= SLOPE_RANGE[1] and line["r2"] >= LEAST_R2)


def _false_change(entry: dict, region: str) -> Judgement:
    title = f"median false change of controls, {NAMES[region]}, over {entry['years']} years"
    found, wanted = entry[region], f"at most {LARGEST_FALSE_CHANGE} %/year"
    if found["median"] is None:
        return Judgement(title, wanted, "no value", None)
    return Judgement(title, wanted, interval(found["median"], found["ci95"]), found["median"] <= LARGEST_FALSE_CHANGE)


def _dice(scores: dict, name: str, least: float) -> Judgement:
    title, wanted = f"mean Dice, {NAMES[name]}", f"at least {least:.2f}"
    if scores["mean"] is None:
        return Judgement(title, wanted, "no value", None)
    return Judgement(title, wanted, interval(scores["mean"], scores["ci95"], 3), scores["mean"] >= least)


def _gain(entry: dict, asked: str, measure: str) -> Judgement:
    title = f"{NAMES[measure]}, error below the group-mean field's, {WORDS[asked]}"
    wanted = "difference above 0, lower bound above 0"
    pair = entry["pairedVsEveryRival"].get(f"{measure}/{FIELD}")
    if pair is None or pair["difference"] is None:
        return Judgement(title, wanted, "no value", None)
    found = f"{interval(pair['difference'], pair['ci95'])} percentage points, p {pair['pHolm']:.2g} (Holm)"
    return Judgement(title, wanted, found, pair["ci95"][0] > 0)


def _real(real_scan: dict | None) -> Judgement:
    title, wanted = "real T1 of a healthy adult", "labels and volumes inside published normal ranges"
    if real_scan is None:
        return Judgement(title, wanted, "not looked at with these weights", None)
    outside = [row["title"] for row in real_scan["volumes"] if row["isInside"] is False]
    found = "every volume inside" if not outside else f"outside: {', '.join(outside)}"
    return Judgement(title, wanted, found, not outside)


def interval(value: float | None, ci95: list[float | None], digits: int = 2) -> str:
    """A value with its interval."""
    if value is None or ci95[0] is None:
        return "n/a"
    return f"{value:.{digits}f} ({ci95[0]:.{digits}f} to {ci95[1]:.{digits}f})"
