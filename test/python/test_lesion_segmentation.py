"""lesion-segmentation: scenes and their truth, contrast cues, placement, the exported graph, resuming."""

import json

import numpy as np
import onnx
import pytest
import torch
from conftest import MODELS, load_modules
from scipy.ndimage import binary_dilation, binary_fill_holes

from common.head_grid import HEAD_SHAPE, KnotField, foreground_of, head_centre, normalise_head
from common.head_volume import Volume, grid_points, network_inputs, on_grid_of
from common.muon import orthogonal
from common.onnx_export import ALLOWED_OPERATORS, sha256_of

FOLDER = MODELS / "lesion-segmentation"
CORE, NECROSIS, OEDEMA = 1, 2, 3


LESION = load_modules(FOLDER)


def round_head() -> np.ndarray:
    """Concentric head: white matter round a ventricle, cortex, fluid, bone, soft tissue; uint8 [9, 128, 128, 128]."""
    axes = [(np.arange(128) - 63.5) / radius for radius in (50, 56, 46)]
    radius = np.sqrt(sum(np.square(axis) for axis in np.meshgrid(*axes, indexing="ij")))
    edges = ((0.16, 4), (0.58, 1), (0.72, 2), (0.80, 4), (0.88, 6), (1.0, 5))
    classes = np.zeros(radius.shape, np.uint8)
    for edge, number in reversed(edges):
        classes[radius < edge] = number
    masks = [classes == number for number in range(8)]
    masks.append(masks[1] | masks[2])
    return np.stack(masks).astype(np.uint8) * 255


@pytest.fixture(scope="module")
def scenes() -> dict:
    """One scene of each kind from the round head."""
    head = round_head()
    return {
        kind: LESION.scenes.make_scene(head, kind, np.random.default_rng([3, n])) for n, kind in enumerate(LESION.scenes.KINDS)
    }


