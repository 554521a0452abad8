"""What a trained network answers about a head: labels, and velocities of some questions with the regional change they mean."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch

from common.velocity_field import exponential, jacobian_determinant, sample
from examples import LABELS, Question, conditions_of
from export import load_average
from model import LATENT_SIZE, proportions_of
from objective import MEASURED, halved
from scenes import COARSE, refined

BRAIN_LABELS = ("white", "grey", "hippocampus", "deepGrey")
REGIONS = (*(LABELS[number] for number in MEASURED), "brain")
"""Regions whose volume is compared: every label but the background, and all tissue together."""

Changes = dict[str, float]
"""Change of volume by region, percent of what it was before."""


@dataclass(frozen=True)
class Answer:
    """Velocity times years and change of brightness of one question; backward, it leads to the earlier brain.

    :param velocity: float32 [3, D/2, H/2, W/2], voxels of 2 mm
    :param brightness: float32 [1, D/2, H/2, W/2], units of the normalised image
    """

    velocity: torch.Tensor
    brightness: torch.Tensor

    def displacement(self) -> torch.Tensor:
        """Where every place of the scan comes to, integrated at 2 mm, float32 [3, D, H, W] voxels."""
        return exponential(refined(self.velocity), 1.0)

    def coarse_displacement(self) -> torch.Tensor:
        """Likewise integrated on the velocity's own grid and in its voxels: an eighth of the work, up to 0.1 mm off."""
        return exponential(self.velocity / COARSE, 1.0)

    def leads(self, image: torch.Tensor) -> torch.Tensor:
        """A scan as this answer changes it: moved at its own resolution, its brightness corrected.

        :param image: float32 [1, D, H, W]
        :returns: likewise
        """
        from_where = refined(exponential(self.velocity / -COARSE, 1.0) * COARSE)
        return sample(image, from_where) + refined(self.brightness)


class Regions:
    """Shares of the regions on one grid, ready to be measured.

    :param shares: of the labels, float32 [len(LABELS), ...]
    """

    def __init__(self, shares: torch.Tensor) -> None:
        single = shares[list(MEASURED)]
        whole = sum(shares[LABELS.index(name)] for name in BRAIN_LABELS)
        self.weights = torch.cat([single, whole[None]]).flatten(1)
        self.totals = self.weights.sum(dim=1).clamp(min=1e-6)

    def changes_percent(self, determinant: torch.Tensor, backward: bool) -> Changes:
        """Change of every region, the later brain over the earlier.

        :param determinant: volume of every bit of the scan in the answer over that in the scan
        """
        ratios = (self.weights @ determinant.flatten()) / self.totals
        later_over_earlier = 1 / ratios.clamp(min=1e-3) if backward else ratios
        return dict(zip(REGIONS, (100 * (later_over_earlier - 1)).tolist(), strict=True))


@dataclass(frozen=True)
class Head:
    """A head as the encoder saw it.

    :param shares: of the labels, float32 [len(LABELS), D, H, W]
    """

    features: tuple[torch.Tensor, ...]
    shares: torch.Tensor

    @cached_property
    def coarse_shares(self) -> torch.Tensor:
        """Shares on the grid of the velocities."""
        return halved(self.shares[None])[0]

    @cached_property
    def proportions(self) -> torch.Tensor:
        """Input `proportions` of the decoder, [1, 6]."""
        return proportions_of(self.shares[None])

    @cached_property
    def within_skull(self) -> torch.Tensor:
        """Share of every voxel of 4 mm within the skull, which stands still itself: answers fade out there."""
        return 1 - self.coarse_shares[LABELS.index("background")]

    @cached_property
    def regions(self) -> Regions:
        """Regions at 2 mm."""
        return Regions(self.shares)

    @cached_property
    def coarse_regions(self) -> Regions:
        """Regions at 4 mm."""
        return Regions(self.coarse_shares)

    @cached_property
    def brain(self) -> torch.Tensor:
        """Where tissue fills most of a voxel, bool [D, H, W]."""
        return inside(self.shares, BRAIN_LABELS)

    @cached_property
    def trusted(self) -> torch.Tensor:
        """Where a map of change has values: brain and ventricles, bool [D, H, W]."""
        return inside(self.shares, (*BRAIN_LABELS, "ventricles"))


class Reader:
    """Averaged networks of a checkpoint.

    :param threads: of PyTorch, in this process from now on
    """

    def __init__(self, checkpoint: Path, threads: int = 1) -> None:
        torch.set_num_threads(threads)
        self.encoder, self.decoder, self.state = load_average(checkpoint)

    @torch.inference_mode()
    def look(self, image: torch.Tensor) -> Head:
        """What the encoder sees in a normalised head.

        :param image: float32 [1, D, H, W]
        """
        *features, logits = self.encoder(image[None])
        return Head(tuple(features), torch.softmax(logits[0], dim=0))

    @torch.inference_mode()
    def answer(self, head: Head, question: Question, latent: np.ndarray | None = None) -> Answer:
        """Answer of one latent.

        :param latent: [16]; None for the middle, 0
        """
        drawn = torch.zeros(1, LATENT_SIZE) if latent is None else torch.from_numpy(latent.astype(np.float32))[None]
        velocity, brightness = self.decoder(*head.features, conditions_of(question)[None], drawn, head.proportions)
        return Answer(velocity[0] * head.within_skull, brightness[0] * head.within_skull)

    def futures(self, head: Head, question: Question, latents: np.ndarray, middle: tuple[Answer, Changes]) -> list[Changes]:
        """Regional change of several futures: what they differ by from the middle at 4 mm, added to the middle's at 2 mm.

        :param latents: [N, 16]; :param middle: answer of latent 0, and its change
        """
        answer, changes = middle
        start = coarse_change(answer, head.coarse_regions, question.backward)
        drawn = [coarse_change(self.answer(head, question, latent), head.coarse_regions, question.backward) for latent in latents]
        return [{region: changes[region] + future[region] - start[region] for region in REGIONS} for future in drawn]


def coarse_change(answer: Answer, regions: Regions, backward: bool) -> Changes:
    """Regional change measured at 4 mm, where the deep grey matter beside the ventricles loses up to a fifth of its change."""
    return regions.changes_percent(jacobian_determinant(answer.coarse_displacement()), backward)


def inside(shares: torch.Tensor, names: tuple[str, ...]) -> torch.Tensor:
    """Where some labels together fill most of a voxel, bool.

    :param shares: float32 [len(LABELS), ...]
    """
    return sum(shares[LABELS.index(name)] for name in names) > 0.5


def latents_of(number: int, count: int) -> np.ndarray:
    """Latents of a scene's futures at scale 1, [count, 16]."""
    return np.random.default_rng([number, count]).standard_normal((count, LATENT_SIZE))
