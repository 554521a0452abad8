"""Render CARD.md from metrics.json and manifest.json; no figure on the card is typed by hand.

python models/glioma-course/card.py
"""

import argparse
import json
import math
from pathlib import Path

RELEASE = Path(__file__).resolve().parent / "release"
METHODS = ("glioma-course", "linear-extrapolation", "fisher-kolmogorov", "no-change")
METRICS = {
    "dice": "Dice",
    "growthRegionDice": "Growth-region Dice",
    "volumeErrorPercent": "Absolute volume error %",
    "hd95Mm": "HD95 mm",
}
TITLES = {
    "same-distribution": "Same distribution (same simulator, anatomies never trained on)",
    "shifted": "Shifted parameters (more diffuse, more treatment and cavities)",
    "different-physics": "Different physics (headline: two species, nutrient, necrosis, mass effect, anisotropic)",
}


def render_card(metrics: dict, manifest: dict) -> str:
    """Whole card as Markdown.

    :param metrics: content of metrics.json
    :param manifest: content of manifest.json
    """
    parts = [_head(manifest), _data(manifest), "## Results\n\n" + _reading_note(metrics)]
    parts += [_test_set(name, entry) for name, entry in metrics["testSets"].items()]
    parts += [_verdict(metrics), _limits(manifest), _risk_of_bias(metrics)]
    return "\n\n".join(parts) + "\n"


def _head(manifest: dict) -> str:
    training = manifest["training"]
    return f"""# {manifest["title"]}

`{manifest["id"]}` {manifest["version"]}, {manifest["licence"]}. **Trained and tested on simulated data only; no claim about
patients. Never for diagnosis or treatment.** Intended use: {manifest["intendedUse"]}.

A conditional VAE-GAN: encoder-decoder with a latent of {manifest["latentSize"]}, a posterior encoder and a spectral-norm PatchGAN
discriminator in training. It corrects the signed distances of a linear extrapolation and predicts the change of T1c and
FLAIR. Trained for {training["steps"]} steps in {training["seconds"] / 60:.0f} minutes on a shared {training["device"]}, seed {training["seed"]};
one seed only, so variation between training runs is not measured.{_segments(training)}"""


def _segments(training: dict) -> str:
    if not training["segments"]:
        return ""
    rows = [f"- to step {row['untilStep']}: {row['recipe']}" for row in training["segments"]]
    return "\n\nThe recipe changed while it ran:\n\n" + "\n".join(rows)


def _data(manifest: dict) -> str:
    ranges, rates = manifest["trainedRanges"], manifest["populationRateMmPerDay"]
    anatomies = ", ".join(f"{number:02d}" for number in manifest["training"]["anatomies"])
    return f"""## Data and split

- Anatomy: SynthSeg label maps (Apache-2.0). Training maps {anatomies}; validation 13, 14; test 15, 16. Split by map.
- Truth: Fisher-Kolmogorov growth, isotropic and anisotropic, with and without treatment and resection cavities;
  {manifest["training"]["pairs"]} pairs of {manifest["training"]["patients"]} simulated patients. Visit intervals from a table of real follow-up (intervals only).
- Images: rendered T1c and FLAIR; scanner drawn anew per visit, tissue texture shared; thick slices up to 6.5 mm.
- Inputs perturbed: masks of other observers, tissue maps, hidden visits and sequences.
- Ranges (1st to 99th percentile): core {ranges["coreVolumeMl"][0]} to {ranges["coreVolumeMl"][1]} ml, oedema {ranges["oedemaVolumeMl"][0]} to {ranges["oedemaVolumeMl"][1]} ml, horizon {ranges["horizonDays"][0]} to {ranges["horizonDays"][1]} days.
- Rate assumed with a single visit: core {rates["core"]}, oedema {rates["oedema"]} mm/day (training median).
- No real patient was used in training, calibration or these tests."""


def _reading_note(metrics: dict) -> str:
    return f"""Mean with 95 % bootstrap interval over patients (2,000 resamples); p by paired Wilcoxon, Holm-adjusted over all
comparisons of a set. The rivals see the same perturbed inputs. A fitted Fisher-Kolmogorov model is close to an oracle where
the truth is Fisher-Kolmogorov; the different-physics set is the fair one. SSIM over the brain at a fixed range of {metrics["imageRange"]}
normalised units, against a future with a scanner of its own; the ceiling is two renderings of the same truth."""


def _test_set(name: str, entry: dict) -> str:
    lines = [
        f"### {TITLES[name]}",
        "",
        f"{entry['patients']} patients, {entry['patientsWithTwoVisits']} of them with two visible visits.",
        "",
    ]
    for structure in ("core", "oedema"):
        lines += [f"| {structure} | " + " | ".join(METRICS.values()) + " |", "|---" * (len(METRICS) + 1) + "|"]
        for method in METHODS:
            scores = entry["methods"][method][structure]
            lines.append(f"| {method} | " + " | ".join(_interval(scores[metric]) for metric in METRICS) + " |")
        lines.append("")
    lines += _images(entry) + ["", *_uncertainty(entry)]
    return "\n".join(lines)


