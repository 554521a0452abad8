import { armNames } from '../../base/treatment-words.ts';
import type { ReportModel } from '../report-model.ts';
import type { ReportArm, ReportStage } from '../report-response.ts';
import type { CurveScale } from './curve-scale.ts';

/** The mean future through the predicted days, as points of a line. */
export function branchPoints(horizons: readonly ReportStage[], { x, y, baselineDay }: CurveScale): string {
  return horizons.map(({ day, volumeMl }) => `${x(baselineDay + day)},${y(volumeMl)}`).join(' ');
}

/** The other treatment's mean future and its 90 % interval; empty without a comparison. */
export function otherBranch({ comparison, volumeMl }: ReportModel, scale: CurveScale): string {
  if (comparison === null) return '';
  const { x, y, baselineDay, horizonDay } = scale;
  const { horizons, interval90Ml, predictedMl } = comparison.arms[1];
  const [at, top] = [x(horizonDay) + 6, y(predictedMl)];
  const start = `${x(baselineDay)},${y(volumeMl.baseline)}`;
  return `<polyline points="${start} ${branchPoints(horizons, scale)}" fill="none" stroke="var(--rose)" stroke-width="2" stroke-dasharray="9 4 2 4"/>
<line x1="${at}" x2="${at}" y1="${y(interval90Ml[0])}" y2="${y(interval90Ml[1])}" stroke="var(--rose)" stroke-width="2"/>
<path d="M${at - 6} ${top - 6}l6 12 6-12z" fill="var(--rose)"/>`;
}

/** Name and figure of the other treatment beside the curve. */
export function otherMark({ arm, predictedMl }: ReportArm): { name: string; ml: number; colour: string } {
  return { name: armNames[arm].toLowerCase(), ml: predictedMl, colour: 'var(--rose)' };
}
