"""Charts of the card, drawn from metrics.json alone."""

from pathlib import Path

import numpy as np

from common.pictures import save_small, start_chart

COLOURS = {
    "glioma-course": "#d95f02",
    "deterministic-network": "#a6761d",
    "fisher-kolmogorov": "#7570b3",
    "exponential-extrapolation": "#66a61e",
    "linear-extrapolation": "#1b9e77",
    "no-change": "#888888",
}
SET_COLOURS = {
    "same-distribution": "#1b9e77",
    "shifted": "#7570b3",
    "different-physics": "#d95f02",
    "inexact-outlines": "#e7298a",
}


def draw_plots(metrics: dict, folder: Path) -> list[str]:
    """Write every chart.

    :param metrics: content of metrics.json
    :returns: file names
    """
    drawn = {
        "growth-region-dice.png": draw_growth(metrics),
        "calibration.png": draw_calibration(metrics),
        "crps.png": draw_crps(metrics),
    }
    if metrics["arms"]:
        drawn["arms.png"] = draw_arms(metrics)
    for name, figure in drawn.items():
        save_small(figure, folder / name)
    return list(drawn)


def draw_growth(metrics: dict):
    """Growth-region Dice of every method with its interval, one chart per structure, one row per method and set."""
    figure, axes = start_chart(2, 4.2, 3.6)
    sets = list(metrics["testSets"])
    for axis, structure in zip(axes, ("core", "oedema"), strict=True):
        ticks = []
        for group, name in enumerate(sets):
            methods = [method for method in COLOURS if method in metrics["testSets"][name]["methods"]]
            for number, method in enumerate(methods):
                scores = metrics["testSets"][name]["methods"][method][structure]["growthRegionDice"]
                place = group + 0.12 * (number - len(methods) / 2)
                _whisker(axis, place, scores, COLOURS[method], method if group == 0 else None)
            ticks.append(group)
        axis.set_yticks(ticks, sets if structure == "core" else [""] * len(sets), fontsize=7)
        axis.set_title(f"growth-region Dice, {structure}", fontsize=8)
        axis.set_xlim(-0.02, 1)
        axis.invert_yaxis()
        axis.grid(axis="x", linewidth=0.3)
    _legend(figure, axes[0])
    return figure


def draw_calibration(metrics: dict):
    """Reliability of voxel probabilities, rank of the true volume among the futures, coverage of the intervals."""
    figure, axes = start_chart(3)
    for name, entry in metrics["testSets"].items():
        reliability = entry["reliability"]
        filled = np.array(reliability["voxels"]) > 0
        shown, inside = (np.array(reliability[key])[filled] for key in ("meanProbability", "shareInside"))
        axes[0].plot(shown, inside, "o-", markersize=2.5, linewidth=1, color=SET_COLOURS[name], label=name)
        ranks = np.array(entry["ranks"])
        axes[1].step(np.arange(len(ranks)), ranks / ranks.sum(), where="mid", linewidth=1, color=SET_COLOURS[name])
    axes[0].plot([0, 1], [0, 1], color="#bbbbbb", linewidth=0.7)
    axes[0].set_title("voxels near the true edge", fontsize=8)
    axes[0].set_xlabel("forecast probability of core", fontsize=7)
    axes[0].set_ylabel("share that became core", fontsize=7)
    axes[1].axhline(1 / len(ranks), color="#bbbbbb", linewidth=0.7)
    axes[1].set_title("rank of the true volume", fontsize=8)
    axes[1].set_xlabel("futures with a smaller core", fontsize=7)
    axes[1].set_ylabel("share of patients", fontsize=7)
    _draw_coverage(axes[2], metrics)
    _legend(figure, axes[0])
    return figure


def _draw_coverage(axis, metrics: dict) -> None:
    for number, (name, entry) in enumerate(metrics["testSets"].items()):
        for group, key in enumerate(("coverage50", "coverage90")):
            place = group + 0.22 * (number - 1)
            _bar(axis, place, entry[key], SET_COLOURS[name], filled=True)
            alone = {"value": entry[key]["withoutCalibration"], "ci95": entry[key]["withoutCalibrationCi95"]}
            _bar(axis, place + 0.09, alone, SET_COLOURS[name], filled=False)
    for group, level in enumerate((0.5, 0.9)):
        axis.plot([group - 0.4, group + 0.4], [level, level], color="#bbbbbb", linewidth=0.8)
    axis.set_xticks([0, 1], ["50 %", "90 %"], fontsize=7)
    axis.set_ylim(0, 1.02)
    axis.set_title("coverage: widened (full), futures alone (hollow)", fontsize=7.5)


