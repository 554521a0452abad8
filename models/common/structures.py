"""Label maps -> soft fractions of the brain's structures on a 2 mm grid, for atrophy."""

from pathlib import Path

import numpy as np

from common.anatomy import block_mean, cached_shares

STRUCTURES = (
    *("white", "cortex", "hippocampus", "amygdala", "deepGrey", "brainstem"),
    *("cerebellumWhite", "cerebellumGrey", "ventricles", "sulcalFluid"),
)
"""Order of the first axis of a structure array; together the intracranial space."""

TISSUE = slice(0, 8)
FLUID = slice(8, 10)

_LABELS = {
    "white": (2, 41, 77, 78, 79, 85),
    "cortex": (3, 42),
    "hippocampus": (17, 53),
    "amygdala": (18, 54),
    "deepGrey": (10, 11, 12, 13, 26, 49, 50, 51, 52, 58, 136, 137, 163, 164),
    "brainstem": (16, 28, 60),
    "cerebellumWhite": (7, 46),
    "cerebellumGrey": (8, 47),
    "ventricles": (4, 5, 14, 15, 43, 44, 72),
    "sulcalFluid": (24, 30, 62),
}
"""FreeSurfer numbers; white matter lesions (25, 57 in these maps) count as white matter."""

_LESION_LABELS = (25, 57)


def structure_fractions(labels: np.ndarray) -> np.ndarray:
    """Share of each structure in every 2 mm voxel: blocks of 2 x 2 x 2 voxels of the 1 mm map.

    :param labels: int16 [D, H, W], even sizes, 1 mm
    :returns: uint8 [len(STRUCTURES), D/2, H/2, W/2], 0..255
    """
    numbers = {**_LABELS, "white": (*_LABELS["white"], *_LESION_LABELS)}
    return np.stack([block_mean(np.isin(labels, numbers[name])) for name in STRUCTURES])


def load_structures(anatomy_folder: Path, cache_folder: Path, anatomy: int) -> np.ndarray:
    """Structures of one numbered map, kept in a cache because reading a map takes seconds.

    :returns: uint8 as `structure_fractions`
    """
    label_map = anatomy_folder / f"label_map_{anatomy:02d}.nii.gz"
    return cached_shares(label_map, cache_folder / f"structures-{anatomy:02d}.npy", structure_fractions)
