import type { Affine } from '../base/affine.ts';
import type { CancelSignal } from '../base/signal.ts';
import type { Volume } from '../base/volume.ts';

/** What registration needs from an optimiser of rigid motion; worker provides it. */
export interface RigidEngine {
  /**
   * Rigid motion that lays `moving` over `fixed`, searched from the identity.
   *
   * @returns fixedToMoving, a map of LPS millimetres
   * @throws ExpectedError 'job/cancelled'; any other error counts as a failed alignment
   */
  align(fixed: Volume, moving: Volume, signal?: CancelSignal): Promise<Affine>;
}
