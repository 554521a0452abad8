"""brain-atrophy: what an answer means for volumes and images, the questions about a head, and the mean answers of groups."""

import numpy as np
import pytest
import torch
from made_brains import ATROPHY, KnowingReader, made_scene, made_velocity

from common.blocks import fold
from common.head_grid import HEAD_SHAPE
from common.velocity_field import jacobian_determinant

ANSWERS, GROUPS, HEADS, EXAMPLES = ATROPHY.answers, ATROPHY.group_means, ATROPHY.heads, ATROPHY.examples
Question = EXAMPLES.Question


@pytest.fixture(scope="module")
def scene():
    return made_scene()


@pytest.fixture(scope="module")
def head(scene):
    return KnowingReader(scene).look(None)


def test_change_is_the_later_volume_over_the_earlier_one(head):
    shrunken = torch.full(HEAD_SHAPE, 0.9)
    assert head.regions.changes_percent(shrunken, backward=False)["brain"] == pytest.approx(-10, abs=0.01)
    assert head.regions.changes_percent(shrunken, backward=True)["brain"] == pytest.approx(100 / 0.9 - 100, abs=0.01)


def test_a_region_changes_by_what_happens_inside_it(head):
    determinant = torch.ones(HEAD_SHAPE) + head.shares[EXAMPLES.LABELS.index("ventricles")]
    changes = head.regions.changes_percent(determinant, backward=False)
    assert changes["ventricles"] > 60 and abs(changes["grey"]) < 0.1


def test_integration_at_4_mm_is_close_to_that_at_2_mm(scene, head):
    answer = ANSWERS.Answer(made_velocity() * 3, torch.zeros(1, 48, 56, 48))
    fine = head.regions.changes_percent(jacobian_determinant(answer.displacement()), False)
    coarse = ANSWERS.coarse_change(answer, head.coarse_regions, False)
    assert fine["ventricles"] > 100
    assert coarse["ventricles"] == pytest.approx(fine["ventricles"], rel=0.05)


def test_an_answer_of_nothing_leaves_a_scan_as_it_is():
    image = torch.randn(1, *HEAD_SHAPE, generator=torch.Generator().manual_seed(0))
    still = ANSWERS.Answer(torch.zeros(3, 48, 56, 48), torch.zeros(1, 48, 56, 48))
    assert torch.allclose(still.leads(image), image, atol=1e-4)


def test_an_answer_moves_what_it_says_it_moves():
    axis = torch.arange(HEAD_SHAPE[2], dtype=torch.float32)
    image = torch.exp(-((axis - 40) ** 2) / 50).expand(1, *HEAD_SHAPE)
    velocity = torch.zeros(3, 48, 56, 48)
    velocity[2] = 3.0
    led = ANSWERS.Answer(velocity, torch.full((1, 48, 56, 48), 0.1)).leads(image)
    assert int(led[0, 40, 40].argmax()) == 43
    assert float(led[0, 40, 40].max()) == pytest.approx(1.1, abs=0.01)


def test_futures_gather_round_the_middle(scene, head):
    reader = KnowingReader(scene)
    question = HEADS.question_of(scene, "ahead")
    middle = reader.answer(head, question)
    changes = head.regions.changes_percent(jacobian_determinant(middle.displacement()), False)
    latents = np.zeros((3, 16))
    latents[1, 0], latents[2, 0] = 1, -1
    same, more, less = (future["ventricles"] for future in reader.futures(head, question, latents, (middle, changes)))
    assert same == pytest.approx(changes["ventricles"], abs=1e-4)
    assert less < same < more


def test_a_reader_looks_once_and_answers_with_its_latent(tmp_path, monkeypatch):
    torch.manual_seed(0)
    widths = ATROPHY.model.Widths(4, 4, 4, 4)
    networks = ATROPHY.model.Encoder(widths), ATROPHY.model.Decoder(widths)
    torch.nn.init.normal_(networks[1].last.weight, std=0.1)
    folded = [fold(network.train(False)) for network in networks]
    monkeypatch.setattr(ANSWERS, "load_average", lambda path: (*folded, {"config": {"seed": 1}}))
    reader = ANSWERS.Reader(tmp_path)
    seen = reader.look(torch.randn(1, 32, 32, 32))
    assert torch.allclose(seen.shares.sum(dim=0), torch.ones(32, 32, 32), atol=1e-4)
    question = Question(True, "ad", None, None)
    mean, again = reader.answer(seen, question), reader.answer(seen, question, np.zeros(16))
    drawn = reader.answer(seen, question, np.ones(16))
    assert torch.equal(mean.velocity, again.velocity) and not torch.equal(mean.velocity, drawn.velocity)
    assert mean.velocity.shape == (3, 16, 16, 16)


def test_questions_tell_what_their_name_says(scene):
    told = HEADS.question_of(scene, "since")
    assert told == Question(True, "ad", 4.0, 70.0)
    assert HEADS.question_of(scene, "sinceUntold") == Question(True, None, None, None)
    assert HEADS.question_of(scene, "aheadUntold") == Question(False, None, 3.0, None)
    assert not HEADS.is_asked("since", "healthy") and HEADS.is_asked("sinceUntold", "healthy")


