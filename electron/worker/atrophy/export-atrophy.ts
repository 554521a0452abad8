import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AtrophyExportAnswer } from '../../contract/api.ts';
import { atrophyFolder } from '../../contract/own-folder.ts';
import { wordedWarning } from '../../contract/warning-words.ts';
import { counterpartMark, syntheticMark } from '../../core/base/synthetic-mark.ts';
import { daysOfYears } from '../../core/base/years.ts';
import { throwIfCancelled } from '../../core/base/expected-error.ts';
import type { Mask, Volume } from '../../core/base/volume.ts';
import { writeAtrophyHtml } from '../../core/write/atrophy/atrophy-html.ts';
import { drawBrain } from '../../core/write/atrophy/draw-brain.ts';
import { windowOf } from '../../core/write/pictures/draw-pictures.ts';
import { originMark, type Provenance, type ScanOrigin } from '../../core/write/provenance.ts';
import type { HandlerContext } from '../handlers.ts';
import { localTime } from '../local-time.ts';
import { breatheOrStop } from '../pipeline/breathe.ts';
import { compressedNifti } from '../pipeline/nifti-files.ts';
import { originOf } from '../pipeline/prepare-visits.ts';
import { writeWholeFolder } from '../pipeline/output-folder.ts';
import { atrophyClaims, atrophyProvenance, saveAtrophyDicom } from './atrophy-dicom.ts';
import type { FinishedAtrophy } from './finished-atrophy.ts';
import type { MeasuredPair } from './measure-pair.ts';

/**
 * Writes `report.html`, `report.json`, `dicom/` and `nifti/` of one atrophy forecast, all or nothing.
 *
 * @param version of the program, for provenance
 * @throws ExpectedError 'output/exists', 'output/not-writable', 'job/cancelled'
 */
export async function exportAtrophy(
  finished: FinishedAtrophy,
  path: string,
  version: string,
  context: HandlerContext,
): Promise<AtrophyExportAnswer> {
  const createdAt = localTime(new Date());
  const fill = async (folder: string): Promise<Pick<AtrophyExportAnswer, 'files' | 'warnings'>> => {
    const files: string[] = [];
    const save = async (name: string, bytes: Uint8Array | string): Promise<void> => {
      throwIfCancelled(context.signal);
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), bytes);
      files.push(name);
    };
    const advance = (progressFraction: number): void => context.progress({ stage: 'write', progressFraction });
    advance(0);
    const warnings = await saveAtrophyDicom(finished, { version, createdAt, save });
    advance(0.5);
    for (const { name, volume, description } of niftiContents(finished)) {
      await save(join('nifti', `${name}.nii.gz`), await compressedNifti(volume, description));
    }
    advance(0.8);
    const report = { ...finished.report, warnings: [...finished.report.warnings, ...warnings.map(wordedWarning)] };
    await save('report.json', `${JSON.stringify(report, null, 2)}\n`);
    await breatheOrStop(context.signal);
    const rows = drawBrain(picturesOf(finished));
    const { patientLabel } = finished;
    const provenance = pageProvenance(finished, version);
    await save('report.html', writeAtrophyHtml({ report, patientLabel, rows, provenance, createdAt }));
    advance(1);
    return { files, warnings };
  };
  const { path: target, filled } = await writeWholeFolder(path, fill, atrophyFolder);
  return { path: target, ...filled };
}

/** Of the page, which also shows what was measured: it names the date that the scan is compared with. */
function pageProvenance(finished: FinishedAtrophy, version: string): Provenance {
  const { pair, report } = finished;
  const provenance = atrophyProvenance(finished, version, atrophyClaims(report).future);
  if (pair === null) return provenance;
  if (pair.role === 'earlier') return { ...provenance, previousDate: pair.date };
  return { ...provenance, parameters: { ...provenance.parameters, 'held out, compared with': pair.date } };
}

function picturesOf({ report, primary, forecast, pair, inside }: FinishedAtrophy): Parameters<typeof drawBrain>[0] {
  return {
    scan: { date: report.baselineDate, volume: primary.volume, origin: report.scans },
    counterpart: forecast.since.image,
    future: forecast.ahead.image,
    since: forecast.since.map,
    ahead: forecast.ahead.map,
    other: pair && { date: pair.date, volume: pair.image, origin: originOf(pair.source), measured: pair.map },
    shares: forecast.shares,
    window: windowOf(primary.volume, inside),
    years: report.years,
  };
}

interface Content {
  readonly name: string;
  readonly volume: Volume | Mask;
  readonly description: string;
}

/** Images on the scan's grid; maps, labels and spreads on the model's, in the same space. */
function niftiContents({ report, primary, forecast, pair, inside }: FinishedAtrophy): Content[] {
  const { since, ahead, shares } = forecast;
  const future = syntheticMark(daysOfYears(report.years));
  const labels: Volume = { grid: shares.grid, data: largestShare(shares.maps) };
  return [
    { name: 'scan_T1', volume: primary.volume, description: `${originMark(report.scans)} ${report.baselineDate}` },
    { name: 'mask_inside-skull', volume: inside, description: 'brain and fluid' },
    { name: 'labels', volume: labels, description: shares.labels.map((name, n) => `${n} ${name}`).join(' ') },
    { name: 'counterpart_T1', volume: since.image, description: counterpartMark },
    { name: 'future_T1', volume: ahead.image, description: future },
    { name: 'change_since', volume: since.map.change, description: `${since.map.unit} ${counterpartMark}` },
    { name: 'change_ahead', volume: ahead.map.change, description: `${ahead.map.unit} ${future}` },
    { name: 'spread_since', volume: since.spread, description: `SD, % ${counterpartMark}` },
    { name: 'spread_ahead', volume: ahead.spread, description: `SD, % ${future}` },
    ...(pair ? pairContents(pair, report.scans) : []),
  ];
}

function pairContents({ role, date, source, image, map }: MeasuredPair, scan: ScanOrigin): Content[] {
  const other = originOf(source);
  const both = originMark(scan === 'generated' ? scan : other);
  return [
    { name: `${role}_T1`, volume: image, description: `${originMark(other)} ${date}, registered` },
    { name: 'change_measured', volume: map.change, description: `${map.unit} ${both}` },
  ];
}

/** Number of the label with the largest share of every voxel. */
function largestShare(maps: readonly Float32Array[]): Float32Array {
  const numbers = new Float32Array(maps[0]?.length ?? 0);
  for (let v = 0; v < numbers.length; v++) {
    for (let n = 1; n < maps.length; n++) {
      if ((maps[n]?.[v] as number) > (maps[numbers[v] as number]?.[v] as number)) numbers[v] = n;
    }
  }
  return numbers;
}
