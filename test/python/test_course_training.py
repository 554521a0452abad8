"""Training of glioma-course: which weights go to which optimiser, resuming, recorded recipes, folding at export."""

import copy

import numpy as np
import pytest
import torch
from conftest import GLIOMA_COURSE
from train import Trainer, read_config

from common import losses
from common.blocks import fold
from common.loading import batches
from common.network_pair import export_pair, run_pair
from common.release import training_of
from common.run import read_checkpoint
from dataset import CHANNELS, CONDITIONS
from export import PORTS, golden_inputs
from model import Decoder, Encoder, Widths

SIZE = 16


def config(**changes) -> dict:
    """The small configuration with tiny networks."""
    tiny = {"widths": {"full": 2, "half": 4, "quarter": 4, "eighth": 4}, "steps": 40, "minutes": 60}
    return {**read_config(GLIOMA_COURSE / "config" / "small.json"), **tiny, **changes}


def batch(seed: int) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    draw = lambda *shape: torch.rand(*shape, SIZE, SIZE, SIZE, generator=generator) - 0.5  # noqa: E731
    return {
        "volume": draw(2, len(CHANNELS)),
        "conditions": torch.ones(2, len(CONDITIONS)),
        "distances": draw(2, 2),
        "residual": draw(2, 4),
    }


def weights_of(trainer: Trainer) -> list[torch.Tensor]:
    return [weight.detach().clone() for name in ("encoder", "decoder") for weight in trainer.networks[name].parameters()]


def test_every_weight_has_one_optimiser_and_the_ends_are_not_orthogonalised(tmp_path):
    trainer = Trainer(config(), tmp_path / "checkpoint.pt")
    groups = {
        name: [id(weight) for group in optimiser.param_groups for weight in group["params"]]
        for name, optimiser in trainer.generator_steps.items()
    }
    every = [id(weight) for name in ("encoder", "decoder") for weight in trainer.networks[name].parameters()]
    assert sorted(groups["hidden"] + groups["rest"]) == sorted(every)
    encoder, decoder = trainer.networks["encoder"], trainer.networks["decoder"]
    ends = (encoder.at_half[0].convolution, decoder.last, decoder.last_image)
    assert not {id(layer.weight) for layer in ends} & set(groups["hidden"])


def test_training_resumes_where_it_stopped(tmp_path):
    whole = Trainer(config(), tmp_path / "whole.pt")
    for step in range(6):
        whole.train_step(batch(step))
    first = Trainer(config(), tmp_path / "stopped.pt")
    for step in range(3):
        first.train_step(batch(step))
    first.save()
    second = Trainer(config(), tmp_path / "stopped.pt")
    for step in range(3, 6):
        second.train_step(batch(step))
    assert second.step == 6
    assert not second.segments
    for one, other in zip(weights_of(whole), weights_of(second), strict=True):
        assert torch.allclose(one, other, atol=1e-5)


@pytest.mark.parametrize("loaders", [0, 2])
def test_batches_of_steps_do_not_depend_on_who_makes_them(loaders):
    found = [float(batch["value"]) for batch in batches(_batch_of_step, 5, 4, loaders)]
    assert found == [float(_batch_of_step(step)["value"]) for step in range(5, 9)]


def _batch_of_step(step: int) -> dict[str, torch.Tensor]:
    return {"value": torch.tensor(np.random.default_rng([1, step]).random())}


def test_a_changed_configuration_is_recorded(tmp_path):
    first = Trainer(config(), tmp_path / "checkpoint.pt")
    first.train_step(batch(0))
    first.save()
    second = Trainer(config(batch=4), tmp_path / "checkpoint.pt")
    assert second.segments == [{"untilStep": 1, "recipe": "batch 2"}]


def test_remarks_beside_a_checkpoint_are_facts_of_its_training(tmp_path):
    trainer = Trainer(config(), tmp_path / "checkpoint.pt")
    trainer.train_step(batch(0))
    trainer.save()
    state = read_checkpoint(trainer.path)
    facts = training_of(state, trainer.path)
    assert facts["steps"] == 1 and "remarks" not in facts
    (tmp_path / "remarks.json").write_text('["begun on other data"]')
    assert training_of(state, trainer.path) == {**facts, "remarks": ["begun on other data"]}


def test_discriminator_and_spread_steps_start_when_the_configuration_says(tmp_path):
    trainer = Trainer(config(), tmp_path / "checkpoint.pt")
    kinds = [trainer.train_step(batch(step)) for step in range(12)]
    assert ["discriminator" in values for values in kinds] == [step >= 10 for step in range(12)]
    assert ["structure" in values for values in kinds] == [step < 4 or step % 2 == 0 for step in range(12)]


def test_exported_graphs_equal_the_trained_network(tmp_path):
    torch.manual_seed(0)
    encoder, decoder = Encoder(Widths(2, 4, 4, 4)), Decoder(Widths(2, 4, 4, 4))
    for network in (encoder, decoder):
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm3d):
                module.running_mean.normal_(std=0.3)
                module.running_var.uniform_(0.5, 2)
                torch.nn.init.uniform_(module.weight, 0.5, 1.5)
    for layer in (decoder.last, decoder.overall, decoder.last_image):
        torch.nn.init.normal_(layer.weight, std=0.1)
    inputs = golden_inputs()
    tensors = {name: torch.from_numpy(value) for name, value in inputs.items()}
    encoder.eval(), decoder.eval()
    with torch.no_grad():
        features = encoder(tensors["volume"], tensors["conditions"])
        expected = decoder(*features, tensors["conditions"], tensors["latent"])
    export_pair(fold(copy.deepcopy(encoder)), fold(copy.deepcopy(decoder)), PORTS, inputs, tmp_path)
    exported = run_pair(tmp_path, PORTS, inputs)
    for name, value in zip(PORTS.decoder_outputs, expected, strict=True):
        assert np.abs(exported[name] - value.numpy()).max() < 1e-3


def test_dice_of_change_counts_growth_and_shrinkage_and_nothing_else():
    axis = torch.arange(16, dtype=torch.float32)
    radius = sum(((axis - 7.5) ** 2).view([-1 if other == index else 1 for other in range(3)]) for index in range(3)).sqrt()
    ball = lambda edge: ((radius - edge) / 10)[None, None]  # noqa: E731
    weight = torch.ones(1, 1)
    last, truth = ball(4.0), ball(5.5)
    right = float(losses.dice_of_change(truth, truth, last, weight))
    unchanged = float(losses.dice_of_change(last, truth, last, weight))
    shrunk = float(losses.dice_of_change(ball(2.5), truth, last, weight))
    assert right < 0.25 < 0.75 < min(unchanged, shrunk)
    assert float(losses.dice_of_change(last, last, last, weight)) < float(losses.dice_of_change(truth, last, last, weight))
    assert float(losses.dice_of_change(last, truth, last, torch.zeros(1, 1))) == 0
