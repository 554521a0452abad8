import { decimals, escapeHtml, signed } from './html.ts';

/** One bar: a name, what it changed, and a word of caution. */
export interface InfluenceBar {
  readonly name: string;
  readonly changeMl: number;
  readonly changePercent: number | null;
  readonly dissimilarity: number;
  readonly caution?: string;
}

const [width, row, top, bottom] = [1180, 30, 30, 30];
const names = 330;
const words = 330;
const middle = names + (width - names - words) / 2;
const reach = (width - names - words) / 2 - 12;

/** Bars to both sides of zero: less volume to the left, more to the right; all groups share the scale of `mostMl`. */
export function influenceBars(title: string, bars: readonly InfluenceBar[], mostMl: number): string {
  if (bars.length === 0) return '';
  const height = top + bars.length * row + bottom;
  const x = (ml: number): number => middle + (mostMl > 0 ? (ml / mostMl) * reach : 0);
  const rows = bars.map((bar, n) => barRow(bar, { x, y: top + (n + 0.5) * row }));
  const foot = height - bottom;
  const axis = [-mostMl, 0, mostMl].map(
    (ml) =>
      `<line x1="${x(ml)}" x2="${x(ml)}" y1="${top - 4}" y2="${foot}" stroke="var(--line)"/><text class="muted" x="${x(ml)}" y="${foot + 18}" text-anchor="middle">${signed(ml, 1)} ml</text>`,
  );
  const summary = bars.map(({ name, changeMl }) => `${name} ${signed(changeMl, 1)} ml`).join('; ');
  return `<h3>${escapeHtml(title)}</h3><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(`${title}: ${summary}`)}">${axis.join('')}${rows.join('')}
<text class="muted" x="${width}" y="16" text-anchor="end">change, and 1 − Dice to the whole forecast</text></svg>`;
}

function barRow(bar: InfluenceBar, { x, y }: { readonly x: (ml: number) => number; readonly y: number }): string {
  const { name, changeMl, changePercent, dissimilarity, caution } = bar;
  const [from, to] = [Math.min(x(0), x(changeMl)), Math.max(x(0), x(changeMl))];
  // Less is hatched by a lighter fill and more is full, so that the side is not told by place and colour alone.
  const fill = changeMl < 0 ? 'fill="var(--sky)" fill-opacity=".55" stroke="var(--sky)"' : 'fill="var(--amber)"';
  const percent = changePercent === null ? '' : ` (${signed(changePercent, 0)} %)`;
  const mark = caution === undefined ? '' : ' *';
  const tip = caution === undefined ? '' : `<title>${escapeHtml(caution)}</title>`;
  return `<g>${tip}<text x="0" y="${y + 4}">${escapeHtml(name)}${mark}</text>
<rect x="${from}" y="${y - 8}" width="${Math.max(1.5, to - from)}" height="16" ${fill}/>
<text x="${width}" y="${y + 4}" text-anchor="end">${signed(changeMl, 1)} ml${percent}, ${decimals(dissimilarity, 2)}</text></g>`;
}
