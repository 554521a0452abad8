"""Samples voxels of DICOM stacks and NIfTI files with pydicom and nibabel: the outside check of decoding and geometry.

Prints JSON: for every path given, a list of [x, y, z, value] with LPS millimetres. A path is a folder of single-frame DICOM
files, a NIfTI file, or a DICOM Segmentation (then only marked voxels are sampled, value = segment number).
"""

import json
import sys
from pathlib import Path

import nibabel
import numpy as np
import pydicom

SAMPLES = 400


def sample_dicom_folder(folder: Path, random: np.random.Generator) -> list[list[float]]:
    """Random voxels of random slices, placed by the equation of DICOM PS3.3 C.7.6.2.1.1."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    out = []
    for index in random.integers(0, len(files), size=min(SAMPLES, 4 * len(files))):
        dataset = pydicom.dcmread(files[index])
        pixels = dataset.pixel_array.astype(float)
        value_of = pixels * float(dataset.get("RescaleSlope", 1)) + float(dataset.get("RescaleIntercept", 0))
        row, column = (int(random.integers(0, n)) for n in pixels.shape)
        orientation = np.array(dataset.ImageOrientationPatient, dtype=float)
        row_gap, column_gap = (float(gap) for gap in dataset.PixelSpacing)
        point = np.array(dataset.ImagePositionPatient, dtype=float)
        point = point + orientation[:3] * column_gap * column + orientation[3:] * row_gap * row
        out.append([*point.tolist(), float(value_of[row, column])])
    return out


def sample_nifti(path: Path, random: np.random.Generator) -> list[list[float]]:
    """Random voxels, half of them where the image is not zero, placed by the affine that nibabel chooses."""
    image = nibabel.load(path)
    data = np.asarray(image.dataobj, dtype=float)
    marked = np.argwhere(data != 0)
    chosen = [*random.integers(0, data.shape, size=(SAMPLES // 2, 3)), *random.choice(marked, size=SAMPLES // 2)]
    out = []
    for voxel in chosen:
        right, anterior, superior = (image.affine @ [*voxel, 1.0])[:3]
        out.append([-right, -anterior, superior, float(data[tuple(voxel)])])
    return out


def sample_segmentation(path: Path, random: np.random.Generator) -> list[list[float]]:
    """Marked voxels of every frame, placed by the functional groups."""
    dataset = pydicom.dcmread(path)
    frames = dataset.pixel_array.reshape(-1, dataset.Rows, dataset.Columns)
    shared = dataset.SharedFunctionalGroupsSequence[0]
    orientation = np.array(shared.PlaneOrientationSequence[0].ImageOrientationPatient, dtype=float)
    row_gap, column_gap = (float(gap) for gap in shared.PixelMeasuresSequence[0].PixelSpacing)
    out = []
    for frame, group in zip(frames, dataset.PerFrameFunctionalGroupsSequence, strict=True):
        position = np.array(group.PlanePositionSequence[0].ImagePositionPatient, dtype=float)
        segment = int(group.SegmentIdentificationSequence[0].ReferencedSegmentNumber)
        for row, column in np.argwhere(frame):
            point = position + orientation[:3] * column_gap * column + orientation[3:] * row_gap * row
            out.append([*point.tolist(), float(segment)])
    return [out[index] for index in random.permutation(len(out))[:SAMPLES]]


def sample(path: Path, random: np.random.Generator) -> list[list[float]]:
    if path.is_dir():
        return sample_dicom_folder(path, random)
    if path.name.endswith((".nii", ".nii.gz")):
        return sample_nifti(path, random)
    return sample_segmentation(path, random)


if __name__ == "__main__":
    stream = np.random.default_rng(1)
    print(json.dumps({path: sample(Path(path), stream) for path in sys.argv[1:]}))
