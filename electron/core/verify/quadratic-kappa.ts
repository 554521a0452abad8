/**
 * Cohen's kappa of ordered classes with quadratic weights: 1 is full agreement, 0 what chance gives; NaN where chance alone
 * agrees fully (everybody in one class).
 *
 * @param ours class numbers 0 .. classes - 1, one per patient
 * @see Cohen 1968, doi:10.1037/h0026256; models/common/probability_metrics.py quadratic_kappa
 */
export function quadraticKappa(ours: readonly number[], actual: readonly number[], classes: number): number {
  const countOf = (values: readonly number[], wanted: number): number =>
    values.reduce((count, value) => count + (value === wanted ? 1 : 0), 0);
  const disagreement = ours.reduce((sum, value, patient) => sum + (value - (actual[patient] as number)) ** 2, 0);
  let byChance = 0;
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      byChance += ((a - b) ** 2 * countOf(ours, a) * countOf(actual, b)) / ours.length;
    }
  }
  return byChance > 0 ? 1 - disagreement / byChance : NaN;
}
