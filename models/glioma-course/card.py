"""Render CARD.md and its plots from metrics.json and manifest.json; no figure on the card is typed by hand.

python models/glioma-course/card.py
"""

import argparse
import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from real_patients import FILE, read_rounds, real_patients_part

from card_results import arms_part, examples_part, interval, memorisation_part, test_set_part, verdict_part
from common.judgement import targets_part
from common.onnx_export import sha256_of
from common.patient import LARGEST_CORE_ML, LARGEST_OEDEMA_ML
from common.release import recipe_words
from common.splits import ANATOMIES_BY_SET
from plots import draw_plots
from targets import judge

RELEASE = Path(__file__).resolve().parent / "release"


def render_card(metrics: dict, manifest: dict, real_patients: str = "") -> str:
    """Whole card as Markdown.

    :param metrics: content of metrics.json
    :param manifest: content of manifest.json
    :param real_patients: section from `real_patients_part`
    """
    parts = [_head(metrics, manifest), _data(metrics, manifest), _targets(metrics), _reading_note(metrics), _pictures(metrics)]
    parts += [test_set_part(name, entry) for name, entry in metrics["testSets"].items()]
    parts += [arms_part(metrics["arms"])] if metrics["arms"] else []
    parts += [real_patients]
    parts += [memorisation_part(metrics["memorisation"])] if metrics.get("memorisation") else []
    parts += [verdict_part(metrics), examples_part(metrics.get("examples", [])), _calibration(manifest)]
    parts += [_limits(metrics, manifest), _risk_of_bias(metrics)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(metrics: dict, manifest: dict) -> str:
    training = manifest["training"]
    return f"""# {manifest["title"]}

`{manifest["id"]}` {manifest["version"]}, {manifest["licence"]}. **Trained and tested on simulated data only; no claim about
patients. Never for diagnosis or treatment.** Intended use: {manifest["intendedUse"]}.

A conditional generator with a latent of {manifest["latentSize"]}: from one to three visits, any of T1, T1c, T2, FLAIR, and a treatment, it gives
masks of core and oedema and the change of every image. It mixes what simple rivals forecast, corrects the result, and repaints
the images; futures are spread by ranked probability scores, images sharpened by a spectral-norm PatchGAN. Trained for {training["steps"]} steps in
{training["seconds"] / 60:.0f} minutes on a {training["device"]}, threads: {training["threads"]}, seed {training["seed"]}; one seed only, so variation between training runs is not
measured.

{recipe_words(training)}

{_rival(metrics)}"""


def _rival(metrics: dict) -> str:
    rival = metrics["training"].get("rival")
    if rival is None:
        return "The deterministic network (same layers, no latent, no discriminator) was not trained: it is missing among the rivals."
    return (
        "The rival `deterministic-network` has the same layers, trained without spread steps and discriminator: "
        f"{rival['steps']} steps in {rival['seconds'] / 60:.0f} minutes, seed {rival['seed']}.\n\n{recipe_words(rival)}"
    )


def _data(metrics: dict, manifest: dict) -> str:
    ranges, rates, training = manifest["trainedRanges"], manifest["populationRateMmPerDay"], manifest["training"]
    anatomies = ", ".join(f"{number:02d}" for number in training["anatomies"])
    tested = sorted({number for entry in metrics["testSets"].values() for number in entry["anatomies"]})
    validated = ", ".join(map(str, ANATOMIES_BY_SET["validation"]))
    arms = ", ".join(f"{name} {count}" for name, count in training["futuresByArm"].items())
    visits = ", ".join(f"{count} with {name}" for name, count in training["futuresByVisits"].items())
    physics = ", ".join(f"{name} {count}" for name, count in training["futuresByPhysics"].items())
    lines = [
        f"- Anatomy: SynthSeg label maps (Apache-2.0). Training maps {anatomies}; validation {validated}; test {', '.join(map(str, tested))}. Split by map.",
        f"- Truth: {training['futures']} futures of {training['patients']} simulated patients under five arms ({arms}); visits shown: {visits}; Fisher-Kolmogorov growth ({physics}), with slowing, cavities and pseudo-progression. Visit intervals from a table of real follow-up (intervals only).",
        "- Treatment of the simulation: linear-quadratic radiotherapy with a dose map, temozolomide cycles, resection; sensitivity drawn anew per patient and never shown.",
        "- Images: rendered T1, T1c, T2, FLAIR; scanner drawn anew per visit, tissue texture shared; thick slices up to 6.5 mm.",
        "- Inputs perturbed: masks of other observers, tissue maps, hidden sequences, hidden oedema, hidden earlier visits, unknown age.",
        f"- Ranges: core {_range(ranges, 'coreVolumeMl')} ml and oedema {_range(ranges, 'oedemaVolumeMl')} ml (1st to 99th percentile), horizon {_range(ranges, 'horizonDays')} days, interval {_range(ranges, 'intervalDays')} days, start of treatment {_range(ranges, 'startDays')} days from the last visit, dose {_range(ranges, 'doseGy')} Gy, age {_range(ranges, 'ageYears')} years.",
        f"- Rate assumed with a single visit: core {rates['core']}, oedema {rates['oedema']} mm/day (training median of untreated futures).",
        "- No real patient was used in training, calibration or the tests on simulated patients.",
        "- The first edition of the sets of other physics showed that treated cores vanished too often in training; the simulated treatment was changed, and those sets were drawn anew with another seed from the same law and anatomies. They are thus no wholly unseen test.",
    ]
    return "## Data and split\n\n" + "\n".join(lines)


def _range(ranges: dict, name: str) -> str:
    return f"{ranges[name][0]} to {ranges[name][1]}"


def _targets(metrics: dict) -> str:
    note = (
        "p by paired Wilcoxon, not adjusted; a target is met by its mean and the bound that it names, not by p. "
        "`npm run bench` prints the times."
    )
    return targets_part(judge(metrics), note)


def _reading_note(metrics: dict) -> str:
    notes = metrics["definitions"]
    return f"""## Results

Mean with 95 % bootstrap interval over patients (2,000 resamples), one future per patient. The rivals see the same inputs, but no treatment. A fitted Fisher-Kolmogorov model is close to
an oracle where the truth is untreated Fisher-Kolmogorov growth; the different-physics set is the fair one.

- Growth-region Dice: {notes["growthRegionDice"]}.
- {notes["emptyMasks"]}.
- Volume error in percent: {notes["volumeErrorPercent"]}. Log volume: {notes["logVolume"]}. Oedema: {notes["oedema"]}.
- Images: {notes["images"]}; fixed range of {metrics["imageRange"]} normalised units. Explained change: {notes["explainedChange"]}.
- Conformalised: {notes["crpsConformalised"]}."""


def _pictures(metrics: dict) -> str:
    lines = [
        "![Growth-region Dice of every method](plots/growth-region-dice.png)",
        "![Reliability, ranks and coverage](plots/calibration.png)",
        "![CRPS of log volume](plots/crps.png)",
    ]
    return "\n\n".join(lines + (["![Effect of treatment](plots/arms.png)"] if metrics["arms"] else []))


def _calibration(manifest: dict) -> str:
    calibration = manifest["calibration"]
    scales = ", ".join(f"{scale}: {value}" for scale, value in calibration["crpsByLatentScale"].items())
    rows = [
        f"| {name} | {100 * trial['coverage']:.0f} % | {trial['meanWidth']:.2f} | {trial['intervalScore']:.2f} |"
        for name, trial in calibration["marginsLeaveOneOut"].items()
    ]
    return f"""## Calibration on {calibration["validationPatients"]} validation patients

The latent is drawn with a deviation of {calibration["latentScale"]:g}, the smallest mean CRPS of the log core volume ({scales}). The 90 % interval is the 5th
to 95th percentile of 20 futures with {calibration["volumeLog90"]} added on each side in log volume, which multiplies the ratio of its ends by {math.exp(2 * calibration["volumeLog90"]):.2f}; the futures
alone covered {100 * calibration["coverageOfFuturesAlone"]:.0f} % of these patients. Kinds of margin, each tried on patients that it was not calibrated on:

| margin | coverage | mean width (log volume) | interval score |
|---|---|---|---|
{chr(10).join(rows)}

The additive one is used, as the application knows no other."""


def _limits(metrics: dict, manifest: dict) -> str:
    calibration = manifest["calibration"]
    alone = [
        f"{name} core Dice {interval(entry['t1cAlone']['core']['dice'])}, {entry['t1cAlone']['core']['dice']['minusAllFour']['difference']:+.3f} against four sequences"
        for name, entry in metrics["testSets"].items()
    ]
    return f"""## Limits

- 2 mm grid of 128 mm: fine rims, distant lesions and anything outside the cube are not predicted; new lesions are not.
- Treatment effects are those of one simulator; what a treatment does to a patient is not known to this model. "Model-implied, not causal."
- No simple rival knows of a treatment, so part of the gain on treated patients is that the model was told; the targets therefore name untreated patients too.
- Age acts as the simulator assumes (1 % of proliferation per year); no published effect is behind it.
- Simulated courses beyond {LARGEST_CORE_ML:.0f} ml of core or {LARGEST_OEDEMA_ML:.0f} ml of oedema are left out, of training and of every test; so are lesions outside the cube.
- Images of drawn futures are held to the truth only where their masks agree with it; the mean future is trained everywhere.
- The oedema output means nothing where no T2/FLAIR mask was given.
- T1c images alone: {"; ".join(alone) or "not measured"}. Outlines and dates were shown as before.
- One cohort-free simulator: a change of scanner, segmentation habit or biology is a change of distribution.
- The promise of the 90 % interval (widened by {calibration["volumeLog90"]} in log volume) holds for exchangeable patients only, that is for the same simulator.
- Two anatomies per test set: the intervals are too narrow for new anatomies."""


def _risk_of_bias(metrics: dict) -> str:
    patients = sum(entry["patients"] for entry in metrics["testSets"].values())
    return f"""## Risk of bias (PROBAST domains)

| domain | judgement | why |
|---|---|---|
| participants | high | {patients} simulated test patients in two anatomies; no real cohort, no sampling frame |
| predictors | high | images rendered by the same code for training and test; masks perturbed by a model of observers |
| outcome | low | the truth is known exactly, blind to predictors by construction, but it is a simulation |
| analysis | some concerns | patient-level intervals and Holm; one seed; the simulated treatment was changed after a first edition of the sets of other physics had been seen; patients share two anatomies, so intervals are too narrow for new anatomies |
| applicability | high concern | not validated on patients |"""


def main() -> None:
    """Command line: write CARD.md and the plots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=Path, default=RELEASE)
    parser.add_argument("--real", type=Path, default=None, help="out/real-patients, written by npm run real-patients")
    options = parser.parse_args()
    folder, kept = options.release, options.release / FILE
    if options.real is not None:
        kept.write_text(json.dumps(read_rounds(options.real), indent=1) + "\n")
    metrics, manifest = (json.loads((folder / name).read_text()) for name in ("metrics.json", "manifest.json"))
    draw_plots(metrics, folder / "plots")
    rounds = json.loads(kept.read_text()) if kept.exists() else None
    real = real_patients_part(rounds, sha256_of(folder / "manifest.json"))
    (folder / "CARD.md").write_text(render_card(metrics, manifest, real))


if __name__ == "__main__":
    main()
