"""Rivals that know no single brain: the mean velocity of the training scenes, laid over the head, and their mean rates.

Both hear what the question tells (course, years). The field is averaged in a frame that follows the intracranial space in place
and size, and made symmetric; without that it would be blurred over two centimetres and too easy to beat.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from answers import REGIONS, Answer, Changes, Regions
from common.atrophy_rates import COURSES
from common.head_grid import HEAD_SHAPE
from common.onnx_export import sha256_of
from common.velocity_field import exponential, jacobian_determinant, sample
from examples import LABELS, Question, label_maps
from objective import halved
from scenes import COARSE, load_scene, refined

FILE = "group-means.bin"
SHAPE = tuple(size // COARSE for size in HEAD_SHAPE)
MIDDLE = tuple((size - 1) / 2 for size in SHAPE)
DEVIATION = (7.8, 9.4, 7.8)
"""Standard deviation of the intracranial space in the frame along superior, posterior, left; voxels of 4 mm."""

DIRECTIONS = ("since", "ahead")
KEYS = tuple((direction, course) for direction in DIRECTIONS for course in COURSES if (direction, course) != ("since", "healthy"))
"""Means that are kept. Healthy brains have no disease; what holds for an unknown course is made of the others."""

LARGEST = 127
"""Velocities are stored as whole numbers of 8 bits."""


@dataclass(frozen=True)
class Frame:
    """Place and size of the intracranial space on the grid of the velocities, [3] each, voxels of 4 mm."""

    centre: torch.Tensor
    deviation: torch.Tensor

    @classmethod
    def of(cls, coarse_shares: torch.Tensor) -> "Frame":
        """Of a head.

        :param coarse_shares: of the labels, float32 [len(LABELS), *SHAPE]
        """
        inside = 1 - coarse_shares[LABELS.index("background")]
        axes = [torch.arange(size, dtype=torch.float32) for size in inside.shape]
        profiles = [inside.sum(dim=[other for other in range(3) if other != axis]) for axis in range(3)]
        total = inside.sum().clamp(min=1e-6)
        centre = [(axis * profile).sum() / total for axis, profile in zip(axes, profiles, strict=True)]
        deviation = [
            (((axis - middle) ** 2 * profile).sum() / total).sqrt().clamp(min=1.0)
            for axis, profile, middle in zip(axes, profiles, centre, strict=True)
        ]
        return cls(torch.stack(centre), torch.stack(deviation))


STANDARD = Frame(torch.tensor(MIDDLE), torch.tensor(DEVIATION))


def carried(velocity: torch.Tensor, source: Frame, target: Frame) -> torch.Tensor:
    """A velocity field of one frame in another: its places and its lengths follow.

    :param velocity: float32 [3, *SHAPE]
    """
    axes = torch.meshgrid(*[torch.arange(size, dtype=torch.float32) for size in velocity.shape[1:]], indexing="ij")
    ratio = (source.deviation / target.deviation).view(3, 1, 1, 1)
    here = torch.stack(axes)
    there = source.centre.view(3, 1, 1, 1) + (here - target.centre.view(3, 1, 1, 1)) * ratio
    return sample(velocity, there - here) / ratio


@dataclass(frozen=True)
class GroupMeans:
    """Mean velocities and rates of the training scenes by direction and course.

    :param velocities: voxels of 2 mm per year in the standard frame, float32 [3, *SHAPE], by `KEYS`
    :param rates: yearly logarithm of every region's volume, by `KEYS`
    :param years: of all scenes together, by direction and course
    :param scenes: number by course
    """

    velocities: dict[tuple[str, str], torch.Tensor]
    rates: dict[tuple[str, str], dict[str, float]]
    years: dict[tuple[str, str], float]
    scenes: dict[str, int]

    @classmethod
    def of(cls, paths: list[Path]) -> "GroupMeans":
        """Of stored scenes; each counts by its years."""
        sums = {key: torch.zeros(3, *SHAPE) for key in KEYS}
        logarithms = {key: dict.fromkeys(REGIONS, 0.0) for key in KEYS}
        years, scenes = dict.fromkeys(KEYS, 0.0), dict.fromkeys(COURSES, 0)
        for path in paths:
            scene = load_scene(path)
            course, labels = scene.meta["course"], label_maps(scene)
            frame, regions = Frame.of(halved(labels[None])[0]), Regions(labels)
            scenes[course] += 1
            for direction, velocity in (("since", scene.since), ("ahead", scene.ahead)):
                key = (direction, course)
                if key not in sums:
                    continue
                span = scene.meta["yearsSince" if direction == "since" else "yearsAhead"]
                sums[key] += carried(velocity, frame, STANDARD) * span
                years[key] += span
                for region, percent in true_changes(velocity * span, regions, direction == "since").items():
                    logarithms[key][region] += float(np.log1p(percent / 100))
        velocities = {key: symmetric(total / max(years[key], 1e-6)) for key, total in sums.items()}
        rates = {
            key: {region: value / max(years[key], 1e-6) for region, value in by_region.items()}
            for key, by_region in logarithms.items()
        }
        return cls(velocities, rates, years, scenes)

    def answer(self, question: Question, frame: Frame) -> Answer:
        """Mean velocity of the scenes that fit a question, laid over a head."""
        weights = self._weights(question)
        velocity = sum((weight * self.velocities[key] for key, weight in weights.items()), torch.zeros(3, *SHAPE))
        led = carried(velocity, STANDARD, frame)
        return Answer(-led if question.backward else led, torch.zeros(1, *SHAPE))

    def changes(self, question: Question) -> Changes:
        """Mean change of the scenes that fit a question; no brain is looked at."""
        weights = self._weights(question)
        logarithms = {region: sum(weight * self.rates[key][region] for key, weight in weights.items()) for region in REGIONS}
        return {region: 100 * float(np.expm1(value)) for region, value in logarithms.items()}

    def _weights(self, question: Question) -> dict[tuple[str, str], float]:
        """Years along every mean. An unknown course is the mixture of the training scenes, an unknown span their mean."""
        direction = DIRECTIONS[0 if question.backward else 1]
        courses = [question.course] if question.course else list(COURSES)
        keys = [(direction, course) for course in courses if (direction, course) in KEYS]
        all_years = sum(self.years[key] for key in keys)
        heads = sum(self.scenes[course] for course in courses)
        span = all_years / max(heads, 1) if question.years is None else question.years
        return {key: span * self.years[key] / max(all_years, 1e-6) for key in keys}

    def write(self, folder: Path) -> dict:
        """Write the velocities into a folder as whole numbers of 8 bits, one field behind the other.

        :returns: the `groupMeans` entry of the manifest, which `read` needs
        """
        path = folder / FILE
        fields, parts = [], []
        for direction, course in KEYS:
            velocity = self.velocities[(direction, course)]
            scale = float(velocity.abs().max()) / LARGEST or 1.0
            parts.append((velocity / scale).round().to(torch.int8).numpy().tobytes())
            rates = {region: round(value, 6) for region, value in self.rates[(direction, course)].items()}
            fields.append(
                {
                    "direction": direction,
                    "course": course,
                    "scale": scale,
                    "years": round(self.years[(direction, course)], 2),
                    "yearlyLogarithm": rates,
                }
            )
        path.write_bytes(b"".join(parts))
        return {
            "file": FILE,
            "sha256": sha256_of(path),
            "type": "int8",
            "shape": [3, *SHAPE],
            "frame": {"centreVoxel": list(MIDDLE), "deviationVoxel": list(DEVIATION)},
            "scenes": self.scenes,
            "fields": fields,
        }

    @classmethod
    def read(cls, folder: Path, entry: dict) -> "GroupMeans":
        """Read what `write` wrote.

        :param entry: of the manifest
        :raises ValueError: the file is not the manifest's
        """
        path = folder / entry["file"]
        if sha256_of(path) != entry["sha256"]:
            raise ValueError(f"{path} is not the file of the manifest")
        values = np.frombuffer(path.read_bytes(), np.int8).reshape(len(entry["fields"]), *entry["shape"])
        keys = [(field["direction"], field["course"]) for field in entry["fields"]]
        scales = [field["scale"] for field in entry["fields"]]
        return cls(
            {
                key: torch.from_numpy(part.astype(np.float32) * np.float32(scale))
                for key, part, scale in zip(keys, values, scales, strict=True)
            },
            {key: field["yearlyLogarithm"] for key, field in zip(keys, entry["fields"], strict=True)},
            {key: field["years"] for key, field in zip(keys, entry["fields"], strict=True)},
            entry["scenes"],
        )


def symmetric(velocity: torch.Tensor) -> torch.Tensor:
    """Mean of a velocity and its mirror image, left to right."""
    mirrored = velocity.flip(-1) * torch.tensor([1.0, 1.0, -1.0]).view(3, 1, 1, 1)
    return (velocity + mirrored) / 2


def true_changes(velocity: torch.Tensor, regions: Regions, backward: bool) -> Changes:
    """Regional change of a scene's own velocity, at 2 mm.

    :param velocity: times years, [3, *SHAPE] in the direction of time; backward it led to the scan
    """
    displacement = exponential(refined(velocity), -1.0 if backward else 1.0)
    return regions.changes_percent(jacobian_determinant(displacement), backward)
