"""Stored histories and futures -> tensors of the model interface, with sequences and visits hidden anew for every use."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from common.extrapolation import equivalent_radius_mm, extrapolate_distance_mm, radial_rate_mm_per_day
from common.rendering import SEQUENCES
from common.signed_distance import EMPTY_DISTANCE_MM, scaled_distance
from common.treatment import STANDARD_DOSE_GY
from simulate import history_file

DAYS_PER_YEAR = 365.0
STRUCTURES = ("core", "oedema")
GRID_SIZE, KEPT_SIZE = 64, 48
CHANNELS = (
    *[f"{name}Last" for name in SEQUENCES],
    *[f"{name}Previous" for name in SEQUENCES],
    *["coreSdfLast", "oedemaSdfLast", "coreSdfPrevious", "oedemaSdfPrevious", "coreSdfEarlier", "oedemaSdfEarlier"],
    *["coreSdfExtrapolated", "oedemaSdfExtrapolated", "coreSdfFitted", "oedemaSdfFitted"],
    *["tissue", "dose"],
)
CONDITIONS = (
    *["horizonYears", "intervalYears", "earlierIntervalYears", "hasPrevious", "hasEarlier"],
    *["hasT1", "hasT1c", "hasT2", "hasFlair", "hasOedema", "age", "hasAge"],
    *["armResection", "armRadiotherapy", "armTemozolomide", "startYears", "treatedYears"],
)


@dataclass(frozen=True)
class Visibility:
    """What the forecaster is shown of a stored example; everything by default.

    :param sequences: T1, T1c, T2, FLAIR at the last visit
    :param previous: likewise at the visit before; None: as at the last
    """

    sequences: tuple[bool, bool, bool, bool] = (True, True, True, True)
    previous: tuple[bool, bool, bool, bool] | None = None
    earlier: bool = True
    age: bool = True


@dataclass
class Example:
    """One stored future with its history; arrays as `common.pair.Examples` documents them, float32, and `meta` of both."""

    images: np.ndarray
    distances: np.ndarray
    tissue: np.ndarray
    residual: np.ndarray
    future: np.ndarray
    fitted: np.ndarray
    dose_gy: np.ndarray
    meta: dict
    future_images: np.ndarray | None = None


def load_example(path: Path, margin: int = 0) -> Example:
    """Read one future and its history.

    :param path: future-*.npz written by simulate.py
    :param margin: voxels to leave out on every side
    """
    return _example_of(_read_arrays(history_file(path), margin), _read_arrays(path, margin))


def _read_arrays(path: Path, margin: int) -> dict:
    """Arrays of a file as they are stored, cropped, and its `meta`."""
    middle = (..., *[slice(margin, GRID_SIZE - margin)] * 3)
    with np.load(path) as stored:
        arrays = {name: stored[name][middle].copy() for name in stored if name != "meta"}
        return {**arrays, "meta": json.loads(str(stored["meta"]))}


def _example_of(history: dict, future: dict) -> Example:
    seen, later = (
        {name: value.astype(np.float32) for name, value in arrays.items() if name != "meta"} for arrays in (history, future)
    )
    return Example(
        seen["images"],
        seen["distances"],
        seen["tissue"] / 255,
        later["residual"],
        later["distances"],
        later["fitted"],
        later["doseGy"],
        {**history["meta"], **future["meta"]},
        later.get("futureImages"),
    )


def draw_visibility(rng: np.random.Generator) -> Visibility:
    """All four sequences in 35 % of the draws, T1c alone in 20 %, T1c with FLAIR in 15 %, else any subset with T1c or FLAIR;
    at the visit before the same sequences in 70 %, else any."""
    kind = rng.random()
    if kind < 0.35:
        shown = (True, True, True, True)
    elif kind < 0.55:
        shown = (False, True, False, False)
    elif kind < 0.7:
        shown = (False, True, False, True)
    else:
        with_t1c = rng.random() < 0.7
        shown = (rng.random() < 0.5, with_t1c, rng.random() < 0.5, not with_t1c or rng.random() < 0.5)
    previous = tuple(bool(value) for value in rng.random(4) < 0.5) if rng.random() < 0.3 else None
    return Visibility(tuple(bool(value) for value in shown), previous, bool(rng.random() < 0.7), bool(rng.random() < 0.5))


def radial_rates(meta: dict, population: dict[str, float]) -> list[float]:
    """Radial rate of core and oedema in mm/day: seen between two visits, or the population's with one visit."""
    rates = []
    interval = meta["daysBeforeLast"][1] if len(meta["daysBeforeLast"]) > 1 else 0
    for index, name in enumerate(STRUCTURES):
        before, after = meta["volumesMl"][1][index], meta["volumesMl"][0][index]
        seen = interval > 0 and before > 0
        rates.append(radial_rate_mm_per_day(before * 1000, after * 1000, interval) if seen else population[name])
    return rates


