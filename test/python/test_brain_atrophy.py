"""brain-atrophy: scenes and their truth, examples, network and objective."""

import dataclasses

import numpy as np
import pytest
import torch
from conftest import MODELS, load_modules

from common import network_pair
from common.anatomy import CLASSES, read_label_map, tissue_fractions
from common.atrophy import achieved_factors
from common.blocks import fold
from common.head_grid import HEAD_SHAPE
from common.structures import STRUCTURES, structure_fractions
from common.velocity_field import exponential, sample

ATROPHY = load_modules(MODELS / "brain-atrophy")
SCENES, EXAMPLES, NETWORK, OBJECTIVE = ATROPHY.scenes, ATROPHY.examples, ATROPHY.model, ATROPHY.objective


@pytest.fixture(scope="module")
def scene(request):
    """A brain after years of Alzheimer's disease, stored and read again."""
    folder = request.config.getoption("--anatomy")
    if not (folder / "label_map_13.nii.gz").exists():
        pytest.skip(f"label maps are not at {folder} (give --anatomy DIR)")
    labels = read_label_map(folder / "label_map_13.nii.gz")
    made = SCENES.make_scene(tissue_fractions(labels), structure_fractions(labels), "ad", np.random.default_rng(2))
    path = request.getfixturevalue("tmp_path_factory").mktemp("scenes") / "scene-00000.npz"
    SCENES.store_scene(path, made)
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
    assert found["hippocampus"] == pytest.approx(ahead["hippocampus"], abs=0.01)


def test_stored_velocities_have_the_published_rates(scene):
    rates = {name: 100 * (1 - scene.meta["factorsAhead"][name]) / scene.meta["yearsAhead"] for name in ("hippocampus", "cortex")}
    assert 3.7 < rates["hippocampus"] < 5.9 and 1.0 < rates["cortex"] < 3.2


def test_two_largest_shares_survive_storing():
    maps = torch.zeros(3, 2, 2, 2)
    maps[0], maps[2] = 0.75, 0.25
    maps[:, 0, 0, 0] = torch.tensor([0.2, 0.0, 0.0])
    kinds, share = SCENES._two_largest(maps)
    found = SCENES._unpacked(kinds, share, 4)
    assert torch.allclose(found[:3], maps, atol=0.003)
    assert float(found[3, 0, 0, 0]) == pytest.approx(0.8, abs=0.003)


