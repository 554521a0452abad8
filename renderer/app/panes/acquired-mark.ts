import type { VolumeReference } from '../../../electron/contract/voxels.ts';
import type { PaneMark } from '../../viewport/pane-content.ts';
import { strings } from '../strings.ts';

/** The mark of a real scan; a scan of a generated patient was acquired by no scanner, and says so. */
export function acquiredMark(image: VolumeReference): PaneMark {
  return { kind: 'acquired', words: originWords(image) };
}

/** The mark of a real scan under a map that a model made: no capture of the two passes for a scan alone. */
export function underMapMark(image: VolumeReference): PaneMark {
  return { kind: 'synthetic', words: strings.viewer.underMap(originWords(image)) };
}

function originWords({ synthetic }: VolumeReference): string {
  return synthetic ? strings.viewer.generated : strings.viewer.acquired;
}
