import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { securityHeaders } from '../contract/content-security.ts';
import type { EngineClient } from '../contract/engine-client.ts';
import { problemOf } from '../contract/host-api.ts';
import { refuse } from './refuse.ts';

/** Streams the voxels behind a ticket; 410 when it is spent. */
export async function answerVoxels(
  response: ServerResponse,
  token: string,
  engine: Pick<EngineClient, 'readVoxels'>,
): Promise<void> {
  const chunks = engine.readVoxels(token);
  try {
    const first = await chunks.next();
    response.writeHead(200, {
      ...securityHeaders,
      'Content-Type': 'application/octet-stream',
      'Cache-Control': 'no-store',
    });
    await pipeline(Readable.from(rejoin(first, chunks), { objectMode: false }), response);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const problem = problemOf(error);
    if (problem === null) throw error;
    refuse(response, problem.code === 'handle/expired' ? 410 : 503);
  }
}

async function* rejoin(
  first: IteratorResult<Uint8Array, void>,
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return();
  }
}
