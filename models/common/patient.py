"""One simulated patient: warped anatomy, a seeded tumour, and its cell density at two to four dated visits."""

from dataclasses import dataclass, field

import numpy as np
import torch

from common import growth
from common.anatomy import SPACING_MM
from common.treatment import UNTREATED, Course, draw_course
from common.tumour_parameters import ParameterRanges, TumourParameters, draw_parameters
from common.visit_intervals import draw_interval_days
from common.warp import sample_cube, smooth_field

CUBE_SIZE = 80
"""Edge of the simulated cube in voxels; crops of 64 are cut from it round the tumour."""

LARGEST_CORE_ML = 90.0
LARGEST_OEDEMA_ML = 260.0
VOXEL_ML = SPACING_MM**3 / 1000


@dataclass
class Patient:
    """Simulated truth of one patient.

    :param fractions: float32 [K + 1, D, H, W] class fractions and the cerebrum
    :param days: day of each visit, first = 0
    :param densities: float32 [D, H, W] cell density 0..1 of each visit
    :param necroses: bool [D, H, W] dead tissue of each visit where the physics models it, else empty
    """

    fractions: torch.Tensor
    parameters: TumourParameters
    family: str
    days: list[int] = field(default_factory=list)
    densities: list[torch.Tensor] = field(default_factory=list)
    necroses: list[torch.Tensor] = field(default_factory=list)
    cavity: torch.Tensor | None = None
    fractions_by_visit: list[torch.Tensor] = field(default_factory=list)

    def fractions_at(self, visit: int) -> torch.Tensor:
        """Fractions on a visit; they differ between visits only where the physics displaces tissue."""
        return self.fractions_by_visit[visit] if self.fractions_by_visit else self.fractions

    def living_space(self) -> torch.Tensor:
        """Share of white and grey matter per voxel, float32 [D, H, W]."""
        return self.fractions[1:4].sum(dim=0)


def simulate_patient(
    fractions: np.ndarray, intervals: list[list[int]], ranges: ParameterRanges, rng: np.random.Generator
) -> Patient | None:
    """Grow a tumour by (an)isotropic Fisher-Kolmogorov with an optional course of treatment.

    :param fractions: uint8 anatomy from `tissue_fractions`
    :returns: a patient with at least two visits, or None where this draw gave no usable tumour
    """
    parameters = draw_parameters(ranges, rng)
    cube = draw_cube(fractions, rng)
    patient = Patient(cube, parameters, "isotropic")
    anisotropy = None
    if rng.random() < ranges.anisotropic_share:
        patient.family, anisotropy = "anisotropic", draw_anisotropy(rng)
    density = draw_seed(patient, 2 if rng.random() < ranges.two_seed_share else 1, rng)
    if density is None:
        return None
    simulator = _Simulator(patient, anisotropy)
    if not simulator.grow_to(density, float(np.exp(rng.uniform(np.log(0.5), np.log(22)))), parameters.core_edge):
        return None
    if rng.random() < ranges.cavity_share:
        density = _resect(patient, density, rng)
        patient.family += "+cavity"
        simulator = _Simulator(patient, anisotropy)
        regrowth_ml = float(rng.uniform(0.5, 8))
        if not simulator.grow_to(density, regrowth_ml, parameters.core_edge):
            return None
    course = draw_course(parameters, ranges.treated_share, rng)
    if course is not UNTREATED:
        patient.family += "+treated"
    follow(patient, density, intervals, rng, lambda state, day, days: simulator.advance(state, day, days, course))
    return patient if len(patient.days) >= 2 else None


def draw_cube(fractions: np.ndarray, rng: np.random.Generator) -> torch.Tensor:
    """Warped cube round a random point of the cerebrum, float32 [K + 1, CUBE_SIZE^3]."""
    candidates = np.argwhere(fractions[-1] > 200)
    centre = candidates[rng.integers(len(candidates))] + rng.uniform(-6, 6, 3)
    return sample_cube(fractions, centre, CUBE_SIZE, rng)


def draw_anisotropy(rng: np.random.Generator) -> torch.Tensor:
    """Smooth positive factors along the three axes with geometric mean 1, float32 [1, 3, D, H, W]."""
    logarithms = smooth_field(CUBE_SIZE, 5, rng, channels=3) * rng.uniform(0.2, 0.5)
    return torch.exp(logarithms - logarithms.mean(dim=0, keepdim=True))[None].clamp(0.35, 2.8)


