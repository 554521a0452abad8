import { resolve } from 'node:path';
import { segmentationFolder } from '../../contract/own-folder.ts';
import type { Sequence } from '../../contract/sequence.ts';
import type { OutlinerChoice } from '../../core/base/outliners.ts';
import { describeSegmentation } from '../describe-segmentation.ts';
import { refuseTakenOutput } from '../refuse-output.ts';
import type { Session } from '../session.ts';

/** Options of `longview segment`, as commander parsed them. */
export interface SegmentOptions {
  readonly out: string;
  readonly sequence?: Readonly<Record<string, Sequence>>;
  readonly patient?: string;
  readonly outline: OutlinerChoice;
  readonly json?: boolean;
}

/** Outlines every date of one patient and writes the masks. */
export async function segment(session: Session, folder: string, options: SegmentOptions): Promise<void> {
  const out = resolve(options.out);
  await refuseTakenOutput(out, segmentationFolder);
  const { path, files, segmentation } = await session.ask('segmentation.run', {
    folder: resolve(folder),
    path: out,
    outline: options.outline,
    sequenceOverrides: options.sequence ?? {},
    ...(options.patient === undefined ? {} : { patientKey: options.patient }),
  });
  if (options.json) session.terminal.out(JSON.stringify({ path, files, segmentation }));
  else session.terminal.out(`${describeSegmentation(segmentation)}\n\nWritten: ${path} (${files.length} files)`);
}