def _bar(axis, place: float, share: dict, colour: str, filled: bool) -> None:
    low, high = share["ci95"]
    axis.plot([place, place], [low, high], color=colour, linewidth=1)
    axis.plot([place], [share["value"]], "o", markersize=4, color=colour, markerfacecolor=colour if filled else "white")


def draw_crps(metrics: dict):
    """CRPS of log volume: our futures, and every method as a point with its validation errors round it."""
    sets = list(metrics["testSets"])
    figure, axes = start_chart(len(sets), 3.4)
    for axis, name in zip(axes, sets, strict=True):
        entry = metrics["testSets"][name]
        rows = [("20 futures", entry["crps"], COLOURS["glioma-course"])]
        rows += [
            (f"{method} + errors", entry["crpsConformalised"][method], COLOURS[method])
            for method in COLOURS
            if method in entry["crpsConformalised"]
        ]
        for place, (_, scores, colour) in enumerate(rows):
            _whisker(axis, place, scores, colour, None)
        axis.set_yticks(range(len(rows)), [label for label, *_ in rows] if name == sets[0] else [""] * len(rows), fontsize=6.5)
        axis.invert_yaxis()
        axis.set_xlim(left=0)
        axis.set_title(f"CRPS of log volume, {name}", fontsize=8)
        axis.grid(axis="x", linewidth=0.3)
    figure.tight_layout()
    return figure


def draw_arms(metrics: dict):
    """True against forecast effect of every arm and patient, one chart per arms set."""
    figure, axes = start_chart(len(metrics["arms"]), 3.8, 3.4)
    colours = dict(zip(("resection", "radiotherapy", "temozolomide", "radiotherapy-temozolomide"), _cycle(), strict=True))
    for axis, (name, entry) in zip(axes, metrics["arms"].items(), strict=True):
        ends = [-1.0, 1.0]
        for arm, colour in colours.items():
            true, ours = np.array(entry["byArm"][arm]["effectsMl"]).reshape(-1, 2).T
            axis.plot(true, ours, "o", markersize=2.5, alpha=0.7, color=colour, label=arm)
            ends = [min(ends[0], *true, *ours), max(ends[1], *true, *ours)]
        axis.plot(ends, ends, color="#bbbbbb", linewidth=0.7)
        for line in (axis.axhline, axis.axvline):
            line(0, color="#dddddd", linewidth=0.7)
        axis.set_xscale("symlog", linthresh=1)
        axis.set_yscale("symlog", linthresh=1)
        axis.set_xlabel("true effect on core volume, ml", fontsize=7)
        axis.set_ylabel("forecast effect, ml", fontsize=7)
        sign, order = entry["sign"]["shareOfEffects"]["value"], entry["order"]["concordantPairs"]["value"]
        axis.set_title(f"{name}: sign {_percent(sign)}, pairs in order {_percent(order)}", fontsize=7.5)
    _legend(figure, axes[0])
    return figure


def _cycle() -> tuple[str, ...]:
    return "#1b9e77", "#d95f02", "#7570b3", "#e7298a"


def _percent(value: float | None) -> str:
    return "n/a" if value is None else f"{100 * value:.0f} %"


def _whisker(axis, place: float, scores: dict, colour: str, label: str | None) -> None:
    """Mean with its interval on a horizontal line."""
    if scores["mean"] is None:
        return
    axis.plot(scores["ci95"], [place, place], color=colour, linewidth=1)
    axis.plot([scores["mean"]], [place], "o", markersize=3.5, color=colour, label=label)


def _legend(figure, axis) -> None:
    handles, labels = axis.get_legend_handles_labels()
    figure.tight_layout(rect=(0, 0.1, 1, 1))
    figure.legend(handles, labels, loc="lower center", ncols=3, fontsize=6.5, frameon=False)
