import type { ReportModel } from '../report-model.ts';
import { decimals, escapeHtml } from './html.ts';
import { curveScale, plot, type CurveScale } from './curve-scale.ts';
import { branchPoints, otherBranch, otherMark } from './curve-branches.ts';
import { isModel, methodName } from '../../base/method-words.ts';
import { spreadLabels } from './plot-scale.ts';
import { originMark } from '../provenance.ts';

const [width, height] = [1180, 340];

/** The lesion core's volume over time as an inline SVG: real visits, the forecast with its 90 % interval, futures, rivals. */
export function volumeCurve(report: ReportModel): string {
  const scale = curveScale(report);
  const parts = [
    axes(report, scale),
    forecastBand(report, scale),
    otherBranch(report, scale),
    realVisits(report, scale),
    horizonMarks(report, scale),
  ];
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(summary(report))}">${parts.join('')}</svg>`;
}

/** The curve in one sentence, for those who cannot see it. */
function summary({ volumeMl, horizonDays }: ReportModel): string {
  const [low, high] = volumeMl.interval90;
  const actual = volumeMl.actual === null ? '' : `; actually ${decimals(volumeMl.actual, 1)} ml`;
  return `Lesion core ${decimals(volumeMl.baseline, 1)} ml at the baseline, predicted ${decimals(volumeMl.predicted, 1)} ml after ${horizonDays} days (90 % interval ${decimals(low, 1)} to ${decimals(high, 1)} ml)${actual}.`;
}

function axes(report: ReportModel, { x, y, ticksMl, horizonDay }: CurveScale): string {
  const lines = ticksMl.map(
    (ml) =>
      `<line x1="${plot.left}" x2="${plot.right}" y1="${y(ml)}" y2="${y(ml)}" stroke="var(--line)"/><text class="muted" x="${plot.left - 10}" y="${y(ml) + 4}" text-anchor="end">${ml}</text>`,
  );
  const dates = report.curve.visits
    .filter(({ day }) => day !== horizonDay)
    .map(
      ({ date, day }) =>
        `<text class="muted" x="${x(day)}" y="${plot.bottom + 22}" text-anchor="middle">${escapeHtml(date)}</text>`,
    );
  const horizon = `+${report.horizonDays} d${report.followUpDate === null ? '' : ` (${report.followUpDate})`}`;
  return `${lines.join('')}${dates.join('')}
<text x="${x(horizonDay)}" y="${plot.bottom + 22}" text-anchor="middle">${escapeHtml(horizon)}</text>
<text class="muted" x="${plot.left - 10}" y="${plot.top - 10}" text-anchor="end">ml</text>`;
}

/** From the baseline to the horizon: shaded 90 % interval, one tick for every sampled future. */
function forecastBand({ volumeMl, curve, response }: ReportModel, scale: CurveScale): string {
  const { x, y, baselineDay, horizonDay } = scale;
  const [low, high] = volumeMl.interval90;
  const [x0, x1] = [x(baselineDay), x(horizonDay)];
  const start = `${x0},${y(volumeMl.baseline)}`;
  const ticks = curve.futuresMl
    .map(
      (ml) =>
        `<line x1="${x1 - 13}" x2="${x1 - 5}" y1="${y(ml)}" y2="${y(ml)}" stroke="var(--amber)" stroke-opacity=".55"/>`,
    )
    .join('');
  return `<polygon points="${start} ${x1},${y(high)} ${x1},${y(low)}" fill="var(--amber)" fill-opacity=".16"/>
<line x1="${x1}" x2="${x1}" y1="${y(low)}" y2="${y(high)}" stroke="var(--amber)" stroke-width="2"/>
<polyline points="${start} ${branchPoints(response.horizons, scale)}" fill="none" stroke="var(--amber)" stroke-width="2" stroke-dasharray="7 5"/>${ticks}`;
}

function realVisits({ curve, volumeMl, followUpDate }: ReportModel, { x, y, horizonDay }: CurveScale): string {
  const known = curve.visits.map(({ day, coreMl }) => [day, coreMl] as const);
  const hasFollowUp = curve.visits.some(({ date }) => date === followUpDate);
  const all = volumeMl.actual === null || hasFollowUp ? known : [...known, [horizonDay, volumeMl.actual] as const];
  const points = all.map(([day, ml]) => `${x(day)},${y(ml)}`);
  return `<polyline points="${points.join(' ')}" fill="none" stroke="var(--sky)" stroke-width="2"/>${all
    .map(([day, ml]) => `<circle cx="${x(day)}" cy="${y(ml)}" r="5.5" fill="var(--sky)"/>`)
    .join('')}`;
}

/** Everything at the horizon, each with its name and figure on the right. */
function horizonMarks(report: ReportModel, { x, y, horizonDay }: CurveScale): string {
  const at = x(horizonDay);
  const { predicted, actual, interval90 } = report.volumeMl;
  const rivals = report.methods
    .filter(({ id }) => !isModel(id))
    .map(({ id, coreVolumeMl }) => ({ name: methodName(id), ml: coreVolumeMl, colour: 'var(--muted)' }));
  const interval = `predicted (90 %: ${decimals(interval90[0], 1)} to ${decimals(interval90[1], 1)})`;
  const other = report.comparison?.arms[1];
  const marks = [
    ...rivals,
    ...(other === undefined ? [] : [otherMark(other)]),
    { name: interval, ml: predicted, colour: 'var(--amber)' },
    ...(actual === null ? [] : [{ name: `actual, ${originMark(report.scans)}`, ml: actual, colour: 'var(--sky)' }]),
  ].sort((a, b) => b.ml - a.ml);
  const rows = spreadLabels(
    marks.map(({ ml }) => y(ml)),
    19,
    [plot.top, plot.bottom],
  );
  const labels = marks.map(({ name, ml, colour }, index) => {
    const row = rows[index] as number;
    return `<polyline points="${at + 8},${y(ml)} ${plot.right - 12},${y(ml)} ${plot.right + 8},${row}" fill="none" stroke="${colour}" stroke-opacity=".6"/>
<text x="${plot.right + 14}" y="${row + 4}"><tspan font-weight="650" style="fill:${colour}">${decimals(ml, 1)} ml</tspan> ${escapeHtml(name)}</text>`;
  });
  const squares = rivals.map(
    ({ ml }) =>
      `<rect x="${at - 4}" y="${y(ml) - 4}" width="8" height="8" fill="var(--panel)" stroke="var(--muted)" stroke-width="1.5"/>`,
  );
  const diamond = `<path d="M${at} ${y(predicted) - 8}l8 8-8 8-8-8z" fill="var(--amber)"/>`;
  return `${labels.join('')}${squares.join('')}${diamond}`;
}
