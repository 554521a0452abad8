import { Enums, type Types } from '@cornerstonejs/core';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import type { Voxels } from './voxels.ts';
import { differenceMap, startCornerstone } from './start-cornerstone.ts';
import type { PixelToCanvas } from './overlay/draw-outlines.ts';
import { sliceImageIds } from './slice-images.ts';
import { sliceOriginMm, type Orientation, type SlicePlane } from './slice-plane.ts';

/** One Cornerstone viewport: shows a slice, a place in it and a window, and says where its pixels lie on the canvas. */
export class PaneView {
  private readonly viewport: Types.IStackViewport;
  private shown: { voxels: Voxels; orientation: Orientation; colours: 'grey' | 'difference' } | null = null;

  readonly element: HTMLDivElement;
  private readonly id: string;
  private readonly afterRender: () => void;

  constructor(id: string, element: HTMLDivElement, afterRender: () => void) {
    this.id = id;
    this.element = element;
    this.afterRender = afterRender;
    const engine = startCornerstone();
    engine.enableElement({ viewportId: id, element, type: Enums.ViewportType.STACK });
    this.viewport = engine.getViewport<Types.IStackViewport>(id);
    element.addEventListener(Enums.Events.IMAGE_RENDERED, this.afterRender);
  }

  get canvas(): HTMLCanvasElement {
    return this.viewport.getCanvas();
  }

  /** Shows slice `index` of one cut; loads the stack of slices when volume or cut changed. */
  async showSlice(
    voxels: Voxels,
    orientation: Orientation,
    index: number,
    colours: 'grey' | 'difference',
  ): Promise<void> {
    const same =
      this.shown?.voxels === voxels && this.shown.orientation === orientation && this.shown.colours === colours;
    if (same) {
      await this.viewport.setImageIdIndex(index);
      return;
    }
    this.shown = { voxels, orientation, colours };
    await this.viewport.setStack(sliceImageIds(voxels, orientation), index);
    // Without a map Cornerstone draws plain grey, and need not build the map anew for every slice.
    if (colours === 'difference') this.viewport.setProperties({ colormap: { name: differenceMap } });
  }

  /** Places the camera: what the middle of the pane looks at, and half of the pane's height in millimetres. */
  look(focalPoint: Vec3, halfHeightMm: number): void {
    const camera = this.viewport.getCamera();
    const [normal, before] = [camera.viewPlaneNormal, camera.focalPoint];
    const from = camera.position;
    if (!normal || !before || !from) return;
    const distance = Math.hypot(from[0] - before[0], from[1] - before[1], from[2] - before[2]);
    const position: Types.Point3 = [0, 0, 0];
    for (const k of [0, 1, 2] as const) position[k] = focalPoint[k] + normal[k] * distance;
    this.viewport.setCamera({ focalPoint: [...focalPoint] as Types.Point3, position, parallelScale: halfHeightMm });
  }

  setWindow(lower: number, upper: number): void {
    this.viewport.setProperties({ voiRange: { lower, upper } });
  }

  render(): void {
    this.viewport.render();
  }

  /** Where the pixels of a slice lie on the canvas, in device pixels; asked of Cornerstone, never computed twice. */
  pixelToCanvas(voxels: Voxels, plane: SlicePlane, index: number): PixelToCanvas {
    const origin = sliceOriginMm(voxels.reference.grid, plane, index);
    const scale = globalThis.devicePixelRatio || 1;
    const project = (across: number, down: number): readonly [number, number] => {
      const world = [0, 1, 2].map(
        (k) =>
          origin[k as 0 | 1 | 2] +
          across * plane.acrossDirection[k as 0 | 1 | 2] +
          down * plane.downDirection[k as 0 | 1 | 2],
      ) as Types.Point3;
      const [x, y] = this.viewport.worldToCanvas(world);
      return [x * scale, y * scale];
    };
    const [zero, right, below] = [project(0, 0), project(plane.columnSpacingMm, 0), project(0, plane.rowSpacingMm)];
    return {
      a: right[0] - zero[0],
      b: right[1] - zero[1],
      c: below[0] - zero[0],
      d: below[1] - zero[1],
      e: zero[0],
      f: zero[1],
    };
  }

  close(): void {
    this.element.removeEventListener(Enums.Events.IMAGE_RENDERED, this.afterRender);
    startCornerstone().disableElement(this.id);
  }
}
