"""Courses of treatment and what they do to cells: linear-quadratic radiotherapy, temozolomide cycles, resection.

Sources: alpha/beta = 10 Gy and 60 Gy in 30 fractions after Rockne et al., Phys Med Biol 55:3271 (2010); 75 mg/m2 daily with
radiotherapy, then days 1-5 of 28, six cycles, after Stupp et al., NEJM 352:987 (2005), whose step from 150 to 200 mg/m2 after the
first cycle is left out: the kill rate is random over a wider range. Drug decay 9.24 /day.
"""

from dataclasses import dataclass, replace

import numpy as np
import torch

from common.random_draws import log_uniform
from common.signed_distance import signed_distance_mm
from common.warp import smooth_field

ARMS = ("none", "resection", "radiotherapy", "temozolomide", "radiotherapy-temozolomide")
"""Choices of treatment that a forecast can be asked for."""

ALPHA_OVER_BETA_GY = 10.0
DRUG_DECAY_PER_DAY = 9.24
STANDARD_DOSE_GY = 60.0
FRACTION_GY = 2.0
MARGIN_MM, FALL_OFF_MM = 15.0, 10.0
CYCLES, CYCLE_DAYS, DOSES_PER_CYCLE = 6, 28, 5
BREAK_DAYS = 28
FULL_DOSE, CONCURRENT_DOSE = 1.0, 0.5
"""Drug doses in units of 150 mg/m2."""

SCAR_TEXTURE, SCAR_KNOTS, SCAR_LIMITS = 0.2, 9, (0.1, 1.0)
"""How much the share of cells that stay as dead tissue differs from place to place, over about 2 cm."""


@dataclass(frozen=True)
class Sensitivity:
    """How one tumour answers to treatment; never shown to a forecaster.

    :param alpha_per_gy: linear coefficient of the linear-quadratic law
    :param drug_per_day: kill rate at the peak concentration of a full dose, per day
    :param scar_share: share of killed cells that stay as dead tissue instead of being cleared, in the mean over places
    :param clearance_days: time constant with which the other killed cells vanish
    :param scar_days: time constant with which dead tissue vanishes
    :param pseudo: amplitude of a pseudo-progression after radiotherapy, 0 for none
    :param pseudo_peak_days: days from the end of radiotherapy to its peak
    """

    alpha_per_gy: float
    drug_per_day: float
    scar_share: float
    clearance_days: float
    scar_days: float
    pseudo: float
    pseudo_peak_days: float


@dataclass(frozen=True)
class Treatment:
    """One arm as it is given.

    :param arm: one of `ARMS`
    :param start_day: first day, on the patient's own count of days
    :param dose_gy: float32 [D, H, W] total dose of radiotherapy, None without
    :param prescribed_gy: dose in the middle of the target; sets the number of fractions of 2 Gy
    """

    arm: str = "none"
    start_day: float = 0.0
    dose_gy: torch.Tensor | None = None
    prescribed_gy: float = STANDARD_DOSE_GY

    @property
    def irradiates(self) -> bool:
        """Whether radiotherapy belongs to the arm."""
        return "radiotherapy" in self.arm

    @property
    def radiotherapy_end_day(self) -> float:
        """End of the last week with a fraction, counted from a Monday: events of a course are those of whole weeks."""
        return self.start_day + 7 * int(np.ceil(self.prescribed_gy / FRACTION_GY / 5)) - 2

    def with_dose(self, dose_gy: torch.Tensor) -> "Treatment":
        """The same arm with another dose map."""
        return replace(self, dose_gy=dose_gy)


@dataclass(frozen=True)
class Event:
    """Something that kills cells on a day.

    :param kind: 'surgery', 'fractions' (count = fractions of a week) or 'drug' (count = doses, weight = size of each)
    """

    day: float
    kind: str
    count: int = 1
    weight: float = 1.0


UNTREATED = Treatment()
"""No treatment at any time."""


