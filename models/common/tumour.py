"""A tumour as cells in one anatomy: living, dying and dead, advanced through growth and the events of a treatment.

How living cells spread is left to the subclass; killing, clearing, surgery and pseudo-progression are the same for all.
"""

import copy
from abc import ABC, abstractmethod

import numpy as np
import torch
from scipy.ndimage import binary_dilation, distance_transform_edt

from common.anatomy import SPACING_MM, VOXEL_ML
from common.treatment import (
    FRACTION_GY,
    UNTREATED,
    Event,
    Sensitivity,
    draw_scarring,
    drug_survival,
    events_of,
    radiotherapy_survival,
)
from common.tumour_parameters import TumourParameters
from common.warp import smooth_field

THINNED_RIM_MM = 10.0
PSEUDO_WIDTH_DAYS = 26.0
"""Standard deviation in time of a pseudo-progression."""


class Tumour(ABC):
    """State of one tumour on a cube.

    :param fractions: float32 [K + 1, D, H, W] class fractions and the cerebrum; surgery changes them
    :param living: float32 [1, D, H, W] density of living cells, 0..1
    """

    def __init__(
        self, fractions: torch.Tensor, parameters: TumourParameters, sensitivity: Sensitivity, living: torch.Tensor
    ) -> None:
        self.fractions, self.parameters, self.sensitivity = fractions, parameters, sensitivity
        self.living, self.dying, self.scar = living, torch.zeros_like(living), torch.zeros_like(living)
        self.cavity = torch.zeros(living.shape[1:], dtype=torch.bool)
        self.treatment = UNTREATED
        self.day = 0.0
        self.swelling_source: torch.Tensor | None = None
        self.scarring: torch.Tensor | None = None

    @abstractmethod
    def grow(self, days: float) -> None:
        """Let the living cells grow and spread."""

    @abstractmethod
    def rebuild(self) -> None:
        """Read the anatomy again after surgery changed it."""

    def cells(self) -> tuple[torch.Tensor, ...]:
        """Every kind of cell and its remains, which surgery takes alike; each [1, D, H, W]."""
        return self.living, self.dying, self.scar

    def dead(self) -> torch.Tensor:
        """Dead tissue that is still there, [1, D, H, W]."""
        return self.scar

    def fork(self) -> "Tumour":
        """An independent copy of the state; constant maps are shared until surgery replaces them."""
        other = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, torch.Tensor) and name != "fractions":
                setattr(other, name, value.clone())
        return other

    def visible(self) -> torch.Tensor:
        """Density that images show: living, dying and dead cells and pseudo-progression, float32 [D, H, W], 0..1."""
        total = self.living + self.dying + self.dead()
        swelling = self._pseudo_progression()
        return (total if swelling is None else torch.maximum(total, swelling))[0].clamp(0, 1)

    def scar_share(self) -> torch.Tensor:
        """Share of the visible density that is dead, float32 [D, H, W], 0..1."""
        return (self.dead()[0] / self.visible().clamp(min=0.05)).clamp(0, 1)

    def core_ml(self) -> float:
        """Volume that enhances, ml."""
        return float((self.visible() > self.parameters.core_edge).sum()) * VOXEL_ML

    def oedema_ml(self) -> float:
        """Volume of the whole abnormality, ml."""
        return float((self.visible() > self.parameters.oedema_edge).sum()) * VOXEL_ML

    def advance(self, days: float, rng: np.random.Generator) -> None:
        """Advance by some days through every event of the treatment on the way."""
        end = self.day + days
        for event in events_of(self.treatment):
            if self.day <= event.day < end:
                self._pass(event.day - self.day)
                self._apply(event, rng)
        self._pass(end - self.day)

    def _pass(self, days: float) -> None:
        if days > 0:
            self.grow(days)
            self.dying *= np.exp(-days / self.sensitivity.clearance_days)
            self.scar *= np.exp(-days / self.sensitivity.scar_days)
            self.day += days
        half_way = self.treatment.start_day + 21
        if self.treatment.irradiates and self.swelling_source is None and self.day >= half_way:
            self.swelling_source = (self.living + self.dying + self.dead()).clone()

    def _apply(self, event: Event, rng: np.random.Generator) -> None:
        if self.scarring is None:
            self.scarring = draw_scarring(self.sensitivity, self.living.shape[-1], rng)
        if event.kind == "surgery":
            self.resect(rng)
        elif event.kind == "fractions":
            of_fractions = round(self.treatment.prescribed_gy / FRACTION_GY)
            dose = self.treatment.dose_gy
            self._kill(radiotherapy_survival(dose[None], event.count, of_fractions, self.sensitivity.alpha_per_gy))
        else:
            self._kill(drug_survival(event.count, event.weight, self.sensitivity.drug_per_day))

    def _kill(self, survival: torch.Tensor | float) -> None:
        killed = self.living * (1 - survival)
        stays = killed * self.scarring
        self.living -= killed
        self.scar += stays
        self.dying += killed - stays

    def resect(self, rng: np.random.Generator) -> None:
        """Take the core out with 0 to 5 mm round it (one in five leaves a part), thin the next 10 mm, fill with fluid."""
        core = (self.visible() > self.parameters.core_edge).numpy()
        if not core.any():
            return
        if rng.random() < 0.2:
            texture = smooth_field(core.shape[0], 5, rng)[0].numpy()
            core &= texture < np.quantile(texture[core], rng.uniform(0.6, 0.9))
        cavity = core
        if grown_mm := rng.uniform(0, 5):
            cavity = binary_dilation(core, iterations=max(1, round(grown_mm / SPACING_MM))) if grown_mm >= 1 else core
            cavity = cavity & ((self.fractions[1:5].sum(dim=0) > 0.5).numpy())
        rim = distance_transform_edt(~cavity) * SPACING_MM <= THINNED_RIM_MM
        thinned = torch.from_numpy(np.where(rim, rng.uniform(0.3, 0.9), 1.0).astype(np.float32))
        empty = torch.from_numpy(cavity)
        for state in self.cells():
            state *= thinned
            state[:, empty] = 0
        self.cavity = self.cavity | empty
        self.fractions = self.fractions.clone()
        self.fractions[:, empty] = 0
        self.fractions[4, empty] = 1
        self.rebuild()

    def _pseudo_progression(self) -> torch.Tensor | None:
        """Swelling after radiotherapy that looks like growth: fades in and out in time, strongest where the dose was full."""
        before, treatment = self.swelling_source, self.treatment
        if before is None or self.sensitivity.pseudo == 0 or treatment.dose_gy is None:
            return None
        late = self.day - treatment.radiotherapy_end_day - self.sensitivity.pseudo_peak_days
        strength = self.sensitivity.pseudo * float(np.exp(-0.5 * (late / PSEUDO_WIDTH_DAYS) ** 2))
        alive = (~self.cavity).float()[None]
        return strength * (treatment.dose_gy[None] / treatment.prescribed_gy) * before.clamp(min=0).sqrt() * alive
