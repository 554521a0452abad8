"""Sections of the card that hold results, one function per section."""

from answers import REGIONS
from heads import WORDS
from scores import FIELD, MODEL, NO_CHANGE, PERFECT, RATE
from targets import NAMES, interval

METHODS = (MODEL, FIELD, RATE, NO_CHANGE)


def question_part(asked: str, entry: dict) -> str:
    """Tables of one question."""
    lines = [f"### {WORDS[asked][0].upper()}{WORDS[asked][1:]}", "", f"{entry['patients']} heads.", ""]
    lines += [
        *_lines_table(entry),
        "",
        *_error_table(entry),
        "",
        *_field_table(entry),
        "",
        *_gain_table(entry),
        "",
        *_interval_table(entry),
    ]
    return "\n".join(lines)


def _lines_table(entry: dict) -> list[str]:
    lines = [
        "| recovered against imposed | slope | intercept, % points | R2 | explained | slope and R2 with disease only |",
        "|---" * 6 + "|",
    ]
    for method in (MODEL, FIELD, RATE):
        for region in REGIONS:
            line, diseased = (entry[name][method][region] for name in ("recoveredVsImposed", "recoveredVsImposedWithDisease"))
            lines.append(
                f"| {method}, {NAMES[region]} | {interval(line['slope'], line['ci95'])} | {_number(line['intercept'])} | {interval(line['r2'], line['r2Ci95'])} "
                f"| {_number(line['explained'])} | {_number(diseased['slope'])}, {_number(diseased['r2'])} |"
            )
    return lines


def _error_table(entry: dict) -> list[str]:
    lines = [
        "| absolute error, % points | " + " | ".join(NAMES[region] for region in REGIONS) + " |",
        "|---" * (len(REGIONS) + 1) + "|",
    ]
    for method in METHODS:
        scores = entry["absoluteErrorPercent"][method]
        lines.append(f"| {method} | " + " | ".join(_mean(scores[region]) for region in REGIONS) + " |")
    lines.append("| bias of the model | " + " | ".join(_mean(entry["biasPercent"][region]) for region in REGIONS) + " |")
    return lines


def _field_table(entry: dict) -> list[str]:
    lines = ["| | displacement error, mm | map error, % | SSIM | SSIM, moved |", "|---|---|---|---|---|"]
    for method in (MODEL, FIELD, NO_CHANGE, PERFECT):
        cells = [
            _mean(entry[measure][method], digits) if method in entry[measure] else "-"
            for measure, digits in (("fieldErrorMm", 3), ("mapErrorPercent", 2), ("ssim", 3), ("ssimMoved", 3))
        ]
        lines.append(f"| {method} | {' | '.join(cells)} |")
    return lines


def _gain_table(entry: dict) -> list[str]:
    lines = ["| error of the best rival minus ours | rival | gain | p | p (Holm) |", "|---|---|---|---|---|"]
    for measure, pair in entry["pairedVsBestRival"].items():
        digits = 4 if measure.startswith("ssim") else 3
        lines.append(
            f"| {NAMES[measure]} | {pair['rival']} | {interval(pair['difference'], pair['ci95'], digits)} | {pair['p']:.2g} | {pair['pHolm']:.2g} |"
        )
    return lines


def _interval_table(entry: dict) -> list[str]:
    lines = ["| 90 % interval | covered | futures alone | mean width, % points | CRPS |", "|---|---|---|---|---|"]
    for region in REGIONS:
        coverage, crps = entry["coverage90"][region], entry["crps"][region]
        if not coverage["count"]:
            continue
        low, high = coverage["ci95"]
        lines.append(
            f"| {NAMES[region]} | {100 * coverage['value']:.0f} % ({100 * low:.0f} to {100 * high:.0f} %) of {coverage['count']} | {100 * coverage['withoutMargin']:.0f} % "
            f"| {coverage['meanWidthPercent']:.2f} | {_mean(crps)} |"
        )
    return lines


def volumes_part(metrics: dict) -> str:
    """Labels, volumes, and what controls seem to have lost."""
    volumes = metrics["testSets"]["held-out-anatomies"]["volumes"]
    lines = [
        "### Labels and volumes",
        "",
        "| label | Dice | median | true volume, ml | volume error, % | signed, % |",
        "|---" * 6 + "|",
    ]
    for name, dice in metrics["labelDice"].items():
        entry = volumes[name]
        lines.append(
            f"| {NAMES[name]} | {_mean(dice, 3)} | {_number(dice['median'], 3)} | {_number(entry['trueMl']['mean'], 1)} "
            f"| {_mean(entry['absoluteErrorPercent'], 1)} | {_mean(entry['signedErrorPercent'], 1)} |"
        )
    false = metrics["controlFalseChangePercentPerYear"]
    lines += [
        "",
        f"### What {false['controls']} controls seem to have lost, %/year over {false['years']} years, nothing told",
        "",
        "| region | median | 75th percentile | 90th | 95th | signed median |",
        "|---" * 6 + "|",
    ]
    for region in REGIONS:
        entry = false[region]
        cells = [
            interval(entry["median"], entry["ci95"]),
            *(_number(entry["quantiles"][level]) for level in ("0.75", "0.9", "0.95")),
        ]
        lines.append(f"| {NAMES[region]} | {' | '.join(cells)} | {_number(entry['signedMedian'])} |")
    return "\n".join(lines)


