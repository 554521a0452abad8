import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../../core/base/expected-error.ts';
import type { Grid } from '../../core/base/grid.ts';
import type { CancelSignal, ReportProgress } from '../../core/base/signal.ts';

/** Lets long arithmetic give way, so that it can be cancelled within a second, and says how far it is. */
export interface Pause {
  /** Gives way to other work. @throws ExpectedError 'job/cancelled' */
  breathe(): Promise<void>;
  /** Visits every voxel of an axis-aligned grid (centre in LPS millimetres, index in memory), breathing between slices. */
  overSlices(grid: Grid, visit: (x: number, y: number, z: number, index: number) => void): Promise<void>;
  /** Says that a stage is done. */
  done(stage: string, progressFraction: number): void;
}

/** A pause that listens to a signal and reports progress. */
export function pauseWith(signal: CancelSignal | undefined, report: ReportProgress | undefined): Pause {
  const breathe = async (): Promise<void> => {
    await setImmediate();
    throwIfCancelled(signal);
  };
  const overSlices: Pause['overSlices'] = async (grid, visit) => {
    const [columns, rows, slices] = grid.size;
    for (let k = 0, index = 0; k < slices; k++) {
      const z = grid.originMm[2] + k * grid.spacingMm[2];
      for (let j = 0; j < rows; j++) {
        const y = grid.originMm[1] + j * grid.spacingMm[1];
        for (let i = 0; i < columns; i++, index++) visit(grid.originMm[0] + i * grid.spacingMm[0], y, z, index);
      }
      if (k % 8 === 7) await breathe();
    }
    await breathe();
  };
  return { breathe, overSlices, done: (stage, progressFraction) => report?.(stage, progressFraction) };
}
