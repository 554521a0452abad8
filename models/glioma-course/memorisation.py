"""Does the network repeat training cases? Distance of generated lesions to the nearest training case, against real ones.

Held-out true futures are as far from the training cases as new patients are. A generator that copies would be much nearer.
Two distances after centring on the lesion: 1 - Dice of core and whole abnormality (half each), and the root mean square of the
difference of T1c patches. The nearest case is searched among all training futures and their mirror images.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from common.metrics import bootstrap_ci
from common.statistics import paired, rounded, spread_of
from dataset import Example, inputs_of, load_example
from forecasts import MODEL_FUTURES, Forecaster, draw_latents, joined
from scores import ALL
from simulate import history_file

PATCH, COARSE = 48, 24
"""Edge of the centred part in voxels of 2 mm, and of its coarse copy (4 mm)."""

T1C = 1
MIRRORS = ((), (-1,), (-2,), (-1, -2))
COPY_LIMIT = 0.5
"""A median distance below this share of the held-out one would be called copying."""


@dataclass
class Bank:
    """Coarse lesions: `masks` [N, 2 * COARSE^3] shares of 0..1, `images` [N, COARSE^3] normalised, `patients` [N]."""

    masks: np.ndarray
    images: np.ndarray
    patients: np.ndarray

    @classmethod
    def of(cls, lesions: list[tuple[np.ndarray, np.ndarray, int]]) -> "Bank":
        """Bank of (masks, T1c image, patient) triples."""
        coarse = [coarsen(masks, image) for masks, image, _ in lesions]
        return cls(
            np.stack([mask for mask, _ in coarse]), np.stack([image for _, image in coarse]), np.array([p for *_, p in lesions])
        )


def coarsen(masks: np.ndarray, image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centre on the core (on the whole abnormality where it is empty) and halve the resolution.

    :param masks: bool [2, D, H, W]; :param image: [D, H, W]
    :returns: float32 [2 * COARSE^3] and [COARSE^3]
    """
    lesion = masks[0] if masks[0].any() else masks[1]
    centre = np.argwhere(lesion).mean(axis=0) if lesion.any() else np.array(lesion.shape) / 2
    half = PATCH // 2
    corner = [slice(int(value) + 1, int(value) + 1 + PATCH) for value in centre]  # the same voxels for a mirrored lesion
    padded = [np.pad(volume, half)[tuple(corner)] for volume in (*masks.astype(np.float32), image.astype(np.float32))]
    coarse = [volume.reshape(COARSE, 2, COARSE, 2, COARSE, 2).mean(axis=(1, 3, 5)).ravel() for volume in padded]
    return np.concatenate(coarse[:2]), coarse[2]


