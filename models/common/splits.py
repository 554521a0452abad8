"""Which anatomy belongs to which set; the split is by label map, never by patient or pair."""

from typing import Literal

SetName = Literal["train", "validation", "test"]

ANATOMIES_BY_SET: dict[SetName, tuple[int, ...]] = {
    "train": tuple(range(1, 13)),
    "validation": (13, 14),
    "test": (15, 16),
}
"""Numbers of the label maps (`label_map_NN.nii.gz`) that each set may use."""


def set_of_anatomy(anatomy: int) -> SetName:
    """Set that owns a label map.

    :param anatomy: number of the label map, 1..16
    :raises ValueError: the number belongs to no set
    """
    for name, numbers in ANATOMIES_BY_SET.items():
        if anatomy in numbers:
            return name
    raise ValueError(f"anatomy {anatomy} belongs to no set")
