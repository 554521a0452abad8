import type { PairedDifference } from '../../verify/compare-methods.ts';
import type { Spread } from '../../verify/spread-of-values.ts';
import type { Coverage } from '../../verify/summarise-patients.ts';
import { decimals, escapeHtml, signed } from '../report/html.ts';
import { isModel, methodName } from '../../base/method-words.ts';
import type { EvaluationModel } from './evaluation-model.ts';
import { imageWords, regionWords, type MeasureWords } from './measure-words.ts';

/** Figures of one region or of the images, a row for every method; empty where nobody has a value. */
export function figuresTable(title: string, evaluation: EvaluationModel, part: 'core' | 'oedema' | 'image'): string {
  const words: Readonly<Record<string, MeasureWords>> = part === 'image' ? imageWords : regionWords;
  const spreadsOf = (id: string): Readonly<Record<string, Spread>> =>
    evaluation.testSets.given.methods[id]?.[part] ?? {};
  const known = Object.keys(words).filter((name) =>
    evaluation.methods.some((id) => (spreadsOf(id)[name]?.count ?? 0) > 0),
  );
  if (known.length === 0) return '';
  const heading = known.map((name) => `<th scope="col">${words[name]?.name}<small>${words[name]?.better}</small></th>`);
  const rows = evaluation.methods.map((id) => {
    const cells = known.map((name) => `<td>${spreadCell(spreadsOf(id)[name], words[name])}</td>`);
    return `<tr${isModel(id) ? ' class="model"' : ''}><td>${escapeHtml(methodName(id))}</td>${cells.join('')}</tr>`;
  });
  return `<h3>${escapeHtml(title)}</h3><div class="wide"><table class="methods"><thead><tr><th scope="col">Method</th>${heading.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function spreadCell(spread: Spread | undefined, words: MeasureWords | undefined): string {
  if (!spread || !words || spread.mean === null) return '–';
  const [low, high] = spread.ci95.map((value) => words.format(value));
  return `${words.format(spread.mean)}<br><span class="fine">${low} to ${high}<br>median ${words.format(spread.median)}</span>`;
}

/** The model less its rivals, patient by patient. */
export function pairedSection({ testSets }: EvaluationModel): string {
  const { pairedVsBestRival, pairedVsBestRivalOedema, pairedVsEveryRival, patients } = testSets.given;
  const named = (region: string, best: typeof pairedVsBestRival): [string, PairedDifference][] =>
    Object.entries(best).map(([measure, paired]) => [`${region}/${measure}`, paired]);
  const best = [...named('core', pairedVsBestRival), ...named('oedema', pairedVsBestRivalOedema)];
  return `<section><h2>The model less its rivals, patient by patient</h2>
<h3>Against the rival with the best mean</h3>${pairedTable(best)}
<details><summary>Every comparison (${Object.keys(pairedVsEveryRival).length})</summary>${pairedTable(Object.entries(pairedVsEveryRival))}</details>
<p class="fine">Two-sided Wilcoxon signed-rank test over ${patients} patient${patients === 1 ? '' : 's'}; the adjusted p value is Holm's over every comparison. Intervals: 95 % percentile bootstrap over patients, 2,000 resamples. ${patients < 6 ? 'So few pairs cannot reach p &lt; 0.05, whatever they show.' : ''}</p></section>`;
}

function pairedTable(entries: readonly (readonly [string, PairedDifference])[]): string {
  const rows = entries.map(([name, { rival, difference, ci95, p, pHolm }]) => {
    const [region = '', measure = ''] = name.split('/');
    const words = (regionWords as Readonly<Record<string, MeasureWords>>)[measure];
    const digits = measure.endsWith('Percent') ? 1 : 3;
    const cells = [
      escapeHtml(methodName(rival)),
      signed(difference, digits),
      `${signed(ci95[0], digits)} to ${signed(ci95[1], digits)}`,
      pValue(p),
      pValue(pHolm),
    ];
    return `<tr><td>${escapeHtml(`${region}, ${words?.name ?? measure}`)}<br><span class="fine">${words?.better ?? ''}</span></td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const names = ['Rival', 'Model minus rival', '95 % interval', 'p', 'p adjusted'];
  return `<div class="wide"><table><thead><tr><th scope="col">Measure</th>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function pValue(p: number): string {
  return p < 0.001 ? '&lt; 0.001' : decimals(p, 3);
}

/** How well the spread of the futures and the truth agree, and the agreement of the response classes. */
export function uncertaintySection(evaluation: EvaluationModel): string {
  const { given } = evaluation.testSets;
  const spread = (value: Spread, digits: number): string =>
    `${decimals(value.mean, digits)} (${decimals(value.ci95[0], digits)} to ${decimals(value.ci95[1], digits)})`;
  const rows: [string, string][] = [
    ['90 % interval of the core volume held the truth', coverage(given.coverage90)],
    ['the same without calibration', `${decimals(100 * given.coverage90.withoutCalibration, 0)} %`],
    ['50 % interval of the core volume held the truth', coverage(given.coverage50)],
    ['the same without calibration', `${decimals(100 * given.coverage50.withoutCalibration, 0)} %`],
    ['CRPS of the log volume', spread(given.crps, 3)],
    ...evaluation.methods.flatMap((id): [string, string][] => {
      const ofPoint = given.crpsOfPoint[id];
      return ofPoint ? [[`the same of one volume: ${methodName(id)}`, spread(ofPoint, 3)]] : [];
    }),
    ['Calibration error within 10 mm of the true edge, 15 bins', spread(given.calibrationError, 3)],
    ['Negative log-likelihood per voxel there', spread(given.logLoss, 3)],
    ['Squared energy distance of the futures, 1 − IoU', spread(given.energyDistance, 3)],
  ];
  const kappa = evaluation.methods.map((id) => {
    const agreement = given.responseKappa[id];
    return `<tr><td>${escapeHtml(methodName(id))}</td><td>${decimals(agreement?.rano2.kappa ?? null, 2)} (${agreement?.rano2.patients ?? 0})</td><td>${decimals(agreement?.recist11.kappa ?? null, 2)} (${agreement?.recist11.patients ?? 0})</td></tr>`;
  });
  return `<div class="pair"><section><h2>What the model knows of its own doubt</h2><table><tbody>${rows.map(([name, value]) => `<tr><td>${escapeHtml(name)}</td><td>${value}</td></tr>`).join('')}</tbody></table>
<p class="fine">Means over patients with 95 % bootstrap intervals; coverage with Wilson's interval. Lower is better except for coverage, which should be what the interval promises.</p></section>
<section><h2>Response class, imaging only</h2><table><thead><tr><th scope="col">Kappa (patients)</th><th scope="col">RANO 2.0</th><th scope="col">RECIST 1.1</th></tr></thead><tbody>${kappa.join('')}</tbody></table>
<p class="fine">Quadratic weights over CR, PR, SD and PD; a dash where everybody is in one class or nobody's baseline was measurable.</p></section></div>`;
}

function coverage({ value, ci95, medianWidthLogVolume }: Coverage): string {
  const factor =
    medianWidthLogVolume === null ? '' : `, median width a factor of ${decimals(Math.exp(medianWidthLogVolume), 2)}`;
  return `${decimals(100 * value, 0)} % (${decimals(100 * ci95[0], 0)} to ${decimals(100 * ci95[1], 0)} %)${factor}`;
}
