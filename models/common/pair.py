"""One training or test example: what a forecaster sees at one or two visits, and the truth at a later one."""

from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import binary_fill_holes

from common import rendering
from common.nuisance import perturb_mask, perturb_tissue
from common.patient import Patient
from common.signed_distance import EMPTY_DISTANCE_MM, signed_distance_mm

GRID_SIZE = 64
"""Edge of the model grid in voxels of 2 mm."""

CLIP = (-4.0, 12.0)
DIVISOR = 4.0


@dataclass
class Visit:
    """Cropped truth of one visit: class fractions, lesion maps, masks (bool)."""

    fractions: torch.Tensor
    lesion: rendering.Lesion
    core: np.ndarray
    oedema: np.ndarray


def build_pair(
    patient: Patient, visits: tuple[int | None, int, int], rng: np.random.Generator, with_truth_images: bool = False
) -> dict:
    """Crop, perturb, render and normalise one (previous, last, future) triple of visits.

    :param visits: indices of the visits; previous may be None
    :param with_truth_images: also render the future twice with scanners of its own (for SSIM and its ceiling)
    :returns: arrays [*, 64, 64, 64] float16 (`tissue` uint8) and `meta`, a dict of numbers
    """
    previous, last, future = visits
    strength = float(rng.choice([0.0, 0.5, 1.0]))
    texture = rendering.draw_texture(GRID_SIZE, rng)
    corner = crop_corner(patient, last, rng)
    states = {index: _crop_visit(patient, index, corner, texture) for index in visits if index is not None}
    scanner = rendering.draw_scanner(GRID_SIZE, rng)
    living = states[last].fractions[1:4].sum(dim=0)
    tissue = perturb_tissue(torch.maximum(living, torch.from_numpy(states[last].core).float()), strength, rng)
    seen = {
        index: _observe(states[index], scanner if index == last else None, texture, strength, rng)
        for index in visits[:2]
        if index is not None
    }
    empty = {"images": np.zeros((2, *tissue.shape)), "distances": np.full((2, *tissue.shape), EMPTY_DISTANCE_MM)}
    before = seen.get(previous, empty)
    example = {
        "images": np.concatenate([seen[last]["images"], before["images"]]).astype(np.float16),
        "residual": _residual(states[last], states[future], texture, scanner, seen[last]).astype(np.float16),
        "distances": np.concatenate(
            [
                seen[last]["distances"],
                before["distances"],
                _distances(states[future].core, states[future].oedema),
            ]
        ).astype(np.float16),
        "tissue": np.rint(tissue.numpy() * 255).astype(np.uint8),
        "meta": _meta(patient, visits, seen, previous),
    }
    if with_truth_images:
        renders = [_observe(states[future], None, texture, 0.0, rng)["images"] for _ in range(2)]
        example["futureImages"] = np.concatenate(renders).astype(np.float16)
    return example


def normalise(image: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, float]:
    """clip((x - mean) / deviation, -4, 12) / 4 with statistics over a reference mask.

    :param reference: bool, tissue without the abnormality
    :returns: normalised image and the deviation used, image units
    """
    values = image[reference]
    deviation = float(values.std()) or 1.0
    return np.clip((image - values.mean()) / deviation, *CLIP) / DIVISOR, deviation


def crop_corner(patient: Patient, visit: int, rng: np.random.Generator) -> np.ndarray:
    """Lower corner in the cube of the crop centred on the core of a visit, moved by up to one voxel."""
    core = (patient.densities[visit] > patient.parameters.core_edge).nonzero().float().mean(dim=0).numpy()
    return np.rint(core + rng.uniform(-1, 1, 3)).astype(int) - GRID_SIZE // 2


def crop(volume: torch.Tensor, corner: np.ndarray, outside: float = 0.0) -> torch.Tensor:
    """Cut GRID_SIZE^3 out of [*, D, H, W]; parts beyond the cube get the value `outside`."""
    result = torch.full((*volume.shape[:-3], *[GRID_SIZE] * 3), outside, dtype=volume.dtype)
    source, target = [], []
    for start, size in zip(corner, volume.shape[-3:], strict=True):
        first, last = max(0, start), min(size, start + GRID_SIZE)
        source.append(slice(first, last))
        target.append(slice(first - start, last - start))
    result[(..., *target)] = volume[(..., *source)]
    return result


def _crop_visit(patient: Patient, index: int, corner: np.ndarray, texture: torch.Tensor) -> Visit:
    fractions = crop(patient.fractions_at(index)[:-1], corner)
    fractions[0] += 1 - fractions.sum(dim=0)
    density = crop(patient.densities[index], corner)
    edges = (patient.parameters.core_edge, patient.parameters.oedema_edge, patient.parameters.necrosis_edge)
    lesion = rendering.soften_lesion(density, edges, texture)
    core = binary_fill_holes((density > edges[0]).numpy())
    if patient.necroses:
        dead = crop(patient.necroses[index], corner)
        lesion = rendering.Lesion(lesion.core * (1 - dead), lesion.core * dead, lesion.oedema, lesion.core)
    return Visit(fractions, lesion, core, core | (density > edges[1]).numpy())


def _observe(visit: Visit, scanner, texture: torch.Tensor, strength: float, rng: np.random.Generator) -> dict:
    scanner = scanner or rendering.draw_scanner(GRID_SIZE, rng)
    slice_mm = {name: scanner.slice_mm[name] for name in rendering.SEQUENCES}
    core = perturb_mask(visit.core, slice_mm["t1c"], strength, rng)
    oedema = perturb_mask(visit.oedema, slice_mm["flair"], strength, rng) | core
    reference = (visit.fractions[1:4].sum(dim=0).numpy() > 0.5) & ~oedema
    images, deviations = [], []
    for name in rendering.SEQUENCES:
        clean = rendering.render(visit.fractions, visit.lesion, texture, scanner, name)
        image = rendering.acquire(clean, scanner.noise[name], slice_mm[name], rng).numpy()
        normalised, deviation = normalise(image, reference)
        images.append(normalised)
        deviations.append(deviation)
    return {
        "images": np.stack(images),
        "distances": _distances(core, oedema),
        "deviations": deviations,
        "volumesMl": [float(core.sum()) * 0.008, float(oedema.sum()) * 0.008],
    }


def _residual(last: Visit, future: Visit, texture: torch.Tensor, scanner, seen: dict) -> np.ndarray:
    """Future minus last, both without noise and as the scanner of the last visit would show them."""
    residuals = []
    for index, name in enumerate(rendering.SEQUENCES):
        images = [rendering.render(visit.fractions, visit.lesion, texture, scanner, name) for visit in (last, future)]
        change = rendering.thicken(images[1] - images[0], scanner.slice_mm[name])
        residuals.append(change.numpy() / seen["deviations"][index] / DIVISOR)
    return np.clip(np.stack(residuals), -4, 4)


def _distances(core: np.ndarray, oedema: np.ndarray) -> np.ndarray:
    return np.stack([signed_distance_mm(core), signed_distance_mm(oedema)])


def _meta(patient: Patient, visits, seen: dict, previous: int | None) -> dict:
    days = [patient.days[index] if index is not None else None for index in visits]
    interval = 0 if days[0] is None else days[1] - days[0]
    return {
        "horizonDays": days[2] - days[1],
        "intervalDays": interval,
        "family": patient.family,
        "volumesLastMl": seen[visits[1]]["volumesMl"],
        "volumesPreviousMl": [0.0, 0.0] if previous is None else seen[previous]["volumesMl"],
    }
