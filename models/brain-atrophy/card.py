"""Render CARD.md and its plots from metrics.json, manifest.json and checks beside them; no figure on the card is typed by hand.

python models/brain-atrophy/card.py
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from real_scan import FILE as REAL_SCAN

from card_results import examples_part, question_part, real_scan_part, two_dates_part, volumes_part
from common.atrophy_rates import BRAIN_PERCENT, HIPPOCAMPUS_PERCENT, VENTRICLES_ML, VENTRICLES_ML_PER_YEAR2
from common.judgement import targets_part
from common.onnx_export import sha256_of
from common.release import recipe_words
from common.splits import ANATOMIES_BY_SET
from heads import ASKED, WORDS
from plots import draw_plots
from targets import NAMES, SET, judge

RELEASE = Path(__file__).resolve().parent / "release"
TWO_DATES = "two-dates.json"
"""Deformable registration of two dates, measured by the application."""

COURSES = {"healthy": "healthy ageing", "mci": "mild cognitive impairment", "ad": "Alzheimer's disease"}


def render_card(metrics: dict, manifest: dict, real_scan: dict | None = None, two_dates: dict | None = None) -> str:
    """Whole card as Markdown.

    :param metrics: content of metrics.json; :param manifest: content of manifest.json
    :param real_scan: content of real-scan.json; :param two_dates: content of two-dates.json; None where they were not made
    """
    note = (
        "A target is met by its mean and the bound that it names. Slopes and gains are judged in every question, because "
        "the targets name none. `npm run bench` prints times and memory."
    )
    entry = metrics["testSets"][SET]
    parts = [_head(manifest), _data(manifest), targets_part(judge(metrics, real_scan), note), _reading_note(metrics), _pictures()]
    parts += [question_part(asked, entry["questions"][asked]) for asked in ASKED]
    parts += [
        volumes_part(metrics),
        two_dates_part(two_dates),
        real_scan_part(real_scan),
        examples_part(metrics.get("examples", [])),
    ]
    parts += [_calibration(manifest), _limits(metrics, manifest), _risk_of_bias(metrics)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(manifest: dict) -> str:
    training = manifest["training"]
    return f"""# {manifest["title"]}

`{manifest["id"]}` {manifest["version"]}, {manifest["licence"]}. **Trained and tested on simulated atrophy only: no real longitudinal pair of
scans was available. No claim about patients. Never for diagnosis.** Intended use: {manifest["intendedUse"]}.

One generator, two directions: from one T1 of the head, the course (healthy, MCI, Alzheimer or unknown), an interval and the age where they are
known, it gives a stationary velocity field at 4 mm and a small change of brightness. The field leads the scan to its healthy counterpart or to
later years, and the logarithm of its Jacobian is the atrophy map. Its encoder labels grey and white matter, fluid, ventricles, hippocampi
and deep grey matter. A latent of {manifest["latentSize"]} spreads futures (ranked probability scores); a spectral-norm PatchGAN looks at the images in training.

Trained once for {training["steps"]} steps in {training["seconds"] / 60:.0f} minutes{_processor(training)} on a {training["device"]}, threads: {training["threads"]}, seed {training["seed"]}; one seed
only, so variation between training runs is not measured.

{recipe_words(training)}"""


def _processor(training: dict) -> str:
    worked = training.get("processorSeconds")
    return "" if worked is None else f" ({worked / 60:.0f} minutes of processor time)"


def _data(manifest: dict) -> str:
    training, ranges = manifest["training"], manifest["trainedRanges"]
    anatomies = ", ".join(f"{number:02d}" for number in training["anatomies"])
    validated, tested = (" and ".join(map(str, ANATOMIES_BY_SET[name])) for name in ("validation", "test"))
    courses = ", ".join(f"{COURSES[name]} {count}" for name, count in training["scenesByCourse"].items())
    rates = [
        f"| {COURSES[name]} | {_band(HIPPOCAMPUS_PERCENT[name])}{'*' if name == 'mci' else ''} | {_band(BRAIN_PERCENT[name])} | {_band(VENTRICLES_ML[name])} | {VENTRICLES_ML_PER_YEAR2[name]} |"
        for name in COURSES
    ]
    return f"""## Data and split

