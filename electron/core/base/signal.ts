/** The part of an AbortSignal that core needs; core has no DOM and no Node types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
}

/** An AbortSignal that can also be listened to; a real AbortSignal fits. */
export interface CancelSignal extends AbortSignalLike {
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Receives how far a stage has come: a stage name and a fraction from 0 to 1. */
export type ReportProgress = (stage: string, progressFraction: number) => void;
