import { normalTail } from './normal-tail.ts';

/** More pairs than this are tested by the normal approximation ... */
const mostExact = 50;
/** ... and, where values are tied or zero, more than this. */
const mostExactWithTies = 13;

/**
 * Two-sided p value of Wilcoxon's signed-rank test on the differences of patient pairs. Zeros are dropped, ties share their
 * ranks; few pairs are tested exactly, many by the normal approximation with correction for ties. 1 when every pair is equal.
 *
 * @param differences one per patient; NaN is left out
 * @see Wilcoxon 1945, doi:10.2307/3001968; models/common/metrics.py paired_wilcoxon (SciPy's rules for which test is made)
 */
export function wilcoxonP(differences: readonly number[]): number {
  const pairs = differences.filter((value) => !Number.isNaN(value));
  const nonZero = pairs.filter((value) => value !== 0);
  if (nonZero.length === 0) return 1;
  const { doubledRanks, tieCorrection } = ranksOf(nonZero.map(Math.abs));
  let doubledPlus = 0;
  nonZero.forEach((value, k) => (doubledPlus += value > 0 ? (doubledRanks[k] as number) : 0));
  const irregular = tieCorrection > 0 || nonZero.length < pairs.length;
  const exact = pairs.length <= (irregular ? mostExactWithTies : mostExact);
  return exact ? exactP(doubledRanks, doubledPlus) : normalP(nonZero.length, doubledPlus / 2, tieCorrection);
}

/** Ranks times two (whole numbers even where ties share a rank), and the sum of t^3 - t over tied groups of t. */
function ranksOf(sizes: readonly number[]): { doubledRanks: number[]; tieCorrection: number } {
  const order = sizes.map((_, k) => k).sort((a, b) => (sizes[a] as number) - (sizes[b] as number));
  const doubledRanks = sizes.map(() => 0);
  let tieCorrection = 0;
  for (let first = 0; first < order.length;) {
    let last = first;
    while (last + 1 < order.length && sizes[order[last + 1] as number] === sizes[order[first] as number]) last++;
    for (let k = first; k <= last; k++) doubledRanks[order[k] as number] = first + last + 2;
    const tied = last - first + 1;
    tieCorrection += tied ** 3 - tied;
    first = last + 1;
  }
  return { doubledRanks, tieCorrection };
}

/** From the share of all sign patterns that are at least as extreme. */
function exactP(doubledRanks: readonly number[], doubledPlus: number): number {
  const total = doubledRanks.reduce((sum, rank) => sum + rank, 0);
  const share = new Float64Array(total + 1);
  share[0] = 1;
  for (const rank of doubledRanks) {
    for (let sum = total; sum >= 0; sum--) {
      const without = share[sum] as number;
      share[sum] = (without + (sum >= rank ? (share[sum - rank] as number) : 0)) / 2;
    }
  }
  let [low, high] = [0, 0];
  for (let sum = 0; sum <= total; sum++) {
    if (sum <= doubledPlus) low += share[sum] as number;
    if (sum >= doubledPlus) high += share[sum] as number;
  }
  return Math.min(1, 2 * Math.min(low, high));
}

function normalP(count: number, plus: number, tieCorrection: number): number {
  const mean = (count * (count + 1)) / 4;
  const deviation = Math.sqrt((count * (count + 1) * (2 * count + 1) - tieCorrection / 2) / 24);
  return Math.min(1, 2 * normalTail(Math.abs(plus - mean) / deviation));
}
