"""How fast a brain shrinks: published yearly rates of healthy ageing, mild cognitive impairment and Alzheimer's disease.

Hippocampus: control 1.41 %/year (0.52 to 2.30), Alzheimer 4.66 (3.92 to 5.40), PMC2773132; ventricles: control 1 to 2 ml/year,
impairment 2.5 to 3, Alzheimer 4 to 5, accelerating by 0.27 and 0.88 ml/year^2, PMC3590059; whole brain about 0.5, 1, and 1.5 to
2 %/year. The hippocampal intervals are 95 % confidence intervals of a group's mean; a spread between people was not found, so
that simulated people differ less than real ones. Assumed, not published: the hippocampus in impairment (midway), how a rate of
the whole brain is shared between structures (`SHARES`), the slope with age.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Course = Literal["healthy", "mci", "ad"]
COURSES: tuple[Course, ...] = ("healthy", "mci", "ad")

REFERENCE_AGE_YEARS = 72.0
AGE_SLOPE_PER_YEAR = 0.02
"""Relative change of a healthy rate per year of age; never below a third of the rate at the reference age."""

SHARES = {"white": 0.9, "cortex": 1.25, "deepGrey": 1.0, "brainstem": 0.3, "cerebellumWhite": 0.4, "cerebellumGrey": 0.6}
"""Rate of a structure over that of the whole brain; the hippocampus has a rate of its own, which the amygdala shares."""


@dataclass(frozen=True)
class Spread:
    """A normal distribution that is cut at its ends.

    :param low: lower end of the central 95 % interval; :param high: upper end
    """

    low: float
    high: float

    def draw(self, rng: np.random.Generator) -> float:
        """A value within twice the width of the interval, never of the other sign."""
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        value = middle + half / 1.96 * float(np.clip(rng.standard_normal(), -3, 3))
        return max(0.05 * middle, value)


HIPPOCAMPUS_PERCENT: dict[Course, Spread] = {"healthy": Spread(0.52, 2.30), "mci": Spread(1.9, 4.2), "ad": Spread(3.92, 5.40)}
BRAIN_PERCENT: dict[Course, Spread] = {"healthy": Spread(0.2, 0.8), "mci": Spread(0.6, 1.4), "ad": Spread(1.2, 2.3)}
VENTRICLES_ML: dict[Course, Spread] = {"healthy": Spread(0.6, 2.2), "mci": Spread(2.0, 3.5), "ad": Spread(3.5, 5.5)}
VENTRICLES_ML_PER_YEAR2: dict[Course, float] = {"healthy": 0.0, "mci": 0.27, "ad": 0.88}


@dataclass(frozen=True)
class AtrophyRates:
    """Rates of one brain at one moment.

    :param percent: loss per year of each tissue structure, % of its volume, >= 0
    :param ventricles_ml: growth of the ventricles, ml/year
    """

    percent: dict[str, float]
    ventricles_ml: float


def draw_rates(course: Course, age_years: float, rng: np.random.Generator) -> AtrophyRates:
    """Rates of one brain; structures vary by a fifth round their share.

    :param age_years: acts on the healthy part of every course alone
    """
    ageing = max(1 / 3, 1 + AGE_SLOPE_PER_YEAR * (age_years - REFERENCE_AGE_YEARS))
    of_brain, of_hippocampus, of_ventricles = (
        _with_age(table, course, ageing, rng) for table in (BRAIN_PERCENT, HIPPOCAMPUS_PERCENT, VENTRICLES_ML)
    )
    percent = {name: share * of_brain * float(np.exp(rng.normal(0, 0.2))) for name, share in SHARES.items()}
    percent["hippocampus"] = of_hippocampus
    percent["amygdala"] = of_hippocampus * float(np.exp(rng.normal(0, 0.2)))
    return AtrophyRates(percent, of_ventricles)


def accelerated(rates: AtrophyRates, course: Course, years: float) -> AtrophyRates:
    """Mean rates over the years to come: the ventricles grow faster as a disease goes on, the tissue keeps its rate."""
    more = VENTRICLES_ML_PER_YEAR2[course] * years / 2
    return AtrophyRates(rates.percent, max(0.0, rates.ventricles_ml + more))


def excess(rates: AtrophyRates, ageing: AtrophyRates) -> AtrophyRates:
    """What a disease adds to healthy ageing; never a gain."""
    percent = {name: max(0.0, value - ageing.percent[name]) for name, value in rates.percent.items()}
    return AtrophyRates(percent, max(0.0, rates.ventricles_ml - ageing.ventricles_ml))


def _with_age(table: dict[Course, Spread], course: Course, ageing: float, rng: np.random.Generator) -> float:
    """The course's draw with its healthy mean scaled by age."""
    healthy = (table["healthy"].low + table["healthy"].high) / 2
    return max(0.05 * healthy, table[course].draw(rng) + healthy * (ageing - 1))
