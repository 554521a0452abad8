"""Random parameters of a simulated tumour and the ranges they come from."""

from dataclasses import dataclass

import numpy as np

from common.random_draws import log_uniform


@dataclass(frozen=True)
class ParameterRanges:
    """Ranges of the growth parameters of one population.

    Diffusivity mm2/day in white matter, proliferation per day, both drawn log-uniformly; ratio is white over grey.
    """

    diffusivity_mm2_per_day: tuple[float, float] = (0.02, 0.5)
    proliferation_per_day: tuple[float, float] = (0.005, 0.1)
    white_over_grey: tuple[float, float] = (5.0, 30.0)
    untreated_share: float = 0.45
    cavity_share: float = 0.12
    anisotropic_share: float = 0.35
    slowing_share: float = 0.4
    two_seed_share: float = 0.10


TRAINING_RANGES = ParameterRanges()
"""Population of the training, validation and same-distribution test sets."""

SHIFTED_RANGES = ParameterRanges(
    diffusivity_mm2_per_day=(0.15, 0.9),
    proliferation_per_day=(0.004, 0.03),
    white_over_grey=(2.0, 5.0),
    untreated_share=0.25,
    cavity_share=0.4,
)
"""Population of the shifted test set: more diffuse, less white-matter guidance, more treatment and surgery."""

FASTEST_MM_PER_DAY = 60 / 365
"""Radial speed above which a draw is rejected."""

SHORTEST_WIDTH_MM = 1.2
"""sqrt(D / rho) below which a draw is rejected: a 2 mm grid cannot carry a thinner front."""

AGE_SLOPE = 0.01
"""Change of the logarithm of proliferation per year of age, an assumption of the simulator."""


@dataclass(frozen=True)
class TumourParameters:
    """Growth parameters of one tumour; edges are cell densities at which each sequence sees the tumour.

    :param slowing_ml: core volume at which proliferation has halved, infinite for a tumour that does not slow down
    :param age_years: age of the patient; older patients' tumours proliferate a little faster
    """

    diffusivity_mm2_per_day: float
    proliferation_per_day: float
    white_over_grey: float
    core_edge: float
    oedema_edge: float
    necrosis_edge: float
    slowing_ml: float = float("inf")
    age_years: float = 55.0

    @property
    def speed_mm_per_day(self) -> float:
        """Asymptotic radial speed of the front, 2 sqrt(D rho)."""
        return 2 * float(np.sqrt(self.diffusivity_mm2_per_day * self.proliferation_per_day))


def draw_parameters(ranges: ParameterRanges, rng: np.random.Generator) -> TumourParameters:
    """Draw one tumour; faster than `FASTEST_MM_PER_DAY` or thinner than `SHORTEST_WIDTH_MM` is drawn again."""
    while True:
        diffusivity = log_uniform(ranges.diffusivity_mm2_per_day, rng)
        age = float(rng.uniform(20, 85))
        proliferation = log_uniform(ranges.proliferation_per_day, rng) * float(np.exp(AGE_SLOPE * (age - 55)))
        parameters = TumourParameters(
            diffusivity,
            proliferation,
            rng.uniform(*ranges.white_over_grey),
            rng.uniform(0.5, 0.8),
            log_uniform((0.04, 0.3), rng),
            rng.uniform(0.86, 0.95),
            log_uniform((15.0, 120.0), rng) if rng.random() < ranges.slowing_share else float("inf"),
            age,
        )
        too_thin = np.sqrt(diffusivity / proliferation) < SHORTEST_WIDTH_MM
        if parameters.speed_mm_per_day <= FASTEST_MM_PER_DAY and not too_thin:
            return parameters
