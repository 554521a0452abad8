"""The golden file of velocities, which the TypeScript twin is held to, is what models/common says today."""

import json
from pathlib import Path

import numpy as np
import pytest

import make_velocity_golden as maker

STORED = json.loads((Path(__file__).resolve().parents[1] / "golden/velocity.json").read_text())["cases"]


@pytest.mark.parametrize("case", STORED, ids=lambda case: case["name"])
def test_a_velocity_leads_where_it_is_stored(case):
    found = maker.measured(case)
    assert found["index"] == case["index"]
    np.testing.assert_allclose(found["along"], case["along"], atol=2e-5)
    np.testing.assert_allclose(found["jacobian"], case["jacobian"], atol=2e-5)