def test_both_directions_show_the_same_scan(scene):
    back, ahead = HEADS.render(scene, True, 1, "test"), HEADS.render(scene, False, 1, "test")
    assert torch.equal(back[0], ahead[0]) and not torch.equal(back[1], ahead[1])
    assert not torch.equal(back[0], HEADS.render(scene, True, 1, "validation")[0])


def test_a_frame_follows_place_and_size():
    usual, other = (
        GROUPS.Frame.of(KnowingReader(each).look(None).coarse_shares)
        for each in (made_scene(), made_scene(shift=(6, -4, 2), size=0.9))
    )
    assert torch.allclose(other.centre - usual.centre, torch.tensor([3.0, -2.0, 1.0]), atol=0.05)
    assert torch.allclose(other.deviation / usual.deviation, torch.full((3,), 0.9), atol=0.01)


def test_a_field_carried_there_and_back_is_itself():
    field, there = made_velocity(), GROUPS.Frame(torch.tensor([25.0, 26.0, 24.0]), torch.tensor([7.0, 9.0, 7.5]))
    back = GROUPS.carried(GROUPS.carried(field, GROUPS.STANDARD, there), there, GROUPS.STANDARD)
    assert float((back - field).abs().mean()) < 0.05 * float(field.abs().mean())
    assert float((back - field).abs().max()) < 0.1 * float(field.abs().max())


@pytest.fixture(scope="module")
def means(request):
    """Means of heads that lie elsewhere and have other sizes, stored as scenes."""
    folder = request.getfixturevalue("tmp_path_factory").mktemp("scenes")
    made = [
        made_scene("ad", 0, (4, 0, 0), 1.0, (4.0, 2.0)),
        made_scene("ad", 1, (0, -6, 2), 0.9, (2.0, 4.0)),
        made_scene("mci", 2, (0, 0, 0), 1.05, (3.0, 3.0)),
        made_scene("healthy", 3, (0, 0, 0), 1.0, (0.0, 3.0)),
    ]
    paths = [folder / f"scene-{number:05d}.npz" for number in range(len(made))]
    for path, scene in zip(paths, made, strict=True):
        ATROPHY.scenes.store_scene(path, scene)
    return GROUPS.GroupMeans.of(paths)


def test_group_means_laid_over_a_head_are_its_own_field_where_all_heads_are_alike(means):
    shift, size = (-5, 3, 1), 0.95
    frame = GROUPS.Frame.of(KnowingReader(made_scene(shift=shift, size=size)).look(None).coarse_shares)
    true = made_velocity(shift, size) * 2
    ahead = means.answer(Question(False, "ad", 2.0, None), frame).velocity
    assert float((ahead - true).norm(dim=0).mean()) < 0.15 * float(true.norm(dim=0).mean())
    backward = means.answer(Question(True, "ad", 2.0, None), frame).velocity
    assert float((backward + true).norm(dim=0).mean()) < 0.15 * float(true.norm(dim=0).mean())


def test_an_unknown_course_is_the_mixture_and_unknown_years_are_their_mean(means):
    assert means.scenes == {"healthy": 1, "mci": 1, "ad": 2}
    assert means._weights(Question(True, None, None, None)) == pytest.approx({("since", "mci"): 3 / 4, ("since", "ad"): 6 / 4})
    assert means._weights(Question(True, "ad", None, None)) == pytest.approx({("since", "ad"): 3.0})
    assert sum(means._weights(Question(False, None, 5.0, None)).values()) == pytest.approx(5)
    frame = GROUPS.Frame.of(KnowingReader(made_scene()).look(None).coarse_shares)
    assert float(means.answer(Question(True, "healthy", 3.0, None), frame).velocity.abs().max()) == 0


def test_mean_rates_give_the_change_of_a_brain_like_the_others(means):
    scene = made_scene("ad", 9, years=(3.0, 3.0))
    true = GROUPS.true_changes(scene.ahead * 3, KnowingReader(scene).look(None).regions, False)
    found = means.changes(Question(False, "ad", 3.0, None))
    assert found["ventricles"] == pytest.approx(true["ventricles"], rel=0.15)
    assert means.changes(Question(True, "healthy", 3.0, None))["hippocampus"] == 0


def test_group_means_survive_their_file_and_another_file_is_refused(means, tmp_path):
    entry = means.write(tmp_path)
    again = GROUPS.GroupMeans.read(tmp_path, entry)
    for key in GROUPS.KEYS:
        largest = float(means.velocities[key].abs().max())
        assert float((again.velocities[key] - means.velocities[key]).abs().max()) <= largest / 250
    assert again.changes(Question(False, "ad", 3.0, None)) == pytest.approx(
        means.changes(Question(False, "ad", 3.0, None)), abs=0.01
    )
    assert (tmp_path / entry["file"]).stat().st_size < 2_500_000
    (tmp_path / entry["file"]).write_bytes(b"\0" * (tmp_path / entry["file"]).stat().st_size)
    with pytest.raises(ValueError, match="not the file"):
        GROUPS.GroupMeans.read(tmp_path, entry)
