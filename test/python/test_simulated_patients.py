"""Simulated patients and their examples in real anatomy; skipped where the label maps are absent."""

import numpy as np
import pytest
import torch

from common.anatomy import CLASSES, read_label_map, tissue_fractions
from common.mass_effect import SMALLEST_JACOBIAN, displacement_mm, jacobian, push
from common.nuisance import perturb_mask
from common.pair import Examples
from common.patient import Plan, simulate_patient
from common.treatment import ARMS
from common.tumour_parameters import FASTEST_MM_PER_DAY, TRAINING_RANGES, draw_parameters
from dataset import CHANNELS, CONDITIONS, Example, Visibility, inputs_of

INTERVALS = [[30, 60, 90, 90]]


@pytest.fixture(scope="module")
def simulated(request):
    """A patient with two visits and a future under every arm, its history and its futures."""
    folder = request.config.getoption("--anatomy")
    if not (folder / "label_map_13.nii.gz").exists():
        pytest.skip(f"label maps are not at {folder} (give --anatomy DIR)")
    fractions = tissue_fractions(read_label_map(folder / "label_map_13.nii.gz"))
    rng = np.random.default_rng(4)
    while True:
        patient = simulate_patient(fractions, INTERVALS, TRAINING_RANGES, rng, Plan(every_arm=True))
        if patient is not None and len(patient.visits) == 2 and len(patient.futures) == len(ARMS):
            break
    examples = Examples(patient, 0.03, (1.0,), rng)
    return fractions, patient, examples.history(), [examples.future(future) for future in patient.futures]


def example_of(history: dict, future: dict) -> Example:
    seen = [np.asarray(history[name], np.float32) for name in ("images", "distances")]
    later = [np.asarray(future[name], np.float32) for name in ("residual", "distances", "fitted", "doseGy")]
    return Example(*seen, history["tissue"] / np.float32(255), *later, {**history["meta"], **future["meta"]})


def test_fractions_fill_every_voxel(simulated):
    total = simulated[0][: len(CLASSES)].astype(int).sum(axis=0)
    assert np.abs(total - 255).max() <= len(CLASSES)


def test_tumour_lives_in_tissue_only(simulated):
    patient = simulated[1]
    for state in [*patient.visits, *[future.state for future in patient.futures]]:
        assert float(state.density[state.fractions[1:4].sum(dim=0) < 0.5].max()) == 0
        assert float(state.density.min()) >= 0 and float(state.density.max()) <= 1


def test_every_arm_has_one_future_on_the_same_day(simulated):
    futures = simulated[1].futures
    assert [future.treatment.arm for future in futures] == list(ARMS)
    assert len({future.state.day for future in futures}) == 1


def test_arms_differ_only_after_their_start(simulated):
    volumes = {future.treatment.arm: float(future.state.density.sum()) for future in simulated[1].futures}
    assert volumes["none"] == max(volumes.values())
    assert len(set(volumes.values())) == len(ARMS)


def test_inputs_have_the_layout_of_the_interface(simulated):
    _, _, history, futures = simulated
    future = next(item for item in futures if item["meta"]["arm"] == "radiotherapy")
    hidden = Visibility(sequences=(False, True, False, False), age=False)
    inputs = inputs_of(example_of(history, future), hidden, {"core": 0.02, "oedema": 0.02})
    volume = dict(zip(CHANNELS, inputs["volume"], strict=True))
    conditions = dict(zip(CONDITIONS, inputs["conditions"].tolist(), strict=True))
    assert inputs["volume"].shape == (20, 64, 64, 64) and inputs["conditions"].shape == (17,)
    assert not volume["t1Last"].any() and not volume["flairPrevious"].any() and volume["t1cLast"].any()
    assert (volume["coreSdfEarlier"] == 1).all() and np.abs(inputs["volume"][8:18]).max() <= 1
    assert 0.4 < volume["dose"].max() <= 1.2
    assert [conditions[name] for name in ("hasPrevious", "hasEarlier", "hasT1c", "hasFlair", "hasAge", "age")] == [
        1,
        0,
        1,
        0,
        0,
        0,
    ]
    assert [conditions[name] for name in ("armResection", "armRadiotherapy", "armTemozolomide")] == [0, 1, 0]
    assert conditions["treatedYears"] == pytest.approx(conditions["horizonYears"] - conditions["startYears"])


def test_nothing_of_the_simulator_is_shown(simulated):
    _, _, history, futures = simulated
    shown = set(history["meta"]) | set(futures[0]["meta"])
    read = {"daysBeforeLast", "volumesMl", "showsOedema", "ageYears", "horizonDays", "arm", "startDays", "prescribedGy"}
    assert shown - read == {"family", "observerStrength"}  # kept for the report of the evaluation, read by no input


def test_core_is_inside_the_abnormality(simulated):
    for future in simulated[3]:
        assert ((future["distances"][0] >= 0) | (future["distances"][1] < 0)).all()


def test_perturbed_mask_keeps_most_of_its_overlap(simulated):
    mask = np.asarray(simulated[2]["distances"][1] < 0)
    if not mask.any():
        mask = np.asarray(simulated[3][0]["distances"][1] < 0)
    for seed in range(3):
        changed = perturb_mask(mask, 5.0, 1.0, np.random.default_rng(seed))
        assert 2 * (mask & changed).sum() / (mask.sum() + changed.sum()) > 0.75


def test_drawn_parameters_are_never_too_fast():
    rng = np.random.default_rng(0)
    speeds = [draw_parameters(TRAINING_RANGES, rng).speed_mm_per_day for _ in range(200)]
    assert max(speeds) <= FASTEST_MM_PER_DAY


def test_mass_effect_is_capped_and_invertible():
    axis = np.arange(40) - 20
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    field = displacement_mm(z**2 + y**2 + x**2 < 81, 6.0)
    assert np.sqrt((field**2).sum(axis=0)).max() <= 6.0 + 1e-4
    assert jacobian(field).min() >= SMALLEST_JACOBIAN
    constant = torch.full((1, 40, 40, 40), 2.0)
    assert torch.allclose(push(constant, field), constant)
