import { rivalsKnowNoTreatment } from '../../base/treatment-words.ts';
import type { MethodScores } from '../../verify/score-method.ts';
import type { ReportModel } from '../report-model.ts';
import { decimals, escapeHtml } from './html.ts';
import { bestMethods, knownMeasures, type Measure } from './measures.ts';
import { isModel, methodName, methodNote } from '../../base/method-words.ts';
import { verdictOf } from './verdict.ts';

/** The table of the model and its rivals, best of each column marked by a word, and what it amounts to. */
export function methodsSection({ methods, treatment }: Pick<ReportModel, 'methods' | 'treatment'>): string {
  const { worse, sentences } = verdictOf(methods);
  const [first, ...others] = sentences.map(escapeHtml);
  const list = others.slice(0, -1);
  const last = others.at(-1);
  return `<section><h2>The model and its rivals</h2>
<div class="verdict${worse ? ' worse' : ''}"><p><b>${first ?? ''}</b></p>
${list.length > 0 ? `<ul>${list.map((sentence) => `<li>${sentence}</li>`).join('')}</ul>` : ''}
${last === undefined ? '' : `<p>${last}</p>`}</div>
<div class="wide">${methodsTable(methods)}</div>
<p class="fine">Growth-region Dice counts only voxels that changed since the baseline: “no change” scores 0 there by definition. Image measures are taken inside the brain, after bringing both scans to the same intensity units.${treatment.arm === 'none' ? '' : ` <b>${rivalsKnowNoTreatment}</b>`}</p></section>`;
}

function methodsTable(methods: readonly MethodScores[]): string {
  const known = knownMeasures(methods);
  return `<table class="methods"><thead>${groupRow(known)}${nameRow(known)}</thead><tbody>${methods
    .map((method) => methodRow(method, methods, known))
    .join('')}</tbody></table>`;
}

function groupRow(known: readonly Measure[]): string {
  const groups = [...new Set(known.map(({ group }) => group))];
  const cells = groups.map((group) => {
    const columns = known.filter((measure) => measure.group === group).length;
    return `<th colspan="${columns}" scope="colgroup">${group}</th>`;
  });
  return `<tr class="group"><th></th>${cells.join('')}<th></th></tr>`;
}

function nameRow(known: readonly Measure[]): string {
  const cells = known.map(
    (measure, index) => `<th scope="col"${edge(known, index)}>${measure.name}<small>${measure.better}</small></th>`,
  );
  return `<tr><th scope="col">Method</th>${cells.join('')}<th scope="col" class="edge">Core volume, ml</th></tr>`;
}

function methodRow(method: MethodScores, all: readonly MethodScores[], known: readonly Measure[]): string {
  const cells = known.map((measure, index) => {
    const isBest = bestMethods(measure, all).includes(method);
    const classes = [...(isBest ? ['is-best'] : []), ...(edge(known, index) === '' ? [] : ['edge'])].join(' ');
    const mark = isBest ? '<span class="best">best</span>' : '';
    return `<td${classes === '' ? '' : ` class="${classes}"`}>${measure.format(measure.valueOf(method))}${mark}</td>`;
  });
  const name = `${escapeHtml(methodName(method.id))}<br><span class="fine">${escapeHtml(methodNote(method.id))}</span>`;
  return `<tr${isModel(method.id) ? ' class="model"' : ''}><td>${name}</td>${cells.join('')}<td class="edge">${decimals(method.coreVolumeMl, 1)}</td></tr>`;
}

function edge(known: readonly Measure[], index: number): string {
  return known[index]?.group === known[index - 1]?.group ? '' : ' class="edge"';
}
