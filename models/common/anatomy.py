"""Label maps -> soft tissue fractions on a 2 mm grid in patient axes."""

from collections.abc import Callable
from pathlib import Path

import nibabel
import numpy as np

SPACING_MM = 2.0
"""Edge of one voxel of every model grid."""

VOXEL_ML = SPACING_MM**3 / 1000

CLASSES = ("air", "white", "cortex", "deepGrey", "fluid", "soft", "bone", "fat")
"""Order of the first axis of a fraction array."""

_LABELS_BY_CLASS = {
    "white": (2, 41, 7, 46, 16, 25, 57, 28, 60, 77, 78, 79, 85),
    "cortex": (3, 42, 8, 47, 17, 18, 53, 54),
    "deepGrey": (10, 11, 12, 13, 26, 49, 50, 51, 52, 58, 136, 137, 163, 164),
    "fluid": (4, 5, 14, 15, 24, 43, 44, 30, 62, 72),
    "bone": (515,),
    "fat": (516,),
}
_CEREBRUM_LABELS = (2, 41, 3, 42)


def read_label_map(path: Path) -> np.ndarray:
    """Read one label map with axes turned to [superior, posterior, left] (NCDHW's D, H, W), 1 mm.

    :returns: int16 [D, H, W]; an index grows towards superior, posterior, left
    :raises FileNotFoundError: the map is absent
    """
    image = nibabel.load(str(path))
    target = nibabel.orientations.axcodes2ornt(("L", "P", "S"))
    image = image.as_reoriented(nibabel.orientations.ornt_transform(nibabel.orientations.io_orientation(image.affine), target))
    labels = np.rint(np.asarray(image.dataobj)).astype(np.int16)
    return np.ascontiguousarray(labels.transpose(2, 1, 0))


def tissue_fractions(labels: np.ndarray) -> np.ndarray:
    """Share of each class in every 2 mm voxel: blocks of 2 x 2 x 2 voxels of the 1 mm map.

    :param labels: int16 [D, H, W], even sizes, 1 mm
    :returns: uint8 [len(CLASSES) + 1, D/2, H/2, W/2], 0..255; the last channel is the cerebrum (seed region)
    """
    lookup = np.zeros(1024, np.uint8)
    lookup[500:] = CLASSES.index("soft")
    for name, numbers in _LABELS_BY_CLASS.items():
        lookup[list(numbers)] = CLASSES.index(name)
    classes = lookup[labels]
    masks = [classes == index for index in range(len(CLASSES))]
    masks.append(np.isin(labels, _CEREBRUM_LABELS))
    return np.stack([block_mean(mask) for mask in masks])


def load_fractions(anatomy_folder: Path, cache_folder: Path, anatomy: int) -> np.ndarray:
    """Fractions of one numbered map, kept in a cache because reading a map takes seconds.

    :param anatomy_folder: folder of `label_map_NN.nii.gz`
    :param cache_folder: folder of intermediate files, made where absent
    :returns: uint8 as `tissue_fractions`
    """
    return cached_shares(
        anatomy_folder / f"label_map_{anatomy:02d}.nii.gz", cache_folder / f"fractions-{anatomy:02d}.npy", tissue_fractions
    )


def cached_shares(label_map: Path, cached: Path, shares_of: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Shares of a label map, from a file where they were computed before."""
    if cached.exists():
        return np.load(cached)
    shares = shares_of(read_label_map(label_map))
    cached.parent.mkdir(parents=True, exist_ok=True)
    np.save(cached, shares)
    return shares


def block_mean(mask: np.ndarray) -> np.ndarray:
    """Share of a mask in blocks of 2 x 2 x 2 voxels.

    :param mask: bool [D, H, W], even sizes
    :returns: uint8 [D/2, H/2, W/2], 0..255
    """
    depth, height, width = (size // 2 for size in mask.shape)
    blocks = mask.reshape(depth, 2, height, 2, width, 2)
    return np.rint(blocks.mean(axis=(1, 3, 5), dtype=np.float32) * 255).astype(np.uint8)
