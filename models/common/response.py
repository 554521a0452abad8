"""Response class by the volume criterion of RANO 2.0, imaging only; twin of `electron/core/verify/response.ts` for volumes.

Source: Wen et al., J Clin Oncol 41:5187 (2023): partial response at a decrease of 65 % from the baseline, progression at an
increase of 40 % from the smallest volume since. With one baseline and one follow-up the baseline is both.
"""

CLASSES = ("CR", "PR", "SD", "PD")
"""From the best outcome to the worst."""

MEASURABLE_ML = 0.52
"""Volume of a ball of 10 mm, the smallest lesion that the criteria measure."""

PARTIAL, PROGRESSIVE = -0.65, 0.40
_ROUNDING = 1e-9


def volume_response(baseline_ml: float, follow_up_ml: float) -> int | None:
    """Index into `CLASSES`, or None where the baseline is too small to be measured."""
    if baseline_ml < MEASURABLE_ML:
        return None
    if follow_up_ml == 0:
        return CLASSES.index("CR")
    change = follow_up_ml / baseline_ml - 1
    if change >= PROGRESSIVE - _ROUNDING:
        return CLASSES.index("PD")
    return CLASSES.index("PR" if change <= PARTIAL + _ROUNDING else "SD")