def _images(entry: dict) -> list[str]:
    rows = [
        ("glioma-course", entry["methods"]["glioma-course"]["image"]),
        ("no-change", entry["methods"]["no-change"]["image"]),
        ("noise ceiling", entry["noiseCeiling"]),
    ]
    names = {
        "ssim": "SSIM brain",
        "psnrDb": "PSNR brain dB",
        "ssimLesion": "SSIM lesion + 10 mm",
        "psnrDbLesion": "PSNR lesion + 10 mm dB",
    }
    lines = ["| images | " + " | ".join(names.values()) + " |", "|---" * (len(names) + 1) + "|"]
    return lines + [f"| {label} | " + " | ".join(_interval(scores[key]) for key in names) + " |" for label, scores in rows]


def _uncertainty(entry: dict) -> list[str]:
    coverage, points = entry["coverage90"], entry["crpsOfPoint"]
    return [
        f"90 % interval of core volume covers {100 * coverage['value']:.0f} % ({100 * coverage['ci95'][0]:.0f} to {100 * coverage['ci95'][1]:.0f} %); "
        f"median width {coverage['medianWidthLogVolume']:.2f} in log volume. Without the conformal widening the 20 futures would cover {100 * coverage['withoutCalibration']:.0f} %{_spread_note(coverage)}. Spread of log volume over the futures {entry['spreadLogVolume']['median']:.3f} (median). "
        f"CRPS of log volume {entry['crps']['mean']:.3f}, against {points['linear-extrapolation']['mean']:.3f} for the linear "
        f"extrapolation, {points['fisher-kolmogorov']['mean']:.3f} for Fisher-Kolmogorov and {points['no-change']['mean']:.3f} for no change taken as points."
    ]


def _spread_note(coverage: dict) -> str:
    return ": their own spread is too small" if coverage["withoutCalibration"] < 0.8 else ""


def _verdict(metrics: dict) -> str:
    lines = [
        "## Where it wins and where it loses",
        "",
        "Difference to each rival (ours minus rival), Holm-adjusted p < 0.05:",
        "",
    ]
    for name, entry in metrics["testSets"].items():
        wins, losses, behind, open_cases = [], [], [], 0
        for key, result in entry["pairedVsEveryRival"].items():
            better_if_positive = key.split("/")[1] in ("dice", "growthRegionDice")
            text = f"{key.replace('/', ' ')} {result['difference']:+.3g}"
            ahead = (result["difference"] > 0) == better_if_positive
            if result["pHolm"] >= 0.05 or result["difference"] == 0:
                open_cases += 1
                behind += [] if ahead else [text]
            elif ahead:
                wins.append(text)
            else:
                losses.append(text)
        lines += [
            f"- **{name}**: better in {len(wins)}, worse in {len(losses)}, undecided in {open_cases}.",
            f"  - better: {'; '.join(wins) or 'nothing'}",
            f"  - worse: {'; '.join(losses) or 'nothing'}",
            f"  - undecided, but our mean is the worse one: {'; '.join(behind) or 'nowhere'}",
        ]
    return "\n".join(lines)


def _limits(manifest: dict) -> str:
    return f"""## Limits

- 2 mm grid of 128 mm: fine rims, distant lesions and anything outside the cube are not predicted; new lesions are not.
- Treatment is a crude change of growth rates; the network is not told about therapy. Pseudo-progression is not simulated.
- The oedema output means nothing where no T2/FLAIR mask was given.
- Short training on two shared cores: predicted image changes are too faint (rims and necrosis lag behind the masks).
- One cohort-free simulator: a change of scanner, segmentation habit or biology is a change of distribution.
- Volume interval widened by {manifest["calibration"]["volumeLog90"]} in log volume by split-conformal calibration on validation anatomies: the
  promise holds for exchangeable (same-distribution) patients only. The interval is wide: a factor of {math.exp(2 * manifest["calibration"]["volumeLog90"]):.1f} between its ends
  from the widening alone."""


def _risk_of_bias(metrics: dict) -> str:
    patients = sum(entry["patients"] for entry in metrics["testSets"].values())
    return f"""## Risk of bias (PROBAST domains)

| domain | judgement | why |
|---|---|---|
| participants | high | {patients} simulated test patients in two anatomies; no real cohort, no sampling frame |
| predictors | high | images rendered by the same code for training and test; masks perturbed by a model of observers |
| outcome | low | the truth is known exactly, blind to predictors by construction, but it is a simulation |
| analysis | some concerns | patient-level intervals and Holm; one seed; thresholds fixed before testing; patients share two anatomies, so intervals are too narrow for new anatomies |
| applicability | high concern | not validated on patients |"""


def _interval(scores: dict) -> str:
    if scores["mean"] is None:
        return "n/a"
    digits = 3 if abs(scores["mean"]) < 2 else 1
    return f"{scores['mean']:.{digits}f} ({scores['ci95'][0]:.{digits}f} to {scores['ci95'][1]:.{digits}f})"


def main() -> None:
    """Command line: write CARD.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=RELEASE)
    folder = parser.parse_args().release
    metrics, manifest = (json.loads((folder / name).read_text()) for name in ("metrics.json", "manifest.json"))
    (folder / "CARD.md").write_text(render_card(metrics, manifest))


if __name__ == "__main__":
    main()
