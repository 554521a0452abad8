"""What the release set out to reach, and whether metrics.json says that it did."""

import math

from common.judgement import Judgement

HEADLINE, SAME = "different-physics", "same-distribution"
MODEL = "glioma-course"
COVERAGE_RANGE = (0.85, 0.95)
SSIM_BELOW_CEILING = 0.03
ARMS_SHARE = 0.9
VOLUME_RATIO = 2 / 3
GROWTH_GAIN = {"core": 0.15, "oedema": 0.25}
GROWTH_GAIN_SAME = 0.22
EXTRAPOLATIONS = ("linear-extrapolation", "exponential-extrapolation")
VOLUME_WORDS = {"volumeErrorPercent": "volume error in %", "volumeErrorLog": "volume error (logarithm)"}


def judge(metrics: dict) -> list[Judgement]:
    """Every target against the figures, in the order of the release's list.

    :param metrics: content of metrics.json
    """
    sets = metrics["testSets"]
    judgements = []
    if HEADLINE in sets:
        judgements += _gains(sets[HEADLINE], "different physics")
        if sets[HEADLINE]["subsets"]["untreated"]["patients"]:
            judgements += _gains(sets[HEADLINE]["subsets"]["untreated"], "different physics, untreated patients")
    if SAME in sets:
        judgements += [_gain_over_extrapolation(sets[SAME], structure) for structure in ("core", "oedema")]
    judgements.append(_never_below_no_change(sets))
    if HEADLINE in sets:
        headline = sets[HEADLINE]
        judgements += _volumes(headline)
        judgements += [_coverage(headline), *_crps(headline), _images(headline)]
    return judgements + [judgement for name, entry in metrics["arms"].items() for judgement in _arms(name, entry)]


def _kinds_of_rivals(entry: dict) -> list[tuple[str, str]]:
    """Words for the best rival and what its keys in metrics.json are called; one kind where no network is among the rivals."""
    has_network = "deterministic-network" in entry["methods"]
    return [("best rival without a network", "Simple"), ("best rival of all", "")] if has_network else [("best rival", "")]


def _gains(entry: dict, where: str) -> list[Judgement]:
    """Growth region of both structures and Dice of the core, against all rivals and against those without a network."""
    result = []
    for label, key in _kinds_of_rivals(entry):
        for structure, suffix in (("core", ""), ("oedema", "Oedema")):
            compared = entry[f"pairedVsBest{key}Rival{suffix}"]["growthRegionDice"]
            title = f"growth-region Dice of the {structure}, {where}, above the {label}"
            result.append(_above(title, compared, GROWTH_GAIN[structure]))
        compared = entry[f"pairedVsBest{key}Rival"]["dice"]
        result.append(_above(f"Dice of the core, {where}, above the {label}", compared, 0.0))
    return result


def _above(title: str, compared: dict, gain: float) -> Judgement:
    wanted = f"at least +{gain:.2f}, lower bound above 0" if gain else "above 0, lower bound above 0"
    difference, low = compared["difference"], compared["ci95"][0]
    if difference is None or low is None:
        return Judgement(title, wanted, "no value", None)
    return Judgement(
        title,
        wanted,
        f"{difference_words(compared)} ({compared['rival']})",
        difference >= gain and difference > 0 and low > 0,
    )


def _gain_over_extrapolation(entry: dict, structure: str) -> Judgement:
    """Against the better of both extrapolations."""
    title = f"growth-region Dice of the {structure}, same distribution, above the better extrapolation"
    wanted = f"at least +{GROWTH_GAIN_SAME:.2f}"
    every = [entry["pairedVsEveryRival"][f"{structure}/growthRegionDice/{name}"] for name in EXTRAPOLATIONS]
    known = [compared for compared in every if compared["difference"] is not None]
    if not known:
        return Judgement(title, wanted, "no value", None)
    compared = min(known, key=lambda each: each["difference"])
    return Judgement(title, wanted, f"{_signed(compared)} ({compared['rival']})", compared["difference"] >= GROWTH_GAIN_SAME)


def _never_below_no_change(sets: dict) -> Judgement:
    worst = [
        (entry["pairedVsEveryRival"][f"{structure}/dice/no-change"]["difference"], f"{structure}, {name}")
        for name, entry in sets.items()
        for structure in ("core", "oedema")
    ]
    known = [pair for pair in worst if pair[0] is not None]
    if not known:
        return Judgement("Dice never below no change", "mean difference at least 0 everywhere", "no value", None)
    value, where = min(known)
    title = "Dice never below no change, core and oedema, every test set"
    return Judgement(title, "mean difference at least 0 everywhere", f"smallest {value:+.3f} ({where})", value >= 0)


