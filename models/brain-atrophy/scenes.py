"""Make and store brains with and without atrophy: soft maps and velocities, from which scans are rendered anew.

python models/brain-atrophy/scenes.py --set train --count 240

A scene is one anatomy without disease, the same brain after some years of a course (what is scanned), and its years to come.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import avg_pool3d, interpolate

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common.anatomy import CLASSES, load_fractions
from common.atrophy import achieved_factors, atrophy_flow
from common.atrophy_rates import COURSES, accelerated, draw_rates, excess
from common.head_grid import HEAD_SHAPE, draw_places, sample_at, smooth_box
from common.scene_sets import SceneJob, scene_command, store
from common.structures import STRUCTURES, load_structures
from common.velocity_field import exponential, sample

MODEL = "brain-atrophy"
COURSE_SHARES = {"healthy": 0.34, "mci": 0.3, "ad": 0.36}
AGES_YEARS = (55, 90)
DISEASE_YEARS = {"healthy": (0.0, 0.0), "mci": (1.0, 6.0), "ad": (1.0, 9.0)}
FUTURE_YEARS = (0.5, 6.0)
SHIFT_VOXEL = 7.0
COARSE = 2
"""Velocities are stored at every second voxel of the head grid, 4 mm."""


@dataclass(frozen=True)
class Scene:
    """One brain; maps are float32 0..1 on HEAD_SHAPE.

    :param classes: [len(CLASSES), ...] of the head that is scanned
    :param structures: [len(STRUCTURES), ...] likewise
    :param without_disease: [len(CLASSES), ...] of the healthy counterpart
    :param since: velocity of the disease until the scan in voxels per year, [3, D/2, H/2, W/2]; leads from the counterpart here
    :param ahead: velocity of the years to come, likewise
    :param meta: `course`, `ageYears`, `yearsSince`, `yearsAhead`; `factorsSince` and `factorsAhead`, volumes after over before by
        structure, as the stored velocities have them; `anatomy`, `number`
    """

    classes: torch.Tensor
    structures: torch.Tensor
    without_disease: torch.Tensor
    since: torch.Tensor
    ahead: torch.Tensor
    meta: dict


def make_scene(fractions: np.ndarray, structures: np.ndarray, course: str, rng: np.random.Generator) -> Scene:
    """One brain of a course.

    :param fractions: uint8 from `common.anatomy.tissue_fractions`; :param structures: uint8 of the same map
    """
    places = draw_places(fractions, rng, SHIFT_VOXEL)
    before, healthy = sample_at(structures, places), sample_at(fractions[: len(CLASSES)], places)
    healthy[0] += (1 - healthy.sum(dim=0)).clamp(min=0)
    age = float(rng.uniform(*AGES_YEARS))
    rates, ageing = draw_rates(course, age, rng), draw_rates("healthy", age, rng)
    years_since, years_ahead = float(rng.uniform(*DISEASE_YEARS[course])), float(rng.uniform(*FUTURE_YEARS))
    pattern = torch.exp(0.35 * smooth_box(HEAD_SHAPE, (5, 6, 5), rng)[0]).numpy()
    since = torch.zeros(3, *(size // COARSE for size in HEAD_SHAPE))
    if years_since > 0:
        of_disease = accelerated(excess(rates, ageing), course, years_since)
        since = coarse(atrophy_flow(before.numpy(), of_disease, years_since, pattern, as_stored).velocity)
    backwards = exponential(refined(since), -years_since)
    now, classes = sample(before, backwards), sample(healthy, backwards)
    ahead = coarse(atrophy_flow(now.numpy(), accelerated(rates, course, years_ahead), years_ahead, pattern, as_stored).velocity)
    meta = {
        "course": course,
        "ageYears": age,
        "yearsSince": years_since,
        "yearsAhead": years_ahead,
        "factorsSince": achieved_factors(before.numpy(), refined(since), years_since),
        "factorsAhead": achieved_factors(now.numpy(), refined(ahead), years_ahead),
    }
    return Scene(classes, now, healthy, since, ahead, meta)


def coarse(velocity: torch.Tensor) -> torch.Tensor:
    """Velocity at 4 mm, still in voxels of 2 mm per year."""
    return avg_pool3d(velocity[None], COARSE)[0]


def refined(velocity: torch.Tensor) -> torch.Tensor:
    """Coarse velocity on the head grid, linear."""
    return interpolate(velocity[None], scale_factor=COARSE, mode="trilinear", align_corners=False)[0]


def as_stored(velocity: torch.Tensor) -> torch.Tensor:
    """What storing at 4 mm leaves of a velocity; never done twice, because every time smooths it."""
    return refined(coarse(velocity))


def make_scene_file(job: SceneJob) -> None:
    """Make and store one scene."""
    rng, anatomy, cache = job.random(), job.anatomy(job.number), job.sources.cache / "anatomy"
    fractions = load_fractions(job.sources.anatomy, cache, anatomy)
    structures = load_structures(job.sources.anatomy, cache, anatomy)
    course = str(rng.choice(COURSES, p=[COURSE_SHARES[name] for name in COURSES]))
    scene = make_scene(fractions, structures, course, rng)
    scene.meta.update(anatomy=anatomy, number=job.number)
    store_scene(job.path, scene)


def store_scene(path: Path, scene: Scene) -> None:
    """Write one scene file whole or not at all: the two largest shares of a voxel, velocities as float16."""
    arrays = {"since": scene.since.half().numpy(), "ahead": scene.ahead.half().numpy()}
    for name in ("classes", "structures", "without_disease"):
        arrays[f"{name}Kinds"], arrays[f"{name}Share"] = _two_largest(getattr(scene, name))
    store(path, arrays, scene.meta)


def load_scene(path: Path) -> Scene:
    """Read one scene."""
    with np.load(path) as stored:
        counts = {"classes": len(CLASSES), "structures": len(STRUCTURES) + 1, "without_disease": len(CLASSES)}
        maps = {name: _unpacked(stored[f"{name}Kinds"], stored[f"{name}Share"], count) for name, count in counts.items()}
        velocities = {name: torch.from_numpy(stored[name].astype(np.float32)) for name in ("since", "ahead")}
        meta = json.loads(str(stored["meta"]))
    return Scene(maps["classes"], maps["structures"][:-1], maps["without_disease"], **velocities, meta=meta)


def _two_largest(maps: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the two largest maps of every voxel as first * 16 + second, and the first one's share of the two; uint8.

    What the maps leave of a voxel counts as one more map, the last.
    """
    rest = (1 - maps.sum(dim=0, keepdim=True)).clamp(min=0)
    order = torch.topk(torch.cat([maps, rest]), 2, dim=0)
    total = order.values.sum(dim=0).clamp(min=1e-6)
    share = (order.values[0] / total * 255).round()
    return (order.indices[0] * 16 + order.indices[1]).numpy().astype(np.uint8), share.numpy().astype(np.uint8)


def _unpacked(kinds: np.ndarray, share: np.ndarray, count: int) -> torch.Tensor:
    first, second = np.divmod(kinds, 16)
    share_of_first = torch.from_numpy(share.astype(np.float32) / 255)[None]
    maps = torch.zeros(max(count, 16), *kinds.shape)
    maps.scatter_(0, torch.from_numpy(first.astype(np.int64))[None], share_of_first)
    maps.scatter_add_(0, torch.from_numpy(second.astype(np.int64))[None], 1 - share_of_first)
    return maps[:count]


if __name__ == "__main__":
    scene_command(__doc__, MODEL, make_scene_file)
