import type { EvaluatedSet, Evaluation } from '../contract/evaluation.ts';
import { plainFoldersUntreated, rivalsKnowNoTreatment, treatmentInShort } from '../core/base/treatment-words.ts';
import { figure, textTable } from './text-table.ts';

/** A finished evaluation for the terminal: methods, comparison with the best rival, doubt, patients, and who failed. */
export function describeEvaluation(evaluation: Evaluation): string {
  const { model, patients, failed, samples, methods, testSets } = evaluation;
  const { given } = testSets;
  const parts = [
    `${model.id} ${model.version} on ${patients.length} patient(s), ${samples} sampled futures each; mean [95 % interval]`,
    section('Lesion core', given, methods, 'core'),
  ];
  const oedema = methods.some((id) => (given.methods[id]?.oedema.dice.count ?? 0) > 0);
  if (oedema) parts.push(section('Oedema', given, methods, 'oedema'));
  parts.push(images(given, methods), paired(given), doubt(given), people(evaluation));
  const arms = patients.map(({ treatment }) => treatment.arm);
  if (arms.some((arm) => arm !== 'none')) parts.push(rivalsKnowNoTreatment);
  if (arms.includes('none')) parts.push(plainFoldersUntreated);
  if (failed.length > 0) {
    const lines = failed.map(({ name, code, title }) => `  ${name}: ${title} [${code}]`);
    parts.push(`Not evaluated (${failed.length})\n${lines.join('\n')}`);
  }
  parts.push(evaluation.notice);
  return parts.join('\n\n');
}

type Spread = EvaluatedSet['crps'];

function cell(spread: Spread | undefined, decimals: number): string {
  if (!spread || spread.mean === null) return '-';
  const [low, high] = spread.ci95;
  return `${figure(spread.mean, decimals)} [${figure(low, decimals)}, ${figure(high, decimals)}]`;
}

function section(title: string, given: EvaluatedSet, methods: readonly string[], region: 'core' | 'oedema'): string {
  const heading = ['method', 'Dice', 'growth-region Dice', 'volume error %', 'HD95 mm', 'ASSD mm'];
  const rows = methods.map((id) => {
    const spreads = given.methods[id]?.[region];
    return [
      id,
      cell(spreads?.dice, 3),
      cell(spreads?.growthRegionDice, 3),
      cell(spreads?.volumeErrorPercent, 1),
      cell(spreads?.hd95Mm, 2),
      cell(spreads?.assdMm, 2),
    ];
  });
  return `${title}\n${textTable([heading, ...rows])}`;
}

/** The model and "no change" alone: every rival shows the last scan. */
function images({ methods }: EvaluatedSet, ids: readonly string[]): string {
  const heading = ['images', 'SSIM brain', 'SSIM lesion + 10 mm', 'PSNR brain, dB', 'NMSE brain'];
  const rows = ids
    .filter((id, n) => n === 0 || id === 'no-change')
    .map((id) => {
      const image = methods[id]?.image;
      return [id, cell(image?.ssim, 3), cell(image?.ssimLesion, 3), cell(image?.psnrDb, 1), cell(image?.nmse, 4)];
    });
  return textTable([heading, ...rows]);
}

function paired({ pairedVsBestRival }: EvaluatedSet): string {
  const heading = ['core, model less best rival', 'rival', 'difference', '95 % interval', 'p', 'p (Holm)'];
  const rows = Object.entries(pairedVsBestRival).map(([measure, { rival, difference, ci95, p, pHolm }]) => [
    measure,
    rival,
    figure(difference, 3),
    `${figure(ci95[0], 3)} to ${figure(ci95[1], 3)}`,
    figure(p, 3),
    figure(pHolm, 3),
  ]);
  return textTable([heading, ...rows]);
}

function doubt({ coverage50, coverage90, crps, calibrationError, logLoss, energyDistance }: EvaluatedSet): string {
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  const covered = (name: string, { value, ci95 }: EvaluatedSet['coverage50']): string =>
    `${name} ${percent(value)} (${percent(ci95[0])} to ${percent(ci95[1])})`;
  return [
    `Interval of the core volume held the truth: ${covered('90 %:', coverage90)}, ${covered('50 %:', coverage50)}`,
    `CRPS of the log volume ${cell(crps, 3)}; within 10 mm of the edge: calibration error ${cell(calibrationError, 3)}, negative log-likelihood ${cell(logLoss, 3)}; energy distance ${cell(energyDistance, 3)}`,
  ].join('\n');
}

function people({ patients, methods }: Evaluation): string {
  const [model = ''] = methods;
  const heading = [
    'patient',
    'days',
    'dates seen',
    'treatment',
    'outline',
    'last ml',
    'real ml',
    'predicted ml',
    '90 %',
    'Dice',
  ];
  const rows = patients.map((patient) => {
    const ours = patient.methods[model];
    const [low, high] = patient.futures.interval90Ml;
    return [
      patient.name,
      String(patient.horizonDays),
      String(patient.visits),
      treatmentInShort(patient.treatment),
      patient.outlines.baseline,
      figure(patient.coreVolumeMl.baseline, 1),
      figure(patient.coreVolumeMl.actual, 1),
      figure(ours?.coreVolumeMl, 1),
      `${figure(low, 1)} to ${figure(high, 1)}`,
      figure(ours?.core.dice, 3),
    ];
  });
  return textTable([heading, ...rows]);
}
