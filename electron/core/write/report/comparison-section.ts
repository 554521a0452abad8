import { agreementInWords, responseClassName, sharesInWords } from '../../base/response-words.ts';
import { armNames } from '../../base/treatment-words.ts';
import type { PictureRow } from '../pictures/draw-pictures.ts';
import type { ReportModel } from '../report-model.ts';
import type { ReportArm, ReportComparison } from '../report-response.ts';
import { capital, decimals, escapeHtml, signed } from './html.ts';
import { figure } from './sections.ts';

/** Two treatments side by side: figures, the map of the effect, and the response at every horizon. Empty without a comparison. */
export function comparisonSection({ comparison, horizonDays }: ReportModel, effect: PictureRow | null): string {
  if (comparison === null) return '';
  const [first, second] = comparison.arms;
  const names = [armNames[first.arm], armNames[second.arm]].map(escapeHtml) as [string, string];
  return `<section><h2>${names[0]} against ${names[1].toLowerCase()}</h2>
<p><b>${escapeHtml(capital(comparison.scope))}.</b> Both futures come from the same draws and differ in the treatment alone. The model has learned from simulated patients what goes with a treatment; it does not know what a treatment would do to this one.</p>
<div class="figures">${armCard(first, names[0])}${armCard(second, names[1])}${differenceCard(comparison, names)}</div>
${effectPictures(effect, names)}
<h3>Response at every horizon, imaging only</h3><div class="wide">${horizonTable(comparison, names)}</div>
<p class="fine">The interval of the difference runs from the 5th to the 95th percentile of the paired futures and is widened by the calibration of one arm's volume, which both arms share. How often it covers a true effect was not calibrated. All figures at +${horizonDays} d.</p></section>`;
}

function armCard(arm: ReportArm, name: string): string {
  const [low, high] = arm.interval90Ml;
  const given = [
    ...(arm.doseGy === null ? [] : [`${decimals(arm.doseGy, 0)} Gy`]),
    ...(arm.arm === 'none' ? [] : [`from day ${signed(arm.startDays, 0)}`]),
  ].join(' ');
  const last = arm.horizons.at(-1);
  return `<div class="number"><div class="name">${name}${given === '' ? '' : `, ${given}`}</div><div class="value">${decimals(arm.predictedMl, 1)}<small>ml</small></div>
<div class="more">90 % interval ${decimals(low, 1)} to ${decimals(high, 1)} ml</div><div class="more">RANO 2.0 ${responseClassName(last?.rano2 ?? null)}, RECIST 1.1 ${responseClassName(last?.recist11 ?? null)}</div></div>`;
}

function differenceCard({ volumeDifferenceMl }: ReportComparison, [first, second]: readonly [string, string]): string {
  const { median, interval90 } = volumeDifferenceMl;
  return `<div class="number"><div class="name">${first} minus ${second.toLowerCase()}</div><div class="value">${signed(median, 1)}<small>ml</small></div>
<div class="more">90 % interval ${signed(interval90[0], 1)} to ${signed(interval90[1], 1)} ml</div><div class="more">${agreementInWords(volumeDifferenceMl)} paired futures</div></div>`;
}

function effectPictures(effect: PictureRow | null, [first, second]: readonly [string, string]): string {
  if (effect === null) return '';
  return `<h3>${escapeHtml(effect.title)}</h3><div class="row" style="--columns:${effect.pictures.length}">${effect.pictures.map(figure).join('')}</div>
<div class="keys"><span><i class="ramp" style="background:linear-gradient(90deg,#4892ff,transparent,#ff4d4d)"></i>lesion core in up to 100 % fewer (blue) or more (red) futures with ${first.toLowerCase()}</span>
<span><i class="swatch dashed"></i>${first.toLowerCase()}</span><span><i class="swatch other"></i>${second.toLowerCase()}</span></div>`;
}

function horizonTable({ arms }: ReportComparison, names: readonly [string, string]): string {
  const groups = names.map((name) => `<th colspan="3" scope="colgroup">${name}</th>`).join('');
  const columns = arms.map(
    () => `<th scope="col" class="edge">Volume, ml</th><th scope="col">RANO 2.0</th><th scope="col">RECIST 1.1</th>`,
  );
  const rows = arms[0].horizons.map(({ day }, index) => {
    const cells = arms.map(({ horizons }) => {
      const stage = horizons[index];
      return `<td class="edge">${decimals(stage?.volumeMl ?? null, 1)}</td><td>${responseClassName(stage?.rano2 ?? null)}</td><td>${responseClassName(stage?.recist11 ?? null)}</td>`;
    });
    return `<tr><td>+${day} d</td>${cells.join('')}</tr>`;
  });
  const shares = arms.map(
    (arm) =>
      `<td class="edge"></td><td>${breakLines(sharesInWords(arm.shares.rano2))}</td><td>${breakLines(sharesInWords(arm.shares.recist11))}</td>`,
  );
  return `<table><thead><tr class="group"><th></th>${groups}</tr><tr><th scope="col">Mean future</th>${columns.join('')}</tr></thead>
<tbody>${rows.join('')}<tr><td>Share of the sampled futures, last horizon</td>${shares.join('')}</tr></tbody></table>`;
}

function breakLines(text: string): string {
  return text.replaceAll(', ', '<br>');
}
