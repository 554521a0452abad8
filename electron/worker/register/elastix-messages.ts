import type { Volume } from '../../core/base/volume.ts';

/** What the registration process is asked: a rigid motion that lays `moving` over `fixed`. */
export interface AlignRequest {
  readonly fixed: Volume;
  readonly moving: Volume;
}

/** What it answers: Euler angles (radians) and shift (mm) about a centre, or why there are none. */
export type AlignAnswer =
  | { readonly ok: true; readonly parameters: readonly number[]; readonly centreMm: readonly number[] }
  | { readonly ok: false; readonly reason: string };
