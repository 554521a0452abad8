"""The rival `fisher-kolmogorov`: front width and speed fitted to the visible visits, then grown to the horizon.

It sees exactly what the network sees: outlines as signed distances and the tissue map (no white and grey matter apart). Twin
of electron/core/simulate/{growth-profile,fit-fisher-kolmogorov,rival-growth-model}.ts, on the model grid.
Source: Konukoglu et al., IEEE TMI 29:77 (2010); visible densities after Swanson et al., Br J Cancer 98:113 (2008).
"""

from dataclasses import dataclass

import numpy as np
import torch

from common import growth
from common.extrapolation import equivalent_radius_mm

CORE_EDGE, OEDEMA_EDGE = 0.65, 0.2
"""Cell densities taken for the edges of the enhancing core and of the whole abnormality."""

FOOT_DENSITY = 0.05
HIGHEST_LOG_ODDS, LOWEST_LOG_ODDS = 6.0, -12.0
WIDTH_LIMITS_MM, DEFAULT_WIDTH_MM = (1.2, 8.0), 3.0
SPEED_LIMITS_MM_PER_DAY = (0.0005, 60 / 365)
MOST_ATTEMPTS, CLOSE_ENOUGH_MM = 9, 0.02
SPACING_MM = 2.0


def log_odds(density):
    """Log-odds of a density between the lowest and the highest that are used; the scale on which a front moves unchanged."""
    with np.errstate(divide="ignore"):
        return np.clip(np.log(density / (1 - density)), LOWEST_LOG_ODDS, HIGHEST_LOG_ODDS)


CORE_LOG_ODDS, OEDEMA_LOG_ODDS, FOOT_LOG_ODDS = (float(log_odds(np.float64(x))) for x in (CORE_EDGE, OEDEMA_EDGE, FOOT_DENSITY))


@dataclass(frozen=True)
class Outlines:
    """Outlines of one visit as signed distances, [D, H, W] mm; `oedema_mm` is None where it was not seen."""

    core_mm: np.ndarray
    oedema_mm: np.ndarray | None


def profile_density(outlines: Outlines, width_mm: float) -> np.ndarray:
    """Density that shows exactly the given outlines.

    Log-odds are straight between the edges and fall off outside like the front of a Fisher wave.

    :param width_mm: sqrt(D / rho)
    :returns: float32 [D, H, W], 0..1
    """
    core, oedema = outlines.core_mm.astype(np.float64), outlines.oedema_mm
    inside = np.minimum(HIGHEST_LOG_ODDS, CORE_LOG_ODDS - core / (2 * width_mm))
    if oedema is None:
        outside = _foot(CORE_LOG_ODDS, core, width_mm)
    else:
        oedema = oedema.astype(np.float64)
        between = CORE_LOG_ODDS + core / np.where(core > oedema, core - oedema, 1) * (OEDEMA_LOG_ODDS - CORE_LOG_ODDS)
        outside = np.where(oedema >= 0, _foot(OEDEMA_LOG_ODDS, oedema, width_mm), between)
    odds = np.where(core < 0, inside, outside)
    return np.where(odds <= LOWEST_LOG_ODDS, 0, 1 / (1 + np.exp(-odds))).astype(np.float32)


def fit_and_grow(
    last: Outlines, previous: Outlines | None, days: tuple[float, float], tissue: np.ndarray, population_speed: float
) -> np.ndarray:
    """Masks of core and whole abnormality at the horizon.

    :param days: horizon, and interval between the visits (0 with one visit)
    :param tissue: [D, H, W] 0..1
    :param population_speed: mm/day, used without an earlier lesion
    :returns: bool [2, D, H, W]; the second is the core alone where no oedema was seen
    """
    horizon, interval = days
    domain = _Domain(last, previous, tissue)
    width = domain.width_mm([visit for visit in (previous, last) if visit is not None])
    speed = population_speed
    if previous is not None and interval > 0 and (previous.core_mm < 0).any():
        speed = _search_speed(domain, last, previous, interval, width)
    end = domain.grow(profile_density(last, width), _clamp_speed(speed), width, horizon)
    core = end > CORE_EDGE
    return np.stack([core, core | (end > OEDEMA_EDGE) if last.oedema_mm is not None else core])


