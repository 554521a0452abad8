// Entry point of the inference process. Runs block it, so nothing else lives here; it is cancelled by being ended.
import { openEngineChannel } from '../parent-channel.ts';
import { GraphRunner } from './graph-runner.ts';
import type { FromInference, ToInference } from './inference-messages.ts';

const channel = openEngineChannel();
let runner: GraphRunner | null = null;
let queue: Promise<void> = Promise.resolve();

channel.onClose(() => process.exit(0));
channel.onMessage((message) => {
  queue = queue.then(() => answer(message as ToInference));
});

async function answer(request: ToInference): Promise<void> {
  try {
    channel.postMessage(await obey(request));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    channel.postMessage({ kind: 'failed', reason } satisfies FromInference);
  }
}

async function obey(request: ToInference): Promise<FromInference> {
  if (request.kind === 'open') {
    runner = await GraphRunner.open(request.graphs, request.provider);
    return { kind: 'opened', signatures: runner.signatures() };
  }
  if (runner === null) throw new Error('no graphs are loaded');
  return { kind: 'done', runId: request.runId, outputs: await runner.run(request) };
}
