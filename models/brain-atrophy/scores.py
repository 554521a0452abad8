"""Scores of one test head: labels, regional change, fields, maps, images and futures. Rows hold plain numbers only."""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import torch

from answers import REGIONS, Answer, Changes, Head, Reader, Regions, inside, latents_of
from common import metrics
from common.anatomy import SPACING_MM, VOXEL_ML
from common.velocity_field import jacobian_determinant
from examples import LABELS, answer_of, label_maps
from group_means import Frame, GroupMeans
from heads import ASKED, is_asked, is_backward, question_of, render
from intervals import scale_of
from objective import MEASURED
from scenes import Scene, load_scene

MODEL, FIELD, RATE, NO_CHANGE = "brain-atrophy", "group-mean-field", "group-mean-rate", "no-change"
PERFECT = "perfect-answer"
"""The true velocity applied to the scan with its noise: the most that an answer of this kind can reach."""

FUTURES = 20
IMAGE_RANGE = 2.0
"""Fixed range of structural similarity in normalised units, 8 standard deviations of the head."""

MOVED_MM = 0.5
"""Voxels that the true answer moves further than this are looked at apart."""

SMALLEST_JACOBIAN = 0.05
WINDOW_MARGIN = 6


@dataclass(frozen=True)
class Scoring:
    """What heads are scored with; called with the file of a scene.

    :param release: folder of the manifest that lists the group means
    """

    checkpoint: Path
    release: Path
    latent_scale: float

    def __call__(self, path: Path) -> dict:
        """Row of one test head."""
        return score_scene(load_scene(path), *_opened(self.checkpoint, self.release), self.latent_scale)


@cache
def _opened(checkpoint: Path, release: Path) -> tuple[Reader, GroupMeans]:
    manifest = json.loads((release / "manifest.json").read_text())
    return Reader(checkpoint), GroupMeans.read(release, manifest["groupMeans"])


@dataclass(frozen=True)
class Truth:
    """What really happened to a head in one direction of time.

    :param scan: float32 [1, D, H, W]; :param image: of the true answer, without noise, [D, H, W]
    :param answer: true velocity, no change of brightness
    """

    labels: torch.Tensor
    scan: torch.Tensor
    image: np.ndarray
    answer: Answer
    backward: bool

    @classmethod
    def of(cls, scene: Scene, backward: bool, seed: int, set_name: str) -> "Truth":
        """Of a scene whose scan is rendered with the seeds of a set."""
        scan, image = render(scene, backward, seed, set_name)
        velocity = answer_of(scene, question_of(scene, "since" if backward else "ahead"))
        return cls(label_maps(scene), scan, image[0].numpy(), Answer(velocity, torch.zeros(1, *velocity.shape[1:])), backward)

    @cached_property
    def space(self) -> torch.Tensor:
        """Intracranial voxels, the same before and after, bool [D, H, W]."""
        return self.labels[LABELS.index("background")] < 0.5

    @cached_property
    def tissue(self) -> torch.Tensor:
        """Voxels of brain tissue in the scan."""
        return inside(self.labels, ("white", "grey", "hippocampus", "deepGrey"))

    @cached_property
    def displacement(self) -> torch.Tensor:
        """True displacement of the scan, voxels."""
        return self.answer.displacement()

    @cached_property
    def determinant(self) -> torch.Tensor:
        """True change of every bit's volume."""
        return jacobian_determinant(self.displacement)

    @cached_property
    def changes(self) -> Changes:
        """True regional change, by the true labels."""
        return Regions(self.labels).changes_percent(self.determinant, self.backward)

    @cached_property
    def window(self) -> tuple[slice, ...]:
        """Box round the intracranial space."""
        return box_round(self.space, WINDOW_MARGIN)

    def score_field(self, displacement: torch.Tensor, determinant: torch.Tensor) -> dict[str, float]:
        """Mean error of the displacement in the skull, mm, and of the map in tissue, percent as 100 log J."""
        apart = (displacement - self.displacement).norm(dim=0)[self.space]
        ours, true = (each.clamp(min=SMALLEST_JACOBIAN).log()[self.tissue] for each in (determinant, self.determinant))
        return {"fieldErrorMm": SPACING_MM * float(apart.mean()), "mapErrorPercent": 100 * float((ours - true).abs().mean())}

    def score_image(self, image: torch.Tensor) -> dict[str, float]:
        """Structural similarity with the true answer in the skull, and where that moves the brain; nan where nothing moves.

        :param image: float32 [1, D, H, W]
        """
        similarity = metrics.ssim_map(image[0].numpy()[self.window], self.image[self.window], IMAGE_RANGE)
        space = self.space[self.window].numpy()
        moved = space & (SPACING_MM * self.displacement.norm(dim=0)[self.window].numpy() > MOVED_MM)
        return {
            "ssim": float(similarity[space].mean()),
            "ssimMoved": float(similarity[moved].mean()) if moved.any() else float("nan"),
        }