def two_dates_part(two_dates: dict | None) -> str:
    """Deformable registration where two dates exist, from the application's own figures.

    :param two_dates: content of two-dates.json
    """
    title = "### Two dates: deformable registration"
    if two_dates is None:
        return f"{title}\n\nNot measured here: the application registers two dates and measures the change itself."
    lines = [
        title,
        "",
        f"{two_dates['method']}, {two_dates['heads']} pairs of simulated scans of held-out anatomies, each date with its own coil and "
        f"noise. On maps of {two_dates['unchangedHeads']} unchanged heads, 95 % of the brain stays below {two_dates['nullPercent']:.1f} % of "
        "false change.",
        "",
        "| region | slope | R2 | absolute error, % points | error of the forecast from the first date, above that |",
        "|---|---|---|---|---|",
    ]
    for region, line in two_dates["recoveredVsImposed"].items():
        error, pair = two_dates["absoluteErrorPercent"][region], two_dates["forecastMinusRegistration"][region]
        lines.append(
            f"| {NAMES[region]} | {interval(line['slope'], line['ci95'])} | {_number(line['r2'])} | {_mean(error)} "
            f"| {interval(pair['difference'], pair['ci95'])} |"
        )
    return "\n".join(lines)


def real_scan_part(real_scan: dict | None) -> str:
    """Volumes and pictures of the one real scan.

    :param real_scan: content of real-scan.json, None where it was not made with these weights
    """
    title = "## One real T1: a check from outside"
    if real_scan is None:
        return f"{title}\n\nNot looked at with these weights; `real_scan.py` does it."
    lines = [
        title,
        "",
        "A healthy volunteer, 0.7 mm MPRAGE, face removed (datalad/example-dicom-structural, public domain, PDDL). Nothing was fitted to it, but it was looked",
        "at during development: interim weights found fluid outside its skull, and since then brightness outside the brain varies in training. The header's",
        "person is made up and there is no later date, so that only labels and volumes can be compared.",
        "",
        "| | ml | % of intracranial | published, ml | |",
        "|---|---|---|---|---|",
    ]
    words = {True: "inside", False: "**outside**", None: ""}
    for row in real_scan["volumes"]:
        published = "-" if row["published"] is None else f"{row['published'][0]:g} to {row['published'][1]:g}"
        lines.append(
            f"| {row['title']} | {row['ml']:.1f} | {row['percentOfIntracranial']:.2f} | {published} | {words[row['isInside']]} |"
        )
    sources = sorted({row["source"] for row in real_scan["volumes"] if row["source"]})
    lines += ["", *(f"- {source}." for source in sources), ""]
    titles = {
        "counterpart": "Since a disease that it does not have (nothing told)",
        "ahead": "Five years ahead, Alzheimer",
        "aheadHealthy": "Five years ahead, healthy",
    }
    for name, words_of in titles.items():
        changes = real_scan["changesPercent"][name]
        lines.append(f"- {words_of}: " + ", ".join(f"{NAMES[region]} {changes[region]:+.1f} %" for region in REGIONS) + ".")
    lines += ["", "![Labels found in a real T1](plots/real-labels.png)", "", "![Answers for a real T1](plots/real-answers.png)"]
    return "\n".join(lines)


def examples_part(examples: list[dict]) -> str:
    """Pictures of single heads, chosen by score."""
    if not examples:
        return ""
    kinds = {
        "typical": "median error of the map among heads with a disease",
        "worst": "largest of them",
        "control": "median control",
    }
    lines = ["## Examples, chosen by score"]
    for entry in examples:
        lines += [
            "",
            f"Head {entry['number']}, {entry['course']}, {WORDS[entry['asked']]} ({kinds[entry['kind']]}; map error {entry['mapErrorPercent']:.2f} %).",
            "",
            f"![{entry['asked']}, {entry['kind']}]({entry['file']})",
        ]
    return "\n".join(lines)


def _mean(scores: dict, digits: int = 2) -> str:
    return interval(scores["mean"], scores["ci95"], digits)


def _number(value: float | None, digits: int = 2) -> str:
    return "n/a" if value is None else f"{value:.{digits}f}"
