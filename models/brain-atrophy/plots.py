"""Charts of the card, drawn from metrics.json alone."""

from pathlib import Path

import numpy as np

from common.pictures import save_small, start_chart
from heads import ASKED
from scores import FIELD, MODEL, NO_CHANGE, RATE
from targets import DICE, NAMES, SET

COLOURS = {MODEL: "#d95f02", FIELD: "#7570b3", RATE: "#1b9e77", NO_CHANGE: "#888888"}
TITLES = {
    "since": "since, told",
    "sinceUntold": "since, nothing told",
    "ahead": "ahead, told",
    "aheadUntold": "ahead, nothing told",
}


def draw_plots(metrics: dict, folder: Path) -> list[str]:
    """Write every chart.

    :param metrics: content of metrics.json
    :returns: file names
    """
    questions = metrics["testSets"][SET]["questions"]
    drawn = {
        "recovered-hippocampus.png": draw_recovered(questions, "hippocampus"),
        "recovered-ventricles.png": draw_recovered(questions, "ventricles"),
        "errors.png": draw_errors(questions),
        "labels.png": draw_labels(metrics["labelDice"]),
    }
    for name, figure in drawn.items():
        save_small(figure, folder / name)
    return list(drawn)


def draw_recovered(questions: dict, region: str):
    """Recovered against imposed change of one region, a point per head and a chart per question."""
    figure, axes = start_chart(len(ASKED), 2.7, 2.8)
    for axis, asked in zip(axes, ASKED, strict=True):
        entry = questions[asked]
        points = np.array(entry["points"][region], float).reshape(-1, 2)
        line = entry["recoveredVsImposed"][MODEL][region]
        ends = np.array([points.min(initial=0.0), points.max(initial=0.0)])
        axis.plot(ends, ends, color="#bbbbbb", linewidth=0.7)
        axis.plot(points[:, 0], points[:, 1], "o", markersize=2.5, alpha=0.7, color=COLOURS[MODEL])
        if line["slope"] is not None:
            axis.plot(ends, line["intercept"] + line["slope"] * ends, color=COLOURS[MODEL], linewidth=0.9)
            axis.set_title(f"{TITLES[asked]}: slope {line['slope']:.2f}, R2 {line['r2'] or 0:.2f}", fontsize=7.5)
        axis.set_xlabel(f"imposed change, {NAMES[region]}, %", fontsize=7)
    axes[0].set_ylabel("recovered change, %", fontsize=7)
    figure.tight_layout()
    return figure


def draw_errors(questions: dict):
    """Mean absolute error of regional change of every method with its interval, and of the map."""
    regions = ("hippocampus", "ventricles", "deepGrey", "grey", "white", "brain")
    figure, axes = start_chart(len(ASKED), 2.9, 3.4)
    for axis, asked in zip(axes, ASKED, strict=True):
        entry = questions[asked]
        for number, (method, colour) in enumerate(COLOURS.items()):
            rows = [entry["absoluteErrorPercent"][method][region] for region in regions]
            if method in entry["mapErrorPercent"]:
                rows.append(entry["mapErrorPercent"][method])
            for place, scores in enumerate(rows):
                if scores["mean"] is not None:
                    at = place + 0.16 * (number - 1.5)
                    axis.plot(scores["ci95"], [at, at], color=colour, linewidth=1)
                    axis.plot([scores["mean"]], [at], "o", markersize=3, color=colour, label=method if place == 0 else None)
        words = [*(NAMES[region] for region in regions), "map, per voxel"]
        axis.set_yticks(range(len(words)), words if asked == ASKED[0] else [""] * len(words), fontsize=7)
        axis.set_xscale("log")
        axis.set_xlabel("absolute error, % points", fontsize=7)
        axis.set_title(TITLES[asked], fontsize=8)
        axis.invert_yaxis()
        axis.grid(axis="x", linewidth=0.3)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.tight_layout(rect=(0, 0.08, 1, 1))
    figure.legend(handles, labels, loc="lower center", ncols=4, fontsize=7, frameon=False)
    return figure


def draw_labels(dice: dict):
    """Dice of every label: mean with its interval, and the least that was wanted."""
    figure, (axis,) = start_chart(1, 4.6, 2.6)
    for place, (name, scores) in enumerate(dice.items()):
        if scores["mean"] is not None:
            axis.plot(scores["ci95"], [place, place], color=COLOURS[MODEL], linewidth=1.2)
            axis.plot([scores["mean"]], [place], "o", markersize=4, color=COLOURS[MODEL])
        if name in DICE:
            axis.plot([DICE[name]] * 2, [place - 0.3, place + 0.3], color="#888888", linewidth=1)
    axis.set_yticks(range(len(dice)), [NAMES[name] for name in dice], fontsize=7)
    axis.set_xlabel("Dice on held-out anatomies; bars: what was wanted", fontsize=7)
    axis.set_xlim(0, 1)
    axis.invert_yaxis()
    axis.grid(axis="x", linewidth=0.3)
    figure.tight_layout()
    return figure