- Anatomy: SynthSeg label maps (Apache-2.0), warped and shifted at random. Training maps {anatomies}; validation {validated}; test {tested}. Split by map.
- Truth: {training["scenes"]} training heads ({courses}). Rates of every structure are drawn for each head, a divergence is prescribed
  and solved for a field that leaves the skull alone (after Khanal et al., Front Neurosci 11:132); the head with disease is the healthy one led along it.
- Images: T1 rendered anew for every step from class means, with texture, bias, gamma, slices of {ranges["spacingMm"][0]} to {ranges["spacingMm"][1]} mm, blur and noise.
- Told or not: the course in two thirds, years of disease and age in half of the training questions.
- Ranges: age {_range(ranges, "ageYears")} years, years ahead {_range(ranges, "years")}, years of disease {_range(ranges, "yearsOfDisease")}.
- No real scan was used in training, calibration or tests; the one below was looked at afterwards.

Rates that the simulation draws from, the middle 95 %:

| course | hippocampi, %/year | brain, %/year | ventricles, ml/year | acceleration, ml/year^2 |
|---|---|---|---|---|
{chr(10).join(rates)}

\\* An assumption, midway between two published bands; so are the shares of the whole-brain rate that single structures take, and the slope with
age. Hippocampi: PMC2773132. Ventricles: PMC3590059."""


def _band(spread) -> str:
    return f"{spread.low} to {spread.high}"


def _range(ranges: dict, name: str) -> str:
    return f"{ranges[name][0]} to {ranges[name][1]}"


def _reading_note(metrics: dict) -> str:
    notes, entry = metrics["definitions"], metrics["testSets"][SET]
    by_course = ", ".join(f"{COURSES[name]} {count}" for name, count in entry["patientsByCourse"].items())
    questions = "\n".join(f"- `{asked}`: {notes[asked]}." for asked in ASKED)
    return f"""## Results on held-out anatomies

{entry["patients"]} simulated heads ({by_course}) of anatomies {" and ".join(map(str, entry["anatomies"]))}. Mean with 95 % bootstrap interval over heads (2,000 resamples).
The same simulator and renderer as in training: these figures say how well the task as simulated is solved.

{questions}
- Recovered against imposed: {notes["recoveredVsImposed"]}. Explained: {notes["explained"]}.
- Rivals: {notes["rivals"]}.
- Map: {notes["mapErrorPercent"]}. Displacement: {notes["fieldErrorMm"]}. Images: {notes["ssim"]}; "moved": {notes["ssimMoved"]}.
- Gain: {notes["pairedVsBestRival"]}.
- Coverage: {notes["coverage90"]}. CRPS: {notes["crps"]}.

A rate of a group is close to an oracle where course and years are told, because the simulated brains of a course differ little from each
other; what the scan itself tells shows where nothing is told."""


def _pictures() -> str:
    return "\n\n".join(
        (
            "![Recovered against imposed change of the hippocampi](plots/recovered-hippocampus.png)",
            "![Recovered against imposed change of the ventricles](plots/recovered-ventricles.png)",
            "![Errors of every method](plots/errors.png)",
            "![Dice of the labels](plots/labels.png)",
        )
    )


def _calibration(manifest: dict) -> str:
    calibration = manifest["calibration"]
    scales = ", ".join(f"{scale}: {value}" for scale, value in calibration["relativeCrpsByLatentScale"].items())
    names = list(calibration["marginLogarithm"][ASKED[0]])
    lines = [f"| question | {' | '.join(NAMES[name] for name in names)} |", "|---" * (len(names) + 1) + "|"]
    for asked in ASKED:
        margins, alone = calibration["marginLogarithm"][asked], calibration["coverageOfFuturesAlone"][asked]
        lines.append(
            f"| {WORDS[asked]} | " + " | ".join(f"{100 * margins[name]:.2f} ({100 * alone[name]:.0f} %)" for name in names) + " |"
        )
    table = "\n".join(lines)
    margins = calibration["volumeMarginLogarithm"]
    volumes = ", ".join(f"{NAMES[name]} within {100 * (np.exp(margin) - 1):.0f} %" for name, margin in margins.items())
    return f"""## Calibration on {calibration["validationHeads"]} validation heads

