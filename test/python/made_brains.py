"""Brains of ellipsoids with a known velocity, and readers that know the answer, for tests of brain-atrophy."""

import numpy as np
import torch
from conftest import MODELS, load_modules

from common.anatomy import CLASSES
from common.head_grid import HEAD_SHAPE
from common.structures import STRUCTURES
from common.velocity_field import exponential, sample

ATROPHY = load_modules(MODELS / "brain-atrophy")
RADII_VOXEL = (33.0, 39.0, 33.0)
HIPPOCAMPI = ((0.15, 0.0, 0.42), (0.15, 0.0, -0.42))
"""Middles in units of the radii: superior, posterior, left."""

_SHELLS = ((0.25, "ventricles"), (0.38, "deepGrey"), (0.76, "white"), (0.9, "cortex"), (1.0, "sulcalFluid"))
_CLASS_OF = {"ventricles": "fluid", "deepGrey": "deepGrey", "white": "white", "cortex": "cortex", "sulcalFluid": "fluid"}


def made_scene(course: str = "ad", number: int = 0, shift=(0.0, 0.0, 0.0), size: float = 1.0, years=(4.0, 3.0)):
    """A head whose ventricles widen from within.

    :param shift: of its middle, voxels; :param size: over the usual one; :param years: of disease, and to come
    """
    places = _places(shift, size)
    radius = torch.sqrt(sum(part**2 for part in places))
    structures = torch.zeros(len(STRUCTURES), *HEAD_SHAPE)
    classes = torch.zeros(len(CLASSES), *HEAD_SHAPE)
    left = torch.ones(HEAD_SHAPE)
    for edge, name in _SHELLS:
        share = left * torch.sigmoid((edge - radius) * 40)
        structures[STRUCTURES.index(name)] = share
        classes[CLASSES.index(_CLASS_OF[name])] += share
        left = left - share
    for middle in HIPPOCAMPI:
        apart = torch.sqrt(sum((part - at) ** 2 for part, at in zip(places, middle, strict=True)))
        share = structures[STRUCTURES.index("white")] * torch.sigmoid((0.11 - apart) * 60)
        structures[STRUCTURES.index("white")] -= share
        structures[STRUCTURES.index("hippocampus")] += share
        classes[CLASSES.index("white")] -= share
        classes[CLASSES.index("cortex")] += share
    soft = left * torch.sigmoid((1.15 - radius) * 40)
    classes[CLASSES.index("soft")], classes[CLASSES.index("air")] = soft, left - soft
    since, ahead = (years if course != "healthy" else (0.0, years[1]))[0], years[1]
    velocity = made_velocity(shift, size)
    without_disease = sample(classes, exponential(ATROPHY.scenes.refined(velocity), since)) if since else classes
    meta = {"course": course, "ageYears": 70.0, "yearsSince": since, "yearsAhead": ahead, "number": number, "anatomy": 15}
    still = torch.zeros_like(velocity)
    return ATROPHY.scenes.Scene(classes, structures, without_disease, velocity if since else still, velocity, meta)


def made_velocity(shift=(0.0, 0.0, 0.0), size: float = 1.0) -> torch.Tensor:
    """Velocity outwards, strongest at the wall of the ventricles, voxels per year on the coarse grid."""
    places = _places(shift, size)
    strength = 0.4 * torch.exp(-(sum(part**2 for part in places) / 0.35**2))
    return ATROPHY.scenes.coarse(
        torch.stack([strength * part * length * size for part, length in zip(places, RADII_VOXEL, strict=True)])
    )


def _places(shift, size: float) -> list[torch.Tensor]:
    axes = [(torch.arange(count) - (count - 1) / 2 - offset) for count, offset in zip(HEAD_SHAPE, shift, strict=True)]
    return [part / (length * size) for part, length in zip(torch.meshgrid(*axes, indexing="ij"), RADII_VOXEL, strict=True)]


class KnowingReader(ATROPHY.answers.Reader):
    """Sees the true labels and gives a share of the true answer, spread by the first number of the latent.

    :param share: 1 for the truth
    """

    def __init__(self, scene, share: float = 1.0, spread: float = 0.1) -> None:
        self.scene, self.share, self.spread = scene, share, spread
        self.state = {"config": {"seed": 1}}

    def look(self, image: torch.Tensor):
        """The true labels."""
        return ATROPHY.answers.Head((), ATROPHY.examples.label_maps(self.scene))

    def answer(self, head, question, latent: np.ndarray | None = None):
        """The true velocity, times the share, times one plus a spread."""
        velocity = ATROPHY.examples.answer_of(self.scene, question) * self.share
        drawn = 0.0 if latent is None else float(latent[0])
        still = torch.zeros(1, *velocity.shape[1:])
        return ATROPHY.answers.Answer(velocity * (1 + self.spread * drawn), still)


