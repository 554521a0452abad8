import type { Affine } from '../../core/base/affine.ts';
import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import type { CancelSignal } from '../../core/base/signal.ts';
import type { Vec3 } from '../../core/base/vector.ts';
import type { Volume } from '../../core/base/volume.ts';
import { rigidMotion } from '../../core/register/rigid-motion.ts';
import type { RigidEngine } from '../../core/register/rigid-engine.ts';
import { forkStarter } from '../fork-starter.ts';
import type { ChildLike, ProcessStarter } from '../process-starter.ts';
import type { AlignAnswer, AlignRequest } from './elastix-messages.ts';

/** The module that runs in the new process: beside this one, compiled or not. */
const childModule = new URL(`./elastix-child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/**
 * Rigid registration by elastix (WebAssembly). Each alignment has a process of its own: cancelling ends it at once, and its
 * memory (about 0.65 GB at 192 x 192 x 160) goes back when it is done.
 *
 * @param starter how this host starts processes
 */
export function elastixEngine(starter: ProcessStarter = forkStarter): RigidEngine {
  return { align: (fixed, moving, signal) => align({ fixed, moving }, starter, signal) };
}

async function align(request: AlignRequest, starter: ProcessStarter, signal?: CancelSignal): Promise<Affine> {
  throwIfCancelled(signal);
  const child = starter.start(childModule);
  try {
    return toMotion(await ask(child, request, signal));
  } finally {
    child.end();
  }
}

function ask(child: ChildLike, { fixed, moving }: AlignRequest, signal?: CancelSignal): Promise<AlignAnswer> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => settle(() => reject(new ExpectedError({ code: 'job/cancelled' })));
    const settle = (then: () => void): void => {
      signal?.removeEventListener('abort', cancel);
      then();
    };
    signal?.addEventListener('abort', cancel);
    child.onMessage((answer) => settle(() => resolve(answer as AlignAnswer)));
    child.onExit((exit) => settle(() => reject(new Error(`elastix stopped: ${exit}`))));
    child.send({ fixed: plain(fixed), moving: plain(moving) } satisfies AlignRequest);
  });
}

/** A message carries voxels and grid, nothing that a caller may have hung on the volume. */
function plain({ grid, data }: Volume): Volume {
  return { grid, data };
}

function toMotion(answer: AlignAnswer): Affine {
  if (!answer.ok) throw new Error(answer.reason);
  const numbers = [...answer.parameters, ...answer.centreMm];
  if (numbers.length !== 9 || !numbers.every(Number.isFinite)) throw new Error('elastix gave no rigid transform');
  const [angles, shift] = [numbers.slice(0, 3), numbers.slice(3, 6)];
  return rigidMotion(angles as unknown as Vec3, numbers.slice(6) as unknown as Vec3, shift as unknown as Vec3);
}
