"""brain-atrophy: scenes and their truth."""

import numpy as np
import pytest
import torch
from conftest import MODELS, load_modules

from common.anatomy import CLASSES, read_label_map, tissue_fractions
from common.atrophy import achieved_factors
from common.head_grid import HEAD_SHAPE
from common.structures import STRUCTURES, structure_fractions
from common.velocity_field import exponential, sample

SCENES = load_modules(MODELS / "brain-atrophy").scenes


@pytest.fixture(scope="module")
def scene(request):
    """A brain after years of Alzheimer's disease, stored and read again."""
    folder = request.config.getoption("--anatomy")
    if not (folder / "label_map_13.nii.gz").exists():
        pytest.skip(f"label maps are not at {folder} (give --anatomy DIR)")
    labels = read_label_map(folder / "label_map_13.nii.gz")
    made = SCENES.make_scene(tissue_fractions(labels), structure_fractions(labels), "ad", np.random.default_rng(2))
    path = request.getfixturevalue("tmp_path_factory").mktemp("scenes") / "scene-00000.npz"
    np.savez_compressed(path, **SCENES.packed(made, {"anatomy": 13, "number": 0}))
    return SCENES.load_scene(path)


def test_maps_fill_the_head(scene):
    assert scene.classes.shape == (len(CLASSES), *HEAD_SHAPE) and scene.structures.shape == (len(STRUCTURES), *HEAD_SHAPE)
    for maps in (scene.classes, scene.without_disease):
        assert torch.allclose(maps.sum(dim=0), torch.ones(HEAD_SHAPE), atol=0.01)
    brain = scene.classes[1:5].sum(dim=0)
    assert float((brain - scene.structures.sum(dim=0)).abs().mean()) < 0.01


def test_the_stored_velocity_leads_from_the_counterpart_to_the_scan(scene):
    velocity, years = SCENES.refined(scene.since), scene.meta["yearsSince"]
    led = sample(scene.without_disease, exponential(velocity, -years))
    assert float((led - scene.classes).abs().mean()) < 0.25 * float((scene.without_disease - scene.classes).abs().mean())


def test_disease_has_taken_tissue_and_widened_the_ventricles(scene):
    since, ahead = scene.meta["factorsSince"], scene.meta["factorsAhead"]
    for factors in (since, ahead):
        assert factors["hippocampus"] < factors["white"] < 1 < factors["ventricles"]
    found = achieved_factors(scene.structures.numpy(), SCENES.refined(scene.ahead), scene.meta["yearsAhead"])
    assert found["hippocampus"] == pytest.approx(ahead["hippocampus"], abs=0.02)


def test_two_largest_shares_survive_storing():
    maps = torch.zeros(3, 2, 2, 2)
    maps[0], maps[2] = 0.75, 0.25
    maps[:, 0, 0, 0] = torch.tensor([0.2, 0.0, 0.0])
    kinds, share = SCENES._two_largest(maps)
    found = SCENES._unpacked(kinds, share, 4)
    assert torch.allclose(found[:3], maps, atol=0.003)
    assert float(found[3, 0, 0, 0]) == pytest.approx(0.8, abs=0.003)