def truth_of(scene, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    necrosis = KnotField((24, 28, 24), rng).at(LESION.examples.WHOLE)
    edges = LESION.examples.LesionEdges(0.3, 0.03, 4.0, 1.0, True)
    maps = LESION.examples.soft_maps(scene, edges, necrosis, LESION.examples.WHOLE)
    return LESION.examples.truth_of(scene, maps, LESION.examples.WHOLE).numpy() > 0.5


@pytest.mark.parametrize("kind", ["tumour", "cavity"])
def test_masks_of_a_scene_agree_with_each_other(scenes, kind):
    brain, core, necrosis, oedema = truth_of(scenes[kind])
    cavity = scenes[kind].cavity >= 128
    assert core.any() or kind == "cavity"
    assert not (core & ~oedema).any()
    assert not (core & cavity).any() and not (oedema & cavity).any()
    assert (cavity & ~necrosis).sum() == 0
    assert not (necrosis & ~(core | cavity)).any()
    assert (oedema & ~brain).sum() < 0.05 * max(1, oedema.sum())
    if kind == "tumour":
        assert (binary_fill_holes(core) == core).all()


def test_a_healthy_head_has_bright_structures_but_no_lesion(scenes):
    truth = truth_of(scenes["healthy"])
    assert truth[0].any() and not truth[1:].any()
    assert (scenes["healthy"].distractors >= 128).any()


def test_a_scene_survives_its_file(scenes, tmp_path):
    path = tmp_path / "scene-00000.npz"
    LESION.scenes.store_scene(path, scenes["tumour"])
    again = LESION.scenes.load_scene(path)
    assert again.meta == scenes["tumour"].meta
    assert all((getattr(again, name) == getattr(scenes["tumour"], name)).all() for name in ("classes", "core", "brain", "oedema"))


def test_a_scene_is_the_same_from_the_same_seed(scenes):
    seed = [3, LESION.scenes.KINDS.index("cavity")]
    again = LESION.scenes.make_scene(round_head(), "cavity", np.random.default_rng(seed))
    assert (again.cavity == scenes["cavity"].cavity).all() and (again.distractors == scenes["cavity"].distractors).all()


def test_random_contrast_keeps_the_cues_of_lesions():
    rng = np.random.default_rng(5)
    for _ in range(300):
        looks = LESION.contrast.draw_looks(rng)
        agent, tissue = looks["t1c"], looks["t1c"].means[1:4]
        assert agent.rim > tissue.max() + 0.1
        assert agent.dead < agent.rim
        assert agent.oedema <= tissue.min()
        assert looks["t1"].oedema <= looks["t1"].means[1:4].min()
        for name in ("t2", "flair"):
            assert looks[name].oedema > looks[name].means[1] + 0.1


def test_the_painted_core_is_brighter_than_its_surroundings_with_contrast_agent(scenes):
    scene, where = scenes["tumour"], LESION.examples.WHOLE
    necrosis = torch.zeros(HEAD_SHAPE)
    solid = LESION.examples.LesionEdges(0.3, 0.03, float("inf"), 1.0, True)
    maps = LESION.examples.soft_maps(scene, solid, necrosis, where)
    fields = dict.fromkeys(("texture", "patches", "variety"), necrosis)
    core = scene.core >= 200
    near = binary_dilation(scene.core > 0, iterations=4) & (scene.core == 0) & (maps.fractions[1].numpy() > 0.9)
    for seed in range(20):
        look = LESION.contrast.without_texture(LESION.contrast.draw_looks(np.random.default_rng(seed))["t1c"])
        image = LESION.contrast.paint(maps, fields, look).numpy()
        assert image[core].mean() > image[near].mean() + 0.05


def test_an_example_has_the_shape_and_range_of_the_interface(scenes):
    rng = np.random.default_rng(1)
    for _ in range(6):
        example = LESION.examples.draw_training_example(scenes["tumour"], 48, rng)
        images, present = example["images"], example["present"]
        assert images.shape == (4, 48, 48, 48) and example["truth"].shape == images.shape
        assert torch.isfinite(images).all() and float(images.min()) >= -1 and float(images.max()) <= 2
        assert (images[present == 0] == 0).all() and present.any()


def test_placement_does_not_depend_on_how_a_scan_is_stored():
    head = (1 - round_head()[0] / 255.0).astype(np.float32) * 100
    head += np.linspace(0, 30, 128, dtype=np.float32)[None, None, :] * (head > 0)
    affine = np.diag([2.0, 2.0, 2.0, 1.0])
    affine[:3, 3] = (-120, -110, -90)
    flipped = affine.copy()
    flipped[:3, 0], flipped[0, 3] = (-2, 0, 0), affine[0, 3] + 2 * 127
    inputs, centre = network_inputs({"t1c": Volume(head, affine)})
    again, other = network_inputs({"t1c": Volume(np.ascontiguousarray(head[:, :, ::-1]), flipped)})
    assert np.allclose(centre, other) and np.allclose(inputs["images"], again["images"], atol=1e-5)
    assert inputs["present"].tolist() == [[0, 1, 0, 0]]
    expected = head_centre(foreground_of(head))[::-1] * 2 + affine[:3, 3]
    assert np.allclose(centre, expected)


def test_masks_return_to_the_place_where_they_were_found():
    affine = np.diag([1.5, 1.5, 4.0, 1.0])
    affine[:3, 3] = (-90, -100, -60)
    volume = Volume(np.zeros((30, 130, 120), np.float32), affine)
    centre = np.array([3.0, -5.0, 10.0])
    ball = np.square(grid_points(centre) - np.array([10.0, 0.0, 20.0])).sum(axis=-1) < 20**2
    back = on_grid_of(volume, ball.astype(np.float32), centre) >= 0.5
    volume_ml = back.sum() * 1.5 * 1.5 * 4 / 1000
    assert volume_ml == pytest.approx(4 / 3 * np.pi * 2**3, rel=0.05)
    k, j, i = np.argwhere(back).mean(axis=0)
    assert np.allclose([i * 1.5 - 90, j * 1.5 - 100, k * 4 - 60], [10, 0, 20], atol=0.6)


def test_normalisation_is_clipped():
    assert normalise_head(np.array([-1e6, 5.0, 1e6]), (5.0, 2.0)).tolist() == [-1.0, 0.0, 2.0]


def small_network() -> torch.nn.Module:
    """Narrow network with normalisation statistics as after training."""
    torch.manual_seed(0)
    network = LESION.model.Segmenter(LESION.model.Widths(4, 4, 8, 8, 8))
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm3d):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
    return network.eval()


def test_the_exported_graph_equals_the_network_and_uses_allowed_operators(tmp_path):
    network, inputs = small_network(), LESION.export.golden_inputs()
    with torch.no_grad():
        expected = network(*(torch.from_numpy(value) for value in inputs.values())).numpy()
    graphs = LESION.export.write_graph(network.fold(), tmp_path)
    (found,) = LESION.export.open_session(tmp_path / "segment.onnx", 1).run(["logits"], inputs)
    assert np.abs(found - expected).max() < 1e-3 * max(1.0, np.abs(expected).max())
    assert graphs[0]["inputs"][0]["shape"] == [1, 4, *HEAD_SHAPE] and graphs[0]["outputs"][0]["shape"] == [1, 4, *HEAD_SHAPE]
    used = {node.op_type for node in onnx.load(str(tmp_path / "segment.onnx")).graph.node}
    assert used <= ALLOWED_OPERATORS and "BatchNormalization" not in used