def made_rows(share: float = 0.8) -> list[dict]:
    """Rows of nine test heads without any image: found change is a share of the imposed one plus a little noise."""
    rng, rows = np.random.default_rng(3), []
    scores, regions = ATROPHY.scores, ATROPHY.answers.REGIONS
    for number in range(9):
        course = ("healthy", "mci", "ad")[number % 3]
        imposed = {
            "since": _changes(0.0 if course == "healthy" else -1.0 - number, regions),
            "ahead": _changes(-2.0 - number, regions),
        }
        bound = {"fieldErrorMm": 0.5, "mapErrorPercent": 6.0, "ssim": 0.9, "ssimMoved": 0.8}
        row = {
            **{"file": f"scene-{number:05d}.npz", "number": number, "anatomy": 15 + number % 2, "course": course},
            **{
                "ageYears": 70.0,
                "yearsSince": 0.0 if course == "healthy" else 4.0,
                "yearsAhead": 3.0,
                "imposed": imposed,
                "asked": {},
            },
            "labels": {
                name: {"dice": 0.9 + 0.005 * number, "trueMl": 10.0 + number, "volumeErrorPercent": (-1) ** number * 2.0}
                for name in ATROPHY.summary.LABELLED
            },
            "bounds": {
                name: {scores.NO_CHANGE: bound, scores.PERFECT: {"ssim": 0.97, "ssimMoved": 0.95}} for name in ("since", "ahead")
            },
        }
        for place, asked in enumerate(ATROPHY.heads.ASKED):
            if not ATROPHY.heads.is_asked(asked, course):
                continue
            true = imposed["since" if asked.startswith("since") else "ahead"]
            found = {region: share * value + rng.normal(0, 0.1) for region, value in true.items()}
            field = {region: 0.5 * value + rng.normal(0, 0.3) for region, value in true.items()}
            better = {"fieldErrorMm": 0.2, "mapErrorPercent": 2.0 + rng.normal(0, 0.1), "ssim": 0.95, "ssimMoved": 0.93}
            worse = {"fieldErrorMm": 0.3, "mapErrorPercent": 4.0, "ssim": 0.92, "ssimMoved": 0.9}
            row["asked"][asked] = {
                scores.MODEL: {"changes": found, **better},
                scores.FIELD: {"changes": field, **worse},
                scores.RATE: {"changes": field},
            }
            if place % 2 == number % 2:
                drawn = rng.normal(0, 0.5, (20, 1))
                row["asked"][asked]["scale"] = 1.0
                row["asked"][asked]["futures"] = {region: (found[region] + drawn[:, 0]).tolist() for region in regions}
        rows.append(row)
    return rows


def _changes(percent: float, regions) -> dict[str, float]:
    return {region: percent * (-3.0 if region == "ventricles" else 1.0) for region in regions}


def made_calibration() -> dict:
    """Entry `calibration` of a manifest."""
    regions = ATROPHY.answers.REGIONS
    by_question = {asked: dict.fromkeys(regions, 0.01) for asked in ATROPHY.heads.ASKED}
    return {
        **{"latentScale": 1.0, "relativeCrpsByLatentScale": {"1": 1.0}, "marginLogarithm": by_question},
        **{"volumeMarginLogarithm": dict.fromkeys(regions, 0.1)},
        **{"coverageOfFuturesAlone": by_question, "nullPercent": 5.0, "nullPercentPerYear": 1.2, "meanYearsSince": 4.0},
        **{"validationHeads": 32, "validationControls": 11},
    }


def made_manifest() -> dict:
    """Manifest fields that the card reads."""
    return {
        **{"id": "brain-atrophy", "version": "0.1.0", "title": "Made", "licence": "Apache-2.0", "latentSize": 16},
        "intendedUse": "research",
        "trainedRanges": {"ageYears": [55, 90], "years": [0.5, 6], "yearsOfDisease": [1, 9], "spacingMm": [1, 2]},
        "calibration": made_calibration(),
        "training": {
            **{"segments": [], "config": {"learningRate": 0.002}, "seconds": 60, "steps": 10, "device": "cpu", "threads": 1},
            **{"seed": 1, "anatomies": [1], "scenes": 3, "scenesByCourse": {"healthy": 1, "mci": 1, "ad": 1}},
        },
    }