def _volumes(entry: dict) -> list[Judgement]:
    """In percent, as the target says, and as a logarithm, which no single vanished lesion decides."""
    return [
        _volume(entry["volumeErrorRatio"][structure][metric][f"best{key}Rival"], f"{words} of the {structure}", label)
        for label, key in _kinds_of_rivals(entry)
        for structure in ("core", "oedema")
        for metric, words in VOLUME_WORDS.items()
    ]


def _volume(ratio: dict, words: str, label: str) -> Judgement:
    title = f"mean {words}, different physics, against the {label}"
    if ratio["value"] is None:
        return Judgement(title, "at most two thirds", "no value", None)
    low, high = ratio["ci95"]
    found = f"{ratio['value']:.2f} ({low:.2f} to {high:.2f}) of that of {ratio['rival']}"
    if ratio["value"] <= VOLUME_RATIO < high:
        found += "; the interval reaches above two thirds"
    return Judgement(title, "at most two thirds", found, ratio["value"] <= VOLUME_RATIO)


def _coverage(entry: dict) -> Judgement:
    value, (low, high) = entry["coverage90"]["value"], entry["coverage90"]["ci95"]
    factor = math.exp(entry["coverage90"]["medianWidthLogVolume"])
    found = f"{100 * value:.0f} % ({100 * low:.0f} to {100 * high:.0f} %); the median interval spans a factor of {factor:.0f}"
    met = COVERAGE_RANGE[0] <= value <= COVERAGE_RANGE[1]
    return Judgement("90 % interval of the core volume, different physics", "covers 85 to 95 %", found, met)


def _crps(entry: dict) -> list[Judgement]:
    has_network = "deterministic-network" in entry["methods"]
    keys = {"crpsVsBestSimpleConformalised": "without a network", "crpsVsBestConformalised": "of all"}
    result = []
    for key, label in keys.items() if has_network else [("crpsVsBestConformalised", "of all")]:
        compared = entry[key]
        title = f"CRPS of log volume, different physics, against the best conformalised rival {label}"
        found = f"{difference_words(compared)} ({compared['rival']})"
        result.append(Judgement(title, "below 0", found, compared["difference"] < 0))
    return result


def _images(entry: dict) -> Judgement:
    title = "SSIM of the lesion + 10 mm, different physics, below the noise ceiling"
    wanted = f"by at most {SSIM_BELOW_CEILING}"
    ours, ceiling = entry["methods"][MODEL]["image"], entry["noiseCeiling"]
    if ours is None or ceiling is None:
        return Judgement(title, wanted, "no value", None)
    gap = ceiling["ssimLesion"]["mean"] - ours["ssimLesion"]["mean"]
    found = f"{gap:.3f} below ({ours['ssimLesion']['mean']:.3f} against {ceiling['ssimLesion']['mean']:.3f})"
    return Judgement(title, wanted, found, gap <= SSIM_BELOW_CEILING)


def _arms(name: str, entry: dict) -> list[Judgement]:
    wanted = f"at least {100 * ARMS_SHARE:.0f} %"
    parts = (
        ("sign of the effect, share of effects", entry["sign"]["shareOfEffects"], entry["sign"]["ifEveryTreatmentShrank"]),
        ("sign of every effect right, share of patients", entry["sign"]["shareOfPatients"], None),
        ("order of two arms, share of pairs", entry["order"]["concordantPairs"], entry["order"]["ifOrderWereFixed"]),
        ("every pair of arms in order, share of patients", entry["order"]["allConcordant"], None),
    )
    return [_share(f"{name}: {title}", wanted, *shares) for title, *shares in parts]


def _share(title: str, wanted: str, share: dict, without_model: dict | None) -> Judgement:
    """A share beside what the same arms' rule of thumb reaches: treatment shrinks, or one order for everybody."""
    if share["value"] is None:
        return Judgement(title, wanted, "no value", None)
    low, high = share["ci95"]
    found = f"{100 * share['value']:.1f} % ({100 * low:.0f} to {100 * high:.0f} %)"
    if without_model is not None and without_model["value"] is not None:
        found += f"; a rule of thumb {100 * without_model['value']:.1f} %"
    return Judgement(title, wanted, found, share["value"] >= ARMS_SHARE)


def difference_words(compared: dict) -> str:
    """A paired difference with its interval and p.

    :param compared: `difference`, `ci95` and, where it is known, `p`
    """
    p = "p unknown" if compared.get("p") is None else f"p {compared['p']:.2g}"
    return f"{_signed(compared)}, {p}"


def _signed(compared: dict) -> str:
    if compared["difference"] is None:
        return "no value"
    low, high = compared["ci95"]
    return f"{compared['difference']:+.3f} ({low:+.3f} to {high:+.3f})"
