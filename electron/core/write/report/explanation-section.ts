import { conditionWords, hiddenInputName, leastInfluenceMl } from '../../base/influence-words.ts';
import { armNames, impliedNotCausal } from '../../base/treatment-words.ts';
import type { ConditionInfluence, Explanation } from '../../simulate/explain-types.ts';
import type { PictureRow } from '../pictures/draw-pictures.ts';
import { capital, decimals, escapeHtml, signed } from './html.ts';
import { influenceBars, type InfluenceBar } from './influence-bars.ts';
import { figure } from './sections.ts';

const neverMissing = 'The model never had to do without this in training, so its answer is a guess.';

/** What moved the model on this patient: bars for inputs and treatments, steps of the numbers, the map. Empty without one. */
export function explanationSection(explanation: Explanation | null, map: PictureRow | null): string {
  if (explanation === null) return '';
  const { inputs, arms, conditions, regions, volumeMl } = explanation;
  const most = Math.max(0.1, ...[...inputs, ...arms].map(({ changeMl }) => Math.abs(changeMl)));
  const hidden = inputs.map((input): InfluenceBar => ({
    ...input,
    name: hiddenInputName(input),
    ...(input.neverMissing ? { caution: neverMissing } : {}),
  }));
  const other = arms.map((arm): InfluenceBar => ({ ...arm, name: armNames[arm.arm] }));
  const guessed = inputs.some((input) => input.neverMissing);
  return `<section><h2>What moved the model</h2>
<p><b>${escapeHtml(capital(explanation.scope))}.</b> The mean future (${decimals(volumeMl, 1)} ml) was asked for again without each input, and with each number told differently. A large change says that the model leans on an input, not that the input matters to the patient.</p>
${influenceBars('Without one input', hidden, most)}
${guessed ? `<p class="fine">* ${neverMissing}</p>` : ''}
${influenceBars(`Under another treatment, ${impliedNotCausal}`, other, most)}
${conditionsTable(conditions)}
${mapPictures(map, regions)}
<p class="fine">A sequence loses its images on every date, and outlines drawn on it stay. Without an earlier scan everything is made anew, the speed of growth included. A hint is the forecast of a simple method that the model is given; without it, it says that nothing grows. The parts do not add up to the whole, because inputs stand in for each other. In training no block of the images was ever hidden, so the map is a guess of the same kind.</p></section>`;
}

function conditionsTable(conditions: readonly ConditionInfluence[]): string {
  const rows = conditions.map(({ condition, value, lower, higher }) => {
    const { name, unit } = conditionWords[condition];
    const told = (number: number): string => `${decimals(number, Number.isInteger(number) ? 0 : 1)} ${unit}`;
    const cells = [
      told(value),
      told(lower.value),
      `${signed(lower.changeMl, 1)} ml`,
      told(higher.value),
      `${signed(higher.changeMl, 1)} ml`,
      `${signed(higher.changeMl - lower.changeMl, 1)} ml`,
    ];
    return `<tr><td>${name}</td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const heading = ['Told', 'Lower', 'Change', 'Higher', 'Change', 'Between the two'];
  return `<h3>One number told differently</h3><div class="wide"><table><thead><tr><th scope="col">Number</th>${heading.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function mapPictures(map: PictureRow | null, { blocks, blockMm }: Explanation['regions']): string {
  if (blocks.every(({ changeMl }) => Math.abs(changeMl) < leastInfluenceMl)) {
    return `<h3>Where the model looked</h3><p>Hiding any one block of the images changed the predicted core by less than ${leastInfluenceMl} ml.</p>`;
  }
  if (map === null) return '';
  return `<h3>${escapeHtml(map.title)}</h3><div class="row" style="--columns:${map.pictures.length}">${map.pictures.map(figure).join('')}</div>
<div class="keys"><span><i class="ramp" style="background:linear-gradient(90deg,#4892ff,transparent,#ff4d4d)"></i>hiding the images here makes the predicted core smaller (blue) or larger (red)</span>
<span>blocks of ${decimals(blockMm, 0)} mm, smoothed</span><span><i class="swatch dashed"></i>predicted core</span></div>`;
}
