import { responseClassName, sharesInWords } from '../../base/response-words.ts';
import type { ReportModel } from '../report-model.ts';
import type { ReportStage } from '../report-response.ts';
import { decimals, escapeHtml, signed } from './html.ts';

/** Size and response class of every visit and of the predicted days. */
export function responseSection({ response, samples, horizonDays }: ReportModel): string {
  const { visits, horizons, referenceDate, shares } = response;
  const known = visits.filter(({ day }) => day <= 0);
  const later = visits.filter(({ day }) => day > 0);
  const rows = [
    ...known.map((stage) => stageRow(stage, stage.date ?? '', false)),
    ...horizons.map((stage) => stageRow(stage, `+${stage.day} d, predicted`, true)),
    ...later.map((stage) => stageRow(stage, `${stage.date ?? ''}, real follow-up`, false)),
  ];
  return `<section><h2>Response class, ${escapeHtml(response.scope)}</h2>
<div class="wide"><table><thead>${heading()}</thead><tbody>${rows.join('')}</tbody></table></div>
<p>Of the ${samples} sampled futures at +${horizonDays} d: RANO 2.0 ${sharesInWords(shares.rano2)}; RECIST 1.1 ${sharesInWords(shares.recist11)}.</p>
<p class="fine">Counted from the scan of ${escapeHtml(referenceDate)}; the nadir is the smallest value since then. CR complete response, PR partial response, SD stable, PD progression. Sizes are the longest axial diameter of the largest part of the core and its perpendicular, on outlines and not on images; the criteria also ask for steroid dose, symptoms and a second scan, which are not known here. Class of a predicted day: of the mean future.</p></section>`;
}

function heading(): string {
  const names = [
    'Longest × perpendicular, mm',
    'Area, mm²',
    'Volume, ml',
    'Area since nadir, %',
    'Volume since nadir, %',
    'Longest since nadir, %',
    'RANO 2.0',
    'RECIST 1.1',
  ];
  return `<tr><th scope="col">Scan</th>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr>`;
}

function stageRow(stage: ReportStage, name: string, synthetic: boolean): string {
  const lesion = stage.newLesion ? ' (new lesion)' : '';
  const cells = [
    `${decimals(stage.longestMm, 1)} × ${decimals(stage.perpendicularMm, 1)}`,
    decimals(stage.productMm2, 0),
    decimals(stage.volumeMl, 1),
    ...[stage.area, stage.volume, stage.diameter].map((change) => signed(change?.fromNadirPercent ?? null, 1)),
    `<b>${responseClassName(stage.rano2)}</b>${lesion}`,
    `<b>${responseClassName(stage.recist11)}</b>`,
  ];
  const first = synthetic ? `<span class="tag synthetic">${escapeHtml(name)}</span>` : escapeHtml(name);
  return `<tr><td>${first}</td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
