import type { IncomingMessage } from 'node:http';
import type { Session } from './session.ts';

/** Who may ask: this host's own page, in the browser that spent the token. */
export interface Gate {
  readonly port: number;
  readonly session: Session;
}

/** Name of the cookie: browsers share cookies of 127.0.0.1 among all its ports. */
export function cookieName(port: number): string {
  return `longview-${port}`;
}

/**
 * Why a request comes from elsewhere than this host's own page (another Host means DNS rebinding, another Origin
 * a foreign page); null when it does not.
 */
export function foreignBecause(request: IncomingMessage, port: number): string | null {
  const own = `127.0.0.1:${port}`;
  const { host, origin } = request.headers;
  if (host !== own) return 'host';
  if (origin !== undefined && origin !== `http://${own}`) return 'origin';
  if (request.method === 'POST' && origin === undefined) return 'origin';
  return null;
}

/** Whether a request carries the session, and was not sent by a page of another site. */
export function isAdmitted(request: IncomingMessage, { port, session }: Gate): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return session.holds(cookieOf(request, cookieName(port)) ?? '');
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const cookies = (request.headers.cookie ?? '').split(';').map((entry) => entry.trim().split('='));
  return cookies.find(([key]) => key === name)?.[1];
}
