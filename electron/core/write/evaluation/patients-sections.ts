import { treatmentInShort } from '../../base/treatment-words.ts';
import { decimals, escapeHtml } from '../report/html.ts';
import { isModel, methodName } from '../../base/method-words.ts';
import type { EvaluationModel, FailedRow, PatientRow } from './evaluation-model.ts';

/** One row for every patient: what was known, what came, and how near the model and the best rival were. */
export function patientsSection({ patients, methods }: EvaluationModel): string {
  const names = [
    'Dates',
    'Days ahead',
    'Dates seen',
    'Treatment',
    'Outlines',
    'Core, ml: last',
    'real',
    'predicted (90 %)',
    'RANO 2.0: real / predicted',
    ...methods.map((id) => `Dice: ${methodName(id)}`),
  ];
  const heading = names.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  return `<section><h2>Patients</h2><div class="wide"><table><thead><tr><th scope="col">Patient</th>${heading}</tr></thead>
<tbody>${patients.map((patient) => patientRow(patient, methods)).join('')}</tbody></table></div></section>`;
}

function patientRow(patient: PatientRow, methods: readonly string[]): string {
  const model = methods.find(isModel) ?? '';
  const ours = patient.methods[model];
  const [low, high] = patient.futures.interval90Ml;
  const { baseline, followUp } = patient.outlines;
  const cells = [
    `${escapeHtml(patient.baselineDate)}<br>${escapeHtml(patient.followUpDate)}`,
    String(patient.horizonDays),
    String(patient.visits),
    escapeHtml(treatmentInShort(patient.treatment)),
    escapeHtml(baseline === followUp ? baseline : `${baseline}, ${followUp}`),
    decimals(patient.coreVolumeMl.baseline, 1),
    decimals(patient.coreVolumeMl.actual, 1),
    `${decimals(ours?.coreVolumeMl ?? null, 1)}<br><span class="fine">${decimals(low, 1)} to ${decimals(high, 1)}</span>`,
    `${escapeHtml(patient.response.rano2)} / ${escapeHtml(ours?.response.rano2 ?? '–')}`,
    ...methods.map((id) => decimals(patient.methods[id]?.core.dice ?? null, 3)),
  ];
  const cautions = patient.warnings.map(({ words }) => `<li>${escapeHtml(words)}</li>`).join('');
  const details =
    cautions === ''
      ? ''
      : `<details><summary class="fine">${patient.warnings.length} to read with caution</summary><ul class="fine">${cautions}</ul></details>`;
  return `<tr><td>${escapeHtml(patient.name)}${details}</td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** Who could not be evaluated, and why; empty when everybody could. */
export function failedSection(failed: readonly FailedRow[]): string {
  if (failed.length === 0) return '';
  const items = failed.map(
    ({ name, code, title, whatToDo }) =>
      `<li><b>${escapeHtml(name)}</b><span>${escapeHtml(title)} ${escapeHtml(whatToDo)} <code>${escapeHtml(code)}</code></span></li>`,
  );
  return `<section><h2>Not evaluated (${failed.length})</h2><ul class="warnings">${items.join('')}</ul></section>`;
}