def draw_seed(patient: Patient, count: int, rng: np.random.Generator) -> torch.Tensor | None:
    """Small balls of cells near the middle of the cube, in the cerebrum; [1, D, H, W] or None where there is no room."""
    middle = CUBE_SIZE // 2
    allowed = (patient.living_space() > 0.7) & (patient.fractions[-1] > 0.5)
    candidates = torch.nonzero(allowed[middle - 9 : middle + 9, middle - 9 : middle + 9, middle - 9 : middle + 9])
    if len(candidates) < 20:
        return None
    axis = torch.arange(CUBE_SIZE)
    density = torch.zeros(CUBE_SIZE, CUBE_SIZE, CUBE_SIZE)
    for _ in range(count):
        point = candidates[int(rng.integers(len(candidates)))] + middle - 9
        squared = sum(
            ((axis - point[index]) ** 2).view([-1 if other == index else 1 for other in range(3)]) for index in range(3)
        )
        density = torch.maximum(density, 0.9 * torch.exp(-squared / 4.0))
    return (density * (patient.living_space() >= 0.5))[None]


def follow(patient: Patient, density: torch.Tensor, intervals, rng: np.random.Generator, advance_days) -> None:
    """Add visits to a patient until four, or until the tumour is larger than the crop can show.

    :param advance_days: (state, day, days) -> state
    """
    day = 0
    while len(patient.days) < 4:
        if not _fits(patient, density):
            return
        patient.days.append(day)
        patient.densities.append(density[0].clone())
        interval = draw_interval_days(intervals, rng)
        density = advance_days(density, day, interval)
        day += interval


def _fits(patient: Patient, density: torch.Tensor) -> bool:
    core_ml = float((density > patient.parameters.core_edge).sum()) * VOXEL_ML
    oedema_ml = float((density > patient.parameters.oedema_edge).sum()) * VOXEL_ML
    return 0.15 <= core_ml <= LARGEST_CORE_ML and oedema_ml <= LARGEST_OEDEMA_ML


def _resect(patient: Patient, density: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Take the core (with a margin of up to 4 mm, or leaving some) out; the hole becomes fluid, a thin rim stays."""
    edge = rng.uniform(0.35, 0.9) * patient.parameters.core_edge
    texture = smooth_field(CUBE_SIZE, 10, rng)[0] * 0.15
    cavity = (density[0] * (1 + texture)) > edge
    patient.cavity = cavity
    patient.fractions[:, cavity] = 0
    patient.fractions[4, cavity] = 1
    return torch.where(cavity, 0.0, density[0] * rng.uniform(0.5, 1.0))[None]


class _Simulator:
    """Holds the diffusivity map of one patient and advances its density."""

    def __init__(self, patient: Patient, anisotropy: torch.Tensor | None) -> None:
        self.parameters = patient.parameters
        white, grey = patient.fractions[1], patient.fractions[2] + patient.fractions[3]
        values = growth.diffusivity(white, grey, self.parameters.diffusivity_mm2_per_day, self.parameters.white_over_grey)
        self.faces = growth.face_conductivities(values[None], anisotropy)
        self.largest = max(float(face.max()) for face in self.faces)

    def advance(self, density: torch.Tensor, day: float, days: float, course: Course) -> torch.Tensor:
        """Advance through every phase of the course that falls into the interval."""
        while days > 1e-6:
            spread, gain, kill, until = course.phase(day)
            part = min(days, until - day)
            faces = self.faces if spread == 1 else [face * spread for face in self.faces]
            proliferation = gain * self.parameters.proliferation_per_day
            rates = {"proliferation": torch.tensor([proliferation]), "kill": torch.tensor([kill])}
            step = growth.stable_step_days(self.largest, max(proliferation, kill), SPACING_MM)
            growth.advance(density, faces, rates, torch.tensor([float(part)]), step)
            day, days = day + part, days - part
        return density

    def grow_to(self, density: torch.Tensor, core_ml: float, core_edge: float) -> bool:
        """Grow untreated until the visible core has a volume; False where it takes more than ten years."""
        step = growth.stable_step_days(self.largest, self.parameters.proliferation_per_day, SPACING_MM)
        day = 0.0
        while float((density > core_edge).sum()) * VOXEL_ML < core_ml:
            days = max(6 * step, 3.0)
            self.advance(density, day, days, UNTREATED)
            day += days
            if day > 3650:
                return False
        return True
