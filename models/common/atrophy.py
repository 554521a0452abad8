"""A brain that loses tissue: regional rates -> divergence -> stationary velocity field whose flow has those volumes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import label

from common.anatomy import VOXEL_ML
from common.atrophy_rates import AtrophyRates
from common.structures import FLUID, STRUCTURES, TISSUE
from common.velocity_field import NoFluxFlow, exponential, jacobian_determinant

ROUNDS = 6
"""Corrections of the prescribed divergence: tissue moves while it shrinks, so the first guess misses by a few percent."""

STEP = 1.8
"""Share of an error that a correction asks for: smoothing loses part of it, so more than all."""

CLOSE_ENOUGH = 0.004
"""Largest relative error of a structure's volume at which the corrections stop."""

SMALLEST_FACTOR = 0.3
"""A structure never loses more than 70 % of its volume."""


@dataclass(frozen=True)
class AtrophyFlow:
    """What `atrophy_flow` found.

    :param velocity: float32 [3, D, H, W], voxels per year
    :param factors: volume after the years over that of today, by structure, as the flow achieves it once it is stored
    :param wanted: likewise, as it was asked for; the sulcal fluid takes what is left
    """

    velocity: torch.Tensor
    factors: dict[str, float]
    wanted: dict[str, float]


def intracranial(structures: np.ndarray) -> np.ndarray:
    """Largest connected part in which brain and fluid fill most of a voxel, bool [D, H, W].

    :param structures: float [len(STRUCTURES), D, H, W], 0..1
    """
    parts, count = label(structures.sum(axis=0) > 0.5)
    if count == 0:
        raise ValueError("no voxel lies inside the skull")
    return parts == np.argmax(np.bincount(parts.ravel())[1:]) + 1


def volume_factors(structures: np.ndarray, rates: AtrophyRates, years: float) -> dict[str, float]:
    """Volumes after some years over those of today, for every tissue structure that is there, and the ventricles.

    :raises ValueError: negative years; the way back is the same flow, backwards
    """
    if years < 0:
        raise ValueError("years must not be negative: go back along the velocity of the way there")
    volumes_ml = dict(zip(STRUCTURES, (structures.sum(axis=(1, 2, 3)) * VOXEL_ML).tolist(), strict=True))
    tissue = [name for name in STRUCTURES[TISSUE] if volumes_ml[name] > 0]
    factors = {name: max(SMALLEST_FACTOR, 1 - rates.percent[name] / 100 * years) for name in tissue}
    if volumes_ml["ventricles"] > 0:
        factors["ventricles"] = 1 + rates.ventricles_ml * years / max(volumes_ml["ventricles"], 1.0)
    return factors


Stored = Callable[[torch.Tensor], torch.Tensor]


def atrophy_flow(
    structures: np.ndarray, rates: AtrophyRates, years: float, pattern: np.ndarray | None = None, stored: Stored | None = None
) -> AtrophyFlow:
    """Velocity of a brain whose structures have the wanted volumes after some years.

    :param structures: float32 [len(STRUCTURES), D, H, W], 0..1
    :param years: the velocity holds for these years; 0 gives a brain that stands still
    :param pattern: float [D, H, W], factor of the local loss, about 1, for regional differences inside a structure
    :param stored: what is left of a velocity where it is kept more coarsely; the flow of that then has the wanted volumes, which
        it would miss by up to a third in thin structures
    """
    inside = intracranial(structures)
    wanted = volume_factors(structures, rates, years)
    if years == 0:
        return AtrophyFlow(torch.zeros(3, *inside.shape), dict.fromkeys(STRUCTURES, 1.0), wanted)
    logarithms = {name: np.log(factor) / years for name, factor in wanted.items()}
    local = np.ones(inside.shape) if pattern is None else pattern
    flow, potential = NoFluxFlow(inside), None
    for _ in range(ROUNDS):
        divergence = _divergence(structures, logarithms, local, inside)
        found, potential = flow.velocity(divergence, potential)
        velocity = torch.from_numpy(found)
        factors = achieved_factors(structures, velocity if stored is None else stored(velocity), years)
        errors = {name: np.log(wanted[name] / factors[name]) for name in wanted}
        if max(abs(error) for error in errors.values()) < CLOSE_ENOUGH:
            break
        logarithms = {name: value + STEP * errors[name] / years for name, value in logarithms.items()}
    return AtrophyFlow(velocity, factors, wanted)


def achieved_factors(structures: np.ndarray, velocity: torch.Tensor, years: float) -> dict[str, float]:
    """Volume of every structure after the flow over that of today."""
    determinant = jacobian_determinant(exponential(velocity, years)).numpy()
    totals = structures.sum(axis=(1, 2, 3))
    return {
        name: float((part * determinant).sum() / max(total, 1e-6))
        for name, part, total in zip(STRUCTURES, structures, totals, strict=True)
    }


def _divergence(structures: np.ndarray, logarithms: dict[str, float], local: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Divergence per year; the sulcal fluid takes up what the rest gives and wants."""
    divergence = np.zeros(inside.shape)
    for name, logarithm in logarithms.items():
        index = STRUCTURES.index(name)
        varies = local if index < FLUID.start else 1.0
        divergence += structures[index] * logarithm * varies
    fluid = structures[-1] * inside
    balance = divergence[inside].sum() / max(float(fluid.sum()), 1.0)
    return divergence - balance * fluid
