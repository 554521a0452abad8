import { join } from 'node:path';
import { changeInFullColour } from '../../core/base/colour-map.ts';
import { daysOfYears } from '../../core/base/years.ts';
import type { Volume } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { AtrophyMap } from '../../core/simulate/atrophy/atrophy-map.ts';
import { fullColour } from '../../core/write/atrophy/draw-brain.ts';
import type { Computation, DerivedInput, Outcome } from '../../core/write/derived/derived-input.ts';
import { parametricMapFile } from '../../core/write/derived/parametric-map.ts';
import { isReportedStructure } from '../../core/write/derived/structure-codes.ts';
import type { StructureVolume } from '../../core/write/derived/volume-report-input.ts';
import { volumeReportFile } from '../../core/write/derived/volume-report.ts';
import type { SourceSeries } from '../../core/write/predicted-series-input.ts';
import { writePredictedSeries } from '../../core/write/predicted-series.ts';
import type { Provenance } from '../../core/write/provenance.ts';
import { counterpartClaim, futureBrainClaim, type SyntheticClaim } from '../../core/write/synthetic-claim.ts';
import { dicomSources, newUid, sha256 } from '../pipeline/dicom-sources.ts';
import type { FinishedAtrophy } from './finished-atrophy.ts';

/** What measures the change between two real dates. */
const comparison = 'deformable registration of two dates';

/** Where files go, and what they say of their making. */
export interface DicomTarget {
  readonly version: string;
  /** Local date and time of writing, 'YYYY-MM-DDTHH:MM:SS'. */
  readonly createdAt: string;
  readonly save: (name: string, bytes: Uint8Array) => Promise<void>;
}

/**
 * Writes the counterpart and the future as series, the changes as parametric maps, the volumes of the scan and of the future as
 * reports. With a warning, nothing where the scan came as NIfTI, and no measured change where the other date did.
 */
export async function saveAtrophyDicom(finished: FinishedAtrophy, target: DicomTarget): Promise<readonly Warning[]> {
  const { primary, pair, report, day } = finished;
  const scan = await dicomSources([{ date: report.baselineDate, image: primary }]);
  const other = pair && (await dicomSources([{ date: pair.date, image: pair.source }]));
  const [acquired] = scan ?? [];
  const [reference] = acquired?.files ?? [];
  if (!scan || !acquired || !reference) return [{ code: 'write/no-dicom-source' }];
  const comparedWith = other === null ? null : pair;
  const { since, ahead } = finished.forecast;
  const horizonDays = daysOfYears(report.years);
  const future: Outcome = { kind: 'predicted', horizonDays };
  const files = new DerivedFiles(finished, target, reference);
  const claims = atrophyClaims(report);
  await files.saveSeries('counterpart-T1', since.image, claims.counterpart, acquired);
  await files.saveSeries('future-T1', ahead.image, claims.future, acquired);
  await files.saveMap(
    'change-since',
    { map: since.map, years: since.question.years },
    { outcome: { kind: 'counterpart' }, sources: scan, comparison: null },
  );
  const foretold = { outcome: future, sources: scan, comparison: null };
  await files.saveMap('change-ahead', { map: ahead.map, years: report.years }, foretold);
  // The rate since an earlier date comes from both.
  const compared = { outcome: { kind: 'measured' }, sources: [...scan, ...(other ?? [])], comparison } as const;
  const seen = comparedWith?.role === 'earlier' ? compared : { ...compared, sources: scan, comparison: null };
  await files.saveVolumes('volumes', volumesNow({ ...finished, pair: comparedWith }), day, seen);
  await files.saveVolumes('volumes-future', volumesAhead(finished), day + horizonDays, foretold);
  if (comparedWith === null) return pair === null ? [] : [{ code: 'write/no-dicom-comparison' }];
  const { map, figures } = comparedWith;
  await files.saveMap('change-measured', { map, years: figures.years }, compared);
  return [];
}

/** What the two synthetic images stand for. */
export function atrophyClaims({ years, course }: FinishedAtrophy['report']): {
  readonly counterpart: SyntheticClaim;
  readonly future: SyntheticClaim;
} {
  return { counterpart: counterpartClaim(course), future: futureBrainClaim(years, course) };
}

/** How the images came about. */
export function atrophyProvenance(
  { model, provider, report }: FinishedAtrophy,
  programVersion: string,
  claim: SyntheticClaim,
): Provenance {
  const { seed, samples, baselineDate } = report;
  return {
    programVersion,
    model: { ...report.model, title: model.manifest.title },
    segmentation: null,
    provider,
    seed,
    samples,
    baselineDate,
    // Images are made of one scan alone; an earlier one is compared with, never seen by the model that makes them.
    previousDate: null,
    claim,
    parameters: supposedParameters(report),
  };
}

