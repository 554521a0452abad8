"""Reads derived objects with other libraries; prints one line of JSON for each folder, with what is wrong or was found.

Usage: inspect_derived_objects.py FOLDER... Each holds `map.dcm`, `values.f32`, `expected.json` and `report.dcm`. One process
reads them all, because importing the libraries takes longest.
"""

import json
import sys
from pathlib import Path

from inspect_parametric_map import faults_of_map
from inspect_volume_report import read_report

for folder in map(Path, sys.argv[1:]):
    expected = json.loads((folder / "expected.json").read_text())
    faults = faults_of_map(folder / "map.dcm", folder / "values.f32", expected)
    print(json.dumps({"map": faults, "report": read_report(folder / "report.dcm")}))
