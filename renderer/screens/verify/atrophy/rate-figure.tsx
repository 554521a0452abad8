import type { AtrophyReport } from '../../../../electron/contract/atrophy-report.ts';
import { courses } from '../../../../electron/core/base/atrophy-rates.ts';
import { structureInWords } from '../../../../electron/core/base/atrophy-words.ts';
import { strings } from '../../../app/strings.ts';
import { useSize } from '../../../ui/use-size.ts';
import { formatInterval, formatNumber } from '../format-number.ts';
import { RatePanel, type PlotRows } from './rate-panel.tsx';
import { ratePlots, type RatePlot } from './rate-plots.ts';
import style from './atrophy.module.css';

const words = strings.verify.atrophy;
const namesWidth = 78;
const gap = 18;
const [topRoom, footRoom] = [36, 20];
const [leastRow, mostRow] = [16, 26];

/** Yearly changes of hippocampi, brain and ventricles beside those of groups of people. */
export function RateFigure({ report }: { readonly report: AtrophyReport }) {
  const [frame, { width, height }] = useSize<HTMLDivElement>();
  const plots = ratePlots(report);
  const groups = courses.map((course) => words.groups[course]);
  const names = [...groups, words.predicted, ...(report.measured ? [words.real] : [])];
  const fitting = (height - topRoom - footRoom) / names.length;
  const rows: PlotRows = { top: topRoom, height: Math.min(mostRow, Math.max(leastRow, fitting)) };
  const room = (width - namesWidth - gap * Math.max(0, plots.length - 1)) / Math.max(1, plots.length);
  return (
    <>
      <h3>{words.rates}</h3>
      <figure className={style.rates}>
        <div ref={frame} className={style.rateFrame}>
          {width > 0 && (
            <svg
              width={width}
              height={height}
              role="img"
              aria-label={words.ratesForReaders(plots.map(inWords).join('; '))}
            >
              {names.map((name, row) => (
                <text key={name} className={style.name} x={0} y={rows.top + (row + 0.5) * rows.height + 4}>
                  {name}
                </text>
              ))}
              {plots.map((plot, n) => (
                <RatePanel
                  key={plot.structure}
                  plot={plot}
                  rows={rows}
                  left={namesWidth + n * (room + gap)}
                  width={room}
                />
              ))}
            </svg>
          )}
        </div>
        <figcaption>{words.ratesHelp}</figcaption>
      </figure>
    </>
  );
}

function inWords({ structure, unit, bands, predicted, measured }: RatePlot): string {
  const groups = bands.map(({ course, from, to, isPublished }) => {
    const name = isPublished ? words.groups[course] : `${words.groups[course]} (${words.assumed})`;
    return `${name} ${formatInterval([from, to], 1)}`;
  });
  return [
    `${structureInWords(structure)}, ${unit}: ${groups.join(', ')}`,
    ...(predicted
      ? [`${words.predicted} ${formatNumber(predicted.value, 1, true)} (${formatInterval(predicted.interval90, 1)})`]
      : []),
    ...(measured === null ? [] : [`${words.real} ${formatNumber(measured, 1, true)}`]),
  ].join(', ');
}
