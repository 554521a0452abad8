import { ExpectedError } from '../../core/base/expected-error.ts';
import { maskVolumeMl, type Mask } from '../../core/base/volume.ts';
import type { Warning } from '../../core/base/warning.ts';
import { brainMask } from '../../core/segment/brain-mask.ts';
import type { NativeImage } from './load-visit.ts';
import type { Outliner } from './outliner.ts';

/** The baseline's brain, and who found it. */
export interface FoundBrain {
  readonly brain: Mask;
  readonly warnings: readonly Warning[];
}

/** Less than this is no brain, whoever found it. */
const leastBrainMl = 300;

/**
 * The brain of the scan that everything is aligned to: by brightness and shape, and where that fails as the segmentation model sees it.
 *
 * @throws ExpectedError 'segment/no-brain', 'job/cancelled'
 */
export async function findBrain(
  { volume, sequence }: Pick<NativeImage, 'volume' | 'sequence'>,
  date: string,
  outliner: Outliner,
  signal: AbortSignal,
): Promise<FoundBrain> {
  const byRules = brainMask(volume, sequence);
  if (byRules) return { brain: byRules, warnings: [] };
  const brain = await outliner.brain({ [sequence]: volume }, signal);
  const volumeMl = brain ? maskVolumeMl(brain) : 0;
  if (!brain || volumeMl < leastBrainMl) throw new ExpectedError({ code: 'segment/no-brain', date });
  return { brain, warnings: [{ code: 'segment/brain-by-model', date, volumeMl }] };
}
