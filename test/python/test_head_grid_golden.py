"""The golden file of the head grid, which the TypeScript twin is held to, is what models/common says today."""

import json
from pathlib import Path

import numpy as np
import pytest

import make_head_grid_golden as maker

STORED = json.loads((Path(__file__).resolve().parents[1] / "golden/head-grid.json").read_text())["cases"]


@pytest.mark.parametrize("case", STORED, ids=lambda case: case["name"])
def test_head_is_placed_and_normalised_as_stored(case):
    found = maker.measured(case)
    assert found["index"] == case["index"]
    np.testing.assert_allclose(found["centreMm"], case["centreMm"], atol=1e-6)
    np.testing.assert_allclose(found["normalised"], case["normalised"], atol=2e-5)
