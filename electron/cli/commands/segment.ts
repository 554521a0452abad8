import { resolve } from 'node:path';
import { segmentationFolder } from '../../contract/own-folder.ts';
import { describeSegmentation } from '../describe-segmentation.ts';
import { refuseTakenOutput } from '../refuse-output.ts';
import { scanRequest, type ScanOptions } from '../scan-options.ts';
import type { Session } from '../session.ts';

/** Options of `longview segment`, as commander parsed them. */
export interface SegmentOptions extends ScanOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** Outlines every date of one patient and writes the masks. */
export async function segment(session: Session, folder: string, options: SegmentOptions): Promise<void> {
  const out = resolve(options.out);
  await refuseTakenOutput(out, segmentationFolder);
  const { path, files, segmentation } = await session.ask('segmentation.run', {
    folder: resolve(folder),
    path: out,
    ...scanRequest(options),
  });
  if (options.json) session.terminal.out(JSON.stringify({ path, files, segmentation }));
  else session.terminal.out(`${describeSegmentation(segmentation)}\n\nWritten: ${path} (${files.length} files)`);
}
