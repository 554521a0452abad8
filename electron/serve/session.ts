import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** One browser's permission to use the host: an address that works once, then a cookie. */
export interface Session {
  /** To be put into the first address. */
  readonly token: string;
  /** The value for the cookie, or null when the token is wrong or was spent before. */
  spend(token: string): string | null;
  /** Whether this cookie value is the one that was given out. */
  holds(cookie: string): boolean;
}

/** A session that nobody has opened yet. */
export function createSession(): Session {
  const token = randomBytes(32).toString('base64url');
  const cookie = randomBytes(32).toString('base64url');
  let spent = false;
  return {
    token,
    spend(given) {
      if (spent || !equal(given, token)) return null;
      spent = true;
      return cookie;
    },
    holds: (given) => spent && equal(given, cookie),
  };
}

/** Compares in a time that does not depend on how much of the two agrees. */
function equal(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