def events_of(treatment: Treatment) -> list[Event]:
    """Every event of an arm in order of time; fractions and doses of one week stand together on its middle day."""
    start, events = treatment.start_day, []
    if treatment.arm == "resection":
        return [Event(start, "surgery")]
    drug_start = start
    if treatment.irradiates:
        left = round(treatment.prescribed_gy / FRACTION_GY)
        for week in range(int(np.ceil(left / 5))):
            events.append(Event(start + 7 * week + 2, "fractions", min(5, left - 5 * week)))
            if treatment.arm == "radiotherapy-temozolomide":
                events.append(Event(start + 7 * week + 3, "drug", 7, CONCURRENT_DOSE))
        drug_start = treatment.radiotherapy_end_day + BREAK_DAYS
    if treatment.arm in ("temozolomide", "radiotherapy-temozolomide"):
        events += [Event(drug_start + CYCLE_DAYS * cycle + 2, "drug", DOSES_PER_CYCLE, FULL_DOSE) for cycle in range(CYCLES)]
    return sorted(events, key=lambda event: event.day)


def radiotherapy_survival(total_gy: torch.Tensor | float, fractions: int, of_fractions: int, alpha_per_gy: float) -> torch.Tensor:
    """Share of cells that survive some of the fractions: exp(-alpha n d (1 + d / 10 Gy)), d the dose per fraction.

    :param total_gy: dose of the whole course, any shape
    :param fractions: n, fractions given now
    :param of_fractions: fractions of the whole course
    """
    per_fraction = torch.as_tensor(total_gy) / of_fractions
    return torch.exp(-alpha_per_gy * fractions * per_fraction * (1 + per_fraction / ALPHA_OVER_BETA_GY))


def drug_survival(doses: int, weight: float, drug_per_day: float) -> float:
    """Share of cells that survive daily doses, each integrated over its day of exponential decay.

    :param weight: size of a dose in units of 150 mg/m2
    :param drug_per_day: kill rate at the peak of a full dose
    """
    exposure_days = (1 - np.exp(-DRUG_DECAY_PER_DAY)) / DRUG_DECAY_PER_DAY
    return float(np.exp(-drug_per_day * weight * exposure_days * doses))


def dose_map_gy(core: np.ndarray, inside_head: np.ndarray, prescribed_gy: float = STANDARD_DOSE_GY) -> torch.Tensor:
    """Dose made from a prescription: full on the core and 15 mm round it, falling to 0 over the next 10 mm.

    :param core: bool [D, H, W], 2 mm; may be empty (then no dose)
    :param inside_head: bool [D, H, W], brain or tissue
    :returns: float32 [D, H, W] Gy
    """
    share = np.clip((MARGIN_MM + FALL_OFF_MM - signed_distance_mm(core)) / FALL_OFF_MM, 0, 1)
    return torch.from_numpy((prescribed_gy * share * inside_head).astype(np.float32))


def draw_scarring(sensitivity: Sensitivity, size: int, rng: np.random.Generator) -> torch.Tensor:
    """Share of killed cells that stay as dead tissue, place by place, float32 [1, size, size, size].

    Without a difference between places a core would stay whole until all of it sank below the density that images show, and
    vanish in a day.
    """
    return (sensitivity.scar_share + SCAR_TEXTURE * smooth_field(size, SCAR_KNOTS, rng)).clamp(*SCAR_LIMITS)


def draw_sensitivity(rng: np.random.Generator) -> Sensitivity:
    """Draw how a tumour answers; a pseudo-progression in 20 % of the tumours.

    Wide, and so that a core rarely vanishes within a year, as it rarely does in patients: after radiotherapy with temozolomide
    most are stable or smaller.
    """
    pseudo = float(rng.uniform(0.5, 1.0)) if rng.random() < 0.2 else 0.0
    return Sensitivity(
        log_uniform((0.012, 0.07), rng),
        log_uniform((0.02, 0.18), rng) * DRUG_DECAY_PER_DAY,
        float(rng.uniform(0.6, 1.0)),
        float(rng.uniform(15, 45)),
        log_uniform((200, 2500), rng),
        pseudo,
        float(rng.uniform(28, 84)),
    )


def draw_arm(rng: np.random.Generator, untreated_share: float) -> str:
    """Draw an arm: none for a share of the draws, else each of the others, the combination twice as often."""
    if rng.random() < untreated_share:
        return "none"
    return str(rng.choice(["resection", "radiotherapy", "temozolomide", "radiotherapy-temozolomide"], p=[0.2, 0.2, 0.2, 0.4]))
