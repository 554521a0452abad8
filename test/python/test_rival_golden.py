"""The golden file of the simple methods is what they give today."""

import json

import pytest

import make_rival_golden as maker

GOLDEN = json.loads((maker.ROOT / "test/golden/rivals.json").read_text())


@pytest.mark.parametrize("case", GOLDEN["growth"])
def test_gives_the_golden_growth(case):
    for name, value in maker.growth_of(case).items():
        assert case[name] == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("case", GOLDEN["lesions"], ids=lambda case: case["name"])
def test_gives_the_golden_outlines(case):
    assert case["extrapolatedMm"] == pytest.approx(maker.extrapolated_of(case), abs=1e-4)
    assert case["grown"] == maker.grown_of(case)


def test_gives_the_golden_dose():
    assert GOLDEN["dose"] == json.loads(json.dumps(maker.golden()["dose"]))