CONFIG = {
    "widths": {"full": 4, "half": 4, "quarter": 4, "eighth": 4, "sixteenth": 4},
    "crops": [[16, 2]],
    "minutes": 60,
    "steps": 10,
    "learningRate": 0.002,
    "hiddenLearningRate": 0.01,
    "averageDecay": 0.9,
    "frozenStatisticsFrom": 0.7,
    "threads": 1,
    "device": "cpu",
    "seed": 1,
}


def random_batch(seed: int) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    images = torch.randn(2, 4, 16, 16, 16, generator=generator)
    return {"images": images, "present": torch.ones(2, 4), "truth": (images > 0.5).float()}


def test_training_resumes_where_it_stopped(tmp_path):
    first = LESION.train.Trainer(CONFIG, tmp_path / "checkpoint.pt")
    for seed in range(3):
        first.train_step(random_batch(seed))
    first.save()
    second = LESION.train.Trainer(CONFIG, tmp_path / "checkpoint.pt")
    assert second.step == 3
    results = [trainer.train_step(random_batch(9)) for trainer in (first, second)]
    assert results[0] == pytest.approx(results[1])


@pytest.mark.parametrize("shape", [(6, 40), (40, 6)])
def test_an_update_of_muon_has_singular_values_near_one(shape):
    values = torch.linalg.svdvals(orthogonal(torch.randn(shape, generator=torch.Generator().manual_seed(0))))
    assert float(values.min()) > 0.6 and float(values.max()) < 1.3


def test_coarse_losses_see_the_share_of_a_mask(tmp_path):
    truth = torch.zeros(1, 4, 16, 16, 16)
    truth[:, :, :8] = 1
    logits = [torch.where(torch.nn.functional.avg_pool3d(truth, factor) > 0.5, 20.0, -20.0) for factor in (8, 4, 2, 1)]
    right, _ = LESION.train.loss_at_every_scale(logits, truth, torch.ones(1, 4))
    wrong, _ = LESION.train.loss_at_every_scale([-value for value in logits], truth, torch.ones(1, 4))
    assert float(right) < 0.01 < 1 < float(wrong)


def test_statistics_stay_frozen_late_in_a_run(tmp_path):
    trainer = LESION.train.Trainer(CONFIG, tmp_path / "checkpoint.pt")
    trainer.step = 8
    before = trainer.network.first.normalisation.running_mean.clone()
    trainer.train_step(random_batch(0))
    assert (trainer.network.first.normalisation.running_mean == before).all()


def test_a_mask_counts_less_where_the_input_hardly_shows_it():
    weights = LESION.train.mask_weights(torch.tensor([[1.0, 1, 1, 1], [1, 0, 1, 0], [0, 1, 0, 0]]))
    assert weights[1, CORE] < weights[0, CORE] and weights[1, OEDEMA] == weights[0, OEDEMA]
    assert weights[2, OEDEMA] < weights[0, OEDEMA] and weights[2, NECROSIS] == weights[0, NECROSIS]


def test_the_release_agrees_with_its_manifest():
    folder = FOLDER / "release"
    if not (folder / "manifest.json").exists():
        pytest.skip(f"no release at {folder} (run models/lesion-segmentation/export.py)")
    manifest = json.loads((folder / "manifest.json").read_text())
    graph = manifest["graphs"][0]
    assert sha256_of(folder / graph["file"]) == graph["sha256"]
    assert manifest["kind"] == "segmentation" and manifest["grid"]["size"] == list(HEAD_SHAPE[::-1])
    session = LESION.export.open_session(folder / graph["file"], 1)
    (logits,) = session.run(["logits"], LESION.export.golden_inputs())
    stored = np.fromfile(folder / manifest["golden"]["output"], "<f4").reshape(
        manifest["golden"]["tensors"]["output"][0]["shape"]
    )
    assert np.abs(logits - stored).max() <= manifest["golden"]["maxAbsError"]
    assert {node.op_type for node in onnx.load(str(folder / graph["file"])).graph.node} <= ALLOWED_OPERATORS
