"""Sections of the card that hold results, one function per section."""

import math

from targets import MODEL, difference_words

METHODS = (
    *["glioma-course", "deterministic-network", "fisher-kolmogorov", "exponential-extrapolation", "linear-extrapolation"],
    "no-change",
)
METRICS = {
    "dice": "Dice",
    "growthRegionDice": "Growth-region Dice",
    "skill": "Skill over no change",
    "volumeErrorPercent": "Volume error %",
    "signedVolumeErrorPercent": "Signed volume error %",
    "volumeErrorLog": "Volume error (log)",
    "hd95Mm": "HD95 mm",
    "hd95MmPenalised": "HD95 mm, penalised",
    "assdMm": "ASSD mm",
}
IMAGE_COLUMNS = {
    "ssim": "SSIM brain",
    "ssimLesion": "SSIM lesion + 10 mm",
    "ssimChanged": "SSIM changed voxels",
    "psnrDbLesion": "PSNR lesion + 10 mm dB",
    "nmseLesion": "NMSE lesion + 10 mm",
}
TITLES = {
    "same-distribution": "Same distribution (same simulator, anatomies never trained on)",
    "shifted": "Shifted parameters (more diffuse, more treatment and cavities)",
    "different-physics": "Different physics (headline: two species, nutrient, necrosis, mass effect, anisotropic)",
    "inexact-outlines": "Different physics, outlined by an inexact observer (Dice down to 0.85; the sets above are outlined exactly)",
}
SUBSETS = {
    "untreated": "untreated future",
    "treated": "treated future",
    "oneVisit": "one visit",
    "twoVisits": "two visits",
    "threeVisits": "three visits",
}
HIGHER_IS_BETTER = ("dice", "growthRegionDice")


def test_set_part(name: str, entry: dict) -> str:
    """Tables of one test set."""
    counts = entry["counts"]
    lines = [
        f"### {TITLES.get(name, name)}",
        "",
        f"{entry['patients']} patients, {entry['patientsWithTwoVisits']} with more than one visible visit; oedema not outlined in "
        f"{counts['oedemaNotShown']}; no core left in {counts['trueCoreEmpty']} (forecast likewise in {counts['bothCoresEmpty'][MODEL]}; one of "
        f"the two empty in {counts['oneCoreEmpty'][MODEL]}); true core below the limit of the volume error in {counts['trueCoreBelowVolumeErrorLimit']}.",
        "",
    ]
    for structure in ("core", "oedema"):
        lines += [*_structure_table(entry, structure), ""]
    lines += [*_image_table(entry), "", *_uncertainty(entry), "", *_subset_table(entry)]
    return "\n".join(lines)


def _structure_table(entry: dict, structure: str) -> list[str]:
    lines = [f"| {structure} | " + " | ".join(METRICS.values()) + " |", "|---" * (len(METRICS) + 1) + "|"]
    for method in _methods(entry):
        scores = entry["methods"][method][structure]
        lines.append(f"| {method} | " + " | ".join(interval(scores[metric]) for metric in METRICS) + " |")
    return lines


def _image_table(entry: dict) -> list[str]:
    lines = [
        "| images, mean over sequences | " + " | ".join(IMAGE_COLUMNS.values()) + " | Explained change |",
        "|---" * (len(IMAGE_COLUMNS) + 2) + "|",
    ]
    rows = [(name, entry["methods"][name]["image"], entry["methods"][name].get("explainedChange")) for name in _methods(entry)]
    rows += [("perfect change", entry["perfectChange"], None), ("noise ceiling", entry["noiseCeiling"], None)]
    for label, scores, explained in rows:
        if scores:
            last = interval(explained["mean"]) if explained else "n/a"
            lines.append(f"| {label} | " + " | ".join(interval(scores[key]) for key in IMAGE_COLUMNS) + f" | {last} |")
    ours, ceiling = entry["methods"][MODEL]["image"], entry["noiseCeiling"]
    if ours and ceiling:
        single = [
            f"{name} {values['ssimLesion']['mean']:.3f} (ceiling {ceiling['sequences'][name]['ssimLesion']['mean']:.3f})"
            for name, values in ours["sequences"].items()
        ]
        lines += ["", "SSIM of the lesion + 10 mm by sequence: " + ", ".join(single) + "."]
    return lines


