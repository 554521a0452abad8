"""Pictures of single answers beside the truth, chosen by score, never by eye."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from answers import Answer, Head, Reader
from common.pictures import save_small, start_figure
from common.velocity_field import jacobian_determinant
from examples import LABELS
from heads import WORDS, is_backward, question_of
from scenes import load_scene
from scores import MODEL, SMALLEST_JACOBIAN, Scoring, Truth, box_round

ASKED_OF_CASES = ("sinceUntold", "ahead")
WINDOW = (-1.0, 1.2)
"""Normalised units shown from black to white."""

SHOWN_VOXELS = 4
"""Of what lies round the skull's inside."""

MAP_LIMIT_PERCENT = 30.0
LABEL_COLOURS = {
    "white": (0.93, 0.93, 0.85),
    "grey": (0.85, 0.55, 0.35),
    "sulcalFluid": (0.25, 0.45, 0.75),
    "ventricles": (0.30, 0.75, 0.95),
    "hippocampus": (0.95, 0.85, 0.20),
    "deepGrey": (0.65, 0.35, 0.75),
}


@dataclass(frozen=True)
class Case:
    """A head chosen for a picture; `kind` says why."""

    asked: str
    kind: str
    row: dict

    @property
    def file(self) -> str:
        """Name of its picture."""
        return f"example-{self.asked}-{self.kind}.png"


