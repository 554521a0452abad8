"""Changes of the growth rates in time, standing in for therapy: slow-down, shrinkage, arrest, later regrowth."""

from dataclasses import dataclass

import numpy as np

from common.tumour_parameters import TumourParameters


@dataclass(frozen=True)
class Course:
    """Rates before, during and after treatment.

    :param start_day: first day of treatment, counted from the first visit (may be negative)
    :param end_day: last day of treatment
    :param factors: (diffusivity, proliferation) factor during treatment
    :param kill_per_day: loss during treatment
    :param factors_after: (diffusivity, proliferation) factor afterwards
    """

    start_day: float
    end_day: float
    factors: tuple[float, float]
    kill_per_day: float
    factors_after: tuple[float, float]

    def phase(self, day: float) -> tuple[float, float, float, float]:
        """Factors of diffusivity and proliferation, kill per day, and the day on which this phase ends."""
        if day < self.start_day:
            return 1.0, 1.0, 0.0, self.start_day
        if day < self.end_day:
            return *self.factors, self.kill_per_day, self.end_day
        return *self.factors_after, 0.0, float("inf")


UNTREATED = Course(float("inf"), float("inf"), (1.0, 1.0), 0.0, (1.0, 1.0))
"""No treatment at any time."""


def draw_course(parameters: TumourParameters, share: float, rng: np.random.Generator) -> Course:
    """Draw a course; a `share` of the patients is treated, by slow-down, shrinkage or arrest in equal parts."""
    if rng.random() >= share:
        return UNTREATED
    start = float(rng.uniform(-60, 250))
    end = start + float(rng.uniform(40, 400))
    after = (1.0, float(rng.uniform(0.3, 1.0)))
    kind = rng.integers(3)
    if kind == 0:
        return Course(start, end, (1.0, float(rng.uniform(0.1, 0.5))), 0.0, after)
    if kind == 1:
        kill = parameters.proliferation_per_day + float(rng.uniform(0.001, 0.012))
        return Course(start, end, (1.0, 1.0), kill, after)
    return Course(start, end, (0.0, 0.0), 0.0, after)
