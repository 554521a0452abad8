import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { securityHeaders } from '../contract/content-security.ts';
import type { EngineClient } from '../contract/engine-client.ts';
import type { HostApi } from '../contract/host-api.ts';
import { cookieName, foreignBecause, isAdmitted, type Gate } from './admission.ts';
import { answerAsset } from './answer-asset.ts';
import { answerCall } from './answer-call.ts';
import { answerVoxels } from './answer-voxels.ts';
import { refuse } from './refuse.ts';
import { createSession } from './session.ts';

/** What the server serves. */
export interface ServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Folder of index.html. */
  readonly rendererFolder: string;
  readonly api: HostApi;
  readonly engine: Pick<EngineClient, 'readVoxels'>;
  readonly logBug: (message: string) => void;
}

/** A listening server. */
export interface RunningServer {
  /** Address that works once. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 only.
 *
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const session = createSession();
  const server = createServer();
  const port = await listen(server, options.port);
  const gate: Gate = { port, session };
  server.on('request', (request, response) => {
    route({ request, response }, gate, options).catch((error: unknown) => {
      if (!response.destroyed) options.logBug(error instanceof Error ? (error.stack ?? error.message) : 'unknown');
      refuse(response, 500);
    });
  });
  return {
    url: `http://127.0.0.1:${port}/open?token=${session.token}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function route(exchange: Exchange, gate: Gate, options: ServerOptions): Promise<void> {
  const { request, response } = exchange;
  const url = addressOf(request);
  if (!url || foreignBecause(request, gate.port) !== null) return refuse(response, 403);
  if (request.method === 'GET' && url.pathname === '/open') return openSession(response, url, gate);
  if (!isAdmitted(request, gate)) return refuse(response, 403);
  const [, area, name = ''] = url.pathname.split('/');
  if (request.method === 'POST' && area === 'api') return answerCall(exchange, name, options.api);
  if (request.method !== 'GET') return refuse(response, 405);
  if (area === 'voxels') return answerVoxels(response, name, options.engine);
  return answerAsset(response, url.pathname, options.rendererFolder);
}

/** The address without any resolution of `..`, which `new URL` would do: a climbing path is refused, not repaired. */
function addressOf(request: IncomingMessage): { pathname: string; query: string } | null {
  const [pathname = '', query = ''] = (request.url ?? '').split('?');
  return pathname.startsWith('/') ? { pathname, query } : null;
}

function openSession(response: ServerResponse, { query }: { query: string }, gate: Gate): void {
  const cookie = gate.session.spend(new URLSearchParams(query).get('token') ?? '');
  if (cookie === null) return refuse(response, 403);
  response.writeHead(303, {
    ...securityHeaders,
    'Set-Cookie': `${cookieName(gate.port)}=${cookie}; HttpOnly; SameSite=Strict; Path=/`,
    'Cache-Control': 'no-store',
    Location: '/',
  });
  response.end();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve((server.address() as AddressInfo).port));
  });
}
