"""Simulated patients and pairs in real anatomy; skipped where the label maps are absent."""

import numpy as np
import pytest
import torch

from common.anatomy import CLASSES, read_label_map, tissue_fractions
from common.mass_effect import SMALLEST_JACOBIAN, displacement_mm, jacobian, push
from common.nuisance import perturb_mask
from common.pair import build_pair
from common.patient import simulate_patient
from common.tumour_parameters import FASTEST_MM_PER_DAY, TRAINING_RANGES, draw_parameters
from dataset import Pair, Visibility, inputs_of

INTERVALS = [[30, 60, 90, 90]]


@pytest.fixture(scope="module")
def simulated(request):
    folder = request.config.getoption("--anatomy")
    if not (folder / "label_map_13.nii.gz").exists():
        pytest.skip(f"label maps are not at {folder} (give --anatomy DIR)")
    fractions = tissue_fractions(read_label_map(folder / "label_map_13.nii.gz"))
    rng = np.random.default_rng(4)
    while True:
        patient = simulate_patient(fractions, INTERVALS, TRAINING_RANGES, rng)
        if patient is not None and len(patient.days) > 2:
            return fractions, patient, build_pair(patient, (0, 1, 2), rng)


def test_fractions_fill_every_voxel(simulated):
    total = simulated[0][: len(CLASSES)].astype(int).sum(axis=0)
    assert np.abs(total - 255).max() <= len(CLASSES)


def test_tumour_lives_in_tissue_only(simulated):
    _, patient, _ = simulated
    for density in patient.densities:
        assert float(density[patient.living_space() < 0.5].max()) == 0
        assert float(density.min()) >= 0 and float(density.max()) <= 1 + 1e-5


def test_pair_has_the_shapes_of_the_interface(simulated):
    example = dict(simulated[2])
    pair = Pair(
        *(np.asarray(example[name], np.float32) for name in ("images", "residual", "distances", "tissue")),
        example["meta"],
    )
    inputs = inputs_of(pair, Visibility(previous=False, flair=False, oedema=False), {"core": 0.02, "oedema": 0.02})
    assert inputs["volume"].shape == (11, 64, 64, 64) and inputs["conditions"].shape == (6,)
    assert np.abs(inputs["volume"][4:10]).max() <= 1
    assert not inputs["volume"][[1, 2, 3]].any() and (inputs["volume"][[5, 6, 7, 9]] == 1).all()
    assert inputs["conditions"][1:].tolist() == [0, 0, 1, 0, 0]


def test_core_is_inside_the_abnormality(simulated):
    distances = simulated[2]["distances"]
    assert ((distances[4] >= 0) | (distances[5] < 0)).all()


def test_perturbed_mask_keeps_most_of_its_overlap(simulated):
    mask = np.asarray(simulated[2]["distances"][5] < 0)
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
