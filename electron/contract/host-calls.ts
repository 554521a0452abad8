import type { Answers } from './api.ts';
import type { Capability, ParsedRequest } from './requests.ts';

/** What the host answers by itself, because only it knows: which host it is, and whether it has dialogs. */
export type HostCapability = 'app.describe' | 'library.choose';

/** What the engine process answers. */
export type EngineCapability = Exclude<Capability, HostCapability>;

/** Answers of one host to the capabilities that never reach the engine. */
export type HostHandlers = {
  readonly [C in HostCapability]: (request: ParsedRequest<C>) => Promise<Answers[C]>;
};
