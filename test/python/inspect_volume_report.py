"""What a reader of TID 1500 gets from a report of volumes, by highdicom."""

from pathlib import Path

import highdicom
from highdicom.sr import MeasurementsAndQualitativeEvaluations
from pydicom.sr.codedict import codes


def read_report(path: Path) -> dict:
    """Kind, observer, evidence, and every structure with its numbers."""
    report = highdicom.sr.srread(path)
    observer = report.content.get_observer_contexts(codes.DCM.Device)[0].observer_identifying_attributes
    return {
        "kind": type(report).__name__,
        "synthetic": report.get("SyntheticData"),
        "series": report.SeriesDescription,
        "observer": observer.name,
        "evidence": [instance for _, _, instance, _ in report.get_evidence()],
        "hippocampus": len(report.content.get_image_measurement_groups(finding_site=codes.cid7140.Hippocampus)),
        "groups": [group(one) for one in report.content.get_image_measurement_groups()],
    }


def group(measured: MeasurementsAndQualitativeEvaluations) -> dict:
    """One structure. highdicom takes the offset of the time point for a measurement, whatever wrote it."""
    numbers = [m for m in measured.get_measurements() if m.name != codes.DCM.LongitudinalTemporalOffsetFromEvent]
    return {
        "title": measured.tracking_identifier,
        "uid": measured.tracking_uid,
        "sites": [site.value.value for site in measured.finding_sites],
        "numbers": [[m.name.meaning, m.value, m.unit.value] for m in numbers],
    }
