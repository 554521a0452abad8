import { describe, expect, it } from 'vitest';
import { nearestSlice, slicePlane } from '../../../../renderer/viewport/slice-plane.ts';
import {
  fitHalfHeightMm,
  focusOn,
  initialView,
  panBy,
  resetView,
  scrollBy,
  scrollTo,
  turnTo,
  windowByDrag,
  windowOf,
  zoomBy,
} from '../../../../renderer/viewport/view.ts';
import { createViewStore } from '../../../../renderer/viewport/view-store.ts';
import { plainGrid } from '../../../fixtures/volumes.ts';

const grid = plainGrid([40, 50, 20], [1, 1, 3]);
const axial = slicePlane(grid, 'axial');
const shown = (view: typeof initialView): number => nearestSlice(axial, view.depthsMm.axial).index;

describe('scrolling', () => {
  it('steps slice by slice and stops at both ends', () => {
    const start = scrollTo(initialView, axial, 5);
    expect(shown(scrollBy(start, axial, 3))).toBe(8);
    expect(shown(scrollBy(start, axial, -50))).toBe(0);
    expect(shown(scrollBy(start, axial, 50))).toBe(19);
  });

  it('never rests between slices, so that going back leads to the same place', () => {
    const start = scrollTo(initialView, axial, 7);
    expect(scrollBy(scrollBy(start, axial, 4), axial, -4)).toEqual(start);
  });

  it('keeps the place of every cut while turning', () => {
    const start = scrollTo(initialView, axial, 3);
    expect(shown(turnTo(turnTo(start, 'coronal'), 'axial'))).toBe(3);
  });
});

describe('focus', () => {
  it('goes to the slice of a voxel on all three cuts', () => {
    const view = focusOn(initialView, grid, [12, 30, 4.2]);
    for (const [cut, voxel] of [['axial', 4] as const, ['coronal', 30] as const, ['sagittal', 12] as const]) {
      const plane = slicePlane(grid, cut);
      const { index } = nearestSlice(plane, view.depthsMm[cut]);
      expect(plane.depth.sign > 0 ? index : plane.slices - 1 - index).toBe(voxel);
    }
  });
});

describe('window', () => {
  it('starts with the display range', () => {
    expect(windowOf(initialView, [100, 900], false)).toEqual({ lower: 100, upper: 900 });
  });

  it('of a signed difference keeps zero in the middle, whatever the user drags', () => {
    const { lower, upper } = windowOf(windowByDrag(initialView, [40, 120]), [-300, 300], true);
    expect(lower + upper).toBeCloseTo(0, 9);
  });

  it('widens to the right and brightens upwards', () => {
    const before = windowOf(initialView, [0, 100], false);
    const wider = windowOf(windowByDrag(initialView, [50, 0]), [0, 100], false);
    const brighter = windowOf(windowByDrag(initialView, [0, -50]), [0, 100], false);
    expect(wider.upper - wider.lower).toBeGreaterThan(before.upper - before.lower);
    expect(brighter.upper).toBeLessThan(before.upper);
  });
});

describe('zoom and pan', () => {
  it('moves the image with the pointer', () => {
    expect(panBy(initialView, [10, -4], 0.5).panMm).toEqual([-5, 2]);
  });

  it('stays within sensible limits and can be undone by a reset that keeps the slice', () => {
    const view = zoomBy(scrollTo(initialView, axial, 2), 1e9);
    expect(view.zoom).toBeLessThan(100);
    expect(resetView(view)).toMatchObject({ zoom: 1, depthsMm: view.depthsMm });
  });

  it('fits a wide field by its width and a high one by its height', () => {
    expect(fitHalfHeightMm([200, 100], 1)).toBe(100);
    expect(fitHalfHeightMm([100, 300], 1)).toBe(150);
  });
});

describe('linked panes', () => {
  it('follow each other', () => {
    const views = createViewStore();
    views.change('predicted', (view) => scrollTo(view, axial, 1));
    expect(views.viewOf('baseline')).toEqual(views.viewOf('predicted'));
  });

  it('move alone once they are unlinked, and together again when linked', () => {
    const views = createViewStore();
    views.setLinked(false);
    views.change('predicted', (view) => scrollTo(view, axial, 1));
    expect(views.viewOf('baseline')).toEqual(initialView);
    expect(shown(views.viewOf('predicted'))).toBe(1);
    views.setLinked(true);
    expect(views.viewOf('predicted')).toEqual(views.viewOf('baseline'));
  });

  it('turn together even while unlinked', () => {
    const views = createViewStore();
    views.setLinked(false);
    views.change('predicted', (view) => zoomBy(view, 2));
    views.turn('sagittal');
    expect(views.viewOf('predicted').orientation).toBe('sagittal');
    expect(views.viewOf('baseline').orientation).toBe('sagittal');
  });
});