The latent is drawn with a deviation of {calibration["latentScale"]:g}, the least mean CRPS of regional change over that of all scales ({scales}). The 90 % interval is
the 5th to 95th percentile of 20 futures, widened on each side by the margin below: 100 times the logarithm of later over earlier volume, per year
where the question tells the years (in brackets what the futures alone cover):

{table}

Volumes of the labels have intervals too: {volumes} of the volume that is found (90 % of the validation heads).

A map shows nothing below {calibration["nullPercent"]} % (|100 log J|): 95 % of brain and ventricles of {calibration["validationControls"]} controls lie below it where nothing is told, which is {calibration["nullPercentPerYear"]} %/year over
{calibration["meanYearsSince"]} years, the mean of the diseases in training."""


def _limits(metrics: dict, manifest: dict) -> str:
    labels = metrics["labelDice"]
    weakest = min(
        (name for name in labels if labels[name]["mean"] is not None), key=lambda name: labels[name]["mean"], default="white"
    )
    return f"""## Limits

- No real longitudinal atrophy was available: neither the fields nor the rates were held to a patient. Groups overlap; nothing here diagnoses.
- Hippocampal loss in mild cognitive impairment, shares of structures, slope with age and the pattern inside a structure are assumptions of the simulator.
- A person's rates are drawn from published 95 % intervals of the mean of a group where no spread between people was found (hippocampus):
  simulated people differ less than real ones, which flatters every method that knows the course.
- A single scan shows how a brain looks, not how it was: small ventricles at birth and shrunken ones look alike. Without a second date the healthy
  counterpart is a statement about the simulated population.
- Only 12 training anatomies, two test anatomies: the intervals are too narrow for new anatomies. Weakest label: {NAMES[weakest]}.
- 2 mm grid, velocities at 4 mm: thin structures lose part of their change; deep grey matter beside the ventricles most of all.
- Brainstem and cerebellum count as white and grey matter. White-matter lesions, infarcts, tumours, bleeding and surgery were never seen.
- Ages below {manifest["trainedRanges"]["ageYears"][0]:.0f} and courses beyond {manifest["trainedRanges"]["years"][1]:.0f} years lie outside of training.
- The 90 % interval holds for heads exchangeable with the simulated ones only."""


def _risk_of_bias(metrics: dict) -> str:
    patients = metrics["testSets"][SET]["patients"]
    return f"""## Risk of bias (PROBAST domains)

| domain | judgement | why |
|---|---|---|
| participants | high | {patients} simulated heads in two anatomies; no real cohort, no sampling frame |
| predictors | high | images rendered by the same code for training and test |
| outcome | low | the truth is known exactly, but it is a simulation whose rates are those of the training |
| analysis | some concerns | intervals over heads that share two anatomies; one seed; scale, margins and threshold fixed on validation anatomies |
| applicability | high concern | one real scan of one healthy adult was looked at; no patient, no second date |"""


def read_if_there(path: Path) -> dict | None:
    """Content of a JSON file; None where there is none."""
    return json.loads(path.read_text()) if path.exists() else None


def main() -> None:
    """Command line: write CARD.md and the plots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=RELEASE)
    folder = parser.parse_args().release
    metrics, manifest = (json.loads((folder / name).read_text()) for name in ("metrics.json", "manifest.json"))
    weights = sha256_of(folder / "manifest.json")
    checks = [read_if_there(folder / name) for name in (REAL_SCAN, TWO_DATES)]
    real_scan, two_dates = (check if check is not None and check["manifest"] == weights else None for check in checks)
    draw_plots(metrics, folder / "plots")
    (folder / "CARD.md").write_text(render_card(metrics, manifest, real_scan, two_dates))


if __name__ == "__main__":
    main()
