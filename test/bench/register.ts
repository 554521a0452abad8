import { rigidMotion } from '../../electron/core/register/rigid-motion.ts';
import { motionDifference } from '../fixtures/motion-difference.ts';
import { registerVolumes } from '../../electron/core/register/register-volume.ts';
import { brainMask } from '../../electron/core/segment/brain-mask.ts';
import { signedDistanceMm } from '../../electron/core/segment/signed-distance.ts';
import { tissueMask } from '../../electron/core/segment/tissue-mask.ts';
import { elastixEngine } from '../../electron/worker/register/elastix-engine.ts';
import { headPhantom, phantomGrid } from '../fixtures/head-phantom.ts';
import type { BenchRow } from './row.ts';

/** Registration of a generated head at 192 x 192 x 160, its error, and the masks of one date. */
export async function benchRegister(): Promise<BenchRow[]> {
  const grid = { ...phantomGrid([1.2, 1.2, 1.2]), size: [192, 192, 160] as const };
  const fixed = headPhantom(grid);
  const movingToFixed = rigidMotion([0.1, 0.03, -0.06], [0, 0, 0], [5, -4, 7]);
  const moving = headPhantom(grid, undefined, movingToFixed);
  const started = performance.now();
  const found = await registerVolumes(fixed, moving, elastixEngine(), { date: '2020-01-01', sequence: 'T1c' });
  const registerSeconds = (performance.now() - started) / 1000;
  const error = motionDifference(found.movingToFixed, movingToFixed, [0, 0, 0]);
  const segmentStarted = performance.now();
  const brain = brainMask(fixed, 'T1c');
  if (brain !== null) signedDistanceMm(tissueMask(fixed, 'T1c', brain, null));
  const segmentSeconds = (performance.now() - segmentStarted) / 1000;
  return [
    row('register 192 x 192 x 160', registerSeconds, 's', 10),
    row('registration error, shift', error.shiftMm, 'mm', 0.5),
    row('registration error, turn', error.angleDeg, 'degrees', 0.5),
    row('brain, tissue, signed distance 192 x 192 x 160', segmentSeconds, 's', 10),
  ];
}

function row(name: string, value: number, unit: string, budget: number): BenchRow {
  return { name, value, unit, budget, withinBudget: value <= budget };
}
