"""A check on one real head: labels, volumes and pictures of a healthy volunteer -> real-scan.json and plots/real-*.png.

python models/brain-atrophy/real_scan.py --checkpoint <run>/checkpoint.pt

Nothing is trained on or fitted to this scan; that interim weights found fluid outside its skull led to more variety there. It is
a single T1 of a healthy adult whose face was removed (public domain, see the data's SOURCE.txt); no later date of it exists, so
only labels and volumes can be compared with anything.
"""

import argparse
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import interpolate

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from answers import Answer, Head, Reader
from cases import MAP_LIMIT_PERCENT, WINDOW, coloured, percent_of, planes_of
from common.anatomy import SPACING_MM, VOXEL_ML
from common.compact_json import compact_json
from common.dicom_series import read_series
from common.head_grid import foreground_statistics, normalise_head
from common.head_volume import Volume, grid_points, place_grid
from common.onnx_export import sha256_of
from common.pictures import save_small, start_figure
from common.scene_sets import SHARED_DATA
from common.velocity_field import jacobian_determinant, sample
from examples import LABELS, Question
from export import RELEASE
from scenes import refined

DATA = SHARED_DATA / "real" / "brain-t1-dicom" / "dicoms.tar.xz"
FILE = "real-scan.json"
YEARS_AHEAD = 5.0
FINE = 2
"""Pictures are drawn at 1 mm."""

QUESTIONS = {
    "counterpart": Question(True, None, None, None),
    "ahead": Question(False, "ad", YEARS_AHEAD, None),
    "aheadHealthy": Question(False, "healthy", YEARS_AHEAD, None),
}


@dataclass(frozen=True)
class Published:
    """Range of healthy adults, ml; None where nothing is compared."""

    low: float
    high: float
    source: str


MATSUMAE = "Matsumae et al., J Neurosurg 84:982 (1996), 49 healthy adults, mean of women - 2 SD to mean of men + 2 SD"
NOBIS = "Nobis et al., NeuroImage Clin 23:101904 (2019), nomograms of 19,793 people; means 3.3 and 3.4 ml by hand in PMC3773349"
VENTRICLES = "mean 17 ml in 38 adults (Evaluation of encephalic ventricular volume, Surg Radiol Anat); wider with age; ends ours"
RANGES = {
    "intracranial": Published(1067, 1673, MATSUMAE),
    "brain": Published(933, 1526, MATSUMAE),
    "ventricles": Published(5, 40, VENTRICLES),
    "hippocampusLeft": Published(3.0, 4.5, NOBIS),
    "hippocampusRight": Published(3.0, 4.5, NOBIS),
}
TITLES = {
    "intracranial": "intracranial space",
    "brain": "brain with cerebellum and stem",
    "white": "white matter with stem",
    "grey": "grey matter without deep nuclei",
    "deepGrey": "deep grey matter",
    "sulcalFluid": "fluid outside the ventricles",
    "ventricles": "ventricles",
    "hippocampusLeft": "hippocampus, left",
    "hippocampusRight": "hippocampus, right",
}


