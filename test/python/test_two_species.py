"""Laws of the other physics: bounds, barriers, necrosis from hunger, and independence of the step."""

import numpy as np
import pytest
import torch

from common.treatment import draw_sensitivity
from common.tumour_parameters import TumourParameters
from common.two_species import TwoSpeciesTumour

SIZE = 36
PARAMETERS = TumourParameters(0.1, 0.03, 10.0, 0.6, 0.15, 0.95)


def tumour(uptake: float = 0.15, anisotropy: torch.Tensor | None = None) -> TwoSpeciesTumour:
    """Ball of cells in white matter with a wall of fluid at the left end."""
    fractions = torch.zeros(9, SIZE, SIZE, SIZE)
    fractions[1] = fractions[8] = 1
    fractions[:, :, :, :6] = 0
    fractions[4, :, :, :6] = 1
    axis = (torch.arange(SIZE) - SIZE // 2) * 2.0
    squared = axis.view(-1, 1, 1) ** 2 + axis.view(1, -1, 1) ** 2 + axis.view(1, 1, -1) ** 2
    rng = np.random.default_rng(0)
    factors = torch.ones(1, 3, SIZE, SIZE, SIZE) if anisotropy is None else anisotropy
    living = (0.9 * torch.exp(-squared / 150.0) * (fractions[1] > 0))[None]
    state = TwoSpeciesTumour(fractions, PARAMETERS, draw_sensitivity(rng), living, factors, rng)
    state.uptake, state.starving, state.death_per_day = uptake, 0.4, 0.05
    return state


def test_densities_stay_between_nothing_and_full_and_out_of_fluid():
    state = tumour()
    state.grow(90)
    total = state.living + state.starved
    assert float(state.living.min()) >= 0
    assert float(total.max()) <= 1 + 1e-3
    assert float(total[..., :6].max()) == 0
    assert float(state.nutrient.min()) >= 0 and float(state.nutrient.max()) <= 1 + 1e-5


def test_surgery_thins_starved_cells_round_the_cavity_like_living_ones():
    state = tumour(uptake=0.25)
    state.grow(90)
    before = [kind.clone() for kind in (state.living, state.starved)]
    state.resect(np.random.default_rng(5))
    rim = (before[1][0] > 0.01) & ~state.cavity
    left = [(now[0][rim] / then[0][rim]).mean() for now, then in zip((state.living, state.starved), before, strict=True)]
    assert float(state.starved[0][state.cavity].max()) == 0
    assert 0.3 <= float(left[1]) < 0.95
    assert float(left[1]) == pytest.approx(float(left[0]), abs=0.05)


def test_hunger_makes_necrosis_in_the_middle_and_slows_the_core():
    hungry, fed = tumour(uptake=0.25), tumour(uptake=0.0)
    for state in (hungry, fed):
        state.grow(90)
    middle = SIZE // 2
    assert float(hungry.starved[0, middle, middle, middle]) > 0.1
    assert float(hungry.starved[0, middle, middle, middle]) > float(hungry.starved[0, middle, middle, middle + 8])
    assert float(fed.starved.max()) == 0
    assert float(hungry.living.sum()) < float(fed.living.sum())


def test_starved_cells_are_never_cleared():
    state = tumour(uptake=0.25)
    state.grow(60)
    before = state.starved.clone()
    state.grow(30)
    assert bool((state.starved >= before - 1e-6).all())


def test_half_the_step_gives_nearly_the_same_tumour():
    whole, half = tumour(), tumour()
    half.step_days, half.steps_per_feeding = half.step_days / 2, 2 * half.steps_per_feeding
    for state in (whole, half):
        state.grow(60)
    assert float(whole.living.sum()) == pytest.approx(float(half.living.sum()), rel=0.05)
    assert float((whole.visible() > 0.6).sum()) == pytest.approx(float((half.visible() > 0.6).sum()), rel=0.1)


def test_growth_follows_the_easy_direction():
    factors = torch.ones(1, 3, SIZE, SIZE, SIZE)
    factors[:, 0], factors[:, 1] = 2.5, 0.4
    state = tumour(uptake=0.05, anisotropy=factors)
    state.grow(60)
    seen = (state.visible() > 0.15).nonzero()
    extent = (seen.amax(dim=0) - seen.amin(dim=0)).tolist()
    assert extent[0] > extent[1]