def _uncertainty(entry: dict) -> list[str]:
    ninety, fifty, crps = entry["coverage90"], entry["coverage50"], entry["crpsConformalised"]
    rivals = ", ".join(f"{name} {crps[name]['mean']:.3f}" for name in _methods(entry))
    kappas = ", ".join(f"{name} {_kappa(entry['responseKappa'][name]['rano2Volume'])}" for name in _methods(entry))
    judged = entry["responseKappa"][MODEL]["rano2Volume"]["patients"]
    return [
        f"90 % interval of the core volume: covers {_share(ninety)}, median width {ninety['medianWidthLogVolume']:.2f} in log volume (its ends a factor of {math.exp(ninety['medianWidthLogVolume']):.0f} apart); the futures "
        f"alone {100 * ninety['withoutCalibration']:.0f} % at {ninety['medianWidthWithoutCalibration']:.2f}. 50 % interval: {_share(fifty)}, alone {100 * fifty['withoutCalibration']:.0f} %. "
        f"CRPS of log volume {interval(entry['crps'])}; conformalised: {rivals}. Near the true edge: calibration error "
        f"{interval(entry['calibrationError'])} per patient, {entry['reliability']['pooledCalibrationError']:.3f} pooled; log loss {interval(entry['logLoss'])}; energy distance {interval(entry['energyDistance'])}. "
        f"Kappa of the RANO 2.0 class by volume (imaging only, {judged} patients): {kappas}."
    ]


def _subset_table(entry: dict) -> list[str]:
    columns = ("dice", "growthRegionDice", "volumeErrorLog")
    lines = [
        "| core, subsets | patients | " + " | ".join(f"{METRICS[name]}: ours, best simple rival" for name in columns) + " |",
        "|---" * (len(columns) + 2) + "|",
    ]
    for key, label in SUBSETS.items():
        subset = entry["subsets"][key]
        if not subset["patients"]:
            continue
        cells = []
        for metric in columns:
            rival = subset["pairedVsBestSimpleRival"][metric]["rival"]
            cells.append(f"{_mean(subset, MODEL, metric)}, {_mean(subset, rival, metric)} ({rival})")
        lines.append(f"| {label} | {subset['patients']} | " + " | ".join(cells) + " |")
    return lines


def _mean(subset: dict, method: str, metric: str) -> str:
    value = subset["methods"][method]["core"][metric]["mean"]
    return "n/a" if value is None else f"{value:.{1 if metric.endswith(('Percent', 'Mm', 'MmPenalised')) else 3}f}"


def arms_part(arms: dict) -> str:
    """Agreement of treatment effects with the simulator."""
    lines = [
        "## Treatment arms",
        "",
        "Five arms from the same history, horizon and start; effect = core volume with the arm minus without, of the mean future.",
        "A true difference below 0.2 ml or 5 % of the untreated volume is ignored. Beside each share: what a forecast would reach that",
        "always lets treatment shrink the core, or ranks the arms alike in every patient (in the order that fits this set best).",
    ]
    for name, entry in arms.items():
        sign, order = entry["sign"], entry["order"]
        lines += [
            "",
            f"**{name}**: {entry['patients']} patients, {entry['effects']} effects, {entry['effectsIgnored']} ignored as too small. Sign right in "
            f"{_share(sign['shareOfEffects'])} of the effects (always shrinking: {_share(sign['ifEveryTreatmentShrank'])}), every sign right in {_share(sign['shareOfPatients'])} of the patients. "
            f"Two arms in the right order in {_share(order['concordantPairs'])} of the pairs (one order for all: {_share(order['ifOrderWereFixed'])}; {order['pairsIgnored']} pairs ignored), every pair in {_share(order['allConcordant'])} of the patients; "
            f"Kendall's tau {interval(order['kendallTau'])}.",
            "",
            "| arm | true effect ml | forecast effect ml | error ml | absolute error ml | of the untreated volume % | sign right |",
            "|---|---|---|---|---|---|---|",
        ]
        for arm, one in entry["byArm"].items():
            columns = ("trueEffectMl", "effectMl", "errorMl", "absoluteErrorMl", "absoluteErrorOfUntreatedPercent")
            lines.append(
                f"| {arm} | " + " | ".join(interval(one[key]) for key in columns) + f" | {_share(one['signAgreement'])} |"
            )
    return "\n".join(lines)


