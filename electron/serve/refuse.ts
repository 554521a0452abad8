import type { ServerResponse } from 'node:http';
import { securityHeaders } from '../contract/content-security.ts';

const words: Readonly<Record<number, string>> = {
  403: 'Not allowed. Each address of Longview works once: run "longview serve" again and open the address that it prints.',
  404: 'Not found.',
  405: 'Method not allowed.',
  410: 'These voxels were fetched before or are no longer held: ask for them again.',
  413: 'The request is too large.',
  415: 'Send the request as application/json.',
  500: 'Longview failed; see the terminal.',
  503: 'The engine has stopped; ask again to start it.',
};

/** Ends a request with a status and a sentence. */
export function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`${words[status] ?? 'Refused.'}\n`);
}
