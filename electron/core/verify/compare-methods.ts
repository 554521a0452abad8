import { bootstrapMean } from './bootstrap.ts';
import { holm } from './holm.ts';
import type { PatientFigures } from './patient-figures.ts';
import type { RegionMeasure } from './region-figures.ts';
import { rounded } from './spread-of-values.ts';
import { wilcoxonP } from './wilcoxon.ts';

/** The model less one rival, patient by patient. */
export interface PairedDifference {
  readonly rival: string;
  /** Mean of the paired differences, model minus rival; `null` without a pair. */
  readonly difference: number | null;
  /** 95 % percentile bootstrap over patients. */
  readonly ci95: readonly [number | null, number | null];
  /** Two-sided Wilcoxon signed-rank test. */
  readonly p: number;
  /** Adjusted by Holm over every comparison of the set. */
  readonly pHolm: number;
}

/** Measures that the model is compared in with every rival; 1 where larger is better. */
const compared = {
  dice: 1,
  growthRegionDice: 1,
  volumeErrorPercent: -1,
  volumeErrorLog: -1,
  hd95MmPenalised: -1,
} as const satisfies Partial<Record<RegionMeasure, 1 | -1>>;

type ComparedMeasure = keyof typeof compared;
type Region = 'core' | 'oedema';

type BestComparisons = Readonly<Partial<Record<ComparedMeasure, PairedDifference>>>;

/**
 * Comparisons with every rival by 'region/measure/rival' (those that at least one patient has values for), and with the best
 * rival by measure of each region.
 */
export interface Comparisons {
  readonly every: Readonly<Record<string, PairedDifference>>;
  /** Of the core. */
  readonly best: BestComparisons;
  readonly bestOedema: BestComparisons;
}

/**
 * Compares the model with every rival on the same patients.
 *
 * @param patients at least one
 * @param ids the model first, then its rivals
 */
export function compareMethods(patients: readonly PatientFigures[], ids: readonly string[]): Comparisons {
  const [model = '', ...rivals] = ids;
  const tests = (['core', 'oedema'] as const).flatMap((region) =>
    measuresOf().flatMap((measure) => rivals.map((rival) => ({ region, measure, rival }))),
  );
  const paired = tests.map((test) => {
    const differences = patients.map((patient) => {
      const [ours, theirs] = [valueOf(patient, model, test), valueOf(patient, test.rival, test)];
      return ours === null || theirs === null ? NaN : ours - theirs;
    });
    return { ...test, name: nameOf(test), differences, p: wilcoxonP(differences) };
  });
  // What nobody could be measured in was not tested, and must not make the other tests stricter.
  const raw = paired.filter(({ differences }) => differences.some((value) => !Number.isNaN(value)));
  const adjusted = holm(Object.fromEntries(raw.map(({ name, p }) => [name, p])));
  const every = Object.fromEntries(
    raw.map(({ name, rival, differences, p }): [string, PairedDifference] => {
      const { mean, ci95 } = bootstrapMean(differences);
      const interval = [rounded(ci95[0]), rounded(ci95[1])] as const;
      return [
        name,
        { rival, difference: rounded(mean), ci95: interval, p: short(p), pHolm: short(adjusted[name] ?? 1) },
      ];
    }),
  );
  const best = (region: Region): BestComparisons => bestOf(patients, rivals, region, every);
  return { every, best: best('core'), bestOedema: best('oedema') };
}

/** Against the rival with the best mean over the patients that every rival has a value for, measure by measure of one region. */
function bestOf(
  patients: readonly PatientFigures[],
  rivals: readonly string[],
  region: Region,
  every: Readonly<Record<string, PairedDifference>>,
): BestComparisons {
  const best: Partial<Record<ComparedMeasure, PairedDifference>> = {};
  for (const measure of measuresOf()) {
    const known = patients
      .map((patient) => rivals.map((rival) => valueOf(patient, rival, { region, measure })))
      .filter((values): values is number[] => values.every((value) => value !== null));
    const sums = rivals.map((_, n) => known.reduce((sum, values) => sum + (values[n] as number), 0));
    const merits = sums.map((sum) => compared[measure] * sum);
    const rival = rivals[merits.indexOf(Math.max(...merits))];
    if (rival === undefined) continue;
    const found = every[nameOf({ region, measure, rival })];
    if (found) best[measure] = found;
  }
  return best;
}

function measuresOf(): readonly ComparedMeasure[] {
  return Object.keys(compared) as ComparedMeasure[];
}

function nameOf({ region, measure, rival }: { region: Region; measure: ComparedMeasure; rival: string }): string {
  return `${region}/${measure}/${rival}`;
}

function valueOf(
  patient: PatientFigures,
  id: string,
  { region, measure }: { readonly region: Region; readonly measure: ComparedMeasure },
): number | null {
  return patient.methods[id]?.[region]?.[measure] ?? null;
}

/** Three significant digits. */
function short(p: number): number {
  return Number(p.toPrecision(3));
}
