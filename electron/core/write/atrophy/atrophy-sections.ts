import {
  courseWords,
  neverAcquired,
  ratesInWords,
  structureInWords,
  supposedNotFound,
} from '../../base/atrophy-words.ts';
import { methodName } from '../../base/method-words.ts';
import { yearsInShort } from '../../base/synthetic-mark.ts';
import type { PictureRow } from '../pictures/draw-pictures.ts';
import { notice } from '../provenance.ts';
import { capital, decimals, escapeHtml, signed } from '../report/html.ts';
import { figure, volumeCard } from '../report/sections.ts';
import type { AtrophyReportModel, ReportedChange } from './atrophy-report.ts';
import { fullColour } from './draw-brain.ts';

/** Title, patient, what was supposed, and the notice that no reader may miss. */
export function headerSection(report: AtrophyReportModel, patientLabel: string): string {
  const { model, samples, course, years, yearsOfDisease, ageYears, baselineDate } = report;
  const supposed = [
    courseWords[course],
    ...(yearsOfDisease === null ? [] : [`${yearsInShort(yearsOfDisease)} years of disease until the scan`]),
    ...(ageYears === null ? [] : [`${ageYears} years of age`]),
  ];
  return `<header class="top"><h1>Brain of ${escapeHtml(baselineDate)}, and in ${yearsInShort(years)} years</h1>
<p class="sub">Patient ${escapeHtml(patientLabel)}, model ${escapeHtml(`${model.id} ${model.version}`)}, ${samples} sampled answers</p>
<p class="sub">Supposed: ${escapeHtml(supposed.join(', '))}. ${escapeHtml(supposedNotFound)}</p>
<div class="notice" role="note"><b>SYNTHETIC</b><span>${escapeHtml(neverAcquired)} ${escapeHtml(notice)}</span></div></header>`;
}

/** The figures that matter most. */
export function numbersSection({ structures, intracranialMl, hippocampusMl, years }: AtrophyReportModel): string {
  const of = (name: string) => structures.find(({ structure }) => structure === name);
  const [brain, ventricles, hippocampus] = [of('brain'), of('ventricles'), of('hippocampus')];
  const cards = [
    volumeCard(
      'Brain',
      decimals(brain?.ml ?? null, 0),
      `${decimals(brain?.percentOfIntracranial ?? null, 1)} % of the ${decimals(intracranialMl, 0)} ml within the skull`,
    ),
    volumeCard(
      'Ventricles',
      decimals(ventricles?.ml ?? null, 1),
      `${decimals(ventricles?.percentOfIntracranial ?? null, 2)} % of it`,
    ),
    volumeCard(
      'Hippocampi',
      decimals(hippocampus?.ml ?? null, 2),
      `left ${decimals(hippocampusMl.left, 2)}, right ${decimals(hippocampusMl.right, 2)} ml`,
    ),
    volumeCard(
      `Hippocampi in ${yearsInShort(years)} years`,
      decimals(hippocampus?.ahead.thenMl ?? null, 2),
      `${signed(hippocampus?.ahead.changePercent ?? null, 1)} %, SYNTHETIC`,
    ),
  ];
  return `<div class="figures numbers">${cards.join('')}</div>`;
}

/** Rows of fewer pictures leave room, so that none is larger than its neighbours above. */
const leastColumns = 4;

/** Rows of pictures with what the colours mean. */
export function picturesSection(rows: readonly PictureRow[], { maps, measured }: AtrophyReportModel): string {
  const drawn = rows.map(
    ({ title, pictures }) =>
      `<h3>${escapeHtml(title)}</h3><div class="row" style="--columns:${Math.max(leastColumns, pictures.length)}">${pictures.map(figure).join('')}</div>`,
  );
  const shares = (['since', 'ahead'] as const).map((name) => {
    const { unit, threshold, lossShare, gainShare } = maps[name];
    const words = name === 'since' ? 'changed since' : 'change ahead';
    if (lossShare + gainShare === 0) return `${words}: nothing beyond chance (${decimals(threshold, 2)} ${unit})`;
    return `${words}: beyond ${decimals(threshold, 2)} ${unit}, ${decimals(100 * lossShare, 0)} % of the map lost and ${decimals(100 * gainShare, 0)} % gained`;
  });
  if (measured) shares.push(`measured change: nothing below ${decimals(measured.threshold, 2)} %/year is drawn`);
  return `<section><h2>Scan, healthy counterpart and future</h2>${drawn.join('')}
<div class="keys"><span><i class="ramp" style="background:linear-gradient(90deg,#2166ac,#f7f7f7,#b2182b)"></i>change of volume: blue lost, white none, red gained (ventricles), full colour at ${fullColour['%/year']} %/year or ${fullColour['%']} %, or at twice what chance shows where that is more</span>
<span>${escapeHtml(shares.join('; '))}. By chance nineteen twentieths of the brain of simulated controls seem to change less.</span></div></section>`;
}

