"""Real patients: figures of `npm run real-patients` -> release/real-patients.json and a table of the card.

An external check, never tuned on. The files come from the application itself (`longview evaluate`); only figures are kept.
"""

import json
from pathlib import Path

from targets import MODEL

FILE = "real-patients.json"
ROUNDS = {"given": "masks given", "automatic": "outlined automatically"}
MEASURES = {"dice": "Dice", "growthRegionDice": "growth-region Dice", "volumeErrorPercent": "volume error %", "hd95Mm": "HD95 mm"}


def read_rounds(folder: Path) -> dict:
    """Figures of every patient by round.

    :param folder: out/real-patients of the application
    :raises SystemExit: a round is absent
    """
    rounds = {}
    for name in ROUNDS:
        path = folder / name / "evaluation.json"
        if not path.exists():
            raise SystemExit(f"missing {path}: npm run real-patients writes it")
        evaluation = json.loads(path.read_text())
        rounds[name] = {"model": evaluation["model"], "patients": [_figures(row) for row in evaluation["patients"]]}
    return rounds


def real_patients_part(rounds: dict | None, weights: str) -> str:
    """Section of the card.

    :param weights: SHA-256 that the application gives the release; figures of other weights are not shown
    """
    title = "## Real patients: an external check"
    if rounds is None or any(entry["model"]["sha256"] != weights for entry in rounds.values()):
        return f"{title}\n\nNot checked with these weights; `npm run real-patients` does it."
    lines = [
        title,
        "",
        "Three patients with two dates each, treated between them in a way that nobody wrote down; forecast without treatment,",
        "from one date and T1 after gadolinium alone. Core; no interval is worth printing for three.",
    ]
    for name, words in ROUNDS.items():
        columns = [words, "days", "method", *MEASURES.values()]
        lines += ["", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
        for row in rounds[name]["patients"]:
            lines += [
                f"| {row['name']} | {row['horizonDays']} | {method} | "
                + " | ".join(_cell(scores[measure]) for measure in MEASURES)
                + " |"
                for method, scores in sorted(row["methods"].items(), key=lambda item: item[0] != MODEL)
            ]
    return "\n".join(lines)


def _figures(row: dict) -> dict:
    return {
        "name": row["name"],
        "horizonDays": row["horizonDays"],
        "methods": {
            method: {measure: entry["core"].get(measure) for measure in MEASURES} for method, entry in row["methods"].items()
        },
    }


def _cell(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"
