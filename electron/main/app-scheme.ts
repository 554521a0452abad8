import { protocol } from 'electron';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appOrigin, appScheme } from '../contract/app-address.ts';
import { assetOf } from '../contract/asset-path.ts';
import { securityHeaders } from '../contract/content-security.ts';
import type { EngineClient } from '../contract/engine-client.ts';
import { problemOf } from '../contract/host-api.ts';

/** Must run before Electron is ready: our pages are a secure origin of their own, not files. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }]);
}

/** What the scheme serves. */
export interface AppSchemeOptions {
  readonly rendererFolder: string;
  readonly engine: Pick<EngineClient, 'readVoxels'>;
}

/** Serves the window's files and, under one-time tickets, voxels. */
export function serveAppScheme(options: AppSchemeOptions): void {
  protocol.handle(appScheme, ({ method, url }) => answer(method, url, options));
}

async function answer(method: string, url: string, { rendererFolder, engine }: AppSchemeOptions): Promise<Response> {
  // Taken from the text itself: parsing would repair a climbing path instead of refusing it.
  const [address = ''] = url.split(/[?#]/);
  if (!address.startsWith(`${appOrigin}/`)) return refusal(403);
  if (method !== 'GET') return refusal(405);
  const pathname = address.slice(appOrigin.length);
  const [, area, token = ''] = pathname.split('/');
  return area === 'voxels' ? voxels(token, engine) : asset(pathname, rendererFolder);
}

async function asset(pathname: string, rendererFolder: string): Promise<Response> {
  const found = assetOf(pathname);
  const bytes = found && (await readFile(join(rendererFolder, ...found.segments)).catch(() => null));
  if (!found || !bytes) return refusal(404);
  return new Response(new Uint8Array(bytes), { headers: { ...securityHeaders, 'Content-Type': found.contentType } });
}

async function voxels(token: string, engine: AppSchemeOptions['engine']): Promise<Response> {
  const chunks = engine.readVoxels(token);
  try {
    const first = await chunks.next();
    const headers = { ...securityHeaders, 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' };
    return new Response(streamOf(first, chunks), { headers });
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    return refusal(problem.code === 'handle/expired' ? 410 : 503);
  }
}

type Chunks = AsyncGenerator<Uint8Array, void, undefined>;

/** Pulls: a chunk is asked of the engine only when the window has taken the one before. */
function streamOf(first: IteratorResult<Uint8Array, void>, rest: Chunks): ReadableStream<Uint8Array> {
  let next: IteratorResult<Uint8Array, void> | null = first;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const result = next ?? (await rest.next());
      next = null;
      if (result.done) controller.close();
      else controller.enqueue(result.value);
    },
    async cancel() {
      await rest.return();
    },
  });
}

function refusal(status: number): Response {
  return new Response('Refused.\n', { status, headers: { ...securityHeaders, 'Content-Type': 'text/plain' } });
}