def nearest(bank: Bank, queries: Bank, leave_out_own_patient: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Distance of every query to the nearest case of the bank or one of its mirrors: of the masks (0..1) and of the images.

    :param leave_out_own_patient: for queries that belong to the bank
    """
    own = queries.patients[:, None] == bank.patients[None] if leave_out_own_patient else None
    shapes, patches = [], []
    for axes in MIRRORS:
        shapes.append(_shape_distance(_mirror(queries.masks, axes), bank.masks))
        patches.append(_patch_distance(_mirror(queries.images, axes), bank.images))
    best = [np.min(found, axis=0) for found in (shapes, patches)]
    if own is not None:
        best = [np.where(own, np.inf, found) for found in best]
    return best[0].min(axis=1), best[1].min(axis=1)


def _mirror(flat: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    if not axes:
        return flat
    cube = flat.reshape(len(flat), -1, COARSE, COARSE, COARSE)
    return np.flip(cube, axes).reshape(flat.shape)


def _shape_distance(queries: np.ndarray, bank: np.ndarray) -> np.ndarray:
    """1 - soft Dice, mean of core and whole abnormality, [queries, bank]."""
    size, total = COARSE**3, 0
    for part in (slice(0, size), slice(size, 2 * size)):
        a, b = queries[:, part], bank[:, part]
        sums = a.sum(axis=1)[:, None] + b.sum(axis=1)[None]
        overlap = 2 * (a @ b.T) / np.maximum((a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)[None], 1e-6)
        total = total + (1 - np.where(sums > 0, overlap, 1.0)) / 2
    return total


def _patch_distance(queries: np.ndarray, bank: np.ndarray) -> np.ndarray:
    squared = (queries**2).mean(axis=1)[:, None] + (bank**2).mean(axis=1)[None] - 2 * (queries @ bank.T) / queries.shape[1]
    return np.sqrt(np.maximum(squared, 0))


def training_bank(paths: list[Path]) -> Bank:
    """What the network was trained to produce: masks and T1c (last image plus true change) of training futures."""
    lesions, known = [], (Path(), np.zeros(0))
    for path in paths:
        if history_file(path) != known[0]:
            with np.load(history_file(path)) as seen:
                known = (history_file(path), seen["images"][T1C].astype(np.float32))
        with np.load(path) as later:
            masks, change = later["distances"] < 0, later["residual"][T1C].astype(np.float32)
        lesions.append((masks, known[1] + change, int(path.name.split("-")[1])))
    return Bank.of(lesions)


def _true_lesion(example: Example) -> tuple[np.ndarray, np.ndarray, int]:
    return example.future < 0, example.images[T1C] + example.residual[T1C], example.meta["patient"]


def _generated(example: Example, model: Forecaster, latent_scale: float) -> tuple[np.ndarray, np.ndarray, int]:
    """One sampled future with its image."""
    encoded = model.encode(inputs_of(example, ALL, model.population))
    latent = draw_latents(MODEL_FUTURES, example.meta["patient"], latent_scale)[0]
    distances, change = model.future(encoded, latent)
    return joined(distances < 0, True), example.images[T1C] + change[T1C], example.meta["patient"]


def check_memorisation(
    trained_on: list[Path], tested: list[Path], model: Forecaster, latent_scale: float, bank_file: Path
) -> dict:
    """Entry `memorisation` of metrics.json without the names of the test sets.

    :param trained_on: futures that the model was trained on; :param tested: futures of test patients
    :param bank_file: where the coarse training cases are kept between runs
    """
    bank = _kept_bank(trained_on, bank_file)
    examples = [example for example in map(load_example, tested) if example.meta["showsOedema"]]
    generated = nearest(bank, Bank.of([_generated(example, model, latent_scale) for example in examples]))
    held_out = nearest(bank, Bank.of([_true_lesion(example) for example in examples]))
    some = np.random.default_rng(0).permutation(len(bank.patients))[:200]
    among = nearest(bank, Bank(bank.masks[some], bank.images[some], bank.patients[some]), leave_out_own_patient=True)
    return {
        "generated": len(examples),
        "trainingFutures": len(bank.patients),
        "shape": _compare(generated[0], held_out[0], among[0]),
        "t1cPatch": _compare(generated[1], held_out[1], among[1]),
        "copyLimit": COPY_LIMIT,
    }


def _kept_bank(paths: list[Path], file: Path) -> Bank:
    written = [f"{path.name} {path.stat().st_mtime_ns}" for path in paths]
    made = hashlib.sha256("\n".join(written).encode()).hexdigest()
    if file.exists():
        with np.load(file) as stored:
            if str(stored["made"]) == made:
                return Bank(stored["masks"], stored["images"], stored["patients"])
    bank = training_bank(paths)
    np.savez(file, made=made, masks=bank.masks, images=bank.images, patients=bank.patients)
    return bank


def _compare(generated: np.ndarray, held_out: np.ndarray, among: np.ndarray) -> dict:
    ratios = bootstrap_ci(generated / np.maximum(held_out, 1e-6), resamples=2000)
    return {
        "generatedToTraining": spread_of(generated),
        "heldOutToTraining": spread_of(held_out),
        "trainingToOtherTraining": spread_of(among),
        "smallest": {"generated": rounded(generated.min()), "heldOut": rounded(held_out.min()), "training": rounded(among.min())},
        "generatedMinusHeldOut": paired(generated, held_out),
        "meanRatio": {"value": rounded(ratios[0]), "ci95": [rounded(ratios[1]), rounded(ratios[2])]},
        "copies": bool(np.median(generated) < COPY_LIMIT * np.median(held_out)),
        "nearerThanEveryHeldOut": int(np.sum(generated < held_out.min())),
    }
