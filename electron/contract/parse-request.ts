import { ExpectedError } from '../core/base/expected-error.ts';
import { requestSchemas, type Capability, type ParsedRequest } from './requests.ts';

/**
 * The capability of that name.
 *
 * @throws ExpectedError 'request/invalid' when there is none
 */
export function parseCapability(name: unknown): Capability {
  if (typeof name === 'string' && Object.hasOwn(requestSchemas, name)) return name as Capability;
  throw new ExpectedError({ code: 'request/invalid', capability: '?', issues: ['there is no such capability'] });
}

/**
 * A request with its defaults filled in.
 *
 * @throws ExpectedError 'request/invalid' with one issue per field; values are never repeated
 */
export function parseRequest<C extends Capability>(capability: C, payload: unknown): ParsedRequest<C> {
  const result = requestSchemas[capability].safeParse(payload);
  if (result.success) return result.data as ParsedRequest<C>;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`);
  throw new ExpectedError({ code: 'request/invalid', capability, issues });
}
