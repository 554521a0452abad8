import { setTimeout } from 'node:timers/promises';
import { ExpectedError, throwIfCancelled } from '../../electron/core/base/expected-error.ts';
import type { Arm } from '../../electron/core/base/arm.ts';
import type { ForecastAnswer, ForecastImage, ForecastMask } from '../../electron/contract/api.ts';
import type { LibraryIndex, SeriesEntry, Timeline } from '../../electron/contract/library.ts';
import type { VolumeReference } from '../../electron/contract/voxels.ts';
import type { HandlerContext, Handlers } from '../../electron/worker/handlers.ts';
import type { VolumeStore } from '../../electron/worker/volume-store.ts';
import { brainAt, brainVisits, scriptedAtrophy } from './scripted-atrophy.ts';
import { brainGrid } from './scripted-brain.ts';
import { otherArmRadiusMm, scriptedComparison } from './scripted-comparison.ts';
import { explained } from './scripted-explanation.ts';
import { scriptedAtrophyManifest, scriptedManifest, scriptedSegmentation } from './scripted-manifest.ts';
import { minus, scriptedCore, scriptedGrid, scriptedHead, scriptedProbability } from './scripted-patient.ts';
import { scriptedReport } from './scripted-report.ts';

const dates = ['2021-02-15', '2021-04-12', '2021-06-14', '2021-09-13'] as const;
const days = [0, 56, 119, 210] as const;
const radiiMm = [8, 11, 14, 17] as const;

/**
 * An engine that plays a part: a generated patient with four dates, a forecast of the held-out date that is
 * quickly done, and one into the future that goes on until it is cancelled.
 * A folder called 'empty' is empty, one called 'two' holds two patients, one called 'brain' a brain at two dates, whose forecast
 * is quickly done.
 */
export function scriptedHandlers(volumes: VolumeStore): Handlers {
  return {
    'library.index': async ({ path }) => indexOf(path),
    'timeline.open': async ({ path, patientKey }) => timelineOf(path, patientKey ?? 'p1'),
    'volume.load': async ({ seriesKey }) => {
      const [visit = '0', sequence = 'T1c'] = seriesKey.split('-');
      if (sequence === 'T1') return volumes.put(brainAt(Number(visit)), { synthetic: false });
      return volumes.put(headAt(Number(visit), sequence as 'T1c' | 'FLAIR'), { synthetic: false });
    },
    'voxels.open': async ({ volumeId }) => volumes.issueTicket(volumeId),
    'models.list': async () => ({
      models: [
        { manifest: scriptedManifest, sha256: 'a'.repeat(64), card: '# glioma-course\n\nTrained on simulations.' },
        {
          manifest: scriptedAtrophyManifest,
          sha256: 'c'.repeat(64),
          card: '# brain-atrophy\n\nTrained on simulations.',
        },
        { manifest: scriptedSegmentation, sha256: 'b'.repeat(64), card: '# lesion-segmentation\n\nDraws outlines.' },
      ],
    }),
    'models.check': async () => {
      throw new Error('not part of this test');
    },
    'forecast.run': async ({ holdOut, compareArm, explain }, context) => {
      await pretendWork(context, holdOut === 'last' ? 150 : 30_000);
      const answer = forecast(volumes, holdOut === 'last', compareArm ?? null);
      return explain ? explained(answer, volumes) : answer;
    },
    'forecast.export': async ({ path }) => ({
      path,
      files: ['report.html', 'report.json', 'dicom/T1c/1.dcm', 'dicom/T1c/2.dcm', 'nifti/predicted-T1c.nii.gz'],
    }),
    'atrophy.run': async ({ holdOut }, context) => {
      await pretendWork(context, 150);
      return scriptedAtrophy(volumes, holdOut === 'last');
    },
    'atrophy.export': async ({ path }) => ({
      path,
      files: [
        ...['report.html', 'report.json', 'dicom/counterpart/1.dcm', 'dicom/future/1.dcm', 'dicom/future/2.dcm'],
        ...['nifti/counterpart_T1.nii.gz', 'nifti/change_since.nii.gz'],
      ],
      warnings: [],
    }),
    'segmentation.run': notHere,
    'evaluation.run': notHere,
    'demo.create': async ({ path }) => ({ folder: path, masks: [] }),
  };
}

async function notHere(): Promise<never> {
  throw new Error('not part of this test');
}

const headAt = (visit: number, sequence: 'T1c' | 'FLAIR') => scriptedHead(radiiMm[visit] ?? 8, sequence, visit + 1);

function indexOf(path: string): LibraryIndex {
  if (path.endsWith('empty')) throw new ExpectedError({ code: 'folder/empty', path });
  const keys = path.endsWith('two') ? ['p1', 'p2'] : ['p1'];
  return {
    path,
    patients: keys.map((key) => ({
      key,
      label: key === 'p1' ? 'GENERATED-01' : 'GENERATED-02',
      studies: timelineOf(path, key).visits.map(({ date, series }) => ({
        studyInstanceUid: date,
        date,
        description: '',
        series,
      })),
    })),
    filesRead: 512,
    skipped: [{ reason: 'dicom/not-dicom', files: 2, examples: ['README.txt', 'thumbs.db'] }],
    warnings: [],
    elapsedMs: 240,
  };
}