/** Every structure: volume now, what it lost since, what it may lose. */
export function structuresSection({ structures, years }: AtrophyReportModel): string {
  const cells = ({ thenMl, changePercent, interval90: [low, high], perYear }: ReportedChange): string =>
    `<td class="edge">${decimals(thenMl, 2)}</td><td>${signed(changePercent, 1)}</td><td>${signed(low, 1)} to ${signed(high, 1)}</td><td>${signed(perYear?.percent ?? null, 2)}</td>`;
  const rows = structures.map(
    ({ structure, ml, percentOfIntracranial, since, ahead }) =>
      `<tr><td>${escapeHtml(capital(structureInWords(structure)))}</td><td>${decimals(ml, 2)}</td><td>${decimals(percentOfIntracranial, 2)}</td>${cells(since)}${cells(ahead)}</tr>`,
  );
  const columns =
    '<th scope="col" class="edge">ml</th><th scope="col">change, %</th><th scope="col">90 %</th><th scope="col">%/year</th>';
  return `<section><h2>Structures</h2><div class="wide"><table><thead>
<tr class="group"><th></th><th colspan="2">Scan</th><th colspan="4">Healthy counterpart, and the change since, beyond ageing (SYNTHETIC)</th><th colspan="4">In ${yearsInShort(years)} years (SYNTHETIC)</th></tr>
<tr><th scope="col">Structure</th><th scope="col">ml</th><th scope="col">% within the skull</th>${columns}${columns}</tr></thead><tbody>${rows.join('')}</tbody></table></div><p class="fine">${escapeHtml(ratesInWords)}</p></section>`;
}

/** What registration measured between two real dates beside what the model predicted; empty with one date. */
export function measuredSection({ measured }: AtrophyReportModel): string {
  if (measured === null) return '';
  const { earlierDate, laterDate, years, structures, methods } = measured;
  const rows = structures.map(
    ({ structure, measured: real, predicted, interval90: [low, high], groupPercentPerYear }) =>
      `<tr><td>${escapeHtml(capital(structureInWords(structure)))}</td><td>${signed(real?.percentPerYear ?? null, 2)}</td><td>${signed(real?.mlPerYear ?? null, 2)}</td><td class="edge">${signed(predicted.percentPerYear, 2)}</td><td>${signed(low, 2)} to ${signed(high, 2)}</td><td>${signed(groupPercentPerYear, 2)}</td></tr>`,
  );
  const pictures = methods.map(
    ({ id, ssim, psnrDb }) =>
      `<tr><td>${escapeHtml(methodName(id))}</td><td>${decimals(ssim, 3)}</td><td>${decimals(psnrDb, 1)}</td></tr>`,
  );
  return `<section><h2>${escapeHtml(earlierDate)} to ${escapeHtml(laterDate)}: measured and predicted</h2>
<p class="fine">Measured by deformable registration of the two real dates, ${decimals(years, 2)} years apart; predicted by the model from the earlier one alone. Rates: total change divided by the years.</p>
<div class="pair"><table><thead><tr><th scope="col">Structure</th><th scope="col">measured, %/year</th><th scope="col">ml/year</th><th scope="col" class="edge">predicted, %/year</th><th scope="col">90 %</th><th scope="col">group mean, %/year</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<table><thead><tr><th scope="col">Picture of ${escapeHtml(laterDate)}</th><th scope="col">SSIM</th><th scope="col">PSNR, dB</th></tr></thead><tbody>${pictures.join('')}</tbody></table></div></section>`;
}