def _foot(edge: float, distance_mm: np.ndarray, width_mm: float) -> np.ndarray:
    straight = edge - distance_mm / (2 * width_mm)
    bent = FOOT_LOG_ODDS - (distance_mm - 2 * width_mm * (edge - FOOT_LOG_ODDS)) / width_mm
    return np.maximum(LOWEST_LOG_ODDS, np.where(straight > FOOT_LOG_ODDS, straight, bent))


class _Domain:
    """Tissue and everything that was ever lesion; soft tissue conducts by its share."""

    def __init__(self, last: Outlines, previous: Outlines | None, tissue: np.ndarray) -> None:
        share = np.where(tissue >= 0.5, tissue, 0).astype(np.float32)
        for visit in (last, previous):
            for distance in () if visit is None else (visit.core_mm, visit.oedema_mm):
                if distance is not None:
                    share[distance < 0] = 1
        self.alive = share > 0
        self.faces = growth.face_conductivities(torch.from_numpy(share)[None])
        self.largest = max(float(face.max()) for face in self.faces)

    def grow(self, density: np.ndarray, speed: float, width_mm: float, days: float) -> np.ndarray:
        diffusivity, proliferation = speed * width_mm / 2, speed / (2 * width_mm)
        state = torch.from_numpy(np.where(self.alive, density, 0).astype(np.float32))[None].contiguous()
        step = growth.stable_step_days(diffusivity * self.largest, proliferation, SPACING_MM)
        rates = {"proliferation": torch.tensor([proliferation]), "kill": torch.tensor([0.0])}
        faces = [face * diffusivity for face in self.faces]
        return growth.advance(state, faces, rates, torch.tensor([float(days)]), step)[0].numpy()

    def radii_mm(self, density: np.ndarray, width_mm: float) -> np.ndarray:
        """Equivalent radii of core and whole abnormality, with partly filled voxels at their edges."""
        values = density[self.alive & (density >= 1e-3)]
        odds, per_unit = log_odds(values.astype(np.float64)), 2 * width_mm / SPACING_MM
        counts = [np.clip(0.5 + (odds - edge) * per_unit, 0, 1).sum() for edge in (CORE_LOG_ODDS, OEDEMA_LOG_ODDS)]
        return np.array([equivalent_radius_mm(count * SPACING_MM**3) for count in counts])

    def width_mm(self, visits: list[Outlines]) -> float:
        """sqrt(D / rho) from the gap between the two edges."""
        gaps = []
        for outlines in visits:
            if outlines.oedema_mm is not None:
                core, oedema = self.radii_mm(profile_density(outlines, DEFAULT_WIDTH_MM), DEFAULT_WIDTH_MM)
                gaps.append(oedema - core)
        if not gaps:
            return DEFAULT_WIDTH_MM
        return float(np.clip(np.mean(gaps) / (2 * (CORE_LOG_ODDS - OEDEMA_LOG_ODDS)), *WIDTH_LIMITS_MM))


def _search_speed(domain: _Domain, last: Outlines, previous: Outlines, interval: float, width_mm: float) -> float:
    """Secant steps; a step that does not help is halved."""
    start = profile_density(previous, width_mm)
    seen = domain.radii_mm(profile_density(last, width_mm), width_mm)
    structures = 2 if previous.oedema_mm is not None and last.oedema_mm is not None else 1

    def attempt(speed: float) -> tuple[float, float]:
        reached = domain.radii_mm(domain.grow(start, speed, width_mm, interval), width_mm)
        return speed, float((reached - seen)[:structures].mean())

    best, slope = attempt(SPEED_LIMITS_MM_PER_DAY[0]), interval
    for _ in range(1, MOST_ATTEMPTS):
        if abs(best[1]) <= CLOSE_ENOUGH_MM:
            break
        speed = _clamp_speed(best[0] - best[1] / slope)
        if speed == best[0]:
            break
        following = attempt(speed)
        secant = (following[1] - best[1]) / (following[0] - best[0])
        helped = abs(following[1]) < abs(best[1])
        slope = secant if helped and secant > 0 else 2 * slope
        if helped:
            best = following
    return best[0]


def _clamp_speed(speed: float) -> float:
    return float(np.clip(speed, *SPEED_LIMITS_MM_PER_DAY))
