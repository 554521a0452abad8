import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../core/base/expected-error.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { ForecastSequence } from '../../core/simulate/forecast-types.ts';
import { drawEffect } from '../../core/write/pictures/draw-effect.ts';
import { drawInfluence } from '../../core/write/pictures/draw-influence.ts';
import { drawPictures } from '../../core/write/pictures/draw-pictures.ts';
import { writePredictedSeries } from '../../core/write/predicted-series.ts';
import type { Provenance } from '../../core/write/provenance.ts';
import { writeReportHtml } from '../../core/write/report/report-html.ts';
import { lesionClaim } from '../../core/write/synthetic-claim.ts';
import type { ExportAnswer } from '../../contract/api.ts';
import { wordedWarning } from '../../contract/warning-words.ts';
import type { HandlerContext } from '../handlers.ts';
import { localTime } from '../local-time.ts';
import { breatheOrStop } from './breathe.ts';
import { dicomSources, newUid } from './dicom-sources.ts';
import { knownVisits } from './forecast-input.ts';
import { niftiFiles } from './nifti-files.ts';
import { writeWholeFolder } from './output-folder.ts';
import type { FinishedForecast } from './finished-forecast.ts';

/**
 * Writes `report.html`, `report.json`, `dicom/` and `nifti/` of one forecast, all or nothing.
 *
 * @param version of the program, for provenance
 * @throws ExpectedError 'output/exists', 'output/not-writable', 'job/cancelled'
 */
export async function exportForecast(
  finished: FinishedForecast,
  path: string,
  version: string,
  context: HandlerContext,
): Promise<ExportAnswer> {
  const createdAt = localTime(new Date());
  const provenance = provenanceOf(finished, version);
  const written = await writeWholeFolder(path, async (folder) => {
    const files: string[] = [];
    const save = async (name: string, bytes: Uint8Array | string): Promise<void> => {
      throwIfCancelled(context.signal);
      await writeFile(join(folder, name), bytes);
      files.push(name);
    };
    const advance = (progressFraction: number): void => context.progress({ stage: 'write', progressFraction });
    advance(0);
    const warnings = await saveDicom(finished, { provenance, createdAt, folder, save });
    advance(0.4);
    await mkdir(join(folder, 'nifti'));
    for await (const { name, bytes } of niftiFiles(finished)) await save(join('nifti', name), bytes);
    advance(0.8);
    const report = withWarnings(finished, warnings);
    await save('report.json', `${JSON.stringify(report, null, 2)}\n`);
    await breatheOrStop(context.signal);
    const pictures = picturesOf(finished);
    const rows = drawPictures(pictures);
    const shown = finished.treatments.effect;
    const effect = shown && drawEffect(pictures, { difference: shown.difference, otherCore: shown.coreMask });
    const influence = finished.explained && drawInfluence(pictures, finished.explained.map);
    const { patientLabel } = finished;
    const page = { report, patientLabel, rows, effect, influence, provenance, createdAt };
    await save('report.html', writeReportHtml(page));
    advance(1);
    return files;
  });
  return { path: written.path, files: written.filled };
}

interface DicomTarget {
  readonly provenance: Provenance;
  readonly createdAt: string;
  readonly folder: string;
  readonly save: (name: string, bytes: Uint8Array) => Promise<void>;
}

/** One predicted series per sequence; none, with a warning, where the scans came as NIfTI. */
async function saveDicom(finished: FinishedForecast, target: DicomTarget): Promise<readonly Warning[]> {
  const { prepared, output } = finished;
  const { manifest } = finished.model;
  const visits = [prepared.baseline, ...knownVisits(prepared, manifest.visits.max)];
  // Every visit and sequence is aligned and shown, but only what the model takes is a source of its prediction.
  const taken = new Set<string>(manifest.sequences.map(({ sequence }) => sequence));
  const images = visits
    .flatMap(({ aligned }) => aligned.native.images.map((image) => ({ date: aligned.date, image })))
    .filter(({ image }) => taken.has(image.sequence));
  const sources = await dicomSources(images);
  if (sources === null) return [{ code: 'write/no-dicom-source' }];
  const [first] = sources;
  if (!first) return [];
  let seriesNumber = 9001;
  for (const [sequence, volume] of Object.entries(output.images)) {
    const acquired = sources.find((source) => source.sequence === sequence) ?? first;
    const acquisitionFile = acquired.files[0];
    if (!acquisitionFile) continue;
    const place = join('dicom', `predicted-${sequence}`);
    await mkdir(join(target.folder, place), { recursive: true });
    const { provenance, createdAt } = target;
    const input = { volume, sequence, gridFiles: first.files, acquisitionFile, sources, provenance, createdAt };
    for (const file of writePredictedSeries({ ...input, seriesNumber, newUid })) {
      await target.save(join(place, file.name), file.bytes);
    }
    seriesNumber += 1;
  }
  return [];
}

function withWarnings({ report }: FinishedForecast, more: readonly Warning[]): FinishedForecast['report'] {
  return { ...report, warnings: [...report.warnings, ...more.map(wordedWarning)] };
}

function picturesOf({
  prepared,
  output,
  comparison,
  horizonDays,
}: FinishedForecast): Parameters<typeof drawPictures>[0] {
  const { baseline, followUp, brain } = prepared;
  const sequences = Object.entries(output.images).flatMap(([name, predicted]) => {
    const sequence = name as ForecastSequence;
    const lastReal = baseline.visit.images[sequence];
    return lastReal ? [{ sequence, lastReal, predicted, actual: comparison.actualImages[sequence] ?? null }] : [];
  });
  return {
    sequences,
    brain,
    core: { baseline: baseline.visit.core, predicted: output.coreMask, actual: followUp?.visit.core ?? null },
    probability: output.probability,
    scans: prepared.scans,
    baselineDate: baseline.visit.date,
    followUpDate: followUp?.visit.date ?? null,
    horizonDays,
  };
}

function provenanceOf(finished: FinishedForecast, programVersion: string): Provenance {
  const { model, prepared, request, report } = finished;
  const { id, version, title } = model.manifest;
  return {
    programVersion,
    model: { id, version, title, sha256: model.sha256 },
    segmentation: report.segmentation,
    provider: finished.provider,
    seed: request.seed,
    samples: request.samples,
    baselineDate: report.baselineDate,
    previousDate: report.previousDate,
    claim: lesionClaim(finished.horizonDays, report.treatment),
    parameters: {
      'baseline outline': prepared.baseline.outline,
      'hold out': request.holdOut,
      ...(report.earlierDate === null ? {} : { 'earlier scan': report.earlierDate }),
      ...(report.treatment.ageYears === null ? {} : { 'age, years': report.treatment.ageYears }),
    },
  };
}