function timelineOf(path: string, patientKey: string): Timeline {
  const isBrain = path.endsWith('brain');
  const sequences = isBrain ? (['T1'] as const) : (['T1c', 'FLAIR'] as const);
  const { size, spacingMm } = isBrain ? brainGrid : scriptedGrid;
  const seriesOf = (visit: number): SeriesEntry[] =>
    sequences.map((sequence) => ({
      key: `${visit}-${sequence}`,
      modality: 'MR',
      ...seriesWords[sequence],
      files: size[2],
      size,
      spacingMm,
      sequence,
      problemCode: null,
    }));
  const visits = isBrain ? brainVisits : dates.map((date, visit) => ({ date, day: days[visit] ?? 0 }));
  return {
    timelineId: 'scripted',
    patientKey,
    patientLabel: patientKey === 'p1' ? 'GENERATED-01' : 'GENERATED-02',
    visits: visits.map((visit, n) => ({ ...visit, series: seriesOf(n) })),
    warnings: [],
  };
}

const seriesWords = {
  T1c: { description: 'AX T1 POST', evidence: ['ContrastBolusAgent is "Gadobutrol"'] },
  FLAIR: { description: 'AX FLAIR', evidence: ['InversionTime is 2500 ms'] },
  T1: { description: 'SAG T1 MPRAGE', evidence: ['description says MPRAGE'] },
} as const;

/** Goes through the stages; simulating takes as long as it is told, or until it is cancelled. */
async function pretendWork({ signal, progress }: HandlerContext, simulateMs: number): Promise<void> {
  const stages = ['decode', 'register', 'segment', 'simulate', 'verify'];
  for (const [step, stage] of stages.entries()) {
    progress({ stage, progressFraction: step / stages.length });
    await setTimeout(stage === 'simulate' ? simulateMs : 150, undefined, { signal }).catch(() => undefined);
    throwIfCancelled(signal);
  }
}

function forecast(volumes: VolumeStore, heldOut: boolean, compareArm: Arm | null): ForecastAnswer {
  const visit = heldOut ? 2 : 3;
  const images = (['T1c', 'FLAIR'] as const).flatMap((sequence): ForecastImage[] => {
    const baseline = headAt(visit, sequence);
    const predicted = scriptedHead(16.4, sequence, visit + 1);
    const actual = headAt(3, sequence);
    const real = { synthetic: false, displayRange: [60, 900] as const };
    const made = { synthetic: true, displayRange: [60, 900] as const };
    const image = (role: ForecastImage['role'], date: string | null, volume: VolumeReference): ForecastImage => ({
      role,
      sequence,
      date,
      volume,
    });
    const known = [
      image('baseline', dates[visit] ?? null, volumes.put(baseline, real)),
      image('predicted', null, volumes.put(predicted, made)),
    ];
    if (!heldOut) return known;
    const difference = volumes.put(minus(predicted, actual), { synthetic: true, displayRange: [-700, 700] });
    return [...known, image('actual', dates[3], volumes.put(actual, real)), image('difference', null, difference)];
  });
  const mask = (role: ForecastMask['role'], radiusMm: number): ForecastMask => ({
    role,
    region: 'core',
    volume: volumes.put(scriptedCore(radiusMm), { synthetic: role !== 'baseline', displayRange: [0, 1] }),
  });
  const rivals = [mask('no-change', 14), mask('linear-extrapolation', 15.7), mask('fisher-kolmogorov', 17.6)];
  const other = compareArm === null ? [] : [mask('other-arm', otherArmRadiusMm)];
  const truth = heldOut ? [mask('actual', 17)] : [];
  return {
    forecastId: 'scripted',
    report: { ...scriptedReport(heldOut), comparison: compareArm && scriptedComparison(compareArm) },
    warnings: [
      { code: 'segment/automatic-lesion', date: dates[visit] ?? '', volumeMl: 11.5 },
      ...(heldOut ? [{ code: 'verify/truth-automatic' as const, date: dates[3] }] : []),
    ],
    primarySequence: 'T1c',
    images,
    masks: [mask('baseline', radiiMm[visit] ?? 14), mask('predicted', 16.4), ...other, ...rivals, ...truth],
    probability: volumes.put(scriptedProbability(16.4), { synthetic: true, displayRange: [0, 1] }),
    effect: compareArm && volumes.put(scriptedEffect(), { synthetic: true, displayRange: [-1, 1] }),
    influence: null,
  };
}

/** More lesion without treatment than with it. */
const scriptedEffect = () => minus(scriptedProbability(16.4), scriptedProbability(otherArmRadiusMm));
