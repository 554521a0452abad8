"""Reads a predicted series with pydicom and holds it to the rules of a synthetic image; prints 'good' or what is wrong.

Usage: inspect_predicted_series.py SOURCES PREDICTED. Pixels must equal the source's: the test predicts no change.
"""

import sys
from pathlib import Path

import numpy as np
import pydicom
from pydicom.uid import CTImageStorage, MRImageStorage

STUDY_KEYWORDS = ("StudyInstanceUID", "StudyDate", "StudyTime", "StudyID", "AccessionNumber", "StudyDescription")
FORBIDDEN = ("AcquisitionDate", "PresentationIntentType", "XRayTubeCurrent", "Exposure", "ExposureTime", "SAR", "CTDIvol")


def main(sources: Path, predicted: Path) -> None:
    """Compares every predicted file with the source file at the same position."""
    everything = [pydicom.dcmread(path) for path in sorted(sources.iterdir())]
    written = [pydicom.dcmread(path) for path in sorted(predicted.iterdir())]
    study = written[0].StudyInstanceUID
    by_position = {tuple(map(float, d.ImagePositionPatient)): d for d in everything if d.StudyInstanceUID == study}
    wrong = [f"slice {k}: {what}" for k, d in enumerate(written) for what in faults(d, by_position, everything)]
    if len({d.SOPInstanceUID for d in written}) != len(written) or len({d.SeriesInstanceUID for d in written}) != 1:
        wrong.append("UIDs of slices and series")
    print("\n".join(wrong) or "good")


def faults(d: pydicom.Dataset, by_position: dict, everything: list) -> list[str]:
    """What is wrong with one predicted file."""
    source = by_position.get(tuple(map(float, d.ImagePositionPatient)))
    if source is None:
        return ["no source at this position"]
    # Longview comes first; what the source listed about itself follows.
    listed = reversed(d.ContributingEquipmentSequence)
    equipment = {item.PurposeOfReferenceCodeSequence[0].CodeValue: item for item in listed}
    named = {item.ReferencedSOPInstanceUID for item in d.SourceImageSequence}
    purposes = {item.PurposeOfReferenceCodeSequence[0].CodeValue for item in d.SourceImageSequence}
    # A generated scan was synthesized too, so nothing acquired it.
    is_generated = getattr(source, "SyntheticData", "NO") == "YES"
    makers = {"109100"} if is_generated else {"109100", "109101"}
    checks = {
        "SOP class": d.SOPClassUID == {"MR": MRImageStorage, "CT": CTImageStorage}[source.Modality],
        "SyntheticData": d.SyntheticData == "YES",
        "ImageType": list(d.ImageType[:2]) == ["DERIVED", "SECONDARY"],
        "ContentQualification": d.ContentQualification == "RESEARCH",
        "new UIDs": d.SOPInstanceUID.startswith("2.25.") and d.SeriesInstanceUID != source.SeriesInstanceUID,
        "frame of reference": d.FrameOfReferenceUID == source.FrameOfReferenceUID,
        "sources": named == {s.SOPInstanceUID for s in everything} and purposes == {"121322"},
        "equipment": set(equipment) >= makers and (not is_generated or "109101" not in equipment),
        "model and seed": all(
            word in equipment["109100"].ContributionDescription for word in ("glioma-course 0.1.0", "sha256", "seed 1")
        ),
        "horizon": "+90 d" in d.SeriesDescription and "+90 d" in d.ImageComments,
        "burned in": d.BurnedInAnnotation == "NO",
        "derivation": "Synthesized" in d.DerivationDescription,
        "patient, study": patient_and_study(d) == patient_and_study(source),
        "nothing forbidden": not any(keyword in d for keyword in FORBIDDEN),
        "pixels": np.array_equal(values(d), values(source)),
    }
    return [name for name, is_good in checks.items() if not is_good]


def patient_and_study(d: pydicom.Dataset) -> str:
    """Group 0010, and the study's attributes, as text."""
    return str([e for e in d if e.tag.group == 0x0010]) + str([d.get(keyword, "") for keyword in STUDY_KEYWORDS])


def values(d: pydicom.Dataset) -> np.ndarray:
    """Pixels after rescale."""
    return d.pixel_array * float(d.get("RescaleSlope", 1)) + float(d.get("RescaleIntercept", 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
