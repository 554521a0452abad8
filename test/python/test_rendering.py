"""Rendered images look like what radiologists call the sequences, and only the scanner changes between visits."""

import numpy as np
import pytest
import torch

from common import rendering
from common.anatomy import CLASSES

SIZE = 24
WHITE, GREY, FLUID = (slice(0, 8), slice(8, 16), slice(16, 24))
EDGES = (0.6, 0.15, 0.92)


def scene() -> torch.Tensor:
    """White matter, cortex and fluid as three slabs along the last axis."""
    fractions = torch.zeros(len(CLASSES), SIZE, SIZE, SIZE)
    for number, part in ((1, WHITE), (2, GREY), (4, FLUID)):
        fractions[number, :, :, part] = 1
    return fractions


def images(density: torch.Tensor, seed: int) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(seed)
    texture, scanner = torch.zeros(2, SIZE, SIZE, SIZE), rendering.draw_scanner(SIZE, rng)
    lesion = rendering.soften_lesion(density, EDGES, texture)
    return {name: rendering.render(scene(), lesion, texture, scanner, name) for name in rendering.SEQUENCES}


def mean(image: torch.Tensor, part: slice) -> float:
    return float(image[:, :, part].mean())


@pytest.mark.parametrize("seed", range(5))
def test_healthy_tissue_has_the_order_of_each_sequence(seed):
    found = images(torch.zeros(SIZE, SIZE, SIZE), seed)
    t1, t2, flair = (found[name] for name in ("t1", "t2", "flair"))
    assert mean(t1, WHITE) > mean(t1, GREY) > mean(t1, FLUID)
    assert mean(t2, WHITE) < mean(t2, GREY) < mean(t2, FLUID)
    assert mean(flair, FLUID) < min(mean(flair, WHITE), mean(flair, GREY))


@pytest.mark.parametrize("seed", range(5))
def test_a_lesion_enhances_with_contrast_agent_alone_and_oedema_is_bright_on_flair(seed):
    density = torch.zeros(SIZE, SIZE, SIZE)
    density[4:20, 4:20, 0:8] = 0.3
    density[8:16, 8:16, 0:8] = 0.8
    before, after = images(torch.zeros_like(density), seed), images(density, seed)
    rim, oedema = (slice(10, 14), slice(10, 14), slice(2, 6)), (slice(5, 7), slice(5, 7), slice(2, 6))
    change = {name: after[name] - before[name] for name in rendering.SEQUENCES}
    assert float(change["t1c"][rim].mean()) > 0.1
    assert float(change["t1"][rim].mean()) < 0.02
    for name in ("t2", "flair"):
        assert float(change[name][oedema].mean()) > 0.1
    assert float(change["t1"][oedema].mean()) < 0


def test_thick_slices_keep_the_mean_and_blur_across_slices_alone():
    image = torch.rand(SIZE, SIZE, SIZE, generator=torch.Generator().manual_seed(0))
    thick = rendering.thicken(image, 6.0)
    assert float(thick.mean()) == pytest.approx(float(image.mean()), abs=0.02)
    assert float(thick.diff(dim=0).abs().mean()) < 0.6 * float(image.diff(dim=0).abs().mean())
    assert float(thick.diff(dim=2).abs().mean()) > float(thick.diff(dim=0).abs().mean())


def test_noise_of_air_is_that_of_a_magnitude():
    found = rendering.acquire(torch.zeros(SIZE, SIZE, SIZE), 0.02, 1.0, np.random.default_rng(0))
    assert float(found.min()) >= 0
    assert float(found.mean()) == pytest.approx(0.02 * np.sqrt(np.pi / 2), rel=0.1)
