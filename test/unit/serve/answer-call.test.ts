import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import type { HostApi } from '../../../electron/contract/host-api.ts';
import { answerCall } from '../../../electron/serve/answer-call.ts';

it('cancels a call whose caller left while the body was still arriving', async () => {
  const ignore = (): boolean => true;
  const response = Object.assign(new EventEmitter(), { writeHead: ignore, write: ignore, end: ignore });
  async function* body(): AsyncGenerator<Buffer> {
    yield Buffer.from('{}');
    response.emit('close');
  }
  const request = Object.assign(body(), { headers: { 'content-type': 'application/json' } });
  let wasCancelled: boolean | undefined;
  const api: HostApi = {
    call: async (_capability, _request, options) => {
      wasCancelled = options?.signal?.aborted;
      return { ok: false, problem: { code: 'job/cancelled' } };
    },
  };
  const exchange = { request: request as unknown as IncomingMessage, response: response as unknown as ServerResponse };
  await answerCall(exchange, 'models.list', api);
  expect(wasCancelled).toBe(true);
});
