import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { assetOf } from '../contract/asset-path.ts';
import { securityHeaders } from '../contract/content-security.ts';
import { refuse } from './refuse.ts';

/** Sends one file of the window. */
export async function answerAsset(response: ServerResponse, pathname: string, rendererFolder: string): Promise<void> {
  const asset = assetOf(pathname);
  if (!asset) return refuse(response, 404);
  const file = join(rendererFolder, ...asset.segments);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return refuse(response, 404);
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': asset.contentType,
    'Content-Length': found.size,
    'Cache-Control': 'no-cache',
  });
  await pipeline(createReadStream(file), response);
}
