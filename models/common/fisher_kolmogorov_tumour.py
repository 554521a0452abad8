"""The training physics: (an)isotropic Fisher-Kolmogorov growth whose proliferation may slow down as the core gets large."""

import numpy as np
import torch

from common import growth
from common.anatomy import SPACING_MM
from common.treatment import Sensitivity
from common.tumour import Tumour
from common.tumour_parameters import TumourParameters

LONGEST_STRETCH_DAYS = 30.0
"""A tumour that slows down is measured again after this time."""


class FisherKolmogorovTumour(Tumour):
    """Tumour that grows by du/dt = div(D grad u) + rho u (1 - u).

    :param anisotropy: float32 [1, 3, D, H, W] factors of diffusivity along the axes, None where isotropic
    """

    def __init__(
        self,
        fractions: torch.Tensor,
        parameters: TumourParameters,
        sensitivity: Sensitivity,
        living: torch.Tensor,
        anisotropy: torch.Tensor | None = None,
    ) -> None:
        super().__init__(fractions, parameters, sensitivity, living)
        self.anisotropy = anisotropy
        self.rebuild()

    def rebuild(self) -> None:
        """Conductivities of the faces from the fractions."""
        white, grey = self.fractions[1], self.fractions[2] + self.fractions[3]
        values = growth.diffusivity(white, grey, self.parameters.diffusivity_mm2_per_day, self.parameters.white_over_grey)
        self.faces = growth.face_conductivities(values[None], self.anisotropy)
        self.largest = max(float(face.max()) for face in self.faces)

    def grow(self, days: float) -> None:
        """Grow in stretches short enough for the slowing to be felt."""
        stretches = int(np.ceil(days / LONGEST_STRETCH_DAYS)) if np.isfinite(self.parameters.slowing_ml) else 1
        for _ in range(stretches):
            proliferation = self.proliferation_per_day()
            rates = {"proliferation": torch.tensor([proliferation]), "kill": torch.tensor([0.0])}
            step = growth.stable_step_days(self.largest, proliferation, SPACING_MM)
            growth.advance(self.living, self.faces, rates, torch.tensor([days / stretches]), step)

    def proliferation_per_day(self) -> float:
        """Proliferation at the present size."""
        slowing = self.parameters.slowing_ml
        factor = 1.0 if not np.isfinite(slowing) else 1 / (1 + self.core_ml() / slowing)
        return self.parameters.proliferation_per_day * factor
