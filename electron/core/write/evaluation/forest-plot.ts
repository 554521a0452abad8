import type { Spread } from '../../verify/spread-of-values.ts';
import { decimals, escapeHtml } from '../report/html.ts';
import { isModel, methodName } from '../../base/method-words.ts';
import { niceTicks } from '../report/plot-scale.ts';
import type { EvaluationModel } from './evaluation-model.ts';
import { regionWords } from './measure-words.ts';

const shown = ['dice', 'growthRegionDice', 'volumeErrorPercent', 'hd95MmPenalised'] as const;
const panel = { width: 560, labels: 190, row: 30, top: 34, bottom: 30 } as const;

/** Mean and 95 % interval of the main measures of the core, one panel each, a line for every method. */
export function forestPlots(evaluation: EvaluationModel): string {
  return `<div class="row" style="--columns:2">${shown.map((measure) => forestPlot(evaluation, measure)).join('')}</div>`;
}

function forestPlot({ methods, testSets }: EvaluationModel, measure: (typeof shown)[number]): string {
  const words = regionWords[measure];
  const spreads = methods.map((id) => ({ id, spread: testSets.given.methods[id]?.core[measure] }));
  const bounds = spreads.flatMap(({ spread }) => [spread?.ci95[1] ?? 0, spread?.mean ?? 0]);
  const ticks = niceTicks(Math.max(...bounds, 1e-3));
  const height = panel.top + methods.length * panel.row + panel.bottom;
  const [left, right] = [panel.labels, panel.width - 20];
  const x = (value: number): number => left + (Math.max(0, value) / (ticks.at(-1) ?? 1)) * (right - left);
  const foot = height - panel.bottom;
  const grid = ticks.map(
    (tick) =>
      `<line x1="${x(tick)}" x2="${x(tick)}" y1="${panel.top - 6}" y2="${foot}" stroke="var(--line)"/><text class="muted" x="${x(tick)}" y="${foot + 18}" text-anchor="middle">${tick}</text>`,
  );
  const rows = spreads.map(({ id, spread }, n) => methodRow(id, spread, { x, y: panel.top + (n + 0.5) * panel.row }));
  const summary = spreads.map(({ id, spread }) => `${methodName(id)} ${words.format(spread?.mean ?? null)}`).join('; ');
  return `<svg viewBox="0 0 ${panel.width} ${height}" role="img" aria-label="${escapeHtml(`${words.name}: ${summary}`)}"><text x="0" y="16" font-weight="600">${escapeHtml(words.name)} <tspan class="muted" font-weight="400">${words.better}</tspan></text>${grid.join('')}${rows.join('')}</svg>`;
}

function methodRow(
  id: string,
  spread: Spread | undefined,
  { x, y }: { readonly x: (value: number) => number; readonly y: number },
): string {
  const name = `<text x="0" y="${y + 4}">${escapeHtml(methodName(id))}</text>`;
  if (!spread || spread.mean === null)
    return `${name}<text class="muted" x="${panel.labels}" y="${y + 4}">${decimals(null, 0)}</text>`;
  const colour = isModel(id) ? 'var(--amber)' : 'var(--sky)';
  const [low, high] = [spread.ci95[0] ?? spread.mean, spread.ci95[1] ?? spread.mean];
  const line = `<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2"/>`;
  const at = x(spread.mean);
  const mark = isModel(id)
    ? `<path d="M${at} ${y - 7}l7 7-7 7-7-7z" fill="${colour}"/>`
    : `<circle cx="${at}" cy="${y}" r="5" fill="${colour}"/>`;
  return `${name}${line}${mark}`;
}
