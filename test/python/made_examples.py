"""Small made-up examples of glioma-course and rows of scores, for tests that need no simulator."""

import numpy as np
import torch

from common.signed_distance import EMPTY_DISTANCE_MM, signed_distance_mm
from dataset import Example
from forecasts import Forecaster
from model import Decoder, Encoder, Widths
from score_files import joined_row
from scores import score_example, score_rival

SIZE = 24
WIDTHS = Widths(2, 4, 4, 4)


def ball(radius_mm: float, centre_mm: float = 0.0, size: int = SIZE) -> np.ndarray:
    """Ball on a cube of 2 mm voxels; nothing for a radius of 0."""
    axis = (np.arange(size) - size // 2) * 2.0
    z, y, x = np.meshgrid(axis, axis, axis - centre_mm, indexing="ij")
    return (z**2 + y**2 + x**2 <= radius_mm**2) & (radius_mm > 0)


def make_example(
    number: int, radii_mm: tuple[float, float, float] = (8, 12, 10), arm: str = "none", shows_oedema: bool = True
) -> Example:
    """Balls of core (last, future, fitted) in balls of oedema that are 6 mm larger."""
    rng = np.random.default_rng(number)
    last, future, fitted = (np.stack([ball(radius), ball(radius + 6 if radius else 0)]) for radius in radii_mm)
    before = np.stack([ball(max(2.0, radii_mm[0] - 2)), ball(radii_mm[0] + 4)])
    distances = np.concatenate([_distances(masks, shows_oedema) for masks in (last, before)])
    earlier = np.full((2, SIZE, SIZE, SIZE), EMPTY_DISTANCE_MM, np.float32)
    images = rng.normal(0, 0.3, (8, SIZE, SIZE, SIZE)).astype(np.float32)
    residual = 0.8 * (future[0].astype(np.float32) - last[0])[None].repeat(4, axis=0)
    truth_images = np.concatenate([images[:4] + residual + rng.normal(0, 0.1, images[:4].shape) for _ in range(2)])
    return Example(
        images,
        np.concatenate([distances, earlier]),
        np.ones((SIZE, SIZE, SIZE), np.float32),
        residual,
        _distances(future, True),
        _distances(fitted, shows_oedema),
        np.zeros((SIZE, SIZE, SIZE), np.float32),
        {
            **{"family": "isotropic", "patient": number, "anatomy": 15, "ageYears": 60.0, "showsOedema": shows_oedema},
            **{"daysBeforeLast": [0, 30], "horizonDays": 60, "arm": arm, "startDays": 0, "prescribedGy": 60.0},
            "volumesMl": [volumes(last), volumes(before), [0.0, 0.0]],
        },
        truth_images.astype(np.float32),
    )


def _distances(masks: np.ndarray, shows_oedema: bool) -> np.ndarray:
    distances = np.stack([signed_distance_mm(mask) for mask in masks])
    if not shows_oedema:
        distances[1] = EMPTY_DISTANCE_MM
    return distances


def volumes(masks: np.ndarray) -> list[float]:
    """Volumes of core and oedema in ml."""
    return [float(mask.sum()) * 0.008 for mask in masks]


def make_forecaster(seed: int = 0) -> Forecaster:
    """Tiny network whose futures differ with the latent."""
    torch.manual_seed(seed)
    encoder, decoder = Encoder(WIDTHS).eval(), Decoder(WIDTHS).eval()
    torch.nn.init.normal_(decoder.last.weight, std=0.02)
    torch.nn.init.normal_(decoder.overall.weight, std=0.3)
    return Forecaster(encoder, decoder, {"core": 0.03, "oedema": 0.02})


def make_rows(count: int = 5, with_rival: bool = True) -> list[dict]:
    """Rows of a test set: growth, shrinkage under treatment, a vanished core, an oedema that nobody outlined."""
    model, rival = make_forecaster(), make_forecaster(1)
    kinds = [((8, 12, 10), "none", True), ((10, 6, 11), "radiotherapy", True), ((9, 0, 10), "resection", True)]
    kinds += [((7, 9, 8), "none", False), ((8, 13, 9), "none", True)]
    examples = [make_example(number, *kinds[number % len(kinds)]) for number in range(count)]
    rows = [score_example(example, model, (example.meta["patient"], 1.0)) for example in examples]
    if not with_rival:
        return rows
    return [joined_row(row, score_rival(example, rival)) for row, example in zip(rows, examples, strict=True)]
