"""Small PNG files for the card."""

import io
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from PIL import Image

LARGEST_BYTES = 150_000
DARK, LIGHT = "#14171c", "#d7dce2"
_STEPS = ((110, 256), (110, 96), (85, 128), (70, 128), (70, 48), (70, 24))
"""Dots per inch and colours, tried in this order: few colours turn maps into other maps, so size gives way first."""


def slice_of(mask: np.ndarray) -> int:
    """Plane along the first axis in which a mask is largest; the middle one of an empty mask."""
    areas = mask.sum(axis=(1, 2))
    return int(areas.argmax()) if areas.any() else mask.shape[0] // 2


def start_figure(rows: int, columns: int, title: str):
    """Dark figure of square panels without axes.

    :returns: figure, and axes [rows][columns]
    """
    figure, axes = plt.subplots(rows, columns, figsize=(2.1 * columns, 2.15 * rows + 0.45), squeeze=False, facecolor=DARK)
    figure.suptitle(title, fontsize=7.5, color="white", wrap=True)
    for axis in axes.flat:
        axis.axis("off")
    figure.subplots_adjust(left=0.01, right=0.99, top=0.88, bottom=0.05, wspace=0.03, hspace=0.14)
    return figure, axes


def start_chart(columns: int, width: float = 3.2, height: float = 2.6):
    """Light charts in a row.

    :returns: figure, and its axes
    """
    figure, axes = plt.subplots(1, columns, figsize=(width * columns, height), squeeze=False)
    for axis in axes[0]:
        axis.tick_params(labelsize=7)
        for side in ("top", "right"):
            axis.spines[side].set_visible(False)
    return figure, list(axes[0])


def save_small(figure, path: Path) -> None:
    """Write a PNG of at most 150 kB, smaller and with fewer colours where that is needed.

    :raises ValueError: even the last step is too large
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for dots, colours in _STEPS:
        raw, packed = io.BytesIO(), io.BytesIO()
        figure.savefig(raw, format="png", dpi=dots, facecolor=figure.get_facecolor())
        image = Image.open(raw).convert("RGB")
        image.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if len(packed.getvalue()) <= LARGEST_BYTES:
            plt.close(figure)
            path.write_bytes(packed.getvalue())
            return
    plt.close(figure)
    raise ValueError(f"{path.name} is larger than {LARGEST_BYTES} bytes")
