import { structureInWords } from '../../../../electron/core/base/atrophy-words.ts';
import { formatNumber } from '../format-number.ts';
import type { PlottedRate, RatePlot } from './rate-plots.ts';
import style from './atrophy.module.css';

/** Where the rows of a plot lie, in CSS pixels. */
export interface PlotRows {
  readonly top: number;
  readonly height: number;
}

const markRadius = 5;
/** Room for what ends at the edge of the axis. */
const inset = 4;

interface RatePanelProps {
  readonly plot: RatePlot;
  readonly rows: PlotRows;
  readonly left: number;
  readonly width: number;
}

/** One structure: a bar for every group of people, then the predicted rate with its interval and the measured one. */
export function RatePanel({ plot, rows, left, width }: RatePanelProps) {
  const { structure, unit, bands, predicted, measured, range } = plot;
  const [low, high] = range;
  const x = (value: number): number =>
    left + inset + ((value - low) / Math.max(1e-6, high - low)) * (width - 2 * inset);
  const middleOf = (row: number): number => rows.top + (row + 0.5) * rows.height;
  const foot = middleOf(bands.length + (measured === null ? 0 : 1)) + rows.height / 2;
  const bandHeight = rows.height / 2;
  return (
    <g data-rates={structure}>
      <text className={style.title} x={left} y={13}>
        {structureInWords(structure)}
      </text>
      <text className={style.unit} x={left} y={29}>
        {unit}
      </text>
      <line className={style.zero} x1={x(0)} x2={x(0)} y1={rows.top} y2={foot} />
      {bands.map(({ course, from, to, isPublished }, row) => (
        <rect
          key={course}
          className={style.band}
          data-published={isPublished}
          x={x(from)}
          y={middleOf(row) - bandHeight / 2}
          width={Math.max(2, x(to) - x(from))}
          height={bandHeight}
        />
      ))}
      {predicted && <Predicted rate={predicted} x={x} y={middleOf(bands.length)} />}
      {measured !== null && (
        <circle className={style.real} cx={x(measured)} cy={middleOf(bands.length + 1)} r={markRadius} />
      )}
      <Ends low={low} high={high} x={x} y={foot + 14} />
    </g>
  );
}

interface PredictedProps {
  readonly rate: PlottedRate;
  readonly x: (value: number) => number;
  readonly y: number;
}

function Predicted({ rate: { value, interval90 }, x, y }: PredictedProps) {
  const [from, to] = interval90.map(x) as [number, number];
  const middle = x(value);
  return (
    <g className={style.predicted}>
      <path d={`M${from},${y} H${to} M${from},${y - 5} V${y + 5} M${to},${y - 5} V${y + 5}`} />
      <rect
        x={middle - markRadius}
        y={y - markRadius}
        width={2 * markRadius}
        height={2 * markRadius}
        transform={`rotate(45 ${middle} ${y})`}
      />
    </g>
  );
}

interface EndsProps {
  readonly low: number;
  readonly high: number;
  readonly x: (value: number) => number;
  readonly y: number;
}

/** Numbers at both ends of the axis, and at 0 where there is room. */
function Ends({ low, high, x, y }: EndsProps) {
  const zeroIsFree = Math.min(x(high) - x(0), x(0) - x(low)) > 46;
  return (
    <g className={style.unit}>
      <text x={x(low)} y={y} textAnchor="start">
        {inFigures(low)}
      </text>
      {zeroIsFree && (
        <text x={x(0)} y={y} textAnchor="middle">
          0
        </text>
      )}
      <text x={x(high)} y={y} textAnchor="end">
        {inFigures(high)}
      </text>
    </g>
  );
}

function inFigures(value: number): string {
  return value === 0 ? '0' : formatNumber(value, 1, true);
}
