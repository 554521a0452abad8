/** Words for the structures that the atrophy model measures, by its labels; `brain` is all tissue together. */
const structureWords: Readonly<Record<string, string>> = {
  white: 'white matter',
  grey: 'grey matter',
  sulcalFluid: 'fluid round the brain',
  ventricles: 'ventricles',
  hippocampus: 'hippocampi',
  deepGrey: 'deep grey matter',
  brain: 'whole brain',
};

/** Words for a structure; a label that has none stands for itself. */
export function structureInWords(structure: string): string {
  return structureWords[structure] ?? structure;
}

/** Words for what the years of a brain are supposed to be. */
export const courseWords = {
  healthy: 'healthy ageing',
  mci: 'mild cognitive impairment',
  ad: "Alzheimer's disease",
  unknown: 'an unknown course',
} as const;

/** What every page and table of a counterpart and a brain to come says. */
export const neverAcquired =
  'The healthy counterpart and the brain to come are synthetic: no scanner saw them, and the model was trained on simulated atrophy alone.';

/** What every page and table of supposed courses says. */
export const supposedNotFound =
  'The course is what the user supposed, no finding: the program diagnoses nobody, and the groups overlap.';

/** What the yearly rates of a counterpart and a future are. */
export const ratesInWords =
  'Since: what the years of disease added to healthy ageing, no whole rate of loss; the healthy counterpart is as old as the scan. Ahead: the whole change, ageing included. Yearly rates: total change divided by the years.';

/** What the bars are that rates stand beside, and how these were reckoned. */
export const bandsInWords =
  'Bars: groups of people, change in the first year. Solid: 95 % confidence interval of the mean (hippocampi, PMC2773132). Dashed: assumed, or wider than published (ventricles, round the means of PMC3590059; brain, round commonly reported means). Marks: total change of this brain over its years, divided by the years. Single people vary more, and the groups overlap.';
