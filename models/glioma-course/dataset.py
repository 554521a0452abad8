"""Stored pairs -> tensors of the model interface, with hidden visits and sequences drawn anew for every use."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from common.extrapolation import equivalent_radius_mm, extrapolate_distance_mm, radial_rate_mm_per_day
from common.signed_distance import EMPTY_DISTANCE_MM, scaled_distance

SDF_SCALE_MM = 20.0
DAYS_PER_YEAR = 365.0
STRUCTURES = ("core", "oedema")


@dataclass(frozen=True)
class Visibility:
    """What the forecaster is shown; everything by default."""

    previous: bool = True
    t1c: bool = True
    flair: bool = True
    oedema: bool = True


@dataclass
class Pair:
    """One stored pair; arrays as `common.pair.build_pair` documents them."""

    images: np.ndarray
    residual: np.ndarray
    distances: np.ndarray
    tissue: np.ndarray
    meta: dict
    future_images: np.ndarray | None = None


def load_pair(path: Path, margin: int = 0) -> Pair:
    """Read one pair file written by simulate.py, images and distances (mm) as float32, tissue 0..1.

    :param margin: voxels to leave out on every side
    """
    middle = (..., *[slice(margin, 64 - margin)] * 3)
    with np.load(path) as stored:
        return Pair(
            stored["images"][middle].astype(np.float32),
            stored["residual"][middle].astype(np.float32),
            stored["distances"][middle].astype(np.float32),
            stored["tissue"][middle].astype(np.float32) / 255,
            json.loads(str(stored["meta"])),
            stored["futureImages"].astype(np.float32) if "futureImages" in stored else None,
        )


def draw_visibility(rng: np.random.Generator) -> Visibility:
    """Hide the previous visit in 35 % of the draws, FLAIR in 20 % (its mask with it), T1c in 10 %."""
    flair = rng.random() >= 0.2
    return Visibility(rng.random() >= 0.35, not flair or rng.random() >= 0.1, flair, flair or rng.random() < 0.15)


def radial_rates(meta: dict, shows_previous: bool, population: dict[str, float]) -> list[float]:
    """Radial rate of core and oedema in mm/day: seen between two visits, or the population's with one visit."""
    rates = []
    for index, name in enumerate(STRUCTURES):
        before, after = meta["volumesPreviousMl"][index], meta["volumesLastMl"][index]
        seen = shows_previous and meta["intervalDays"] > 0 and before > 0
        rates.append(radial_rate_mm_per_day(before * 1000, after * 1000, meta["intervalDays"]) if seen else population[name])
    return rates


def inputs_of(pair: Pair, visibility: Visibility, population: dict[str, float]) -> dict[str, np.ndarray]:
    """Encoder inputs of one pair as the interface defines them.

    :returns: `volume` [11, 64, 64, 64], `conditions` [6], and `extrapolatedMm` [2, 64, 64, 64], unscaled
    """
    has_previous = visibility.previous and pair.meta["intervalDays"] > 0
    shown = np.array([visibility.t1c, visibility.flair] * 2) & np.array([True, True, has_previous, has_previous])
    images = pair.images * shown[:, None, None, None]
    distances = pair.distances[:4].copy()
    if not has_previous:
        distances[2:4] = EMPTY_DISTANCE_MM
    if not visibility.oedema:
        distances[[1, 3]] = EMPTY_DISTANCE_MM
    rates = radial_rates(pair.meta, has_previous, population)
    horizon = pair.meta["horizonDays"]
    extrapolated = np.stack([extrapolate_distance_mm(distances[index], rates[index], horizon, pair.tissue) for index in range(2)])
    volume = np.concatenate([images, scaled_distance(distances), scaled_distance(extrapolated), pair.tissue[None]]).astype(
        np.float32
    )
    interval = pair.meta["intervalDays"] if has_previous else 0
    conditions = np.array(
        [horizon / DAYS_PER_YEAR, interval / DAYS_PER_YEAR, has_previous, visibility.t1c, visibility.flair, visibility.oedema],
        np.float32,
    )
    return {"volume": volume, "conditions": conditions, "extrapolatedMm": extrapolated}


def population_rates(paths: list[Path]) -> dict[str, float]:
    """Median radial rate between the last visit and the future over training pairs, mm/day."""
    rates: dict[str, list[float]] = {name: [] for name in STRUCTURES}
    for path in paths:
        with np.load(path) as stored:
            meta, future = json.loads(str(stored["meta"])), stored["distances"][4:6] < 0
        for index, name in enumerate(STRUCTURES):
            after = equivalent_radius_mm(float(future[index].sum()) * 8.0)
            before = equivalent_radius_mm(meta["volumesLastMl"][index] * 1000)
            rates[name].append((after - before) / meta["horizonDays"])
    return {name: round(float(np.median(values)), 4) for name, values in rates.items()}


class PairDataset(torch.utils.data.Dataset):
    """Training examples; visibility, mirrors, intensity jitter and zero-interval examples are drawn per item."""

    def __init__(self, paths: list[Path], population: dict[str, float], seed: int) -> None:
        self.paths, self.population = paths, population
        self.rng = np.random.default_rng(seed)
        self.margin = 0

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        pair = load_pair(self.paths[index], self.margin)
        rng = self.rng
        if rng.random() < 0.04:
            _set_zero_interval(pair)
        _jitter(pair, rng)
        visibility = draw_visibility(rng)
        inputs = inputs_of(pair, visibility, self.population)
        item = {
            "volume": inputs["volume"],
            "conditions": inputs["conditions"],
            "distances": scaled_distance(pair.distances[4:6]),
            "residual": pair.residual,
        }
        for axis in (-1, -2):
            if rng.random() < 0.5:
                item = {name: np.flip(value, axis) if value.ndim == 4 else value for name, value in item.items()}
        return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in item.items()}


def _set_zero_interval(pair: Pair) -> None:
    pair.meta["horizonDays"] = 0
    pair.distances[4:6] = pair.distances[0:2]
    pair.residual[:] = 0


def _jitter(pair: Pair, rng: np.random.Generator) -> None:
    for channel in range(4):
        scale, shift = rng.uniform(0.93, 1.07), rng.uniform(-0.04, 0.04)
        pair.images[channel] = pair.images[channel] * scale + shift if pair.images[channel].any() else 0
        if channel < 2:
            pair.residual[channel] *= scale
