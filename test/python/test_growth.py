"""Physics of the Fisher-Kolmogorov solver."""

import math

import pytest
import torch

from common import growth

SPACING_MM = 2.0


def ball(size: int = 24, radius: float = 4.0) -> torch.Tensor:
    axis = torch.arange(size, dtype=torch.float32) - (size - 1) / 2
    x, y, z = torch.meshgrid(axis, axis, axis, indexing="ij")
    return 0.8 * torch.exp(-((x - 1) ** 2 + 0.5 * y**2 + 2 * (z + 2) ** 2) / radius**2)[None]


def uneven_tissue(size: int = 24) -> torch.Tensor:
    generator = torch.Generator().manual_seed(3)
    values = 0.05 + 0.4 * torch.rand(1, size, size, size, generator=generator)
    values[torch.rand(1, size, size, size, generator=generator) < 0.15] = 0
    return values


def advance(density, diffusivities, rho: float, days: float, step_days: float | None = None):
    faces = growth.face_conductivities(diffusivities)
    step = step_days or growth.stable_step_days(float(diffusivities.max()), rho, SPACING_MM)
    rates = {"proliferation": torch.tensor([rho]), "kill": torch.zeros(1)}
    return growth.advance(density.clone(), faces, rates, torch.tensor([days]), step)


def test_keeps_the_number_of_cells_without_proliferation():
    tissue = uneven_tissue()
    start = ball() * (tissue > 0)
    end = advance(start, tissue, 0.0, 40.0)
    assert float(end.sum()) == pytest.approx(float(start.sum()), rel=1e-4)


def test_stays_between_zero_and_one():
    tissue = uneven_tissue()
    end = advance(ball() * (tissue > 0), tissue, 0.08, 200.0)
    assert float(end.min()) >= 0
    assert float(end.max()) <= 1 + 1e-5


def test_leaves_places_without_tissue_empty():
    tissue = uneven_tissue()
    end = advance(ball() * (tissue > 0), tissue, 0.05, 100.0)
    assert float(end[tissue == 0].abs().max()) == 0


def test_front_moves_at_two_root_d_rho():
    diffusivity, rho, length = 0.5, 0.02, 420
    density = torch.zeros(1, length, 2, 2)
    density[:, :8] = 1.0
    tissue = torch.full_like(density, diffusivity)
    positions = []
    for days in (1500.0, 1500.0):  # late, because the speed is reached only as 1 / time (Bramson)
        density = advance(density, tissue, rho, days, step_days=0.5)
        profile = density[0, :, 0, 0]
        index = int((profile > 0.5).nonzero().max())
        inside, outside = float(profile[index]), float(profile[index + 1])
        positions.append((index + (inside - 0.5) / (inside - outside)) * SPACING_MM)
    speed = (positions[1] - positions[0]) / 1500.0
    assert speed == pytest.approx(2 * math.sqrt(diffusivity * rho), rel=0.05)


@pytest.mark.parametrize("order", [(0, 2, 1, 3), (0, 3, 2, 1), (0, 2, 3, 1)])
def test_does_not_depend_on_the_order_of_axes(order):
    tissue = uneven_tissue()
    start = ball() * (tissue > 0)
    plain = advance(start, tissue, 0.03, 50.0)
    permuted = advance(start.permute(order).contiguous(), tissue.permute(order).contiguous(), 0.03, 50.0)
    assert torch.allclose(plain.permute(order), permuted, atol=1e-5)


def test_halving_the_step_changes_little():
    tissue = torch.full((1, 24, 24, 24), 0.2)
    step = growth.stable_step_days(0.2, 0.02, SPACING_MM)
    coarse = advance(ball(), tissue, 0.02, 60.0, step)
    fine = advance(ball(), tissue, 0.02, 60.0, step / 2)
    assert float((coarse - fine).abs().max()) < 0.02


def test_kill_shrinks_a_tumour():
    faces = growth.face_conductivities(torch.full((1, 24, 24, 24), 0.05))
    rates = {"proliferation": torch.tensor([0.01]), "kill": torch.tensor([0.03])}
    end = growth.advance(ball(), faces, rates, torch.tensor([60.0]), 1.0)
    assert float(end.sum()) < 0.5 * float(ball().sum())


def test_every_patient_of_a_batch_has_its_own_rates():
    start = ball().repeat(2, 1, 1, 1)
    tissue = torch.full((2, 24, 24, 24), 0.1)
    faces = growth.face_conductivities(tissue)
    rates = {"proliferation": torch.tensor([0.0, 0.03]), "kill": torch.zeros(2)}
    end = growth.advance(start.clone(), faces, rates, torch.tensor([40.0, 40.0]), 1.0)
    alone = advance(ball(), tissue[:1], 0.03, 40.0, 1.0)
    assert torch.allclose(end[1:], alone, atol=1e-5)
    assert float(end[0].sum()) == pytest.approx(float(start[0].sum()), rel=1e-3)
