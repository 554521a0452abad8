"""One simulated patient: warped anatomy, a seeded tumour, visible visits in the past, and futures under one or more arms."""

from dataclasses import dataclass, field, replace

import numpy as np
import torch
from scipy.ndimage import binary_fill_holes

from common.fisher_kolmogorov_tumour import FisherKolmogorovTumour
from common.mass_effect import displacement_mm, push
from common.treatment import ARMS, Treatment, dose_map_gy, draw_arm, draw_sensitivity
from common.tumour import Tumour
from common.tumour_parameters import TRAINING_RANGES, ParameterRanges, draw_parameters
from common.two_species import SLOWEST_MM_PER_DAY, TwoSpeciesTumour
from common.visit_intervals import draw_interval_days
from common.warp import sample_cube, smooth_field

CUBE_SIZE = 80
"""Edge of the simulated cube in voxels; crops of 64 are cut from it round the tumour."""

LARGEST_CORE_ML, LARGEST_OEDEMA_ML = 90.0, 260.0
SMALLEST_CORE_ML = 0.15
FORECAST_DAYS = (21, 365)
"""Horizons of futures, all equally likely. Nearer than this hardly anything has changed, and a forecast would be judged by how
well the last outline was drawn."""

FORECAST_DAYS_OF_ARMS = (60, 365)

LONGEST_GROWTH_DAYS = 3650
LONGEST_TWO_SPECIES_GROWTH_DAYS = 900
"""A tumour that takes longer to become visible is drawn again."""


@dataclass
class Snapshot:
    """What is there on one day.

    :param fractions: float32 [len(CLASSES), D, H, W], with cavities and displaced tissue
    :param density: float32 [D, H, W] visible density, 0..1
    :param scar: float32 [D, H, W] share of it that is dead
    """

    day: float
    fractions: torch.Tensor
    density: torch.Tensor
    scar: torch.Tensor


@dataclass
class Future:
    """A later state under a treatment; `start_day` of the treatment counts like the patient's days."""

    treatment: Treatment
    state: Snapshot


@dataclass
class Patient:
    """Simulated truth of one patient.

    :param parameters: growth parameters, never shown to a forecaster
    :param visits: one to three visible visits, the last one is where forecasts start
    :param futures: states after the last visit
    """

    tumour: Tumour
    family: str
    mass_effect_mm: float = 0.0
    visits: list[Snapshot] = field(default_factory=list)
    futures: list[Future] = field(default_factory=list)

    @property
    def parameters(self):
        """Growth parameters of the tumour."""
        return self.tumour.parameters


@dataclass(frozen=True)
class Plan:
    """How many futures a patient gets.

    :param futures: number of futures, each with its own arm and horizon
    :param every_arm: one future per arm instead, with one horizon and one start
    """

    futures: int = 3
    every_arm: bool = False


def simulate_patient(
    fractions: np.ndarray, intervals: list[list[int]], ranges: ParameterRanges, rng: np.random.Generator, plan: Plan | None = None
) -> Patient | None:
    """Patient of the training physics.

    :param fractions: uint8 anatomy from `tissue_fractions`
    :returns: a patient with at least one visit and one future, or None where this draw gave no usable tumour
    """
    parameters = draw_parameters(ranges, rng)
    cube = draw_cube(fractions, rng)
    anisotropy = draw_anisotropy(rng) if rng.random() < ranges.anisotropic_share else None
    living = draw_seed(cube, 2 if rng.random() < ranges.two_seed_share else 1, rng)
    if living is None:
        return None
    tumour = FisherKolmogorovTumour(cube, parameters, draw_sensitivity(rng), living, anisotropy)
    family = ("anisotropic" if anisotropy is not None else "isotropic") + (
        "+slowing" if np.isfinite(parameters.slowing_ml) else ""
    )
    if not _grow_to(tumour, float(np.exp(rng.uniform(np.log(0.5), np.log(22)))), LONGEST_GROWTH_DAYS):
        return None
    patient = Patient(tumour, family)
    if rng.random() < ranges.cavity_share:
        tumour.resect(rng)
        patient.family += "+cavity"
        if not _grow_to(tumour, float(rng.uniform(0.5, 8)), LONGEST_GROWTH_DAYS):
            return None
    return _live(patient, intervals, ranges, rng, plan or Plan())


