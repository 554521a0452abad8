"""Targets of a release, and whether they were met: what every card says in the same words."""

from dataclasses import dataclass

WORDS = {True: "met", False: "**missed**", None: "not measured"}


@dataclass(frozen=True)
class Judgement:
    """One target: what was wanted, what was found, and whether it was met (None: not measured)."""

    title: str
    wanted: str
    found: str
    met: bool | None


def targets_part(judgements: list[Judgement], note: str) -> str:
    """Section of a card: how many were met, a note, and the table."""
    met, missed = (sum(judgement.met is answer for judgement in judgements) for answer in (True, False))
    rows = [f"| {item.title} | {item.wanted} | {item.found} | {WORDS[item.met]} |" for item in judgements]
    return (
        f"## Targets\n\n{met} of {len(judgements)} were met, {missed} were missed. {note}\n\n"
        "| target | wanted | found (95 % interval) | |\n|---|---|---|---|\n" + "\n".join(rows)
    )
