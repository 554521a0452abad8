import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SegmentationAnswer } from '../../contract/api.ts';
import type { Visit } from '../../contract/library.ts';
import { segmentationFolder } from '../../contract/own-folder.ts';
import type { ParsedRequest } from '../../contract/requests.ts';
import { segmentationSchema, type Segmentation } from '../../contract/segmentation.ts';
import { wordedWarning } from '../../contract/warning-words.ts';
import { maskVolumeMl, type Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { ForecastSequence } from '../../core/simulate/forecast-types.ts';
import { notice } from '../../core/write/provenance.ts';
import type { OpenedTimeline } from '../files/loadable-series.ts';
import { openTimeline } from '../files/open-timeline.ts';
import { stageReport, type HandlerContext } from '../handlers.ts';
import { alignVisit } from './align-visit.ts';
import { breatheOrStop } from './breathe.ts';
import { chooseVisits } from './choose-visits.ts';
import { findBrain } from './find-brain.ts';
import { loadVisit, type NativeImage } from './load-visit.ts';
import { compressedNifti } from './nifti-files.ts';
import { createOutliner } from './outliner.ts';
import { writeWholeFolder } from './output-folder.ts';
import { originOf, outlineAligned, type PrepareContext } from './prepare-visits.ts';
import type { ForecastServices } from './run-forecast.ts';

/** Sequences that a lesion can be outlined on; the first that a date has gives its masks their grid. */
const outlinedSequences: readonly ForecastSequence[] = ['T1c', 'FLAIR', 'T2', 'T1'];

type SegmentationRequest = ParsedRequest<'segmentation.run'>;
type SegmentedVisit = Segmentation['visits'][number];

/**
 * Outlines brain and lesion on every date that has a usable sequence, each on a grid of its own, and writes the masks with
 * `segmentation.json`, all or nothing.
 *
 * @throws ExpectedError of decoding, ordering, registering and segmenting; 'output/exists', 'output/not-writable',
 *   'job/cancelled'
 */
export async function runSegmentation(
  request: SegmentationRequest,
  services: ForecastServices,
  context: HandlerContext,
): Promise<SegmentationAnswer> {
  const { signal } = context;
  const report = stageReport(context);
  const opened = await openTimeline(request.folder, request, report, signal);
  const outliner = createOutliner(request, services);
  const tools = { engine: services.registration, outliner, signal, report, lap: () => undefined };
  const fill = async (folder: string): Promise<Segmentation> => {
    const segmentation = await segmentInto(folder, opened, tools, services.version);
    await writeFile(join(folder, 'segmentation.json'), `${JSON.stringify(segmentation, null, 2)}\n`);
    return segmentation;
  };
  const written = writeWholeFolder(request.path, fill, segmentationFolder);
  const { path, filled: segmentation } = await written.finally(() => outliner.close());
  const files = segmentation.visits.flatMap((visit) => visit.files);
  return { path, files: [...files, 'segmentation.json'], segmentation };
}

async function segmentInto(
  folder: string,
  opened: OpenedTimeline,
  tools: PrepareContext,
  version: string,
): Promise<Segmentation> {
  const { earlier, previous, baseline } = chooseVisits(opened.timeline, outlinedSequences, 'none');
  const chosen = [...earlier, ...(previous ? [previous] : []), baseline];
  const visits: SegmentedVisit[] = [];
  const warnings: Warning[] = [...opened.timeline.warnings];
  const origins = new Set<Segmentation['scans']>();
  for (const visit of chosen) {
    tools.report('segment', visits.length / chosen.length);
    const { primary, masks, ...segmented } = await segmentVisit(visit, opened, tools);
    origins.add(originOf(primary));
    warnings.push(...segmented.warnings);
    const files: string[] = [];
    for (const [region, mask] of masks) {
      const name = `${visit.date}_${region}.nii.gz`;
      await writeFile(join(folder, name), await compressedNifti(mask, `${region} outlined ${visit.date}`));
      files.push(name);
    }
    const volumeMl = (region: Region): number | null => {
      const mask = masks.get(region);
      return mask ? maskVolumeMl(mask) : null;
    };
    visits.push({
      date: visit.date,
      sequence: primary.sequence,
      outline: segmented.outline,
      coreMl: volumeMl('core') ?? 0,
      necrosisMl: volumeMl('necrosis'),
      oedemaMl: volumeMl('oedema'),
      brainMl: volumeMl('brain') ?? 0,
      files,
    });
  }
  return segmentationSchema.parse({
    schema: 'longview.segmentation/1',
    version,
    scans: origins.has('generated') ? 'generated' : 'acquired',
    model: tools.outliner.used,
    visits,
    warnings: [...warnings, ...tools.outliner.warnings].map(wordedWarning),
    notice,
  });
}

type Region = 'brain' | 'core' | 'necrosis' | 'oedema';

interface OutlinedDate {
  readonly primary: NativeImage;
  readonly outline: 'model' | 'rules';
  readonly masks: ReadonlyMap<Region, Mask>;
  readonly warnings: readonly Warning[];
}

async function segmentVisit(visit: Visit, opened: OpenedTimeline, tools: PrepareContext): Promise<OutlinedDate> {
  const { engine, outliner, signal } = tools;
  const native = await loadVisit(visit, opened.series, { usable: outlinedSequences }, signal);
  const [primary] = native.images;
  await breatheOrStop(signal);
  const { brain, warnings } = await findBrain(primary, visit.date, outliner, signal);
  const aligned = await alignVisit(native, { fixed: primary.volume, brain, engine, signal });
  const known = { brain, given: null, isTakenOut: false };
  const outlined = await outlineAligned(aligned, known, tools);
  const regions: readonly (readonly [Region, Mask | null])[] = [
    ['brain', brain],
    ['core', outlined.visit.core],
    ['necrosis', outlined.necrosis],
    ['oedema', outlined.visit.oedema],
  ];
  const masks = new Map(regions.filter((entry): entry is readonly [Region, Mask] => entry[1] !== null));
  const outline = outlined.outline === 'model' ? 'model' : 'rules';
  return { primary, outline, masks, warnings: [...aligned.warnings, ...warnings, ...outlined.warnings] };
}
