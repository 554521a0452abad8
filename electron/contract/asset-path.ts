const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
};

/** A file of the window, named relative to its folder. */
export interface Asset {
  /** Folder and file names, each safe to join to the folder's path. */
  readonly segments: readonly string[];
  readonly contentType: string;
}

/**
 * The file that an address asks for, or null where the address could lead out of the folder or names an unknown kind.
 *
 * @param pathname path of the address, still percent-encoded, starting with '/'; '/' is index.html
 */
export function assetOf(pathname: string): Asset | null {
  const names = (pathname === '/' ? '/index.html' : pathname).split('/').slice(1).map(decoded);
  const segments = names.filter((name) => name !== null);
  // A name outside this alphabet (separators, drive letters, NUL, leading dots) is never a file that we ship.
  if (segments.length !== names.length || !segments.every((name) => /^[\w@~-][\w@~.-]*$/.test(name))) return null;
  const contentType = contentTypes[segments.at(-1)?.split('.').at(-1) ?? ''];
  return contentType ? { segments, contentType } : null;
}

function decoded(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}
