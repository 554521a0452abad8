"""Other physics, kept out of training: proliferating and starved cells with a nutrient, anisotropic, with mass effect.

dp/dt = div(D grad p) + rho n p (1 - p - q) - death(n) p;   dq/dt = death(n) p;   0 = Dn lap n - uptake p n + supply (1 - n)
The nutrient is relaxed by a few fixed-point sweeps every six steps and so lags behind the cells, which is part of this model;
dead tissue slows the core. A simplification of Swanson et al., Cancer Res 71:7366 (2011). The step differs from the training
solver's.
"""

import numpy as np
import torch

from common import growth
from common.anatomy import SPACING_MM
from common.treatment import Sensitivity
from common.tumour import Tumour
from common.tumour_parameters import TumourParameters

SLOWEST_MM_PER_DAY = 0.04
"""Front speed below which a draw is rejected, because its nutrient-limited core would never become visible."""


class TwoSpeciesTumour(Tumour):
    """Tumour of living and starved cells; `starved` is dead tissue that is never cleared."""

    def __init__(
        self,
        fractions: torch.Tensor,
        parameters: TumourParameters,
        sensitivity: Sensitivity,
        living: torch.Tensor,
        anisotropy: torch.Tensor,
        rng: np.random.Generator,
    ) -> None:
        super().__init__(fractions, parameters, sensitivity, living)
        self.anisotropy = anisotropy
        self.uptake = float(rng.uniform(0.05, 0.25))
        self.starving = float(rng.uniform(0.3, 0.55))
        self.death_per_day = float(rng.uniform(0.02, 0.08))
        self.nutrient = torch.ones_like(living)
        self.steps_per_feeding = 6
        self.starved = torch.zeros_like(living)
        self.rebuild()

    def cells(self) -> tuple[torch.Tensor, ...]:
        """Also the starved ones."""
        return *super().cells(), self.starved

    def dead(self) -> torch.Tensor:
        """Scar and starved cells, [1, D, H, W]."""
        return self.scar + self.starved

    def rebuild(self) -> None:
        """Conductivities of the faces from the fractions."""
        grey = self.fractions[2] + self.fractions[3]
        parameters = self.parameters
        values = growth.diffusivity(self.fractions[1], grey, parameters.diffusivity_mm2_per_day, parameters.white_over_grey)
        self.faces = growth.face_conductivities(values[None], self.anisotropy)
        self.step_days = 0.9 * growth.stable_step_days(
            max(float(face.max()) for face in self.faces), parameters.proliferation_per_day, SPACING_MM
        )

    def grow(self, days: float) -> None:
        """Advance living and starved cells in place inside the occupied box; the nutrient follows now and then."""
        steps = max(1, int(np.ceil(days / self.step_days)))
        step = days / steps
        scaled = [face * (step / SPACING_MM**2) for face in self.faces]
        for first in range(0, steps, self.steps_per_feeding):
            box = growth.active_box(self.living, threshold=1e-4)
            inside = (slice(None), *box)
            cut = [growth.cut_face(face, box, axis) for axis, face in enumerate(scaled)]
            cells, dead = self.living[inside], self.starved[inside]
            self.nutrient[inside] = nutrient = self._feed(self.nutrient[inside], cells)
            starved_rate = ((self.starving - nutrient) / self.starving).clamp(min=0) * (self.death_per_day * step)
            gain = self.parameters.proliferation_per_day * step * nutrient
            for _ in range(min(self.steps_per_feeding, steps - first)):
                starved = starved_rate * cells
                change = gain * cells * (1 - cells - dead).clamp(min=0) - starved
                growth.add_diffusion(change, cells, cut)
                cells.add_(change)
                dead.add_(starved).clamp_(max=1)

    def _feed(self, nutrient: torch.Tensor, cells: torch.Tensor, supply: float = 0.02) -> torch.Tensor:
        for _ in range(4):
            padded = torch.nn.functional.pad(nutrient[None], [1] * 6, value=1.0)
            around = torch.nn.functional.avg_pool3d(padded, 3, stride=1)[0]
            nutrient = (around + supply) / (1 + supply + self.uptake * cells)
        return nutrient
