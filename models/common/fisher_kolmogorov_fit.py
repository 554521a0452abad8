"""The rival `fisher-kolmogorov`: front speed and width fitted to the visible visits, then simulated to the horizon.

It sees exactly what the network sees: masks as signed distances and the tissue map (no white and grey matter apart), so
diffusivity is uniform inside tissue. One visible visit: the population's speed and a typical width.
"""

import numpy as np
import torch

from common import growth
from common.metrics import dice

SPEEDS_MM_PER_DAY = (0.0, 0.01, 0.02, 0.035, 0.055, 0.08, 0.12)
WIDTHS_MM = (1.6, 3.2, 6.0)
"""Grid of the fit: front speed 2 sqrt(D rho), front width sqrt(D / rho)."""

TYPICAL_WIDTH_MM = 3.2
CORE_EDGE, OEDEMA_EDGE = 0.65, 0.12
"""Cell densities taken for the edges, near the middle of the ranges in the literature."""

SMALLEST_DENSITY = 1e-3


def density_from_distances(distances_mm: np.ndarray, width_mm: float, tissue: np.ndarray) -> np.ndarray:
    """Cell density whose level sets are the edges of core and whole abnormality.

    Log-linear between the edges, exponential tails with the front's width beyond them.

    :param distances_mm: [2, D, H, W] core and whole abnormality, negative inside; a missing oedema is all-large
    :param tissue: [D, H, W] 0..1
    :returns: float32 [D, H, W], 0..1, 0 outside tissue
    """
    core, oedema = distances_mm
    if not (oedema < 0).any():
        oedema = core - width_mm * np.log(CORE_EDGE / OEDEMA_EDGE)
    between = np.clip(core / np.maximum(core - oedema, 1e-3), 0, 1)
    middle = CORE_EDGE * (OEDEMA_EDGE / CORE_EDGE) ** between
    inside = 1 - (1 - CORE_EDGE) * np.exp(np.minimum(core, 0) / width_mm)
    outside = OEDEMA_EDGE * np.exp(-np.maximum(oedema, 0) / width_mm)
    density = np.where(core < 0, inside, np.where(oedema < 0, middle, outside))
    density[(density < SMALLEST_DENSITY) | ((tissue < 0.5) & (core >= 0))] = 0
    return density.astype(np.float32)


def forecast_masks(
    distances_mm: np.ndarray, days: tuple[float, float], tissue: np.ndarray, population_speed: float
) -> np.ndarray:
    """Masks of core and whole abnormality at the horizon.

    :param distances_mm: [4, D, H, W] mm: core and oedema of the last visit, then of the previous one
    :param days: horizon, and interval between the visits (0 with one visit)
    :param population_speed: mm/day, used with one visit
    :returns: bool [2, D, H, W]
    """
    horizon, interval = days
    speed, width = max(population_speed, 0.0), TYPICAL_WIDTH_MM
    if interval > 0 and (distances_mm[2] < 0).any():
        speed, width = _fit(distances_mm, interval, tissue)
    start = density_from_distances(distances_mm[:2], width, tissue)
    end = simulate(start[None], [(speed, width)], horizon, tissue | (distances_mm[0] < 0))[0]
    core = end > CORE_EDGE
    return np.stack([core, core | (end > OEDEMA_EDGE)])


def simulate(densities: np.ndarray, candidates: list[tuple[float, float]], days: float, allowed: np.ndarray) -> np.ndarray:
    """Advance one density per candidate (speed mm/day, width mm) in uniform tissue.

    :param densities: float32 [N, D, H, W]; :param allowed: bool [D, H, W]
    :returns: float32 [N, D, H, W]
    """
    state = torch.from_numpy(densities.copy())
    speed, width = torch.tensor(candidates, dtype=torch.float32).T
    values = (speed * width / 2).view(-1, 1, 1, 1) * torch.from_numpy(allowed)[None].float()
    rates = {"proliferation": speed / (2 * width), "kill": torch.zeros(len(candidates))}
    step = growth.stable_step_days(float(values.max()), float(rates["proliferation"].max()), 2.0)
    growth.advance(state, growth.face_conductivities(values), rates, torch.full((len(candidates),), float(days)), step)
    return state.numpy()


def _fit(distances_mm: np.ndarray, interval: float, tissue: np.ndarray) -> tuple[float, float]:
    """Speed and width whose forecast from the previous visit has the highest sum of Dice at the last visit."""
    best, best_score = (0.0, TYPICAL_WIDTH_MM), -1.0
    targets = distances_mm[:2] < 0
    allowed = tissue | targets[0] | (distances_mm[2] < 0)
    for width in WIDTHS_MM:
        start = density_from_distances(distances_mm[2:], width, tissue)
        candidates = [(speed, width) for speed in SPEEDS_MM_PER_DAY]
        ends = simulate(np.repeat(start[None], len(candidates), axis=0), candidates, interval, allowed)
        for candidate, end in zip(candidates, ends, strict=True):
            score = dice(end > CORE_EDGE, targets[0])
            score += dice(end > OEDEMA_EDGE, targets[1]) if targets[1].any() else 0.0
            if score > best_score:
                best, best_score = candidate, score
    return best
