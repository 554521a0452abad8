import { imageLoader, init, metaData, RenderingEngine, utilities } from '@cornerstonejs/core';
import { blueWhiteRed } from '../../electron/core/base/colour-map.ts';
import { imageOf, metadataOf, sliceScheme } from './slice-images.ts';

const engineId = 'longview';
let started: RenderingEngine | null = null;

/** Name of the blue-white-red map for signed differences. */
export const differenceMap = 'longview-difference';

/** Starts Cornerstone on the first call; every pane shares its one engine. */
export function startCornerstone(): RenderingEngine {
  if (started) return started;
  init();
  imageLoader.registerImageLoader(sliceScheme, (imageId) => ({
    promise: Promise.resolve(imageOf(imageId)),
  }));
  metaData.addProvider((type: string, imageId: string) => metadataOf(type, imageId), 1000);
  registerMap(
    differenceMap,
    [-1, 0, 1].flatMap((signed) => [(signed + 1) / 2, ...blueWhiteRed(signed).map((part) => part / 255)]),
  );
  started = new RenderingEngine(engineId);
  return started;
}

function registerMap(name: string, points: number[]): void {
  utilities.colormap.registerColormap({ ColorSpace: 'RGB', Name: name, RGBPoints: points });
}

/** Fits every pane's canvas to its place in the window. */
export function resizePanes(): void {
  started?.resize(true, false);
}
