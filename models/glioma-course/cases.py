"""Pictures of single forecasts beside the truth: typical cases and the worst ones, chosen by score, never by eye."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from common.pictures import save_small, slice_of, start_figure
from dataset import Example, inputs_of, load_example
from forecasts import EXPONENTIAL, FITTED, LINEAR, MODEL, Forecaster, joined, rival_masks
from scores import ALL

SHOWN_SEQUENCES = {"T1c": 1, "FLAIR": 3}
TRUTH_COLOUR, OUR_COLOUR = "#ffffff", "#ff9f1c"
RIVAL_COLOURS = {LINEAR: "#2ec4b6", EXPONENTIAL: "#9bc53d", FITTED: "#e05fd0"}
WINDOW = (-1.1, 2.3)
"""Normalised units shown from black to white."""


@dataclass(frozen=True)
class Case:
    """A test patient chosen for a picture; `kind` says why."""

    test_set: str
    kind: str
    row: dict

    @property
    def file(self) -> str:
        """Name of its picture."""
        return f"example-{self.test_set}-{self.kind}.png"


def choose_cases(test_set: str, rows: list[dict]) -> list[Case]:
    """Median core Dice among the untreated and among the treated, and the two smallest of all.

    Patients whose core has vanished have no outline to show and are passed over.
    """
    seen = [row for row in rows if row["trueMl"]["core"] > 0]
    order = sorted(seen, key=lambda row: row["methods"][MODEL]["core"]["dice"])
    untreated = [row for row in order if row["arm"] == "none"]
    treated = [row for row in order if row["arm"] != "none"]
    cases = [Case(test_set, f"worst-{number + 1}", row) for number, row in enumerate(order[:2])]
    for name, some in (("untreated", untreated), ("treated", treated)):
        if some:
            cases.append(Case(test_set, f"typical-{name}", some[len(some) // 2]))
    return cases


def write_examples(rows: dict[str, list[dict]], cache: Path, model: Forecaster, folder: Path) -> list[dict]:
    """Draw the cases of every test set into a folder.

    :param rows: by test set, from `scores.score_example`, with the name of their `file`
    :returns: entry `examples` of metrics.json
    """
    entries = []
    for test_set, scored in rows.items():
        for case in choose_cases(test_set, scored):
            example = load_example(cache / test_set / case.row["file"])
            _draw(case, example, model, folder / case.file)
            entries.append(_entry(case))
    return entries


def _entry(case: Case) -> dict:
    row, dice = case.row, {name: scores["core"]["dice"] for name, scores in case.row["methods"].items()}
    return {
        **{"file": f"plots/{case.file}", "testSet": case.test_set, "kind": case.kind},
        **{name: row[name] for name in ("patient", "family", "arm", "startDays", "horizonDays", "visits", "lastMl", "trueMl")},
        "coreMl": row["coreMl"],
        "coreDice": dice,
    }


def _draw(case: Case, example: Example, model: Forecaster, path: Path) -> None:
    inputs = inputs_of(example, ALL, model.population)
    distances, change = model.mean(model.encode(inputs))
    shown = example.meta["showsOedema"]
    truth, last, ours = example.future < 0, example.distances[0:2] < 0, joined(distances < 0, shown)
    rivals = rival_masks(example, inputs, model.population)
    index = slice_of(truth[0] | ours[0])
    figure, axes = start_figure(len(SHOWN_SEQUENCES), 4, _title(case))
    columns = ("last visit, as seen", "true future, another scanner", "forecast", "truth, forecast, rivals")
    for row, (name, channel) in enumerate(SHOWN_SEQUENCES.items()):
        structure = 0 if name == "T1c" else 1
        before = example.images[channel][index]
        after = before if example.future_images is None else example.future_images[channel][index]
        panels = (before, after, before + change[channel][index], after)
        for axis, image, column in zip(axes[row], panels, columns, strict=True):
            axis.imshow(image, cmap="gray", vmin=WINDOW[0], vmax=WINDOW[1], interpolation="nearest")
            axis.set_title(f"{name}: {column}" if column == columns[0] else column, fontsize=7, color="white")
        outlined = structure == 0 or shown
        _outline(axes[row][0], last[structure][index], TRUTH_COLOUR, outlined)
        _outline(axes[row][1], truth[structure][index], TRUTH_COLOUR, True)
        _outline(axes[row][2], ours[structure][index], OUR_COLOUR, outlined)
        for rival, colour in RIVAL_COLOURS.items():
            _outline(axes[row][3], rivals[rival][structure][index], colour, outlined)
        _outline(axes[row][3], truth[structure][index], TRUTH_COLOUR, True)
        _outline(axes[row][3], ours[structure][index], OUR_COLOUR, outlined)
    _legend(figure)
    save_small(figure, path)


def _title(case: Case) -> str:
    row, scores = case.row, case.row["methods"][MODEL]["core"]
    arm = row["arm"] if row["arm"] == "none" else f"{row['arm']} from day {row['startDays']:+d}"
    return (
        f"{case.test_set}, patient {row['patient']} ({case.kind}): {row['visits']} visit(s), +{row['horizonDays']} days, {arm}; "
        f"core {row['lastMl']['core']:.1f} -> {row['trueMl']['core']:.1f} ml, forecast {row['coreMl'][MODEL]:.1f} ml; "
        f"Dice {scores['dice']:.2f}"
    )


def _outline(axis, mask: np.ndarray, colour: str, outlined: bool) -> None:
    if outlined and mask.any() and not mask.all():
        axis.contour(mask.astype(float), levels=[0.5], colors=colour, linewidths=0.8)


def _legend(figure) -> None:
    entries = {"truth": TRUTH_COLOUR, MODEL: OUR_COLOUR, **RIVAL_COLOURS}
    for number, (name, colour) in enumerate(entries.items()):
        figure.text(0.02 + 0.19 * number, 0.012, f"— {name}", color=colour, fontsize=7)