def simulate_two_species_patient(
    fractions: np.ndarray, intervals: list[list[int]], rng: np.random.Generator, plan: Plan | None = None
) -> Patient | None:
    """Patient of the different-physics test set; None where this draw gave no usable tumour."""
    parameters = draw_parameters(replace(TRAINING_RANGES, slowing_share=0.0), rng)
    if parameters.speed_mm_per_day < SLOWEST_MM_PER_DAY:
        return None
    cube = draw_cube(fractions, rng)
    living = draw_seed(cube, 1, rng)
    if living is None:
        return None
    tumour = TwoSpeciesTumour(cube, parameters, draw_sensitivity(rng), living, draw_anisotropy(rng), rng)
    if not _grow_to(tumour, float(np.exp(rng.uniform(np.log(0.5), np.log(22)))), LONGEST_TWO_SPECIES_GROWTH_DAYS):
        return None
    patient = Patient(tumour, "two-species", float(rng.uniform(5, 8)) if rng.random() < 0.7 else 0.0)
    return _live(patient, intervals, TRAINING_RANGES, rng, plan or Plan())


def draw_cube(fractions: np.ndarray, rng: np.random.Generator) -> torch.Tensor:
    """Warped cube round a random point of the cerebrum, float32 [K + 1, CUBE_SIZE^3]."""
    candidates = np.argwhere(fractions[-1] > 200)
    centre = candidates[rng.integers(len(candidates))] + rng.uniform(-6, 6, 3)
    return sample_cube(fractions, centre, CUBE_SIZE, rng)


def draw_anisotropy(rng: np.random.Generator) -> torch.Tensor:
    """Smooth factors along the three axes, float32 [1, 3, D, H, W]: geometric mean 1, then kept within 0.35 to 2.8."""
    logarithms = smooth_field(CUBE_SIZE, 5, rng, channels=3) * rng.uniform(0.2, 0.5)
    return torch.exp(logarithms - logarithms.mean(dim=0, keepdim=True))[None].clamp(0.35, 2.8)


def draw_seed(cube: torch.Tensor, count: int, rng: np.random.Generator) -> torch.Tensor | None:
    """Small balls of cells near the middle of the cube, in the cerebrum; [1, D, H, W] or None where there is no room."""
    middle, living_space = CUBE_SIZE // 2, cube[1:4].sum(dim=0)
    allowed = (living_space > 0.7) & (cube[-1] > 0.5)
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
    return (density * (living_space >= 0.5))[None]


def core_of(density: torch.Tensor, core_edge: float) -> np.ndarray:
    """Enhancing tissue with everything it encloses, bool [D, H, W]."""
    return binary_fill_holes((density > core_edge).numpy())


def _live(
    patient: Patient, intervals: list[list[int]], ranges: ParameterRanges, rng: np.random.Generator, plan: Plan
) -> Patient | None:
    """Visible visits, perhaps already under treatment, then the futures."""
    tumour = patient.tumour
    tumour.day = 0.0
    count = int(rng.choice([1, 2, 3], p=[0.25, 0.4, 0.35]))
    days = [0.0, *np.cumsum([draw_interval_days(intervals, rng) for _ in range(count - 1)]).tolist()]
    arm = draw_arm(rng, ranges.untreated_share)
    in_the_past = arm != "none" and rng.random() < 0.4
    if in_the_past:
        begin_past_treatment(tumour, arm, float(rng.uniform(-60, max(days[-1], 1))), rng)
        patient.family += f"+past {arm}"
    for day in days:
        tumour.advance(day - tumour.day, rng)
        if not _fits(tumour):
            return None
        patient.visits.append(_snapshot(patient, tumour))
    for name, horizon, start_after in _futures(arm, in_the_past, rng, plan):
        future = tumour.fork()
        if not in_the_past:
            future.treatment = _plan_treatment(future, name, future.day + start_after, rng)
        future.advance(horizon, np.random.default_rng(rng.integers(2**31)))
        if future.core_ml() <= LARGEST_CORE_ML and future.oedema_ml() <= LARGEST_OEDEMA_ML:
            patient.futures.append(Future(future.treatment, _snapshot(patient, future)))
    return patient if patient.futures else None


