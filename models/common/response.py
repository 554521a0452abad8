"""Response class by the volume criterion of RANO 2.0, imaging only.

Source: Wen et al., J Clin Oncol 41:5187 (2023): partial response at a decrease of 65 % from the baseline, progression at an
increase of 40 % from the smallest volume since. With one baseline and one follow-up the baseline is both. The same rules as
`electron/core/verify/response.ts`, which also measures areas, for what volumes alone can tell.
"""

import numpy as np

CLASSES = ("CR", "PR", "SD", "PD")
"""From the best outcome to the worst."""

MEASURABLE_ML = 0.52
"""Volume of a ball of 10 mm, which stands for 10 x 10 mm, the smallest lesion that the criteria measure."""

GROWN_MM = 5.0
"""Growth in diameter of what was too small to measure and now is not, from which it counts as clear progression."""

PARTIAL, PROGRESSIVE = -0.65, 0.40
_ROUNDING = 1e-9


def volume_response(baseline_ml: float, follow_up_ml: float) -> int | None:
    """Index into `CLASSES`, or None where the baseline is too small to judge by."""
    if follow_up_ml == 0 and baseline_ml > 0:
        return CLASSES.index("CR")
    if baseline_ml < MEASURABLE_ML:
        grown_mm = _diameter_mm(follow_up_ml) - _diameter_mm(baseline_ml)
        return CLASSES.index("PD") if follow_up_ml >= MEASURABLE_ML and grown_mm >= GROWN_MM else None
    change = follow_up_ml / baseline_ml - 1
    if change >= PROGRESSIVE - _ROUNDING:
        return CLASSES.index("PD")
    return CLASSES.index("PR" if change <= PARTIAL + _ROUNDING else "SD")


def _diameter_mm(ml: float) -> float:
    """Diameter of a ball of a volume."""
    return float(np.cbrt(6000 * ml / np.pi))
