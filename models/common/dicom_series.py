"""Real scans for checks from outside: one DICOM series of parallel slices as a volume."""

from pathlib import Path

import numpy as np
import pydicom

from common.head_volume import Volume


def read_series(folder: Path) -> Volume:
    """One DICOM series of parallel slices as a volume in LPS millimetres.

    :raises FileNotFoundError: the folder holds no slice
    """
    slices = [pydicom.dcmread(path) for path in sorted(folder.glob("*.dcm"))]
    if not slices:
        raise FileNotFoundError(f"no DICOM slices in {folder}")
    row, column = (np.array(slices[0].ImageOrientationPatient[part], float) for part in (slice(0, 3), slice(3, 6)))
    normal = np.cross(row, column)
    slices.sort(key=lambda item: float(np.dot(normal, np.array(item.ImagePositionPatient, float))))
    values = np.stack([_stored(item) for item in slices])
    origin, last = (np.array(item.ImagePositionPatient, float) for item in (slices[0], slices[-1]))
    affine = np.eye(4)
    affine[:3, 0] = row * float(slices[0].PixelSpacing[1])
    affine[:3, 1] = column * float(slices[0].PixelSpacing[0])
    affine[:3, 2] = (last - origin) / max(1, len(slices) - 1)
    affine[:3, 3] = origin
    return Volume(values, affine)


def _stored(item: pydicom.Dataset) -> np.ndarray:
    slope, intercept = float(getattr(item, "RescaleSlope", 1)), float(getattr(item, "RescaleIntercept", 0))
    return item.pixel_array.astype(np.float32) * slope + intercept
