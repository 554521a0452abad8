import type { Sequence } from '../../../electron/contract/sequence.ts';
import type { VolumeReference } from '../../../electron/contract/voxels.ts';
import type { PaneMap } from '../../viewport/overlay/map-scale.ts';
import type { PaneContent } from '../../viewport/pane-content.ts';
import { isMapOf, mapNames, paneRoles, type Forecast, type MapName, type PaneRole } from '../store/forecast.ts';
import type { PictureChoice } from '../store/state.ts';
import { atrophyMap, atrophyPanes } from './atrophy-panes.ts';
import { courseMap, coursePaneRoles, coursePanes } from './course-panes.ts';

/** The panes of a forecast; only those asked for and there. */
export function forecastPanes({ kind, answer }: Forecast, pictures: PictureChoice): PaneContent[] {
  return kind === 'atrophy' ? atrophyPanes(answer, pictures) : coursePanes(answer, pictures);
}

/** What can be chosen for the pictures of a forecast. */
export interface PictureOffer {
  readonly sequences: readonly Sequence[];
  readonly panes: readonly PaneRole[];
  readonly maps: readonly MapName[];
  readonly hasOutlines: boolean;
}

/** What the tool bar offers for a forecast. */
export function pictureOffer(forecast: Forecast, sequence: Sequence | null): PictureOffer {
  const names: readonly MapName[] = mapNames[forecast.kind];
  const maps = names.filter((name) => mapOf(forecast, name) !== null);
  if (forecast.kind === 'atrophy') {
    const { images } = forecast.answer;
    const panes = paneRoles.atrophy.filter((role) => images.some((image) => image.role === role));
    return { sequences: ['T1'], panes, maps, hasOutlines: false };
  }
  const { answer } = forecast;
  const predicted = answer.images.filter(({ role }) => role === 'predicted').map((image) => image.sequence);
  return { sequences: [...new Set(predicted)], panes: coursePaneRoles(answer, sequence), maps, hasOutlines: true };
}

/** A map of a forecast; null where it has none of that name. */
export function mapOf({ kind, answer }: Forecast, name: MapName | null): PaneMap | null {
  if (kind === 'atrophy') return isMapOf(kind, name) ? atrophyMap(answer, name) : null;
  return isMapOf(kind, name) ? courseMap(answer, name) : null;
}

/** A region whose middle is looked at first, and the image that it is looked at on. */
export interface FirstFocus {
  readonly region: VolumeReference;
  readonly image: VolumeReference;
}

/** Where the pictures of a forecast open: at the predicted core of a lesion, or in the middle of the brain. */
export function firstFocus({ kind, answer }: Forecast): FirstFocus | null {
  if (kind === 'atrophy') {
    const scan = answer.images.find(({ role }) => role === 'scan');
    return scan ? { region: answer.maps.since, image: scan.volume } : null;
  }
  const core = answer.masks.find(({ role, region }) => role === 'predicted' && region === 'core');
  return core ? { region: core.volume, image: core.volume } : null;
}
