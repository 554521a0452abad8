"""What treatment does to cells: published survival figures, schedules, dose maps, surgery and pseudo-progression."""

import numpy as np
import pytest
import torch

from common.fisher_kolmogorov_tumour import FisherKolmogorovTumour
from common.patient import begin_past_treatment
from common.treatment import (
    ARMS,
    Sensitivity,
    Treatment,
    dose_map_gy,
    draw_scarring,
    draw_sensitivity,
    drug_survival,
    events_of,
    radiotherapy_survival,
)
from common.tumour_parameters import TumourParameters

SIZE = 40
PARAMETERS = TumourParameters(0.05, 0.01, 10.0, 0.6, 0.15, 0.95)
PLAIN = Sensitivity(0.03, 1.0, 0.5, 30.0, 400.0, 0.0, 40.0)


def ball(radius_mm: float) -> np.ndarray:
    axis = (np.arange(SIZE) - SIZE // 2) * 2.0
    z, y, x = np.meshgrid(axis, axis, axis, indexing="ij")
    return z**2 + y**2 + x**2 <= radius_mm**2


def tumour(sensitivity: Sensitivity = PLAIN) -> FisherKolmogorovTumour:
    fractions = torch.zeros(9, SIZE, SIZE, SIZE)
    fractions[1] = fractions[8] = 1
    axis = torch.arange(SIZE) - SIZE // 2
    squared = sum((axis.view(shape) * 2.0) ** 2 for shape in ((-1, 1, 1), (1, -1, 1), (1, 1, -1)))
    return FisherKolmogorovTumour(fractions, PARAMETERS, sensitivity, 0.95 * torch.exp(-squared / 150.0)[None])


def treated(arm: str, days: float, sensitivity: Sensitivity = PLAIN) -> FisherKolmogorovTumour:
    state = tumour(sensitivity)
    core = (state.visible() > PARAMETERS.core_edge).numpy()
    state.treatment = Treatment(arm, 1.0, dose_map_gy(core, np.ones_like(core)))
    state.advance(days, np.random.default_rng(0))
    return state


@pytest.mark.parametrize("arm", ["resection", "radiotherapy"])
def test_a_treatment_before_the_first_visit_is_given_before_it(arm):
    rng, untreated, state = np.random.default_rng(0), tumour(), tumour()
    begin_past_treatment(state, arm, -45.0, rng)
    state.advance(-state.day, rng)
    untreated.advance(45.0, rng)
    assert state.day == 0
    assert state.cavity.any() == (arm == "resection")
    assert float(state.living.sum()) < 0.7 * float(untreated.living.sum())


@pytest.mark.parametrize(("alpha", "share"), [(0.025, 0.165), (0.06, 0.0133)])
def test_sixty_gray_leave_the_published_share(alpha, share):
    assert float(radiotherapy_survival(60.0, 30, 30, alpha)) == pytest.approx(share, rel=0.01)


def test_weeks_of_fractions_multiply_to_the_whole_course():
    weeks = [event.count for event in events_of(Treatment("radiotherapy", 0.0)) if event.kind == "fractions"]
    product = np.prod([float(radiotherapy_survival(60.0, count, 30, 0.03)) for count in weeks])
    assert sum(weeks) == 30
    assert product == pytest.approx(float(radiotherapy_survival(60.0, 30, 30, 0.03)), rel=1e-5)


def test_drug_schedule_is_daily_with_radiotherapy_then_six_cycles():
    doses = [event for event in events_of(Treatment("radiotherapy-temozolomide", 10.0)) if event.kind == "drug"]
    assert [event.count for event in doses] == [7] * 6 + [5] * 6
    assert [event.weight for event in doses] == [0.5] * 6 + [1.0] * 6
    cycles = [event.day for event in doses[6:]]
    assert np.allclose(np.diff(cycles), 28) and cycles[0] - doses[5].day >= 28


def test_exposure_of_a_dose_is_the_integral_of_its_decay():
    hours = np.linspace(0, 1, 200001)
    integral = np.trapezoid(np.exp(-9.24 * hours), hours)
    assert drug_survival(1, 1.0, 2.0) == pytest.approx(np.exp(-2.0 * integral), rel=1e-6)


def test_dose_is_full_on_the_margin_and_gone_after_the_fall_off():
    core = ball(10)
    dose = dose_map_gy(core, np.ones_like(core)).numpy()
    assert (dose[core] == 60).all() and (dose[ball(22)] == 60).all()
    assert dose[~ball(38)].max() == 0
    assert dose_map_gy(np.zeros_like(core), np.ones_like(core)).max() == 0


@pytest.mark.parametrize("arm", [arm for arm in ARMS if arm != "none"])
def test_every_arm_leaves_fewer_living_cells(arm):
    untreated = treated("none", 90)
    assert float(treated(arm, 90).living.sum()) < 0.8 * float(untreated.living.sum())


def test_the_combination_kills_more_than_its_parts():
    cells = {arm: float(treated(arm, 120).living.sum()) for arm in ARMS}
    assert cells["radiotherapy-temozolomide"] < min(cells["radiotherapy"], cells["temozolomide"])


def test_killed_cells_are_conserved_before_they_are_cleared():
    state = tumour()
    before = float(state.living.sum())
    state.scarring = draw_scarring(state.sensitivity, state.living.shape[-1], np.random.default_rng(2))
    state._kill(0.4)
    assert float((state.living + state.dying + state.scar).sum()) == pytest.approx(before, rel=1e-5)
    assert float(state.living.sum()) == pytest.approx(0.4 * before, rel=1e-5)


def test_surgery_leaves_a_cavity_of_fluid_without_cells():
    state = tumour()
    core = state.visible() > PARAMETERS.core_edge
    state.resect(np.random.default_rng(5))
    assert state.cavity.any() and float(state.visible()[state.cavity].max()) == 0
    assert float(state.fractions[4][state.cavity].min()) == 1
    assert float((core & state.cavity).sum()) > 0.5 * float(core.sum())
    state.grow(60)
    assert float(state.living[0][state.cavity].max()) == 0


def test_pseudo_progression_comes_and_goes_without_cells():
    swelling = Sensitivity(0.05, 1.0, 0.5, 30.0, 400.0, 0.9, 40.0)
    plain = Sensitivity(0.05, 1.0, 0.5, 30.0, 400.0, 0.0, 40.0)
    at_peak, late = 42 + 40, 42 + 40 + 120
    assert treated("radiotherapy", at_peak, swelling).oedema_ml() > 1.2 * treated("radiotherapy", at_peak, plain).oedema_ml()
    assert treated("radiotherapy", late, swelling).oedema_ml() == pytest.approx(
        treated("radiotherapy", late, plain).oedema_ml(), rel=0.05
    )
    assert torch.equal(treated("radiotherapy", at_peak, swelling).living, treated("radiotherapy", at_peak, plain).living)


def test_a_fork_does_not_touch_its_origin():
    state = tumour()
    before = state.living.clone()
    copy = state.fork()
    copy.resect(np.random.default_rng(1))
    copy.advance(50, np.random.default_rng(2))
    assert torch.equal(state.living, before) and not state.cavity.any()
    assert float(state.fractions[4].max()) == 0


def test_one_in_five_tumours_swells_after_radiotherapy():
    rng = np.random.default_rng(3)
    share = np.mean([draw_sensitivity(rng).pseudo > 0 for _ in range(600)])
    assert 0.1 <= share <= 0.3


def test_a_treated_core_shrinks_in_parts():
    lasting = Sensitivity(0.06, 1.0, 0.8, 20.0, 900.0, 0.0, 40.0)
    days = (60, 120, 240)
    before, cores = treated("none", 0, lasting).core_ml(), [treated("radiotherapy", day, lasting).core_ml() for day in days]
    assert before > cores[0] > cores[1] > cores[2] > 0.02 * before
    assert cores[1] < 0.9 * before


def test_scars_differ_from_place_to_place_within_their_limits():
    share = draw_scarring(PLAIN, SIZE, np.random.default_rng(3))
    assert share.shape == (1, SIZE, SIZE, SIZE)
    assert 0.1 <= float(share.min()) < 0.3 < 0.7 < float(share.max()) <= 1
    assert float(share.mean()) == pytest.approx(PLAIN.scar_share, abs=0.1)
