import type { AtrophyAnswer, ForecastAnswer, ModelSummary } from '../../../electron/contract/api.ts';
import type { ManifestOf } from '../../../electron/contract/model-manifest.ts';

/** What a forecast is about, named like the kind of its model: the course of a lesion, or the atrophy of a brain. */
export type ForecastKind = 'course' | 'atrophy';

/** A model that forecasts; the window runs no other kind by name. */
export type ForecastModel = ModelSummary<ManifestOf<ForecastKind>>;

/** A finished forecast. */
export type Forecast =
  | { readonly kind: 'course'; readonly answer: ForecastAnswer }
  | { readonly kind: 'atrophy'; readonly answer: AtrophyAnswer };

/** Panes of a finished forecast, from left to right: time runs to the right. */
export const paneRoles = {
  course: ['baseline', 'predicted', 'actual', 'difference'],
  atrophy: ['earlier', 'scan', 'counterpart', 'future', 'actual'],
} as const;

/** A pane of a forecast of one kind, or of any. */
export type PaneRole<Kind extends ForecastKind = ForecastKind> = (typeof paneRoles)[Kind][number];

/** Maps that can lie over the pictures, in the order of the tool bar; the last two of atrophy show how far its answers differ. */
export const mapNames = {
  course: ['probability', 'effect', 'influence'],
  atrophy: ['since', 'ahead', 'measured', 'sinceSpread', 'aheadSpread'],
} as const;

/** A map of a forecast of one kind, or of any. */
export type MapName<Kind extends ForecastKind = ForecastKind> = (typeof mapNames)[Kind][number];

/** Whether a map belongs to a kind of forecast. */
export function isMapOf<Kind extends ForecastKind>(kind: Kind, map: MapName | null): map is MapName<Kind> {
  return mapNames[kind].some((name) => name === map);
}
