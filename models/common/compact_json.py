"""Figures as JSON that people can read: indented, every list of plain values on one line, no number that JSON cannot hold."""

import json
import re

import numpy as np


def compact_json(value: dict) -> str:
    """Text of a structure, with a line break at its end; nan and infinity become null."""
    text = json.dumps(without_nan(value), indent=1, allow_nan=False)
    return re.sub(r"\[[^][{}\"]*\]", lambda found: " ".join(found[0].split()).replace("[ ", "[").replace(" ]", "]"), text) + "\n"


def without_nan(value):
    """The same structure with None for numbers that JSON cannot hold."""
    if isinstance(value, dict):
        return {key: without_nan(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(entry) for entry in value]
    return None if isinstance(value, float) and not np.isfinite(value) else value
