import { ExpectedError } from '../../core/base/expected-error.ts';

/** The newest few things under their ids; older ones are forgotten. */
export interface Recent<T> {
  readonly put: (id: string, value: T) => void;
  /** @throws ExpectedError 'handle/expired' when it was forgotten or never existed */
  readonly get: (id: string) => T;
}

/**
 * Keeps at most `capacity` values.
 *
 * @param kind what they are, for the Problem's words
 */
export function recent<T>(kind: string, capacity: number): Recent<T> {
  const values = new Map<string, T>();
  return {
    put: (id, value) => {
      values.set(id, value);
      const oldest = values.keys().next().value;
      if (values.size > capacity && oldest !== undefined) values.delete(oldest);
    },
    get: (id) => {
      const value = values.get(id);
      if (value === undefined) throw new ExpectedError({ code: 'handle/expired', kind });
      return value;
    },
  };
}
