"""Training and test examples: what a forecaster sees at one to three visits, and the truth of each future.

One patient gives one history and as many futures as were simulated; all are cropped to the same model grid.
"""

from dataclasses import dataclass

import numpy as np
import torch

from common import rendering
from common.anatomy import VOXEL_ML
from common.fisher_kolmogorov_fit import Outlines, fit_and_grow
from common.nuisance import perturb_mask, perturb_tissue
from common.patient import Future, Patient, Snapshot, core_of
from common.signed_distance import EMPTY_DISTANCE_MM, signed_distance_mm
from common.treatment import dose_map_gy

GRID_SIZE = 64
"""Edge of the model grid in voxels of 2 mm."""

CLIP = (-4.0, 12.0)
DIVISOR = 4.0
HIDDEN_OEDEMA_SHARE = 0.12
"""Share of patients for whom no outline of the whole abnormality is given."""

PLANNED_ON_LAST_SHARE = 0.5
"""Share of patients under past radiotherapy whose dose map is made from the prescription, as nobody gave the real one."""


@dataclass
class Visit:
    """Cropped truth of one day: class fractions, lesion maps, masks (bool)."""

    fractions: torch.Tensor
    lesion: rendering.Lesion
    core: np.ndarray
    oedema: np.ndarray


class Examples:
    """Everything that one patient gives; `history` and `future` return arrays and meta data.

    :param population_speed_mm_per_day: speed of a front that the fitted growth model assumes with a single visit
    :param strengths: how inexact the observer may be, one of which is drawn; see `nuisance.perturb_mask`
    """

    def __init__(
        self, patient: Patient, population_speed_mm_per_day: float, strengths: tuple[float, ...], rng: np.random.Generator
    ) -> None:
        self.patient, self.rng = patient, rng
        self.population_speed = population_speed_mm_per_day
        self.strength = float(rng.choice(strengths))
        self.texture = rendering.draw_texture(GRID_SIZE, rng)
        self.scanner = rendering.draw_scanner(GRID_SIZE, rng)
        self.corner = crop_corner(patient, rng)
        self.shows_oedema = bool(rng.random() >= HIDDEN_OEDEMA_SHARE)
        self.last = self._crop(patient.visits[-1])
        before = patient.visits[-2::-1][:2]
        self.seen = [self._observe(self.last, self.scanner, strength=self.strength)]
        self.seen += [self._observe(self._crop(state), None, self.strength) for state in before]
        living = self.last.fractions[1:4].sum(dim=0)
        core = torch.from_numpy(self.seen[0]["core"]).float()
        self.tissue = perturb_tissue(torch.maximum(living, core), self.strength, rng)

    def history(self) -> dict:
        """What is seen: `images` [8, ...] of last and previous visit, `distances` [6, ...] mm of core and whole
        abnormality at the last, previous and earlier visit (float16), `tissue` uint8, and `meta`."""
        empty = {
            "images": np.zeros((len(rendering.SEQUENCES), *[GRID_SIZE] * 3)),
            "distances": np.full((2, *[GRID_SIZE] * 3), EMPTY_DISTANCE_MM),
            "volumesMl": [0.0, 0.0],
        }
        visits = [*self.seen, *[empty] * (3 - len(self.seen))]
        days = [state.day for state in self.patient.visits[-1::-1]][:3]
        return {
            "images": np.concatenate([visit["images"] for visit in visits[:2]]).astype(np.float16),
            "distances": np.concatenate([visit["distances"] for visit in visits]).astype(np.float16),
            "tissue": np.rint(self.tissue.numpy() * 255).astype(np.uint8),
            "meta": {
                "family": self.patient.family,
                "daysBeforeLast": [round(days[0] - day) for day in days],
                "volumesMl": [visit["volumesMl"] for visit in visits],
                "showsOedema": self.shows_oedema,
                "observerStrength": self.strength,
                "ageYears": self.patient.parameters.age_years,
            },
        }

    def future(self, future: Future, with_truth_images: bool = False) -> dict:
        """One future: `residual` [4, ...] and `distances` [2, ...] of the truth, `fitted` [2, ...] mm of the growth model,
        `doseGy` [...] float16, `meta`; on demand `futureImages` [8, ...], two acquisitions by scanners of their own."""
        state = self._crop(future.state)
        last_day = self.patient.visits[-1].day
        horizon = round(future.state.day - last_day)
        example = {
            "residual": self._residual(state).astype(np.float16),
            "distances": _distances(state.core, state.oedema).astype(np.float16),
            "fitted": self._fitted(horizon).astype(np.float16),
            "doseGy": self._dose(future).astype(np.float16),
            "meta": {
                "horizonDays": horizon,
                "arm": future.treatment.arm,
                "startDays": round(future.treatment.start_day - last_day) if future.treatment.arm != "none" else 0,
                "prescribedGy": future.treatment.prescribed_gy,
            },
        }
        if with_truth_images:
            renders = [self._observe(state, None, 0.0)["images"] for _ in range(2)]
            example["futureImages"] = np.concatenate(renders).astype(np.float16)
        return example

    def _crop(self, state: Snapshot) -> Visit:
        parameters = self.patient.parameters
        fractions = crop(state.fractions, self.corner)
        fractions[0] += 1 - fractions.sum(dim=0)
        density = crop(state.density, self.corner)
        edges = (parameters.core_edge, parameters.oedema_edge, parameters.necrosis_edge)
        lesion = rendering.soften_lesion(density, edges, self.texture, crop(state.scar, self.corner))
        core = core_of(density, edges[0])
        return Visit(fractions, lesion, core, core | (density > edges[1]).numpy())

    def _observe(self, visit: Visit, scanner: rendering.Scanner | None, strength: float) -> dict:
        rng = self.rng
        scanner = scanner or rendering.draw_scanner(GRID_SIZE, rng)
        core = perturb_mask(visit.core, scanner.slice_mm["t1c"], strength, rng)
        oedema = perturb_mask(visit.oedema, scanner.slice_mm["flair"], strength, rng) | core
        outlined = oedema if self.shows_oedema else core  # nobody can leave out what nobody outlined
        reference = (visit.fractions[1:4].sum(dim=0).numpy() > 0.5) & ~outlined
        images, deviations = [], []
        for name in rendering.SEQUENCES:
            clean = rendering.render(visit.fractions, visit.lesion, self.texture, scanner, name)
            image = rendering.acquire(clean, scanner.noise[name], scanner.slice_mm[name], rng).numpy()
            normalised, deviation = normalise(image, reference)
            images.append(normalised)
            deviations.append(deviation)
        distances = _distances(core, oedema)
        if not self.shows_oedema:
            distances[1] = EMPTY_DISTANCE_MM
        return {
            "images": np.stack(images),
            "core": core,
            "distances": distances,
            "deviations": deviations,
            "volumesMl": [float(mask.sum()) * VOXEL_ML for mask in (core, oedema)],
        }

    def _residual(self, future: Visit) -> np.ndarray:
        """Future minus last, both without noise and as the scanner of the last visit would show them."""
        residuals = []
        for index, name in enumerate(rendering.SEQUENCES):
            images = [
                rendering.render(visit.fractions, visit.lesion, self.texture, self.scanner, name) for visit in (self.last, future)
            ]
            change = rendering.thicken(images[1] - images[0], self.scanner.slice_mm[name])
            residuals.append(change.numpy() / self.seen[0]["deviations"][index] / DIVISOR)
        return np.clip(np.stack(residuals), -4, 4)

    def _fitted(self, horizon_days: float) -> np.ndarray:
        outlines = [Outlines(seen["distances"][0], seen["distances"][1] if self.shows_oedema else None) for seen in self.seen[:2]]
        interval = self.patient.visits[-1].day - self.patient.visits[-2].day if len(outlines) > 1 else 0
        previous = outlines[1] if len(outlines) > 1 else None
        masks = fit_and_grow(outlines[0], previous, (horizon_days, interval), self.tissue.numpy(), self.population_speed)
        distances = _distances(*masks)
        if not self.shows_oedema:
            distances[1] = EMPTY_DISTANCE_MM
        return distances

    def _dose(self, future: Future) -> np.ndarray:
        treatment = future.treatment
        if treatment.dose_gy is None:
            return np.zeros([GRID_SIZE] * 3, np.float32)
        in_the_past = treatment.start_day < self.patient.visits[-1].day
        if in_the_past and self.rng.random() >= PLANNED_ON_LAST_SHARE:
            return crop(treatment.dose_gy, self.corner).numpy()
        head = self.last.fractions[1:5].sum(dim=0).numpy() > 0.5
        return dose_map_gy(self.seen[0]["core"], head, treatment.prescribed_gy).numpy()


def normalise(image: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, float]:
    """clip((x - mean) / deviation, -4, 12) / 4 with statistics over a reference mask.

    :param reference: bool, tissue without the abnormality
    :returns: normalised image and the deviation used, image units
    """
    values = image[reference]
    deviation = float(values.std()) or 1.0
    return np.clip((image - values.mean()) / deviation, *CLIP) / DIVISOR, deviation


def crop_corner(patient: Patient, rng: np.random.Generator) -> np.ndarray:
    """Lower corner in the cube of the crop centred on the core of the last visit, moved by up to one voxel."""
    core = (patient.visits[-1].density > patient.parameters.core_edge).nonzero().float().mean(dim=0).numpy()
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


def _distances(core: np.ndarray, oedema: np.ndarray) -> np.ndarray:
    return np.stack([signed_distance_mm(core), signed_distance_mm(oedema)])
