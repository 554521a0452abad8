import type { Report } from '../../../electron/contract/report.ts';
import { strings } from '../../app/strings.ts';
import { useSize } from '../../ui/use-size.ts';
import { axisFor, type Axis } from './curve-scale.ts';
import { curvePoints, type CurvePoint, type CurvePoints } from './curve-points.ts';
import { formatNumber } from './format-number.ts';
import style from './verify.module.css';

const margin = { left: 44, right: 26, top: 14, bottom: 26 };

/** Lesion volume over time: measured, predicted with its interval and every sampled future, and the real follow-up. */
export function VolumeCurve({ report }: { readonly report: Report }) {
  const [frame, { width, height }] = useSize<HTMLDivElement>();
  const points = curvePoints(report);
  const { predictedMl, interval90, actual } = points;
  const shown = [...points.visits, ...points.course, ...(points.other?.course ?? [])].map(({ ml }) => ml);
  const volumes = [...shown, ...points.futuresMl, predictedMl, ...interval90, ...(points.other?.interval90 ?? [])];
  const days = axisFor([points.predictedDay, actual?.day ?? 0], margin.left, Math.max(120, width - margin.right), 6);
  const axis = axisFor([...volumes, actual?.ml ?? 0], Math.max(80, height - margin.bottom), margin.top, 4);
  return (
    <figure className={style.curve}>
      <div ref={frame} className={style.curveFrame}>
        {width > 0 && (
          <svg width={width} height={height} role="img" aria-label={strings.verify.curveForReaders(inWords(points))}>
            <Axes days={days} volume={axis} width={width} />
            <Measured points={points} days={days} volume={axis} />
            <Other points={points} days={days} volume={axis} />
            <Predicted points={points} days={days} volume={axis} />
            {actual && <circle className={style.actual} cx={days.at(actual.day)} cy={axis.at(actual.ml)} r={6} />}
          </svg>
        )}
      </div>
      <Legend hasTruth={actual !== null} other={points.other} />
    </figure>
  );
}

interface PartProps {
  readonly points: CurvePoints;
  readonly days: Axis;
  readonly volume: Axis;
}

function Axes({ days, volume, width }: { readonly days: Axis; readonly volume: Axis; readonly width: number }) {
  const foot = volume.at(volume.low);
  return (
    <g className={style.axes}>
      {volume.ticks.map((tick) => (
        <g key={tick}>
          <line x1={margin.left} x2={width - margin.right + 12} y1={volume.at(tick)} y2={volume.at(tick)} />
          <text x={margin.left - 8} y={volume.at(tick) + 4} textAnchor="end">
            {Number(tick.toPrecision(6))}
          </text>
        </g>
      ))}
      {days.ticks
        .filter((tick) => days.at(tick) < width - margin.right + 16)
        .map((tick) => (
          <text key={tick} x={days.at(tick)} y={foot + 19} textAnchor="middle">
            {strings.verify.days(tick)}
          </text>
        ))}
    </g>
  );
}

function Measured({ points, days, volume }: PartProps) {
  return (
    <g className={style.measured}>
      <polyline points={lineThrough(points.visits, days, volume)} />
      {points.visits.map(({ day, ml, date }) => (
        <circle key={date} cx={days.at(day)} cy={volume.at(ml)} r={5} />
      ))}
    </g>
  );
}

function Predicted({ points, days, volume }: PartProps) {
  const last = points.visits.at(-1);
  const [x, y] = [days.at(points.predictedDay), volume.at(points.predictedMl)];
  const [low, high] = points.interval90.map(volume.at) as [number, number];
  return (
    <g className={style.predicted}>
      {last && (
        <>
          <polygon points={`${days.at(last.day)},${volume.at(last.ml)} ${x},${low} ${x},${high}`} />
          <polyline points={lineThrough([last, ...points.course], days, volume)} />
        </>
      )}
      {points.futuresMl.map((ml, k) => (
        <circle key={k} className={style.future} cx={x + ((k % 5) - 2) * 3.5} cy={volume.at(ml)} r={2.5} />
      ))}
      <path d={`M${x - 9},${low} H${x + 9} M${x - 9},${high} H${x + 9} M${x},${low} V${high}`} />
      <rect x={x - 5} y={y - 5} width={10} height={10} transform={`rotate(45 ${x} ${y})`} />
    </g>
  );
}

/** The other treatment's branch from the last visit on, with its interval at the horizon. */
function Other({ points, days, volume }: PartProps) {
  const { other } = points;
  const [last, end] = [points.visits.at(-1), other?.course.at(-1)];
  if (!other || !last || !end) return null;
  const [x, y] = [days.at(end.day) + 14, volume.at(end.ml)];
  const [low, high] = other.interval90.map(volume.at) as [number, number];
  return (
    <g className={style.other}>
      <polyline points={lineThrough([last, ...other.course], days, volume)} />
      <path d={`M${x - 5},${low} H${x + 5} M${x - 5},${high} H${x + 5} M${x},${low} V${high}`} />
      <path className={style.otherMark} d={`M${x - 6},${y - 5} h12 l-6,11 z`} />
    </g>
  );
}

function lineThrough(course: readonly CurvePoint[], days: Axis, volume: Axis): string {
  return course.map(({ day, ml }) => `${days.at(day)},${volume.at(ml)}`).join(' ');
}

function Legend({ hasTruth, other }: { readonly hasTruth: boolean; readonly other: CurvePoints['other'] }) {
  return (
    <figcaption className={style.legend}>
      <span data-sample="measured">{strings.verify.acquired}</span>
      <span data-sample="predicted">{strings.verify.prediction}</span>
      <span data-sample="future">{strings.verify.futures}</span>
      {other && <span data-sample="other">{strings.simulate.arms[other.arm]}</span>}
      {hasTruth && <span data-sample="actual">{strings.verify.held}</span>}
    </figcaption>
  );
}

function inWords(points: CurvePoints): string {
  const ml = (value: number): string => `${formatNumber(value, 1)} ml`;
  const parts = points.visits.map((visit) => `${visit.date}: ${ml(visit.ml)}`);
  const [low, high] = points.interval90;
  parts.push(`${strings.verify.prediction}: ${ml(points.predictedMl)} (${ml(low)} – ${ml(high)})`);
  const otherEnd = points.other?.course.at(-1);
  if (points.other && otherEnd) parts.push(`${strings.simulate.arms[points.other.arm]}: ${ml(otherEnd.ml)}`);
  if (points.actual) parts.push(`${strings.verify.held}: ${ml(points.actual.ml)}`);
  return parts.join('; ');
}