def score_scene(scene: Scene, reader: Reader, rivals: GroupMeans, latent_scale: float, set_name: str = "test") -> dict:
    """Row of one head. Futures are drawn for told questions of even heads and untold questions of odd ones."""
    seed, number, course = reader.state["config"]["seed"], scene.meta["number"], scene.meta["course"]
    truths = {backward: Truth.of(scene, backward, seed, set_name) for backward in (True, False)}
    head = reader.look(truths[True].scan)
    row = {name: scene.meta[name] for name in ("number", "anatomy", "course", "ageYears", "yearsSince", "yearsAhead")}
    row["labels"] = score_labels(head.shares, truths[True].labels)
    row["imposed"] = {"since": truths[True].changes, "ahead": truths[False].changes}
    row["bounds"] = {name: _bounds(truths[name == "since"]) for name in ("since", "ahead")}
    row["asked"] = {}
    latents = latent_scale * latents_of(number, FUTURES)
    for place, asked in enumerate(ASKED):
        if is_asked(asked, course):
            question, truth = question_of(scene, asked), truths[is_backward(asked)]
            ours = reader.answer(head, question)
            methods = {MODEL: ours, FIELD: rivals.answer(question, Frame.of(head.coarse_shares))}
            entry = {name: _score_answer(answer, truth, head) for name, answer in methods.items()}
            entry[RATE] = {"changes": rivals.changes(question)}
            if place % 2 == number % 2:
                drawn = reader.futures(head, question, latents, (ours, entry[MODEL]["changes"]))
                entry["scale"] = scale_of(question.years)
                entry["futures"] = {region: [future[region] for future in drawn] for region in REGIONS}
            row["asked"][asked] = entry
    return row


def score_labels(found: torch.Tensor, truth: torch.Tensor) -> dict[str, dict[str, float]]:
    """Dice of the largest share, true volume, and signed volume error of every label, % of the true volume.

    :param found: shares, [7, D, H, W]; :param truth: likewise
    """
    ours, right = found.argmax(dim=0).numpy(), truth.argmax(dim=0).numpy()
    scores = {}
    for number in MEASURED:
        volume_ml = VOXEL_ML * float(truth[number].sum())
        scores[LABELS[number]] = {
            "dice": metrics.dice(ours == number, right == number),
            "trueMl": volume_ml,
            "volumeErrorPercent": 100 * (VOXEL_ML * float(found[number].sum()) / max(volume_ml, 1e-3) - 1),
        }
    return scores


def box_round(mask: torch.Tensor, margin: int) -> tuple[slice, ...]:
    """Smallest box that holds a mask and some voxels round it; all of the grid where the mask is empty."""
    if not mask.any():
        return tuple(slice(0, size) for size in mask.shape)
    ends = [(int(part.min()) - margin, int(part.max()) + margin + 1) for part in mask.nonzero(as_tuple=True)]
    return tuple(slice(max(0, low), min(high, size)) for (low, high), size in zip(ends, mask.shape, strict=True))


def _score_answer(answer: Answer, truth: Truth, head: Head) -> dict:
    displacement = answer.displacement()
    determinant = jacobian_determinant(displacement)
    return {
        "changes": head.regions.changes_percent(determinant, truth.backward),
        **truth.score_field(displacement, determinant),
        **truth.score_image(answer.leads(truth.scan)),
    }


def _bounds(truth: Truth) -> dict[str, dict[str, float]]:
    """What changing nothing scores, and the true answer itself."""
    still = torch.zeros_like(truth.displacement)
    return {
        NO_CHANGE: {**truth.score_field(still, torch.ones_like(truth.determinant)), **truth.score_image(truth.scan)},
        PERFECT: truth.score_image(truth.answer.leads(truth.scan)),
    }
