"""Scans of any grid -> network inputs on the head grid, and masks back: the exact steps of the model interface.

World is LPS in millimetres: left, posterior, superior.
"""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import map_coordinates

from common.anatomy import SPACING_MM
from common.head_grid import HEAD_SHAPE, foreground_of, foreground_statistics, head_centre, normalise_head
from common.rendering import SEQUENCES

REFERENCE_ORDER = ("t1c", "flair", "t1", "t2")
"""Sequence that places the grid: the first of these that is there."""


@dataclass(frozen=True)
class Volume:
    """A scan.

    :param values: float32 [k, j, i]
    :param affine: float64 [4, 4], indices (i, j, k) -> world mm
    """

    values: np.ndarray
    affine: np.ndarray

    def at(self, world: np.ndarray, outside: float) -> np.ndarray:
        """Linear interpolation; a point beyond the outer voxel centres is outside.

        :param world: float64 [..., 3] mm
        """
        inverse = np.linalg.inv(self.affine)
        index = world @ inverse[:3, :3].T + inverse[:3, 3]
        coordinates = [index[..., axis] for axis in (2, 1, 0)]
        return map_coordinates(self.values, coordinates, order=1, mode="constant", cval=outside, output=np.float32)

    def corners(self) -> np.ndarray:
        """World positions of the eight outer voxel centres, [8, 3] mm."""
        depth, height, width = self.values.shape
        index = np.array([[i, j, k] for i in (0, width - 1) for j in (0, height - 1) for k in (0, depth - 1)], float)
        return index @ self.affine[:3, :3].T + self.affine[:3, 3]


def grid_points(centre_mm: np.ndarray, shape: tuple[int, int, int] = HEAD_SHAPE) -> np.ndarray:
    """World positions of the voxels of a 2 mm grid, [D, H, W, 3] left, posterior, superior.

    :param centre_mm: [3] left, posterior, superior of the point between the two middle voxels (or of the middle one)
    """
    axes = [(np.arange(size) - (size - 1) / 2) * SPACING_MM for size in shape]
    superior, posterior, left = np.meshgrid(*axes, indexing="ij")
    return np.stack([left, posterior, superior], axis=-1) + centre_mm


def place_grid(volume: Volume) -> np.ndarray:
    """Centre of the head grid in world mm (left, posterior, superior), from the reference image."""
    corners = volume.corners()
    low, high = corners.min(axis=0), corners.max(axis=0)
    size_left, size_posterior, size_superior = (int(n) for n in np.floor((high - low) / SPACING_MM) + 1)
    shape = (size_superior, size_posterior, size_left)
    middle = low + (np.array([size_left, size_posterior, size_superior]) - 1) / 2 * SPACING_MM
    foreground = foreground_of(volume.at(grid_points(middle, shape), 0.0))
    superior, posterior, left = head_centre(foreground)
    return low + np.array([left, posterior, superior]) * SPACING_MM


def network_inputs(volumes: dict[str, Volume]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Inputs of the graph and the centre of its grid.

    :param volumes: any of `SEQUENCES`, at least one, in one world
    :returns: `images` [1, 4, *HEAD_SHAPE] and `present` [1, 4], float32; centre [3] mm
    """
    reference = next(name for name in REFERENCE_ORDER if name in volumes)
    centre = place_grid(volumes[reference])
    points = grid_points(centre)
    images = np.zeros((1, len(SEQUENCES), *HEAD_SHAPE), np.float32)
    for index, name in enumerate(SEQUENCES):
        if name in volumes:
            image = volumes[name].at(points, float(volumes[name].values.min()))
            images[0, index] = normalise_head(image, foreground_statistics(image))
    present = np.array([[name in volumes for name in SEQUENCES]], np.float32)
    return {"images": images, "present": present}, centre


def on_grid_of(volume: Volume, probability: np.ndarray, centre_mm: np.ndarray) -> np.ndarray:
    """Probabilities of the head grid at the voxels of a scan, linear, 0 outside.

    :param probability: float32 of HEAD_SHAPE
    :returns: float32, shape of `volume.values`
    """
    depth, height, width = volume.values.shape
    k, j, i = np.meshgrid(np.arange(depth), np.arange(height), np.arange(width), indexing="ij")
    world = np.stack([i, j, k], axis=-1) @ volume.affine[:3, :3].T + volume.affine[:3, 3]
    left, posterior, superior = np.moveaxis((world - centre_mm) / SPACING_MM, -1, 0)
    half = [(size - 1) / 2 for size in HEAD_SHAPE]
    coordinates = [superior + half[0], posterior + half[1], left + half[2]]
    return map_coordinates(probability, coordinates, order=1, mode="constant", cval=0.0, output=np.float32)