def begin_past_treatment(tumour: Tumour, arm: str, start_day: float, rng: np.random.Generator) -> None:
    """Plan a treatment that belongs to the history; what began before the first visit (day 0) is given before it."""
    tumour.day = min(0.0, start_day)
    tumour.treatment = _plan_treatment(tumour, arm, start_day, rng)


def _futures(arm: str, in_the_past: bool, rng: np.random.Generator, plan: Plan) -> list[tuple[str, int, int]]:
    """(arm, horizon in days, days from the last visit to the start of the arm) of each future."""
    if plan.every_arm and not in_the_past:
        horizon = _horizon_days(FORECAST_DAYS_OF_ARMS, rng)
        start_after = int(rng.uniform(0, min(30, horizon / 3)))
        return [(name, horizon, start_after) for name in ARMS]
    arms = [arm] * plan.futures
    if not in_the_past and plan.futures > 1:
        others = [name for name in ARMS if name != arm]
        arms = [arm, *[str(name) for name in rng.permutation(others)[: plan.futures - 1]]]
    horizons = [_horizon_days(FORECAST_DAYS, rng) for _ in arms]
    if in_the_past:
        horizons = sorted(set(horizons))
        arms = arms[: len(horizons)]
    return [(name, horizon, int(rng.uniform(0, min(60, 0.6 * horizon)))) for name, horizon in zip(arms, horizons, strict=True)]


def _horizon_days(limits: tuple[int, int], rng: np.random.Generator) -> int:
    return int(rng.integers(limits[0], limits[1] + 1))


def _plan_treatment(tumour: Tumour, arm: str, start_day: float, rng: np.random.Generator) -> Treatment:
    """An arm planned on the tumour as it is now; the prescribed dose is 60 Gy in most, 30 to 66 Gy in the other courses."""
    prescribed = 60.0 if rng.random() < 0.7 else float(rng.integers(15, 34) * 2)
    treatment = Treatment(arm, start_day, None, prescribed)
    if not treatment.irradiates:
        return treatment
    core = core_of(tumour.visible(), tumour.parameters.core_edge)
    inside = (tumour.fractions[1:5].sum(dim=0) > 0.5).numpy()
    return treatment.with_dose(dose_map_gy(core, inside, prescribed))


def _grow_to(tumour: Tumour, core_ml: float, longest_days: float) -> bool:
    """Grow untreated until the visible core has a volume; False where it takes too long."""
    day = 0.0
    speed = max(tumour.parameters.speed_mm_per_day, 1e-3)
    while tumour.core_ml() < core_ml:
        days = max(3.0, 0.6 / speed)
        tumour.grow(days)
        day += days
        if day > longest_days:
            return False
    return True


def _fits(tumour: Tumour) -> bool:
    return SMALLEST_CORE_ML <= tumour.core_ml() <= LARGEST_CORE_ML and tumour.oedema_ml() <= LARGEST_OEDEMA_ML


def _snapshot(patient: Patient, tumour: Tumour) -> Snapshot:
    """State of today, tissue displaced where the patient's physics has a mass effect."""
    fractions, density, scar = tumour.fractions[:-1], tumour.visible(), tumour.scar_share()
    if patient.mass_effect_mm > 0:
        core = core_of(density, tumour.parameters.core_edge)
        moved = push(torch.cat([fractions, density[None], scar[None]]), displacement_mm(core, patient.mass_effect_mm))
        fractions, density, scar = moved[:-2], moved[-2], moved[-1]
    return Snapshot(tumour.day, fractions.clone(), density.clone(), scar.clone())
