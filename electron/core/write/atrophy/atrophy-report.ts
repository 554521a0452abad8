import type { Course } from '../../base/atrophy-rates.ts';
import type { WarningInWords } from '../../base/warning.ts';
import { shareBeyond, type AtrophyMap } from '../../simulate/atrophy/atrophy-map.ts';
import type { AtrophyForecast, AtrophyOutcome } from '../../simulate/atrophy/forecast-atrophy.ts';
import type { StructureChange } from '../../simulate/atrophy/structure-changes.ts';
import type { MethodScores } from '../../verify/score-method.ts';
import type { ModelIdentity } from '../model-identity.ts';
import { plainNumbers } from '../plain-numbers.ts';
import { notice, type ScanOrigin } from '../provenance.ts';
import type { AlignedScan } from '../report/sections.ts';
import { yearlyChange, type YearlyChange } from './yearly-change.ts';

type Interval = readonly [number, number];

/** Change of one structure between the scan and another brain. */
export interface ReportedChange extends Pick<StructureChange, 'thenMl' | 'changePercent' | 'interval90'> {
  /** Null where the years are not known. */
  readonly perYear: YearlyChange | null;
}

/** One structure of the scan. */
export interface ReportedStructure {
  readonly structure: string;
  readonly ml: number;
  readonly percentOfIntracranial: number;
  readonly since: ReportedChange;
  readonly ahead: ReportedChange;
}

/** What a map shows, in figures. */
export interface ReportedMap extends Pick<AtrophyMap, 'unit' | 'threshold'> {
  readonly lossShare: number;
  readonly gainShare: number;
}

/** Rate of a structure. */
export interface Rate {
  readonly percentPerYear: number;
  readonly mlPerYear: number;
}

/** Change between two real dates, as registration measured it and as the model predicted it from the earlier one. */
export interface ReportedPair {
  readonly earlierDate: string;
  readonly laterDate: string;
  readonly years: number;
  /** How the other date was laid over the scan that the forecast starts from. */
  readonly registrations: readonly AlignedScan[];
  /** Of the measured map, percent per year. */
  readonly threshold: number;
  readonly structures: readonly {
    readonly structure: string;
    /** Null where too little of the structure could be followed from one date to the other. */
    readonly measured: Rate | null;
    /** Share of the structure where the deformation is trusted, 0..1. */
    readonly trustedShare: number;
    readonly predicted: Rate;
    /** Of the predicted rate, percent per year. */
    readonly interval90: Interval;
    /** What the mean of the training scenes predicts; null where it says nothing. */
    readonly groupPercentPerYear: number | null;
  }[];
  /** The model first, then its rivals, against the later scan. */
  readonly methods: readonly ({ readonly id: string } & MethodScores['image'])[];
}

/** Everything that the report of an atrophy forecast says; `contract/atrophy-report.ts` holds the schema that it must pass. */
export interface AtrophyReportModel {
  readonly schema: 'longview.atrophy/1';
  readonly synthetic: true;
  readonly program: { readonly name: 'Longview'; readonly version: string };
  readonly model: ModelIdentity;
  readonly provider: string;
  readonly scans: ScanOrigin;
  readonly baselineDate: string;
  readonly course: Course | 'unknown';
  readonly years: number;
  readonly yearsOfDisease: number | null;
  readonly ageYears: number | null;
  readonly samples: number;
  readonly seed: number;
  readonly intracranialMl: number;
  readonly hippocampusMl: { readonly left: number; readonly right: number };
  readonly structures: readonly ReportedStructure[];
  readonly maps: Readonly<Record<'since' | 'ahead', ReportedMap>>;
  readonly measured: ReportedPair | null;
  readonly warnings: readonly WarningInWords[];
  readonly timingsMs: Readonly<Record<string, number>>;
  readonly notice: string;
}

/** What the caller knows; the rest follows from the forecast. */
export type AtrophyReportParts = Omit<
  AtrophyReportModel,
  'schema' | 'synthetic' | 'program' | 'intracranialMl' | 'hippocampusMl' | 'structures' | 'maps' | 'notice'
> & { readonly programVersion: string; readonly forecast: AtrophyForecast };

/** The outcome of an atrophy forecast in the stable format of its `report.json`; numbers keep six significant digits. */
export function buildAtrophyReport({
  programVersion,
  forecast,
  warnings,
  ...parts
}: AtrophyReportParts): AtrophyReportModel {
  const { volumesMl, volumes90Ml, intracranialMl, since, ahead, hippocampusMl } = forecast;
  const figures = {
    ...parts,
    intracranialMl,
    hippocampusMl,
    structures: Object.entries(volumesMl).map(([structure, ml]) => ({
      structure,
      ml,
      ml90: volumes90Ml[structure] ?? [ml, ml],
      percentOfIntracranial: (100 * ml) / intracranialMl,
      since: reportedChange(since, structure),
      ahead: reportedChange(ahead, structure),
    })),
    maps: { since: reportedMap(since.map), ahead: reportedMap(ahead.map) },
  };
  return {
    schema: 'longview.atrophy/1',
    synthetic: true,
    program: { name: 'Longview', version: programVersion },
    ...plainNumbers(figures),
    warnings,
    notice,
  };
}

function reportedChange({ structures, question }: AtrophyOutcome, structure: string): ReportedChange {
  const change = structures.find((entry) => entry.structure === structure);
  if (change === undefined) throw new Error(`no change of ${structure}`);
  const { thenMl, nowMl, changePercent, interval90 } = change;
  const { years, direction } = question;
  const earlierMl = direction === 'since' ? thenMl : nowMl;
  const perYear = years === null || years <= 0 ? null : yearlyChange(change, earlierMl, years);
  return { thenMl, changePercent, interval90, perYear };
}

function reportedMap(map: AtrophyMap): ReportedMap {
  const { unit, threshold } = map;
  return { unit, threshold, lossShare: shareBeyond(map, 'loss'), gainShare: shareBeyond(map, 'gain') };
}