def choose_cases(rows: list[dict]) -> list[Case]:
    """Of every question: the median error of the map among heads with a disease, the largest of them, and the median control."""
    cases = []
    for asked in ASKED_OF_CASES:
        order = sorted(
            (row for row in rows if asked in row["asked"]), key=lambda row: row["asked"][asked][MODEL]["mapErrorPercent"]
        )
        diseased = [row for row in order if row["course"] != "healthy"]
        controls = [row for row in order if row["course"] == "healthy"]
        if diseased:
            cases += [Case(asked, "typical", diseased[len(diseased) // 2]), Case(asked, "worst", diseased[-1])]
        if controls:
            cases.append(Case(asked, "control", controls[len(controls) // 2]))
    return cases


def write_examples(rows: list[dict], cache: Path, scoring: Scoring, folder: Path) -> list[dict]:
    """Draw the cases into a folder.

    :returns: entry `examples` of metrics.json
    """
    reader, entries = Reader(scoring.checkpoint), []
    for case in choose_cases(rows):
        scene = load_scene(cache / "test" / case.row["file"])
        truth = Truth.of(scene, is_backward(case.asked), reader.state["config"]["seed"], "test")
        head = reader.look(truth.scan)
        answer = reader.answer(head, question_of(scene, case.asked))
        draw_case(case, truth, head, answer, folder / case.file)
        entries.append(_entry(case))
    return entries


def draw_case(case: Case, truth: Truth, head: Head, answer: Answer, path: Path) -> None:
    """Two planes: scan with labels, true answer, found answer, true map, found map."""
    determinant = jacobian_determinant(answer.displacement())
    found = answer.leads(truth.scan)[0].numpy()
    labels = head.shares.argmax(dim=0).numpy()
    maps = [percent_of(each, truth.tissue, truth.backward) for each in (truth.determinant, determinant)]
    figure, axes = start_figure(2, 5, _title(case))
    titles = ("scan and labels found", "true answer", "answer found", "true map", "map found")
    for row, plane in enumerate(planes_of(truth.labels)):
        scan = plane.cut(truth.scan[0].numpy())
        pictures = (scan, plane.cut(truth.image), plane.cut(found), scan, scan)
        for column, (axis, picture) in enumerate(zip(axes[row], pictures, strict=True)):
            axis.imshow(picture, cmap="gray", vmin=WINDOW[0], vmax=WINDOW[1])
            if row == 0:
                axis.set_title(titles[column], fontsize=7, color="white")
        axes[row][0].imshow(coloured(plane.cut(labels)))
        for column, values in zip((3, 4), maps, strict=True):
            shown = axes[row][column].imshow(
                plane.cut(values), cmap="bwr_r", vmin=-MAP_LIMIT_PERCENT, vmax=MAP_LIMIT_PERCENT, alpha=0.75
            )
    bar = figure.colorbar(shown, ax=axes, orientation="horizontal", fraction=0.025, pad=0.02, aspect=60)
    bar.set_label("change of volume from the earlier to the later brain, %", color="white", fontsize=6.5)
    bar.ax.tick_params(colors="white", labelsize=6)
    save_small(figure, path)


@dataclass(frozen=True)
class Plane:
    """A plane through a head, seen from the front or from below.

    :param axis: 0 axial, 1 coronal
    :param window: part of the head that is shown
    """

    axis: int
    index: int
    window: tuple[slice, ...]

    def fine(self, factor: int) -> "Plane":
        """The plane on a grid that is so many times as fine."""
        window = tuple(slice(part.start * factor, part.stop * factor) for part in self.window)
        return Plane(self.axis, self.index * factor, window)

    def shifted(self, voxels: int) -> "Plane":
        """A plane beside it."""
        return Plane(self.axis, self.index + voxels, self.window)

    def cut(self, values: np.ndarray) -> np.ndarray:
        """Values of the plane: front or top of the head up, the patient's left on the right."""
        rows, columns = (part for axis, part in enumerate(self.window) if axis != self.axis)
        plane = values.take(self.index, self.axis)[rows, columns]
        return plane if self.axis == 0 else plane[::-1]


def planes_of(labels: torch.Tensor) -> tuple[Plane, Plane]:
    """Axial plane with the most ventricle, coronal plane with the most hippocampus, with what lies round the brain.

    :param labels: shares, [7, D, H, W]
    """
    ventricles = labels[LABELS.index("ventricles")].sum(dim=(1, 2))
    hippocampi = labels[LABELS.index("hippocampus")].sum(dim=(0, 2))
    window = box_round(labels[LABELS.index("background")] < 0.5, SHOWN_VOXELS)
    return Plane(0, int(ventricles.argmax()), window), Plane(1, int(hippocampi.argmax()), window)


def percent_of(determinant: torch.Tensor, mask: torch.Tensor, backward: bool = False) -> np.ndarray:
    """100 log J inside a mask, nan outside.

    :param backward: turn the sign, so that loss from the earlier to the later brain is negative
    """
    percent = 100 * determinant.clamp(min=SMALLEST_JACOBIAN).log() * (-1 if backward else 1)
    return torch.where(mask, percent, torch.nan).numpy()


def coloured(labels: np.ndarray, alpha: float = 0.45) -> np.ndarray:
    """Colours of the labels of a plane, [rows, columns, 4]; the background is clear."""
    picture = np.zeros((*labels.shape, 4))
    for name, colour in LABEL_COLOURS.items():
        picture[labels == LABELS.index(name)] = (*colour, alpha)
    return picture


def _entry(case: Case) -> dict:
    row = case.row
    return {
        "file": f"plots/{case.file}",
        "asked": case.asked,
        "kind": case.kind,
        **{name: row[name] for name in ("number", "course", "ageYears", "yearsSince", "yearsAhead")},
        "imposed": row["imposed"]["since" if is_backward(case.asked) else "ahead"],
        "found": row["asked"][case.asked][MODEL]["changes"],
        "mapErrorPercent": row["asked"][case.asked][MODEL]["mapErrorPercent"],
    }


def _title(case: Case) -> str:
    entry, years = _entry(case), case.row["yearsSince" if is_backward(case.asked) else "yearsAhead"]
    found, true = entry["found"], entry["imposed"]
    figures = ", ".join(
        f"{name} {found[region]:+.1f} % ({true[region]:+.1f})"
        for region, name in (("hippocampus", "hippocampi"), ("ventricles", "ventricles"), ("brain", "brain"))
    )
    head = f"head {case.row['number']}, {case.row['course']} ({case.kind}), {years:.1f} years"
    return f"{head}; {WORDS[case.asked]}; found (imposed): {figures}"
