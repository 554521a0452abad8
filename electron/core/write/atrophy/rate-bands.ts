import {
  courses,
  isBanded,
  rateBands,
  signedBand,
  type BandedStructure,
  type RateBand,
} from '../../base/atrophy-rates.ts';
import { bandsInWords, courseWords, structureInWords } from '../../base/atrophy-words.ts';
import { yearsInShort } from '../../base/synthetic-mark.ts';
import { escapeHtml, signed } from '../report/html.ts';
import type { AtrophyReportModel, ReportedStructure } from './atrophy-report.ts';

type Interval = readonly [number, number];

const [width, left, right, rowHeight, top] = [660, 250, 30, 26, 8];
const markRadius = 5;

/** Rates of this brain beside published rates of groups of people. */
export function rateSection(report: AtrophyReportModel): string {
  const plots = report.structures.flatMap((entry) =>
    isBanded(entry.structure) ? [ratePlot(entry, entry.structure, report)] : [],
  );
  return `<section><h2>Rates beside those of groups</h2>
<p class="fine">${escapeHtml(bandsInWords)}</p>
<div class="rates">${plots.join('')}</div></section>`;
}

interface Marker {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | null;
  readonly synthetic: boolean;
}

function ratePlot(entry: ReportedStructure, structure: BandedStructure, report: AtrophyReportModel): string {
  const bands = rateBands[structure];
  const { unit } = bands.healthy;
  const markers = markersOf(entry, unit, report);
  const values = [
    0,
    ...courses.flatMap((course) => signedBand(structure, course)),
    ...markers.flatMap(({ value, interval }) => [value, ...(interval ?? [])]),
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (value: number): number => left + ((value - low) / (high - low || 1)) * (width - left - right);
  const rows = [
    ...courses.map((course, row) =>
      bandRow(courseWords[course], bands[course], signedBand(structure, course), { x, row }),
    ),
    ...markers.map((marker, index) => markerRow(marker, unit, { x, row: courses.length + index })),
  ];
  const height = top + rowHeight * rows.length + 30;
  const title = `${structureInWords(structure)}, ${unit}`;
  const zero = `<line x1="${x(0)}" x2="${x(0)}" y1="${top}" y2="${height - 26}" stroke="var(--line)"/>
<text class="muted" x="${x(0)}" y="${height - 10}" text-anchor="middle">0</text>`;
  const ends = [low, high]
    .filter((value) => Math.abs(x(value) - x(0)) > 40)
    .map(
      (value) =>
        `<text class="muted" x="${x(value)}" y="${height - 10}" text-anchor="middle">${signed(value, 1)}</text>`,
    );
  return `<figure><figcaption><b>${escapeHtml(title)}</b></figcaption><svg viewBox="0 0 ${width} ${height}" width="100%" role="img" aria-label="${escapeHtml(title)}">${zero}${ends.join('')}${rows.join('')}</svg></figure>`;
}

interface Row {
  readonly x: (value: number) => number;
  readonly row: number;
}

function bandRow(name: string, band: RateBand, [from, to]: Interval, { x, row }: Row): string {
  const y = top + row * rowHeight;
  const look = band.isPublished
    ? 'fill="var(--muted)" fill-opacity="0.45"'
    : 'fill="none" stroke="var(--muted)" stroke-dasharray="4 3"';
  return `<text x="0" y="${y + 16}">${escapeHtml(name)}</text><rect x="${x(from)}" y="${y + 5}" width="${Math.max(2, x(to) - x(from))}" height="14" ${look}/>`;
}

function markerRow({ name, value, interval, synthetic }: Marker, unit: RateBand['unit'], { x, row }: Row): string {
  const y = top + row * rowHeight + 12;
  const colour = synthetic ? 'var(--amber)' : 'var(--sky)';
  const whisker = interval
    ? `<line x1="${x(interval[0])}" x2="${x(interval[1])}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2"/>`
    : '';
  return `<text x="0" y="${y + 4}">${escapeHtml(name)} ${signed(value, 2)} ${unit}</text>${whisker}<circle cx="${x(value)}" cy="${y}" r="${markRadius}" fill="${colour}"/>`;
}

function markersOf(
  entry: ReportedStructure,
  unit: RateBand['unit'],
  { measured, years }: AtrophyReportModel,
): Marker[] {
  const markers: Marker[] = [];
  const isPercent = unit === '%/year';
  const { perYear } = entry.ahead;
  if (perYear) {
    const [value, interval] = isPercent ? [perYear.percent, perYear.percent90] : [perYear.ml, perYear.ml90];
    markers.push({ name: `predicted, ${yearsInShort(years)} years:`, value, interval, synthetic: true });
  }
  const rate = measured?.structures.find(({ structure }) => structure === entry.structure)?.measured;
  if (rate) {
    const value = isPercent ? rate.percentPerYear : rate.mlPerYear;
    markers.push({ name: 'measured:', value, interval: null, synthetic: false });
  }
  return markers;
}
