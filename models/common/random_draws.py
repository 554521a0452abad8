"""Draws that several simulators share."""

import numpy as np


def log_uniform(limits: tuple[float, float], rng: np.random.Generator) -> float:
    """Draw between two positive limits so that every ratio is equally likely."""
    return float(np.exp(rng.uniform(*np.log(limits))))
