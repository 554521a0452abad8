import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import type { ChildLike, ProcessStarter } from '../../../../electron/worker/process-starter.ts';
import { elastixEngine } from '../../../../electron/worker/register/elastix-engine.ts';
import { problemOfPromise } from '../../../fixtures/problem-of.ts';
import { plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const volume = volumeOf(plainGrid([4, 4, 4]), (i) => i);

/** A process that answers the first message with what the test says, and notes whether it was ended. */
function scripted(react: (tell: { answer: (message: unknown) => void; exit: (how: string) => void }) => void) {
  const state = { ended: 0, sent: [] as unknown[] };
  let answer: (message: unknown) => void = () => undefined;
  let exit: (how: string) => void = () => undefined;
  const child: ChildLike = {
    send: (message) => {
      state.sent.push(message);
      queueMicrotask(() => react({ answer, exit }));
    },
    onMessage: (listener) => (answer = listener),
    onExit: (listener) => (exit = listener),
    end: () => void state.ended++,
  };
  const starter: ProcessStarter = { start: () => child };
  return { state, engine: elastixEngine(starter) };
}

describe('the registration engine', () => {
  it('turns Euler angles about a centre into a map, and ends its process', async () => {
    const parameters = [0, 0, Math.PI / 2, 10, 0, 0];
    const { state, engine } = scripted(({ answer }) => answer({ ok: true, parameters, centreMm: [1, 0, 0] }));
    const map = await engine.align(volume, volume);
    // a quarter turn about (1, 0, 0), then 10 mm to the left
    const [x, y, z] = applyAffine(map, [2, 0, 0]);
    expect([x, y, z].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([11, 1, 0]);
    expect(state.ended).toBe(1);
  });

  it('sends nothing but grids and voxels', async () => {
    const { state, engine } = scripted(({ answer }) => answer({ ok: false, reason: 'enough' }));
    const adorned = { ...volume, patientName: 'nobody' };
    await expect(engine.align(adorned, adorned)).rejects.toThrow('enough');
    expect(state.sent).toEqual([{ fixed: volume, moving: volume }]);
  });

  it.each([
    ['too few numbers', { ok: true, parameters: [1, 2], centreMm: [0, 0, 0] }],
    ['numbers that are none', { ok: true, parameters: [NaN, 0, 0, 0, 0, 0], centreMm: [0, 0, 0] }],
  ])('refuses %s', async (_name, message) => {
    const { state, engine } = scripted(({ answer }) => answer(message));
    await expect(engine.align(volume, volume)).rejects.toThrow('no rigid transform');
    expect(state.ended).toBe(1);
  });

  it('fails when its process dies', async () => {
    const { engine } = scripted(({ exit }) => exit('SIGSEGV'));
    await expect(engine.align(volume, volume)).rejects.toThrow('SIGSEGV');
  });

  it('ends its process when it is cancelled', async () => {
    const controller = new AbortController();
    const { state, engine } = scripted(() => controller.abort());
    expect(await problemOfPromise(engine.align(volume, volume, controller.signal))).toEqual({ code: 'job/cancelled' });
    expect(state.ended).toBe(1);
  });

  it('starts nothing when it was cancelled before', async () => {
    const { state, engine } = scripted(() => undefined);
    const cancelled = AbortSignal.abort();
    expect(await problemOfPromise(engine.align(volume, volume, cancelled))).toEqual({ code: 'job/cancelled' });
    expect(state.sent).toEqual([]);
  });
});