def test_an_example_asks_and_answers(scene):
    rng = np.random.default_rng(0)
    back = EXAMPLES.build_example(scene, [EXAMPLES.Question(True, "ad", None, None)], rng)
    ahead = EXAMPLES.build_example(scene, [EXAMPLES.Question(False, None, 2.0, 70.0)], rng)
    assert back["image"].shape == (1, *HEAD_SHAPE) and back["velocity"].shape == (1, 3, *[size // 2 for size in HEAD_SHAPE])
    told = dict(zip(EXAMPLES.CONDITIONS, back["conditions"][0].tolist(), strict=True))
    assert (told["isAd"], told["isBackward"], told["hasYears"], told["years"]) == (1, 1, 0, 0)
    told = dict(zip(EXAMPLES.CONDITIONS, ahead["conditions"][0].tolist(), strict=True))
    assert (told["isUnknown"], told["isBackward"]) == (1, 0) and told["age"] == pytest.approx(0.7)
    assert torch.allclose(back["labels"].sum(dim=0), torch.ones(HEAD_SHAPE), atol=0.02)
    assert torch.allclose(back["velocity"][0], scene.since * -scene.meta["yearsSince"])


def test_every_kind_of_question_is_drawn_and_healthy_brains_are_asked_less_about_their_past(scene):
    rng = np.random.default_rng(0)
    for backward, told in EXAMPLES.KINDS:
        question = EXAMPLES.draw_question(scene, (backward, told), rng)
        assert question.backward == backward and (question.course == "ad") == told
        assert question.years is None or question.years == scene.meta["yearsSince" if backward else "yearsAhead"]
    healthy = dataclasses.replace(scene, meta=scene.meta | {"course": "healthy"})
    back = [sum(EXAMPLES.draw_kind(one, rng)[0] for _ in range(400)) for one in (scene, healthy)]
    assert back[0] == pytest.approx(200, abs=40) and back[1] == pytest.approx(120, abs=40)


def test_questions_about_one_scan_become_examples_of_their_own():
    batch = {"image": torch.randn(2, 1, 4, 4, 4), "labels": torch.rand(2, 7, 4, 4, 4), "proportions": torch.randn(2, 6)}
    batch |= {
        "conditions": torch.randn(2, 3, 9),
        "velocity": torch.randn(2, 3, 3, 2, 2, 2),
        "answer": torch.randn(2, 3, 1, 4, 4, 4),
    }
    flat, (feature,) = ATROPHY.train.by_question(batch, [torch.randn(2, 5, 2, 2, 2)])
    assert torch.equal(flat["conditions"][4], batch["conditions"][1, 1]) and torch.equal(flat["image"][4], batch["image"][1])
    assert torch.equal(flat["velocity"][2], batch["velocity"][0, 2]) and feature.shape[0] == flat["answer"].shape[0] == 6


def test_the_answer_of_the_way_back_has_smaller_ventricles(scene):
    rng = np.random.default_rng(0)
    example = EXAMPLES.build_example(scene, [EXAMPLES.Question(True, "ad", None, None)], rng)
    shares = torch.nn.functional.avg_pool3d(example["labels"][None], 2)[:, 1:]
    change = OBJECTIVE.regional_change(example["velocity"], shares)[0]
    names = [EXAMPLES.LABELS[number] for number in OBJECTIVE.MEASURED]
    assert float(change[names.index("ventricles")]) < 0 < float(change[names.index("hippocampus")])


def test_divergence_of_an_even_growth_is_its_logarithm():
    axes = torch.meshgrid(*[torch.arange(8.0)] * 3, indexing="ij")
    velocity = torch.stack([0.1 * axis * 2 for axis in axes])[None]  # 10 % per voxel of 4 mm, in voxels of 2 mm
    found = OBJECTIVE.regional_change(velocity, torch.ones(1, 6, 8, 8, 8))
    assert torch.allclose(found, torch.full((1, 6), 0.3), atol=1e-5)


def test_untrained_network_says_that_nothing_has_changed():
    torch.manual_seed(0)
    widths = NETWORK.Widths(half=4, quarter=4, eighth=4, sixteenth=4)
    encoder, decoder = NETWORK.Encoder(widths).eval(), NETWORK.Decoder(widths).eval()
    image = torch.randn(1, 1, 32, 32, 32)
    conditions, latent = torch.randn(1, NETWORK.CONDITION_COUNT), torch.randn(1, NETWORK.LATENT_SIZE)
    with torch.inference_mode():
        *features, labels = encoder(image)
        velocity, brightness = decoder(*features, conditions, latent, torch.randn(1, 6))
    assert labels.shape == (1, 7, 32, 32, 32) and velocity.shape == (1, 3, 16, 16, 16)
    assert float(velocity.abs().max()) == 0 and float(brightness.abs().max()) == 0
    led = OBJECTIVE.answer_image(image, velocity, brightness)
    assert torch.allclose(led, torch.nn.functional.avg_pool3d(image, 2), atol=1e-5)


def test_told_years_multiply_the_answer():
    conditions = torch.zeros(3, NETWORK.CONDITION_COUNT)
    conditions[:, EXAMPLES.CONDITIONS.index("hasYears")] = torch.tensor([1.0, 1.0, 0.0])
    conditions[:, EXAMPLES.CONDITIONS.index("isBackward")] = 1
    conditions[:, EXAMPLES.CONDITIONS.index("years")] = torch.tensor([0.0, -6.0, 0.0]) / EXAMPLES.YEARS_SCALE
    torch.manual_seed(0)
    decoder = NETWORK.Decoder(NETWORK.Widths(4, 4, 4, 4)).eval()
    torch.nn.init.normal_(decoder.last.weight)
    features = [torch.randn(1, 4, size, size, size).expand(3, -1, -1, -1, -1) for size in (16, 8, 4, 2)]
    with torch.inference_mode():
        velocity, brightness = decoder(*features, conditions, torch.zeros(3, NETWORK.LATENT_SIZE), torch.zeros(3, 6))
    assert float(velocity[0].abs().max()) == 0 and float(brightness[0].abs().max()) == 0
    assert float(velocity[1].abs().mean()) > 1.5 * float(velocity[2].abs().mean()) > 0


def test_the_penalty_of_change_draws_to_the_mean_rather_than_to_the_median():
    truth = torch.tensor([0.0, 0.0, 0.0, 0.4, 0.6])
    tried = torch.linspace(0, 0.6, 61)
    penalties = OBJECTIVE.penalty(tried[:, None] - truth, "change").mean(dim=1)
    best = float(tried[penalties.argmin()])
    assert float(truth.median()) + 0.05 < best <= float(truth.mean())


def test_proportions_are_logarithms_of_shares_of_the_intracranial_space():
    shares = torch.zeros(1, 7, 10, 10, 10)
    shares[:, 1, :4], shares[:, 2, 4:8], shares[:, 0, 8:] = 1, 1, 1
    found = NETWORK.proportions_of(shares)[0]
    assert torch.allclose(found[:2], torch.log(torch.tensor([400 / 804, 400 / 804])), atol=1e-5)
    assert torch.allclose(found[2:], torch.log(torch.tensor(1 / 804)), atol=1e-5)
    assert tuple(NETWORK.PROPORTIONS) == EXAMPLES.LABELS[1:]


def test_blocks_leave_as_they_entered():
    image = torch.randn(2, 1, 6, 4, 8)
    corners = NETWORK.Encoder(NETWORK.Widths(4, 4, 4, 4)).corners
    blocks = torch.nn.functional.conv3d(image, corners, stride=2)
    assert torch.equal(NETWORK.spread_blocks(blocks, 1), image)


def test_a_mirrored_velocity_turns_left_into_right():
    item = {"image": torch.randn(1, 4, 4, 4), "velocity": torch.randn(2, 3, 2, 2, 2), "conditions": torch.randn(2, 9)}
    mirrored = ATROPHY.train.mirrored(item)
    assert torch.equal(mirrored["image"], item["image"].flip(-1)) and torch.equal(mirrored["conditions"], item["conditions"])
    assert torch.equal(mirrored["velocity"][:, 2], -item["velocity"][:, 2].flip(-1))
    assert torch.equal(mirrored["velocity"][:, 0], item["velocity"][:, 0].flip(-1))


def test_exported_graphs_equal_the_modules(tmp_path, monkeypatch):
    export = ATROPHY.export
    monkeypatch.setattr(export, "HEAD_SHAPE", (32, 48, 32))
    torch.manual_seed(0)
    widths = NETWORK.Widths(half=4, quarter=4, eighth=4, sixteenth=4)
    encoder, decoder = (NETWORK.Encoder(widths), NETWORK.Decoder(widths))
    torch.nn.init.normal_(decoder.last.weight, std=0.1)
    folded = [fold(network.train(False)) for network in (encoder, decoder)]
    inputs = export.golden_inputs()
    graphs = network_pair.export_pair(*folded, export.PORTS, inputs, tmp_path)
    assert [graph["role"] for graph in graphs] == ["encoder", "decoder"]
    found = network_pair.run_pair(tmp_path, export.PORTS, inputs, threads=1)
    with torch.inference_mode():
        tensors = {name: torch.from_numpy(value) for name, value in inputs.items()}
        *features, labels = folded[0](tensors["image"])
        velocity, brightness = folded[1](*features, tensors["conditions"], tensors["latent"], tensors["proportions"])
    for name, value in {"labels": labels, "velocity": velocity, "brightness": brightness}.items():
        assert np.abs(found[name] - value.numpy()).max() < 1e-4, name
    golden = export.store_golden(tmp_path, {name: found[name] for name in export.PORTS.decoder_outputs}, {}, 1e-2)
    stored = np.fromfile(tmp_path / golden["output"], "<f4")
    assert golden["tensors"]["output"][1]["offset"] == found["velocity"].size
    assert (stored[found["velocity"].size :] == found["brightness"].ravel()).all()
