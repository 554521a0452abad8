"""Scores of one test example: masks, images and sampled futures of every method. Rows hold plain numbers only."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt

from common import metrics, probability_metrics
from common.anatomy import SPACING_MM, VOXEL_ML
from common.rendering import SEQUENCES
from dataset import GRID_SIZE, STRUCTURES, Example, Visibility, inputs_of
from forecasts import (
    DETERMINISTIC,
    MODEL,
    MODEL_FUTURES,
    NO_CHANGE,
    Forecaster,
    draw_latents,
    joined,
    rival_masks,
    volumes_ml,
)

IMAGE_RANGE = 2.0
"""Fixed range of SSIM and PSNR, in normalised units (8 standard deviations of healthy tissue)."""

NEAR_LESION_MM = 10.0
SMALLEST_ML = 0.01
"""Stands for an empty lesion where a logarithm is needed, as in the application."""

SMALLEST_RELATIVE_ML = 0.1
"""Below this true volume a volume error in percent means nothing and is left out; the error in ml is kept, and the logarithmic
error takes smaller volumes, true or forecast, for this one."""

ONE_EMPTY_MM = float(np.sqrt(3)) * SPACING_MM * GRID_SIZE
"""HD95 where one of two masks is empty: the diagonal of the grid."""

ALL, T1C_ALONE = Visibility(), Visibility(sequences=(False, True, False, False))
REGIONS = ("", "Lesion", "Changed")


@dataclass
class Truth:
    """What really happened to a test patient.

    :param masks: bool [2, D, H, W] of the future; :param last: of the last visit, as seen
    :param regions: bool masks by the names of `REGIONS`
    """

    masks: np.ndarray
    last: np.ndarray
    regions: dict[str, np.ndarray]
    shows_oedema: bool

    @classmethod
    def of(cls, example: Example) -> "Truth":
        """Truth of a stored example; hidden oedema counts nowhere but in the brain mask."""
        masks, last, shown = example.future < 0, example.distances[0:2] < 0, example.meta["showsOedema"]
        brain = (example.tissue >= 0.5) | masks[1] | last[0] | last[1]
        seen = slice(0, 2 if shown else 1)
        lesion = masks[seen].any(axis=0) | last[seen].any(axis=0)
        changed = (masks[seen] ^ last[seen]).any(axis=0)
        near = distance_transform_edt(~lesion, sampling=SPACING_MM) <= NEAR_LESION_MM
        return cls(masks, last, {"": brain, "Lesion": near & brain, "Changed": changed & brain}, shown)


def log_volume(millilitres) -> np.ndarray:
    """Natural logarithm of volumes in ml; an empty lesion counts as 0.01 ml."""
    return np.log(np.maximum(millilitres, SMALLEST_ML))


def score_masks(masks: np.ndarray, truth: Truth) -> dict[str, dict[str, float] | None]:
    """Every measure of core and oedema; None for an oedema that nobody saw.

    :param masks: bool [2, D, H, W]
    """
    return {
        name: _score_mask(masks[index], truth.masks[index], truth.last[index]) if index == 0 or truth.shows_oedema else None
        for index, name in enumerate(STRUCTURES)
    }


def _score_mask(mask: np.ndarray, truth: np.ndarray, last: np.ndarray) -> dict[str, float]:
    overlap = metrics.dice(mask, truth)
    true_ml, error_ml = float(truth.sum()) * VOXEL_ML, (float(mask.sum()) - float(truth.sum())) * VOXEL_ML
    percent = 100 * error_ml / true_ml if true_ml >= SMALLEST_RELATIVE_ML else float("nan")
    return {
        "dice": overlap,
        "jaccard": metrics.jaccard(mask, truth),
        "growthRegionDice": metrics.growth_region_dice(mask, truth, last),
        "skill": metrics.skill_over_persistence(overlap, metrics.dice(last, truth)),
        "volumeErrorPercent": abs(percent),
        "signedVolumeErrorPercent": percent,
        "volumeErrorMl": abs(error_ml),
        "volumeErrorLog": abs(float(np.diff(np.log(np.maximum([true_ml, true_ml + error_ml], SMALLEST_RELATIVE_ML)))[0])),
        "hd95Mm": metrics.hd95_mm(mask, truth, SPACING_MM),
        "hd95MmPenalised": ONE_EMPTY_MM if mask.any() != truth.any() else metrics.hd95_mm(mask, truth, SPACING_MM),
        "assdMm": metrics.assd_mm(mask, truth, SPACING_MM),
    }


def score_images(images: np.ndarray, actual: np.ndarray, truth: Truth, names=SEQUENCES) -> dict[str, dict[str, float]]:
    """SSIM, PSNR and NMSE of every sequence over the brain, round the lesion and over the changed voxels.

    :param images: [len(names), D, H, W] normalised; :param actual: likewise
    """
    return {name: _score_image(image, real, truth) for name, image, real in zip(names, images, actual, strict=True)}


def _score_image(image: np.ndarray, actual: np.ndarray, truth: Truth) -> dict[str, float]:
    similarity = metrics.ssim_map(image, actual, IMAGE_RANGE)
    scores: dict[str, float] = {}
    for region, mask in truth.regions.items():
        known = bool(mask.any())
        scores[f"ssim{region}"] = float(similarity[mask].mean()) if known else float("nan")
        scores[f"psnrDb{region}"] = metrics.psnr_db(image, actual, IMAGE_RANGE, mask) if known else float("nan")
        scores[f"nmse{region}"] = metrics.nmse(image, actual, mask)
    return scores


def explained_change(predicted: np.ndarray, residual: np.ndarray, truth: Truth) -> dict[str, float]:
    """Share of the true change of each image (same scanner, no noise) that a forecast explains near the lesion.

    :param predicted: [4, D, H, W] predicted change; :param residual: true change
    :returns: by sequence: 1 for a perfect forecast, 0 for no change, negative for a wrong one; nan where nothing changed
    """
    near = truth.regions["Lesion"]
    result = {}
    for name, ours, real in zip(SEQUENCES, predicted, residual, strict=True):
        energy = float((real[near] ** 2).sum())
        result[name] = 1 - float(((ours - real)[near] ** 2).sum()) / energy if energy > 0 else float("nan")
    return result


def score_futures(futures: list[np.ndarray], truth: Truth) -> dict:
    """Scores of sampled cores against the true one, and what pooled calibration curves need.

    :param futures: bool [D, H, W] each
    """
    actual, stack = truth.masks[0], np.stack(futures)
    probability = stack.mean(axis=0, dtype=np.float32)
    band = probability_metrics.edge_band(actual, SPACING_MM, truth.regions[""])
    return {
        "coreVolumesMl": volumes_ml(stack).round(4).tolist(),
        "crps": metrics.crps_log_volume(volumes_ml(stack), float(actual.sum()) * VOXEL_ML, SMALLEST_ML),
        "calibrationError": probability_metrics.calibration_error(probability, actual, band),
        "logLoss": probability_metrics.log_loss(probability, actual, band, len(futures)),
        "energyDistance": _energy_distance(stack, actual),
        "bins": _bins(probability[band], actual[band]),
    }


def _energy_distance(futures: np.ndarray, actual: np.ndarray) -> float:
    """Like `probability_metrics.energy_distance`, every overlap from one product of matrices."""
    flat = np.concatenate([futures, actual[None]]).reshape(len(futures) + 1, -1)
    flat = flat[:, flat.any(axis=0)].astype(np.float32)
    overlap = (flat @ flat.T).astype(np.float64)
    sizes = np.diag(overlap)
    union = sizes[:, None] + sizes[None, :] - overlap
    apart = 1 - np.where(union > 0, overlap / np.maximum(union, 1), 1.0)
    return float(2 * apart[:-1, -1].mean() - apart[:-1, :-1].mean())


def _bins(probability: np.ndarray, actual: np.ndarray) -> dict[str, list[float]]:
    """Voxels of the band by forecast probability: count, summed probability and summed truth of each bin."""
    count = probability_metrics.BINS
    which = np.minimum((probability * count).astype(int), count - 1)
    return {
        "voxels": np.bincount(which, minlength=count).tolist(),
        "probability": np.bincount(which, probability, count).round(3).tolist(),
        "inside": np.bincount(which, actual, count).astype(int).tolist(),
    }


def score_example(example: Example, model: Forecaster, latent: tuple[int, float]) -> dict:
    """Row of one test patient: the model, and the rivals that are no network.

    :param latent: seed and scale of the sampled latents
    """
    truth, inputs = Truth.of(example), inputs_of(example, ALL, model.population)
    encoded = model.encode(inputs)
    distances, change = model.mean(encoded)
    masks = {MODEL: joined(distances < 0, truth.shows_oedema), **rival_masks(example, inputs, model.population)}
    changes = {MODEL: change, NO_CHANGE: np.zeros_like(change)}
    futures = [mask[0] for mask in model.sample(encoded, draw_latents(MODEL_FUTURES, *latent))]
    row = describe(example) | {
        **_score_methods(example, truth, masks, changes),
        "futures": score_futures(futures, truth),
        "t1cAlone": _score_t1c_alone(example, model, truth),
    }
    if example.future_images is not None:
        last, (actual, again) = example.images[:4], np.split(example.future_images, 2)
        row["noiseCeiling"] = score_images(again, actual, truth)
        row["perfectChange"] = score_images(last + example.residual, actual, truth)
    return row


def score_rival(example: Example, rival: Forecaster) -> dict:
    """What the rival network adds to the row of a test patient."""
    truth = Truth.of(example)
    distances, change = rival.mean(rival.encode(inputs_of(example, ALL, rival.population)))
    masks = {DETERMINISTIC: joined(distances < 0, truth.shows_oedema)}
    return _score_methods(example, truth, masks, {DETERMINISTIC: change})


def _score_methods(
    example: Example, truth: Truth, masks: dict[str, np.ndarray], changes: dict[str, np.ndarray]
) -> dict[str, dict[str, dict]]:
    """Figures by name of method; images of methods that predict a change of them."""
    row = {
        "methods": {name: score_masks(value, truth) for name, value in masks.items()},
        "coreMl": {name: float(volumes_ml(value[0])) for name, value in masks.items()},
        "explained": {name: explained_change(value, example.residual, truth) for name, value in changes.items()},
    }
    if example.future_images is not None:
        last, actual = example.images[:4], np.split(example.future_images, 2)[0]
        row["images"] = {name: score_images(last + value, actual, truth) for name, value in changes.items()}
    return row


def describe(example: Example) -> dict:
    """What a row says about its patient."""
    meta = example.meta
    true_ml = volumes_ml(example.future < 0)
    return {
        **{name: meta[name] for name in ("patient", "anatomy", "family", "arm", "startDays", "horizonDays", "showsOedema")},
        "visits": len(meta["daysBeforeLast"]),
        "lastMl": dict(zip(STRUCTURES, volumes_ml(example.distances[0:2] < 0).tolist(), strict=True)),
        "trueMl": dict(zip(STRUCTURES, true_ml.tolist(), strict=True)),
    }


def _score_t1c_alone(example: Example, model: Forecaster, truth: Truth) -> dict:
    """The same patient forecast from T1c images alone; outlines and dates are shown as before."""
    distances, change = model.mean(model.encode(inputs_of(example, T1C_ALONE, model.population)))
    row: dict = {"masks": score_masks(joined(distances < 0, truth.shows_oedema), truth)}
    row["explained"] = {"t1c": explained_change(change, example.residual, truth)["t1c"]}
    if example.future_images is not None:
        row["images"] = score_images(example.images[1:2] + change[1:2], example.future_images[1:2], truth, ("t1c",))
    return row
