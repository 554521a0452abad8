import type { Segmentation } from '../contract/segmentation.ts';
import { figure, textTable } from './text-table.ts';

/** What was outlined, for the terminal: volumes by date, who drew them, warnings. */
export function describeSegmentation({ visits, model, warnings, notice }: Segmentation): string {
  const heading = ['date', 'on', 'core by', 'core ml', 'necrosis ml', 'core + oedema ml', 'brain ml'];
  const rows = visits.map(({ date, sequence, outline, coreMl, necrosisMl, oedemaMl, brainMl }) => [
    date,
    sequence,
    outline,
    figure(coreMl, 1),
    figure(necrosisMl, 1),
    figure(oedemaMl, 1),
    figure(brainMl, 0),
  ]);
  const by = model === null ? [] : [`Model: ${model.id} ${model.version}`];
  return [textTable([heading, ...rows]), ...by, ...warnings.map(({ words }) => `Note: ${words}`), notice].join('\n\n');
}
