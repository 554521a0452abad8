"""Fisher-Kolmogorov growth: du/dt = div(D grad u) + rho u (1 - u) - kill u, explicit, batched over patients.

Zero flux at fluid and skull: a face has the harmonic mean of the two diffusivities, so it closes where one is 0.
Source: Swanson et al., Cell Prolif 33:317 (2000); Konukoglu et al., IEEE TMI 29:77 (2010).
"""

import torch


def diffusivity(white: torch.Tensor, grey: torch.Tensor, white_mm2_per_day: float, ratio: float) -> torch.Tensor:
    """Diffusivity map: the white-matter value, divided by `ratio` in grey matter, 0 where tissue fills less than half.

    :param white: fraction of white matter, any shape
    :param grey: fraction of grey matter, same shape
    :param ratio: white over grey diffusivity
    :returns: mm2/day, same shape
    """
    tissue = white + grey
    mixed = white_mm2_per_day * (white + grey / ratio) / tissue.clamp(min=1e-6)
    return torch.where(tissue >= 0.5, mixed, torch.zeros_like(mixed))


def face_conductivities(diffusivities: torch.Tensor, anisotropy: torch.Tensor | None = None) -> list[torch.Tensor]:
    """Harmonic mean of neighbouring diffusivities along each axis.

    :param diffusivities: [N, D, H, W] mm2/day
    :param anisotropy: [N, 3, D, H, W] positive factors per axis, or None where isotropic
    :returns: three tensors, each one shorter along its own axis, mm2/day
    """
    faces = []
    for axis in range(3):
        along = diffusivities if anisotropy is None else diffusivities * anisotropy[:, axis]
        size = along.shape[axis + 1]
        lower, upper = along.narrow(axis + 1, 0, size - 1), along.narrow(axis + 1, 1, size - 1)
        faces.append(2 * lower * upper / (lower + upper).clamp(min=1e-12))
    return faces


def stable_step_days(largest_mm2_per_day: float, rate_per_day: float, spacing_mm: float) -> float:
    """Longest explicit step that keeps u in [0, 1]: 80 % of the diffusion limit and a fifth of 1/rate.

    :param rate_per_day: largest of proliferation and kill
    """
    limit = 0.8 * spacing_mm**2 / (6 * max(largest_mm2_per_day, 1e-9))
    return min(limit, 0.2 / max(rate_per_day, 1e-9))


def advance(
    density: torch.Tensor,
    faces: list[torch.Tensor],
    rates: dict[str, torch.Tensor],
    days: torch.Tensor,
    step_days: float,
    spacing_mm: float = 2.0,
) -> torch.Tensor:
    """Advance the cell density in place, working only inside the box where there are cells.

    :param density: [N, D, H, W], 0..1, changed in place
    :param faces: from `face_conductivities`
    :param rates: `proliferation` and `kill`, [N] per day
    :param days: [N] time to advance, days; every patient takes the same number of steps
    :param step_days: longest step allowed
    :returns: the same `density`
    """
    longest = float(days.max())
    if longest <= 0:
        return density
    steps = max(1, int(-(-longest // step_days)))
    step = (days / steps).view(-1, 1, 1, 1)
    scaled = [face * step / spacing_mm**2 for face in faces]
    gain = rates["proliferation"].view(-1, 1, 1, 1) * step
    loss = rates["kill"].view(-1, 1, 1, 1) * step
    for first in range(0, steps, 6):
        box = active_box(density)
        inside = density[(slice(None), *box)]
        cut = [cut_face(face, box, axis) for axis, face in enumerate(scaled)]
        for _ in range(min(6, steps - first)):
            change = inside * (gain * (1 - inside) - loss)
            add_diffusion(change, inside, cut)
            inside += change
    return density


def add_diffusion(change: torch.Tensor, density: torch.Tensor, faces: list[torch.Tensor]) -> None:
    """Add the divergence of the flux to `change`, in place; no flux through the border of the array.

    :param faces: conductivities of the faces times step over squared spacing
    """
    for axis, face in enumerate(faces, start=1):
        size = density.shape[axis]
        flux = density.narrow(axis, 1, size - 1) - density.narrow(axis, 0, size - 1)
        flux *= face
        change.narrow(axis, 0, size - 1).add_(flux)
        change.narrow(axis, 1, size - 1).sub_(flux)


def active_box(density: torch.Tensor, margin: int = 7, threshold: float = 1e-6) -> tuple[slice, ...]:
    """Smallest box round every cell of the batch, with a margin wide enough for six explicit steps."""
    highest = density.amax(dim=0)
    in_columns = highest.amax(dim=2)
    box = []
    for along in (in_columns.amax(dim=1), in_columns.amax(dim=0), highest.amax(dim=0).amax(dim=0)):
        indices = torch.nonzero(along > threshold)
        if len(indices) == 0:
            return (slice(0, 2), slice(0, 2), slice(0, 2))
        first = max(0, int(indices[0]) - margin)
        box.append(slice(first, min(len(along), int(indices[-1]) + margin + 1)))
    return tuple(box)


def cut_face(face: torch.Tensor, box: tuple[slice, ...], axis: int) -> torch.Tensor:
    """Part of the face conductivities along one axis that lies inside a box."""
    cut = list(box)
    cut[axis] = slice(box[axis].start, box[axis].stop - 1)
    return face[(slice(None), *cut)]
