import type { ReportProgress } from '../core/base/signal.ts';
import type { Answers, Progress } from '../contract/api.ts';
import type { EngineCapability } from '../contract/host-calls.ts';
import type { ParsedRequest } from '../contract/requests.ts';
import type { ProcessStarter } from './process-starter.ts';
import type { VolumeStore } from './volume-store.ts';

/** What a handler gets beside its request. */
export interface HandlerContext {
  /** Aborted when the caller cancels or its host goes away. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

/** The caller's progress in the form that the stages report it. */
export function stageReport({ progress }: HandlerContext): ReportProgress {
  return (stage, progressFraction) => progress({ stage, progressFraction });
}

/** One function per capability that the engine answers; an expected failure is thrown as ExpectedError. */
export type Handlers = {
  readonly [C in EngineCapability]: (request: ParsedRequest<C>, context: HandlerContext) => Promise<Answers[C]>;
};

/** What the engine process hands to the handlers. */
export interface EngineServices {
  readonly volumes: VolumeStore;
  /** Starts the inference process, in the way of the present host. */
  readonly processes: ProcessStarter;
  /** Folder of package.json: `models/<id>/release` and `assets` lie below it. */
  readonly packageRoot: string;
  /** Version of the program, for reports. */
  readonly version: string;
}
