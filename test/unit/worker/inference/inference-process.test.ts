import { describe, expect, it } from 'vitest';
import { InferenceProcess } from '../../../../electron/worker/inference/inference-process.ts';
import type { FromInference, ToInference } from '../../../../electron/worker/inference/inference-messages.ts';
import type { LoadedModel } from '../../../../electron/worker/inference/load-model.ts';
import type { ChildLike, ProcessStarter } from '../../../../electron/worker/process-starter.ts';

const value = (name: string) => ({ name, shape: [2], type: 'float32' as const });
const graphs = [
  { role: 'encoder', file: 'encoder.onnx', inputs: [value('volume')], outputs: [value('feature')] },
  { role: 'decoder', file: 'decoder.onnx', inputs: [value('feature'), value('latent')], outputs: [value('out')] },
];
const model = { folder: '/model', sha256: '', card: '', manifest: { id: 'fake', graphs } } as unknown as LoadedModel;
const tensor = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) });
const never = new AbortController().signal;

/** Children that answer as told, and remember what they were asked. */
function fakeStarter(answer: (request: ToInference) => FromInference | 'exit' | 'silence') {
  const asked: ToInference[] = [];
  let [started, ended] = [0, 0];
  const starter: ProcessStarter = {
    start(): ChildLike {
      started++;
      let onMessage: (message: unknown) => void = () => undefined;
      let onExit: (exit: string) => void = () => undefined;
      return {
        send: (message) => {
          const request = message as ToInference;
          asked.push(request);
          const reply = answer(request);
          if (reply === 'exit') queueMicrotask(() => onExit('SIGSEGV'));
          else if (reply !== 'silence') queueMicrotask(() => onMessage(reply));
        },
        onMessage: (listener) => void (onMessage = listener),
        onExit: (listener) => void (onExit = listener),
        end: () => void ended++,
      };
    },
  };
  return { starter, asked, counts: () => ({ started, ended }) };
}

function obedient(request: ToInference): FromInference {
  if (request.kind === 'open') return { kind: 'opened', signatures: graphs };
  const output = request.role === 'encoder' ? 'feature' : 'out';
  return { kind: 'done', runId: request.runId, outputs: [{ name: output, shape: [2], data: Float32Array.of(1, 2) }] };
}

describe('an inference process', () => {
  it('opens the graphs once, at the first run', async () => {
    const fake = fakeStarter(obedient);
    const inference = new InferenceProcess(model, fake.starter, 'cpu');
    await inference.run('encoder', { volume: tensor(1, 2) }, never);
    await inference.run('encoder', { volume: tensor(3, 4) }, never);
    expect(fake.asked.map(({ kind }) => kind)).toEqual(['open', 'run', 'run']);
    expect(fake.asked[0]).toMatchObject({ provider: 'cpu', graphs: [{ path: '/model/encoder.onnx' }, {}] });
  });

  it('names tensors that the process still holds instead of sending them again', async () => {
    const fake = fakeStarter(obedient);
    const inference = new InferenceProcess(model, fake.starter, 'cpu');
    const { feature } = await inference.run('encoder', { volume: tensor(1, 2) }, never);
    if (!feature) throw new Error('no feature');
    await inference.run('decoder', { feature, latent: tensor(0, 0) }, never);
    const decode = fake.asked[2];
    if (decode?.kind !== 'run') throw new Error('no run');
    expect(decode.hold).toBe(false);
    expect(decode.inputs.map(({ data }) => data)).toEqual([{ heldAs: '1/output/feature' }, Float32Array.of(0, 0)]);
  });

  it('sends a tensor again after the process was replaced', async () => {
    let runs = 0;
    const fake = fakeStarter((request) => (request.kind === 'run' && ++runs === 2 ? 'exit' : obedient(request)));
    const inference = new InferenceProcess(model, fake.starter, 'cpu');
    const { feature } = await inference.run('encoder', { volume: tensor(1, 2) }, never);
    if (!feature) throw new Error('no feature');
    const inputs = { feature, latent: tensor(0, 0) };
    await expect(inference.run('decoder', inputs, never)).rejects.toMatchObject({
      problem: { code: 'model/runtime-failed', id: 'fake', reason: 'its process ended (SIGSEGV)' },
    });
    await inference.run('decoder', inputs, never);
    const last = fake.asked.at(-1);
    expect(last?.kind === 'run' && last.inputs[0]?.data).toBe(feature.data);
    expect(fake.counts().started).toBe(2);
  });

  it('ends the process when a run is cancelled', async () => {
    const fake = fakeStarter((request) => (request.kind === 'run' ? 'silence' : obedient(request)));
    const inference = new InferenceProcess(model, fake.starter, 'cpu');
    const controller = new AbortController();
    const run = inference.run('encoder', { volume: tensor(1, 2) }, controller.signal);
    setTimeout(() => controller.abort(), 5);
    await expect(run).rejects.toMatchObject({ problem: { code: 'job/cancelled' } });
    expect(fake.counts()).toEqual({ started: 1, ended: 1 });
  });

  it('does not start when it is cancelled before', async () => {
    const fake = fakeStarter(obedient);
    const inference = new InferenceProcess(model, fake.starter, 'cpu');
    const run = inference.run('encoder', { volume: tensor(1) }, AbortSignal.abort());
    await expect(run).rejects.toMatchObject({ problem: { code: 'job/cancelled' } });
    expect(fake.counts().started).toBe(0);
  });

  it('passes on why the runtime refused and leaves no process behind', async () => {
    const fake = fakeStarter(() => ({ kind: 'failed', reason: 'no such provider' }));
    const inference = new InferenceProcess(model, fake.starter, 'cpu');
    await expect(inference.start()).rejects.toMatchObject({
      problem: { code: 'model/runtime-failed', reason: 'no such provider' },
    });
    expect(fake.counts()).toEqual({ started: 1, ended: 1 });
  });

  it.each([
    ['an output too many', { outputs: [value('feature'), value('more')] }, 'output "more" is not in the manifest'],
    ['an input too few', { inputs: [] }, 'input "volume" is not in the graph'],
    ['another shape', { inputs: [{ ...value('volume'), shape: [3] }] }, 'has the shape 3, not 2'],
    ['another type', { inputs: [{ ...value('volume'), type: 'float16' }] }, 'is float16, not float32'],
  ])('refuses graphs with %s', async (_, change, reason) => {
    const signatures = graphs.map((graph) => (graph.role === 'encoder' ? { ...graph, ...change } : graph));
    const fake = fakeStarter(() => ({ kind: 'opened', signatures }));
    const inference = new InferenceProcess(model, fake.starter, 'cpu');
    await expect(inference.start()).rejects.toMatchObject({
      problem: { code: 'model/graph-mismatch', reason: expect.stringContaining(reason) as string },
    });
    expect(fake.counts().ended).toBe(1);
  });
});