def memorisation_part(entry: dict) -> str:
    """Distances to the nearest training case."""
    lines = [
        "## Memorisation",
        "",
        f"{entry['generated']} sampled futures and the true futures of the same test patients against {entry['trainingFutures']} training futures and their mirror images,",
        "centred: distance to the nearest one. A generator that copies would be much nearer than real held-out cases.",
        "",
        "| distance | generated | held out, true | training to other patients | generated minus held out | mean of the patients' ratios |",
        "|---|---|---|---|---|---|",
    ]
    for key, label in (("shape", "1 - Dice of core and oedema"), ("t1cPatch", "T1c patch, root mean square")):
        one = entry[key]
        ratio = f"{one['meanRatio']['value']:.2f} ({one['meanRatio']['ci95'][0]:.2f} to {one['meanRatio']['ci95'][1]:.2f})"
        cells = [interval(one[name]) for name in ("generatedToTraining", "heldOutToTraining", "trainingToOtherTraining")]
        lines.append(f"| {label} | " + " | ".join([*cells, difference_words(one["generatedMinusHeldOut"]), ratio]) + " |")
    copies = [key for key in ("shape", "t1cPatch") if entry[key]["copies"]]
    words = f"**Copies training cases by: {', '.join(copies)}.**" if copies else "No sign of copying."
    nearer = [key for key in ("shape", "t1cPatch") if _is_nearer(entry[key]["generatedMinusHeldOut"])]
    if nearer:
        words += f" Generated cases are slightly nearer to training than real held-out ones ({', '.join(nearer)}), not by enough to be copies."
    return "\n".join([*lines, "", f"{words} Limit: median below {entry['copyLimit']} of the held-out one."])


def _is_nearer(compared: dict) -> bool:
    return compared["difference"] < 0 and compared["p"] < 0.05


def verdict_part(metrics: dict) -> str:
    """Comparisons with every rival that p values decide, and those that they do not."""
    lines = [
        "## Where it wins and where it loses",
        "",
        "Difference to each rival (ours minus rival), Holm-adjusted p < 0.05:",
        "",
    ]
    for name, entry in metrics["testSets"].items():
        wins, losses, behind, open_cases = [], [], [], 0
        for key, result in entry["pairedVsEveryRival"].items():
            if result["difference"] is None:
                continue
            text = f"{key.replace('/', ' ')} {result['difference']:+.3g}"
            ahead = (result["difference"] > 0) == (key.split("/")[1] in HIGHER_IS_BETTER)
            if result["pHolm"] >= 0.05 or result["difference"] == 0:
                open_cases += 1
                behind += [] if ahead or result["difference"] == 0 else [text]
            else:
                (wins if ahead else losses).append(text)
        lines += [
            f"- **{name}**: better in {len(wins)}, worse in {len(losses)}, undecided in {open_cases}.",
            f"  - better: {'; '.join(wins) or 'nothing'}",
            f"  - worse: {'; '.join(losses) or 'nothing'}",
            f"  - undecided, but our mean is the worse one: {'; '.join(behind) or 'nowhere'}",
            f"  - CRPS of the log volume, ours minus the best conformalised rival: {_crps_words(entry['crpsVsBestConformalised'])}",
        ]
    return "\n".join(lines)


def _crps_words(compared: dict) -> str:
    return f"{difference_words(compared)}, against {compared['rival']}; smaller is better"


def examples_part(examples: list[dict]) -> str:
    """Pictures of single forecasts, with what they show."""
    if not examples:
        return ""
    lines = [
        "## Examples",
        "",
        "Chosen by score, not by eye: the median core Dice of untreated and of treated patients, and the two smallest.",
    ]
    for one in examples:
        text = f"{one['testSet']}, {one['kind']}: core Dice {one['coreDice'][MODEL]:.2f}, arm {one['arm']}, +{one['horizonDays']} days"
        lines += ["", f"![{text}]({one['file']})"]
    return "\n".join(lines)


def interval(scores: dict) -> str:
    """Mean with its interval; n/a without a value."""
    if scores["mean"] is None:
        return "n/a"
    digits = 3 if abs(scores["mean"]) < 2 else 1
    return f"{scores['mean']:.{digits}f} ({scores['ci95'][0]:.{digits}f} to {scores['ci95'][1]:.{digits}f})"


def _share(share: dict) -> str:
    if share["value"] is None:
        return "n/a"
    return f"{100 * share['value']:.0f} % ({100 * share['ci95'][0]:.0f} to {100 * share['ci95'][1]:.0f} %)"


def _kappa(entry: dict) -> str:
    if entry["kappa"] is None:
        return "n/a"
    return f"{entry['kappa']:.2f} ({entry['ci95'][0]:.2f} to {entry['ci95'][1]:.2f})"


def _methods(entry: dict) -> list[str]:
    return [name for name in METHODS if name in entry["methods"]]
