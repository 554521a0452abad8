import { plainFoldersUntreated, rivalsKnowNoTreatment } from '../../base/treatment-words.ts';
import { notice } from '../provenance.ts';
import { definitionList, escapeHtml } from '../report/html.ts';
import { outlinedBy } from '../report/sections.ts';
import { style } from '../report/style.ts';
import type { EvaluationModel } from './evaluation-model.ts';
import { figuresTable, pairedSection, uncertaintySection } from './figures-tables.ts';
import { forestPlots } from './forest-plot.ts';
import { failedSection, patientsSection } from './patients-sections.ts';

/**
 * An evaluation as one self-contained page: no script, nothing fetched.
 *
 * @param createdAt local date and time of writing, 'YYYY-MM-DDTHH:MM:SS'
 */
export function evaluationHtml(evaluation: EvaluationModel, createdAt: string): string {
  const { model, patients } = evaluation;
  const people = `${patients.length} patient${patients.length === 1 ? '' : 's'}`;
  const title = `Longview: ${model.id} ${model.version} on ${people}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="synthetic" content="true"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><header class="top"><h1>Evaluation of ${escapeHtml(`${model.id} ${model.version}`)} on ${people}</h1>
<p class="sub">The last date of every patient was held out and forecast from the earlier ones, by the model and by every rival.${untreatedNote(evaluation)}</p>
<div class="notice" role="note"><b>PREDICTIONS AGAINST REAL FOLLOW-UPS</b><span>${escapeHtml(origin(evaluation))} ${escapeHtml(notice)}</span></div></header>
<main><section><h2>Lesion core: mean and 95 % interval</h2>${forestPlots(evaluation)}</section>
<section><h2>All figures</h2>${figuresTable('Lesion core', evaluation, 'core')}${figuresTable('Oedema', evaluation, 'oedema')}${figuresTable('Images', evaluation, 'image')}
<p class="fine">Mean over patients, 95 % percentile bootstrap interval over patients, median. Growth-region Dice counts only voxels that changed since the last date seen. Every rival shows the last scan as its image. Images are compared after bringing both scans to the same intensity scale; what is not defined for a patient (the distance to an empty mask) is left out.${treatedNote(evaluation)}</p></section>
${pairedSection(evaluation)}
${uncertaintySection(evaluation)}
${patientsSection(evaluation)}
${failedSection(evaluation.failed)}
${madeSection(evaluation, createdAt)}</main>
<footer>${escapeHtml(notice)}</footer></body></html>
`;
}

function untreatedNote({ patients }: EvaluationModel): string {
  return patients.some(({ treatment }) => treatment.arm === 'none') ? ` ${plainFoldersUntreated}` : '';
}

function treatedNote({ patients }: EvaluationModel): string {
  return patients.some(({ treatment }) => treatment.arm !== 'none') ? ` <b>${rivalsKnowNoTreatment}</b>` : '';
}

function origin({ patients }: EvaluationModel): string {
  const generated = patients.filter(({ scans }) => scans === 'generated').length;
  if (generated === 0) return 'The scans were acquired.';
  if (generated === patients.length)
    return 'The scans were generated, not acquired: nothing here says how the model does on real patients.';
  return `The scans of ${generated} of ${patients.length} patients were generated, not acquired.`;
}

function madeSection(
  { program, model, segmentation, provider, samples, seed }: EvaluationModel,
  createdAt: string,
): string {
  return `<section><h2>How this was made</h2>${definitionList([
    ['Program', `Longview ${program.version}`],
    ['Model', `${model.id} ${model.version}`],
    ['SHA-256', model.sha256],
    ...outlinedBy(segmentation),
    ['Ran on', provider],
    ['Seed, futures', `${seed}, ${samples}`],
    ['Written', createdAt.replace('T', ' ')],
  ])}</section>`;
}
