import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Progress } from '../contract/api.ts';
import type { CallEvent } from '../contract/call-event.ts';
import { securityHeaders } from '../contract/content-security.ts';
import { outcomeOf, type HostApi } from '../contract/host-api.ts';
import { refuse } from './refuse.ts';

const largestBodyBytes = 1 << 20;

/** Runs one capability and streams its progress and its outcome, one JSON document per line; a broken connection cancels. */
export async function answerCall(
  exchange: { readonly request: IncomingMessage; readonly response: ServerResponse },
  capability: string,
  api: HostApi,
): Promise<void> {
  const { request, response } = exchange;
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return refuse(response, 415);
  const controller = new AbortController();
  // Before the body is awaited: a caller that leaves meanwhile would never be noticed.
  response.once('close', () => controller.abort());
  const body = await bodyOf(request);
  if (body === null) return refuse(response, 413);

  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': 'application/x-ndjson',
    'Cache-Control': 'no-store',
  });
  const send = (event: CallEvent): void => void response.write(`${JSON.stringify(event)}\n`);
  const onProgress = (progress: Progress): void => send({ kind: 'progress', progress });
  const options = { signal: controller.signal, onProgress };
  send(await outcomeOf(api.call(capability, parsedOrNull(body), options)));
  response.end();
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.byteLength;
    if (length > largestBodyBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** What is not JSON becomes null, which no schema accepts: the caller reads 'request/invalid'. */
function parsedOrNull(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
