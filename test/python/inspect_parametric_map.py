"""Reads a parametric map with pydicom and highdicom and compares it with what was written.

The values written are little-endian single precision, columns fastest, not a number where padded. What else is expected is JSON:
`size`, `voxelToLps` (3 x 4, row by row), `unit`, `isSynthetic`, `intervalDays`, `sources` (SOP Instance UIDs),
`frameOfReference`.
"""

from pathlib import Path

import highdicom
import numpy as np
import pydicom

POSITION_MM = 1e-6
"""Positions pass through decimal text of 16 characters."""


def faults_of_map(path: Path, values: Path, expected: dict) -> list[str]:
    """Compares values and geometry by two libraries, and the attributes that a derived map must have.

    :returns: names of what is wrong
    """
    given = np.fromfile(values, "<f4").reshape(expected["size"][::-1])
    affine = np.array([*expected["voxelToLps"], 0, 0, 0, 1]).reshape(4, 4)
    dataset = pydicom.dcmread(path)
    checks = {**by_pydicom(dataset, given, affine), **by_highdicom(path, given, affine, expected)}
    checks |= attributes(dataset, expected)
    return [name for name, is_good in checks.items() if not is_good]


def by_pydicom(d: pydicom.Dataset, given: np.ndarray, affine: np.ndarray) -> dict[str, bool]:
    """Values and places of frames as the standard says them, without a library's idea of a volume."""
    shared = d.SharedFunctionalGroupsSequence[0]
    measures, plane = shared.PixelMeasuresSequence[0], shared.PlaneOrientationSequence[0]
    across, down = np.array(plane.ImageOrientationPatient, float).reshape(2, 3)
    row_mm, column_mm = map(float, measures.PixelSpacing)
    positions = [g.PlanePositionSequence[0].ImagePositionPatient for g in d.PerFrameFunctionalGroupsSequence]
    places = [affine[:3, 3] + k * affine[:3, 2] for k in range(len(given))]
    return {
        "pydicom: values": same_values(d.pixel_array, given, d.FloatPixelPaddingValue),
        "pydicom: single precision": d.pixel_array.dtype == np.float32,
        "pydicom: columns": np.allclose(across * column_mm, affine[:3, 0], atol=POSITION_MM),
        "pydicom: rows": np.allclose(down * row_mm, affine[:3, 1], atol=POSITION_MM),
        "pydicom: positions": np.allclose(np.array(positions, float), places, atol=POSITION_MM),
    }


def by_highdicom(path: Path, given: np.ndarray, affine: np.ndarray, expected: dict) -> dict[str, bool]:
    """The map as a volume: highdicom orders axes as slices, rows, columns."""
    read = highdicom.pm.ParametricMap.from_file(path)
    volume = read.get_volume()
    # highdicom may count slices the other way; both are brought into the written order.
    if np.dot(volume.affine[:3, 0], affine[:3, 2]) < 0:
        volume = volume.flip_spatial(0)
    in_order = volume.affine[:, [2, 1, 0, 3]]
    mapping = read.SharedFunctionalGroupsSequence[0].RealWorldValueMappingSequence[0]
    return {
        "highdicom: values": same_values(volume.array, given, read.FloatPixelPaddingValue),
        "highdicom: geometry": np.allclose(in_order, affine, atol=POSITION_MM),
        "unit": mapping.MeasurementUnitsCodeSequence[0].CodeValue == expected["unit"],
        "interval": int(mapping.QuantityDefinitionSequence[1].NumericValue) == expected["intervalDays"],
    }


def same_values(read: np.ndarray, given: np.ndarray, padding: float) -> bool:
    """Whether the trusted values are the same to the bit, and everything else is padding."""
    return np.array_equal(np.where(read == padding, np.nan, read), given, equal_nan=True)


def attributes(d: pydicom.Dataset, expected: dict) -> dict[str, bool]:
    """What a derived map must say of itself."""
    derivation = d.SharedFunctionalGroupsSequence[0].DerivationImageSequence[0]
    equipment = d.ContributingEquipmentSequence[0]
    return {
        "SOP class": d.SOPClassUID == pydicom.uid.ParametricMapStorage,
        "ImageType": list(d.ImageType) == ["DERIVED", "PRIMARY", "VOLUME", "QUANTITY"],
        "ContentQualification": d.ContentQualification == "RESEARCH",
        "SyntheticData": ("SyntheticData" in d) == expected["isSynthetic"] and d.get("SyntheticData", "YES") == "YES",
        "frame of reference": d.FrameOfReferenceUID == expected["frameOfReference"],
        "sources": [s.ReferencedSOPInstanceUID for s in derivation.SourceImageSequence] == expected["sources"],
        "equipment": "brain-atrophy 0.1.0; sha256 abab" in equipment.ContributionDescription,
    }