/** What was told of the patient. */
function supposedParameters({ ageYears, yearsOfDisease }: FinishedAtrophy['report']): Provenance['parameters'] {
  return {
    ...(ageYears === null ? {} : { 'age, years': ageYears }),
    ...(yearsOfDisease === null ? {} : { 'disease, years': yearsOfDisease }),
  };
}

type Origin = Pick<DerivedInput, 'outcome' | 'sources'> & Pick<Computation, 'comparison'>;

/** A change, and the years that it took; null where nobody knows. */
interface Change {
  readonly map: AtrophyMap;
  readonly years: number | null;
}

/** Saves one object after the other, each as a series of its own. */
class DerivedFiles {
  #seriesNumber = 9001;
  readonly #finished: FinishedAtrophy;
  readonly #target: DicomTarget;
  readonly #reference: Uint8Array;

  constructor(finished: FinishedAtrophy, target: DicomTarget, reference: Uint8Array) {
    this.#finished = finished;
    this.#target = target;
    this.#reference = reference;
  }

  async saveSeries(name: string, volume: Volume, claim: SyntheticClaim, acquired: SourceSeries): Promise<void> {
    const { version, createdAt, save } = this.#target;
    const files = writePredictedSeries({
      volume,
      sequence: acquired.sequence,
      gridFiles: acquired.files,
      acquisitionFile: this.#reference,
      sources: [acquired],
      provenance: atrophyProvenance(this.#finished, version, claim),
      seriesNumber: this.#seriesNumber++,
      createdAt,
      newUid,
    });
    for (const file of files) await save(join('dicom', name, file.name), file.bytes);
  }

  async saveMap(name: string, { map: { change, unit, threshold }, years }: Change, origin: Origin): Promise<void> {
    const trusted = { grid: change.grid, data: Uint8Array.from(change.data, (value) => (Number.isNaN(value) ? 0 : 1)) };
    const quantity = unit === '%' ? 'volume-change' : 'volume-change-per-year';
    const bytes = parametricMapFile({
      ...this.#derived(origin),
      map: change,
      trusted,
      quantity,
      intervalDays: years === null ? null : daysOfYears(years),
      displayLimit: changeInFullColour(fullColour[unit], threshold),
    });
    await this.#target.save(join('dicom', `${name}.dcm`), bytes);
  }

  async saveVolumes(
    name: string,
    volumes: readonly StructureVolume[],
    daysFromFirst: number,
    origin: Origin,
  ): Promise<void> {
    const bytes = volumeReportFile({ ...this.#derived(origin), volumes, daysFromFirst, sha256 });
    await this.#target.save(join('dicom', `${name}.dcm`), bytes);
  }

  #derived({ outcome, sources, comparison }: Origin): DerivedInput {
    const { report, provider } = this.#finished;
    const { version: programVersion, createdAt } = this.#target;
    const { model, course, samples, seed } = report;
    const told = {
      seed,
      supposed: atrophyClaims(report).future.supposed,
      parameters: { course, samples, ...supposedParameters(report) },
    };
    // Nothing is supposed about what was measured, and nothing drawn.
    const drawn = outcome.kind === 'measured' ? { seed: null, supposed: null, parameters: {} } : told;
    return {
      reference: this.#reference,
      sources,
      outcome,
      computation: { programVersion, model, comparison, provider, ...drawn },
      seriesNumber: this.#seriesNumber++,
      createdAt,
      newUid,
    };
  }
}

/** Volumes of the scan, with the rate since an earlier date where there is one. */
function volumesNow({ report, pair, forecast: { intracranialMl } }: FinishedAtrophy): StructureVolume[] {
  const measured = pair?.role === 'earlier' ? pair.figures : null;
  const volumes = report.structures.flatMap(({ structure, ml }) => {
    const rate = measured?.structures.find((entry) => entry.structure === structure)?.measured;
    const intervalDays = daysOfYears(measured?.years ?? 0);
    return reported(structure, ml, rate ? { percentPerYear: rate.percentPerYear, intervalDays } : null);
  });
  return [...volumes, { structure: 'intracranial', volumeMl: intracranialMl, change: null }];
}

function volumesAhead({ report, forecast: { intracranialMl } }: FinishedAtrophy): StructureVolume[] {
  const intervalDays = daysOfYears(report.years);
  const volumes = report.structures.flatMap(({ structure, ahead: { thenMl, perYear } }) =>
    reported(structure, thenMl, perYear && { percentPerYear: perYear.percent, intervalDays }),
  );
  return [...volumes, { structure: 'intracranial', volumeMl: intracranialMl, change: null }];
}

/** A structure that has a code and a volume; nothing for another. */
function reported(structure: string, volumeMl: number, change: StructureVolume['change']): StructureVolume[] {
  return isReportedStructure(structure) && volumeMl > 0 ? [{ structure, volumeMl, change }] : [];
}