def unpacked(archive: Path) -> Volume:
    """The series in an archive of DICOM files."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        return read_series(next(Path(folder).rglob("*.dcm")).parent)


def volumes_of(shares: torch.Tensor) -> dict[str, float]:
    """Volumes in ml from the shares of the labels; the hippocampi apart, left and right of the middle of the intracranial space.

    :param shares: float32 [7, D, H, W]
    """
    inside = 1 - shares[LABELS.index("background")]
    columns = torch.arange(inside.shape[2], dtype=torch.float32)
    middle = float((inside.sum(dim=(0, 1)) * columns).sum() / inside.sum().clamp(min=1e-6))
    hippocampi = shares[LABELS.index("hippocampus")]
    sums = {name: float(shares[number].sum()) for number, name in enumerate(LABELS) if number > 0}
    sums["hippocampusLeft"] = float(hippocampi[:, :, columns > middle].sum())
    sums["hippocampusRight"] = float(hippocampi[:, :, columns <= middle].sum())
    sums["intracranial"] = float(inside.sum())
    sums["brain"] = sum(sums[name] for name in ("white", "grey", "hippocampus", "deepGrey"))
    return {name: VOXEL_ML * value for name, value in sums.items()}


def rows_of(volumes_ml: dict[str, float]) -> list[dict]:
    """Volumes beside what was published; `isInside` is None where there is no range."""
    rows = []
    for name, title in TITLES.items():
        published, value = RANGES.get(name), volumes_ml[name]
        rows.append(
            {
                "name": name,
                "title": title,
                "ml": round(value, 2),
                "percentOfIntracranial": round(100 * value / volumes_ml["intracranial"], 2),
                "published": None if published is None else [published.low, published.high],
                "source": None if published is None else published.source,
                "isInside": None if published is None else bool(published.low <= value <= published.high),
            }
        )
    return rows


@dataclass(frozen=True)
class RealHead:
    """A real scan on the head grid and at 1 mm, normalised with the same figures.

    :param image: float32 [1, D, H, W]; :param fine: float32 [1, 2 D, 2 H, 2 W]
    """

    image: torch.Tensor
    fine: torch.Tensor

    @classmethod
    def of(cls, volume: Volume) -> "RealHead":
        """As the application brings a scan to the head grid."""
        centre, outside = place_grid(volume), float(volume.values.min())
        points = grid_points(centre)
        coarse = volume.at(points, outside)
        statistics = foreground_statistics(coarse)
        offsets = (np.arange(FINE) - (FINE - 1) / 2) * SPACING_MM / FINE
        fine = np.zeros([size * FINE for size in coarse.shape], np.float32)
        for z in range(FINE):
            for y in range(FINE):
                for x in range(FINE):
                    shift = np.array([offsets[x], offsets[y], offsets[z]])
                    fine[z::FINE, y::FINE, x::FINE] = volume.at(points + shift, outside)
        return cls(*(torch.from_numpy(normalise_head(each, statistics))[None].float() for each in (coarse, fine)))

    def led(self, answer: Answer) -> np.ndarray:
        """The scan as an answer changes it, at 1 mm."""
        back = Answer(-answer.velocity, answer.brightness).displacement()
        finer = interpolate(back[None] * FINE, scale_factor=FINE, mode="trilinear", align_corners=False)[0]
        brightness = interpolate(refined(answer.brightness)[None], scale_factor=FINE, mode="trilinear", align_corners=False)[0]
        return (sample(self.fine, finer) + brightness)[0].numpy()


def draw_labels(real: RealHead, head: Head, path: Path) -> None:
    """Two axial and two coronal planes, plain and with the labels found."""
    labels = head.shares.argmax(dim=0).numpy()
    axial, coronal = planes_of(head.shares)
    planes = (axial, axial.shifted(12), coronal, coronal.shifted(10))
    figure, axes = start_figure(2, len(planes), "one real T1 of a healthy adult, and the labels found")
    for column, plane in enumerate(planes):
        picture = plane.fine(FINE).cut(real.fine[0].numpy())
        for row in range(2):
            axes[row][column].imshow(picture, cmap="gray", vmin=WINDOW[0], vmax=WINDOW[1])
        axes[1][column].imshow(coloured(plane.fine(FINE).cut(labels.repeat(FINE, 0).repeat(FINE, 1).repeat(FINE, 2))))
    save_small(figure, path)


def draw_answers(real: RealHead, head: Head, answers: dict[str, Answer], path: Path) -> None:
    """Counterpart, scan, five years ahead in health and with Alzheimer's disease, and the map of the last."""
    years = f"{YEARS_AHEAD:.0f} years on"
    titles = ("without disease", "scan", f"{years}, healthy", f"{years}, Alzheimer", "map of the last")
    images = [
        real.led(answers["counterpart"]),
        real.fine[0].numpy(),
        real.led(answers["aheadHealthy"]),
        real.led(answers["ahead"]),
    ]
    percent = percent_of(jacobian_determinant(answers["ahead"].displacement()), head.brain)
    title = "one real T1 of a healthy adult: what the model says; nothing is known that it could be held to"
    figure, axes = start_figure(2, len(titles), title)
    for row, plane in enumerate(planes_of(head.shares)):
        fine = plane.fine(FINE)
        for column, (title, image) in enumerate(zip(titles, [*images, images[1]], strict=True)):
            axes[row][column].imshow(fine.cut(image), cmap="gray", vmin=WINDOW[0], vmax=WINDOW[1])
            if row == 0:
                axes[row][column].set_title(title, fontsize=7, color="white")
        over = fine.cut(percent.repeat(FINE, 0).repeat(FINE, 1).repeat(FINE, 2))
        axes[row][-1].imshow(over, cmap="bwr_r", vmin=-MAP_LIMIT_PERCENT, vmax=MAP_LIMIT_PERCENT, alpha=0.75)
    save_small(figure, path)


def main() -> None:
    """Command line: write the figures and pictures of the real scan into the release."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--release", type=Path, default=RELEASE)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if not options.data.exists():
        raise SystemExit(f"missing data: {options.data} (see --data)")
    reader, real = Reader(options.checkpoint), RealHead.of(unpacked(options.data))
    head = reader.look(real.image)
    answers = {name: reader.answer(head, question) for name, question in QUESTIONS.items()}
    changes = {
        name: head.regions.changes_percent(jacobian_determinant(answer.displacement()), QUESTIONS[name].backward)
        for name, answer in answers.items()
    }
    plots = options.release / "plots"
    draw_labels(real, head, plots / "real-labels.png")
    draw_answers(real, head, answers, plots / "real-answers.png")
    rows = rows_of(volumes_of(head.shares))
    result = {"manifest": sha256_of(options.release / "manifest.json"), "volumes": rows, "changesPercent": changes}
    (options.release / FILE).write_text(compact_json(result))
    for row in rows:
        beside = "" if row["published"] is None else f"  published {row['published'][0]} to {row['published'][1]} ml"
        print(f"{row['title']:34s} {row['ml']:8.1f} ml  {row['percentOfIntracranial']:6.2f} %{beside}")
    for name, change in changes.items():
        print(f"{name}: " + ", ".join(f"{region} {value:+.2f} %" for region, value in change.items()))


if __name__ == "__main__":
    main()
