"""Other physics, kept out of training: proliferating and dead cells with a nutrient, anisotropic, with mass effect.

dp/dt = div(D grad p) + rho n p (1 - p - q) - death(n) p;   dq/dt = death(n) p;   0 = Dn lap n - uptake p n + supply (1 - n)
The nutrient is relaxed by fixed-point sweeps every six steps; dead tissue slows the core. A simplification of Swanson et
al., Cancer Res 71:7366 (2011). The step differs from the training solver's.
"""

import numpy as np
import torch
from scipy.ndimage import binary_fill_holes

from common import growth
from common.anatomy import SPACING_MM
from common.mass_effect import displacement_mm, push
from common.patient import VOXEL_ML, Patient, draw_anisotropy, draw_cube, draw_seed, follow
from common.tumour_parameters import TRAINING_RANGES, draw_parameters

LONGEST_GROWTH_DAYS = 900
"""A tumour that takes longer to become visible is drawn again."""

SLOWEST_MM_PER_DAY = 0.04
"""Front speed below which a draw is rejected, because its nutrient-limited core would never become visible."""


class TwoSpecies:
    """State and solver of one tumour; arrays [1, D, H, W]."""

    def __init__(self, patient: Patient, anisotropy: torch.Tensor, rng: np.random.Generator) -> None:
        self.patient = patient
        parameters = patient.parameters
        grey = patient.fractions[2] + patient.fractions[3]
        values = growth.diffusivity(patient.fractions[1], grey, parameters.diffusivity_mm2_per_day, parameters.white_over_grey)
        self.faces = growth.face_conductivities(values[None], anisotropy)
        self.step_days = 0.9 * growth.stable_step_days(
            max(float(face.max()) for face in self.faces), parameters.proliferation_per_day, SPACING_MM
        )
        self.uptake = float(rng.uniform(0.05, 0.25))
        self.starving = float(rng.uniform(0.3, 0.55))
        self.death_per_day = float(rng.uniform(0.02, 0.08))
        self.nutrient = torch.ones_like(values[None])
        self.dead = torch.zeros_like(values[None])

    def advance(self, living: torch.Tensor, days: float) -> torch.Tensor:
        """Advance living and dead cells in place inside the occupied box; the nutrient follows every six steps."""
        steps = max(1, int(np.ceil(days / self.step_days)))
        step = days / steps
        scaled = [face * (step / SPACING_MM**2) for face in self.faces]
        for first in range(0, steps, 6):
            box = growth.active_box(living, threshold=1e-4)
            inside = (slice(None), *box)
            cut = [growth.cut_face(face, box, axis) for axis, face in enumerate(scaled)]
            cells, dead = living[inside], self.dead[inside]
            self.nutrient[inside] = nutrient = self._feed(self.nutrient[inside], cells)
            starved_rate = ((self.starving - nutrient) / self.starving).clamp(min=0) * (self.death_per_day * step)
            gain = self.patient.parameters.proliferation_per_day * step * nutrient
            for _ in range(min(6, steps - first)):
                starved = starved_rate * cells
                change = gain * cells * (1 - cells - dead).clamp(min=0) - starved
                growth.add_diffusion(change, cells, cut)
                cells.add_(change)
                dead.add_(starved).clamp_(max=1)
        return living

    def _feed(self, nutrient: torch.Tensor, cells: torch.Tensor, supply: float = 0.02) -> torch.Tensor:
        for _ in range(4):
            padded = torch.nn.functional.pad(nutrient[None], [1] * 6, value=1.0)
            around = torch.nn.functional.avg_pool3d(padded, 3, stride=1)[0]
            nutrient = (around + supply) / (1 + supply + self.uptake * cells)
        return nutrient


def simulate_two_species_patient(fractions: np.ndarray, intervals, rng: np.random.Generator) -> Patient | None:
    """Patient of the different-physics test set; None where this draw gave no usable tumour."""
    parameters = draw_parameters(TRAINING_RANGES, rng)
    if parameters.speed_mm_per_day < SLOWEST_MM_PER_DAY:
        return None
    patient = Patient(draw_cube(fractions, rng), parameters, "two-species")
    living = draw_seed(patient, 1, rng)
    if living is None:
        return None
    species = TwoSpecies(patient, draw_anisotropy(rng), rng)
    target_ml, day = float(np.exp(rng.uniform(np.log(0.5), np.log(22)))), 0.0
    while float((living + species.dead > parameters.core_edge).sum()) * VOXEL_ML < target_ml:
        days = max(12 * species.step_days, 3.0)
        species.advance(living, days)
        day += days
        if day > LONGEST_GROWTH_DAYS:
            return None
    _follow(patient, species, living, intervals, rng)
    return patient if len(patient.days) >= 2 else None


def _follow(patient: Patient, species: TwoSpecies, living: torch.Tensor, intervals, rng: np.random.Generator) -> None:
    """Record total density, share of dead tissue and the displaced anatomy at each visit."""
    still = patient.fractions
    state = {"living": living}
    cap_mm = float(rng.uniform(5, 8)) if rng.random() < 0.7 else 0.0
    dead_by_visit = [species.dead.clone()]

    def advance(_: torch.Tensor, __: float, days: float) -> torch.Tensor:
        species.advance(state["living"], days)
        dead_by_visit.append(species.dead.clone())
        return (state["living"] + species.dead).clamp(max=1)

    follow(patient, (living + species.dead).clamp(max=1), intervals, rng, advance)
    edge = patient.parameters.core_edge
    for index, density in enumerate(patient.densities):
        core = binary_fill_holes((density > edge).numpy())
        share = torch.sigmoid((dead_by_visit[index][0] / density.clamp(min=0.05) - 0.5) / 0.08)
        field = displacement_mm(core, cap_mm)
        moved = (
            push(torch.cat([still, density[None], share[None]]), field)
            if cap_mm > 0
            else torch.cat([still, density[None], share[None]])
        )
        patient.fractions_by_visit.append(moved[:-2])
        patient.densities[index] = moved[-2]
        patient.necroses.append(moved[-1])