def inputs_of(example: Example, visibility: Visibility, population: dict[str, float]) -> dict[str, np.ndarray]:
    """Encoder inputs of one example as the interface defines them.

    :returns: `volume` [20, D, H, W], `conditions` [17], and `extrapolatedMm` [2, D, H, W], unscaled
    """
    meta = example.meta
    visits = len(meta["daysBeforeLast"])
    has_previous, has_earlier = visits > 1, visits > 2 and visibility.earlier
    previous = visibility.previous or visibility.sequences
    shown = np.array([*visibility.sequences, *[has_previous and shown for shown in previous]])
    distances = example.distances.copy()
    if not has_earlier:
        distances[4:6] = EMPTY_DISTANCE_MM
    growth = [rate * meta["horizonDays"] for rate in radial_rates(meta, population)]
    extrapolated = np.stack([extrapolate_distance_mm(distances[index], growth[index], example.tissue) for index in range(2)])
    volume = np.concatenate(
        [
            example.images * shown[:, None, None, None],
            scaled_distance(distances),
            scaled_distance(extrapolated),
            scaled_distance(example.fitted),
            example.tissue[None],
            example.dose_gy[None] / STANDARD_DOSE_GY,
        ]
    ).astype(np.float32)
    return {
        "volume": volume,
        "conditions": conditions_of(meta, visibility, (has_previous, has_earlier)),
        "extrapolatedMm": extrapolated,
    }


def conditions_of(meta: dict, visibility: Visibility, has: tuple[bool, bool]) -> np.ndarray:
    """Values of `CONDITIONS`, float32 [17].

    :param has: whether the previous and the earlier visit are shown
    """
    arm, horizon = meta["arm"], meta["horizonDays"]
    start = meta["startDays"] if arm != "none" else 0
    treated = max(0, horizon - max(start, 0)) if arm != "none" else 0
    days = meta["daysBeforeLast"]
    values = [
        horizon / DAYS_PER_YEAR,
        days[1] / DAYS_PER_YEAR if has[0] else 0,
        days[2] / DAYS_PER_YEAR if has[1] else 0,
        *has,
        *visibility.sequences,
        meta["showsOedema"],
        meta["ageYears"] / 100 if visibility.age else 0,
        visibility.age,
        arm == "resection",
        "radiotherapy" in arm,
        "temozolomide" in arm,
        start / DAYS_PER_YEAR,
        treated / DAYS_PER_YEAR,
    ]
    return np.array(values, np.float32)


def population_rates(paths: list[Path]) -> dict[str, float]:
    """Median radial rate between the last visit and the untreated future over training examples, mm/day."""
    rates: dict[str, list[float]] = {name: [] for name in STRUCTURES}
    for path in paths:
        with np.load(path) as later, np.load(history_file(path)) as seen:
            meta, history = json.loads(str(later["meta"])), json.loads(str(seen["meta"]))
            future = later["distances"] < 0
        if meta["arm"] != "none":
            continue
        for index, name in enumerate(STRUCTURES):
            after = equivalent_radius_mm(float(future[index].sum()) * 8.0)
            before = equivalent_radius_mm(history["volumesMl"][0][index] * 1000)
            rates[name].append((after - before) / meta["horizonDays"])
    return {name: round(float(np.median(values)), 4) for name, values in rates.items()}


class TrainingExamples:
    """Training examples from files; visibility, mirrors, intensity jitter and zero-interval examples are drawn per item.

    `size` is the edge of the middle part that is used, in voxels: the network is convolutional and the tumour is centred, so
    most of the training needs no more than the middle.
    """

    def __init__(self, population: dict[str, float]) -> None:
        self.population = population
        self.size = GRID_SIZE
        self.kept: dict[Path, dict] = {}

    def draw(self, path: Path, rng: np.random.Generator) -> dict[str, torch.Tensor]:
        """One example: `volume` [20, ...], `conditions` [17], `distances` [2, ...] in units of 20 mm, `residual` [4, ...]."""
        example = self._load(path)
        if rng.random() < 0.03:
            example = _at_zero_interval(example)
        _jitter(example, rng)
        inputs = inputs_of(example, draw_visibility(rng), self.population)
        item = {
            "volume": inputs["volume"],
            "conditions": inputs["conditions"],
            "distances": scaled_distance(example.future),
            "residual": example.residual,
        }
        for axis in (-1, -2):
            if rng.random() < 0.5:
                item = {name: np.flip(value, axis) if value.ndim == 4 else value for name, value in item.items()}
        return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in item.items()}

    def _load(self, path: Path) -> Example:
        """The middle of an example; what fits into `KEPT_SIZE`^3 is kept in memory, 2 MB a future and 3 MB a history."""
        if self.size > KEPT_SIZE:
            return load_example(path, (GRID_SIZE - self.size) // 2)
        margin = (KEPT_SIZE - self.size) // 2
        middle = (..., *[slice(margin, KEPT_SIZE - margin)] * 3)
        parts = []
        for file in (history_file(path), path):
            if file not in self.kept:
                self.kept[file] = _read_arrays(file, (GRID_SIZE - KEPT_SIZE) // 2)
            parts.append({name: value if name == "meta" else value[middle] for name, value in self.kept[file].items()})
        return _example_of(*parts)


def _at_zero_interval(example: Example) -> Example:
    """The same history with the future of today: nothing has changed."""
    last = example.distances[0:2]
    meta = {**example.meta, "horizonDays": 0, "arm": "none", "startDays": 0}
    return replace(
        example,
        meta=meta,
        future=last.copy(),
        fitted=last.copy(),
        residual=np.zeros_like(example.residual),
        dose_gy=np.zeros_like(example.dose_gy),
    )


def _jitter(example: Example, rng: np.random.Generator) -> None:
    for channel in range(len(example.images)):
        scale, shift = rng.uniform(0.93, 1.07), rng.uniform(-0.04, 0.04)
        if example.images[channel].any():
            example.images[channel] = example.images[channel] * scale + shift
        if channel < len(SEQUENCES):
            example.residual[channel] *= scale
