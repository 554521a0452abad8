import { basename } from 'node:path';
import { hasRadiotherapy } from '../../core/base/arm.ts';
import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { DecodedDose } from '../../core/decode/decode-dose.ts';
import type { DosePlan } from '../../core/simulate/treatment.ts';
import type { ForecastRequest } from '../../contract/requests.ts';
import { loadDose } from '../files/load-dose.ts';
import type { OpenedTimeline } from '../files/loadable-series.ts';
import type { AlignedVisit } from './align-visit.ts';
import type { PreparedForecast } from './prepare-visits.ts';

/** The dose file of a request; `dose` null where none was given or no treatment irradiates. */
export interface RequestedDose {
  readonly dose: DecodedDose | null;
  readonly warnings: readonly Warning[];
}

/**
 * Reads the dose file of a request before the long work begins, so that a wrong one costs no minutes.
 *
 * @throws ExpectedError 'dose/other-frame' when no series of the patient lies in the dose's space, and those of `loadDose`
 */
export async function readDose(request: ForecastRequest, opened: OpenedTimeline): Promise<RequestedDose> {
  const { doseFile, arm, compareArm } = request;
  if (doseFile === undefined) return { dose: null, warnings: [] };
  const file = basename(doseFile);
  const dose = await loadDose(doseFile);
  if (!hasRadiotherapy(arm) && !hasRadiotherapy(compareArm ?? 'none')) {
    return { dose: null, warnings: [{ code: 'simulate/dose-unused', file }] };
  }
  const frames = [...opened.series.values()].map(({ headers }) => headers[0]?.frameOfReferenceUid ?? '');
  if (!frames.some((frame) => sharesFrame(frame, dose))) {
    throw otherFrame(file, opened.timeline.visits);
  }
  return { dose, warnings: [] };
}

/**
 * Lays a dose over the baseline: it moves as the scan does whose space it shares, the baseline's own first.
 *
 * @throws ExpectedError 'dose/other-frame' when none of the scans that were aligned lies in the dose's space
 */
export function placeDose(dose: DecodedDose, doseFile: string, prepared: PreparedForecast): DosePlan {
  const { baseline, previous, earlier, followUp } = prepared;
  const visits = [baseline, previous, ...[...earlier].reverse(), followUp].filter((visit) => visit !== null);
  for (const { aligned } of visits) {
    const baselineToPlan = alignmentInFrame(aligned, dose);
    if (baselineToPlan) return { dose: dose.dose, baselineToPlan };
  }
  throw otherFrame(
    basename(doseFile),
    visits.map(({ visit }) => visit),
  );
}

function alignmentInFrame({ native, alignments }: AlignedVisit, dose: DecodedDose): DosePlan['baselineToPlan'] | null {
  const image = native.images.find(({ series }) => sharesFrame(series.headers[0]?.frameOfReferenceUid ?? '', dose));
  return alignments.find(({ sequence }) => sequence === image?.sequence)?.fixedToMoving ?? null;
}

function sharesFrame(frame: string, { frameOfReferenceUid }: DecodedDose): boolean {
  return frame !== '' && frame === frameOfReferenceUid;
}

function otherFrame(file: string, visits: readonly { readonly date: string }[]): ExpectedError {
  const dates = visits.map(({ date }) => date).sort();
  return new ExpectedError({ code: 'dose/other-frame', file, dates });
}
