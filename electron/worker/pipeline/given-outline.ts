import { ExpectedError } from '../../core/base/expected-error.ts';
import type { Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import type { ForecastSequence } from '../../core/simulate/forecast-types.ts';
import { loadMask } from '../files/load-mask.ts';
import type { NativeImage, NativeVisit } from './load-visit.ts';

/** A lesion core that the user drew, on the grid of one of the visit's series. */
export interface GivenOutline {
  readonly sequence: ForecastSequence;
  readonly mask: Mask;
  readonly warnings: readonly Warning[];
}

/**
 * Reads the mask file of one visit: it belongs to the first series whose grid it fits.
 *
 * @throws ExpectedError 'mask/other-grid' when it fits none, and those of reading masks
 */
export async function readGivenOutline(visit: NativeVisit, file: string, signal: AbortSignal): Promise<GivenOutline> {
  const [first, ...others] = visit.images;
  const read = async (image: NativeImage): Promise<GivenOutline> => {
    const { mask, warnings } = await loadMask(file, image.volume.grid, signal);
    return { sequence: image.sequence, mask, warnings };
  };
  let misfit: ExpectedError | null = null;
  for (const image of [first, ...others]) {
    try {
      return await read(image);
    } catch (error) {
      if (!(error instanceof ExpectedError) || error.problem.code !== 'mask/other-grid') throw error;
      misfit ??= error;
    }
  }
  throw misfit ?? new Error('a visit has at least one series');
}
