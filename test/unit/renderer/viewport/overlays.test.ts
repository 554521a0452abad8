import { describe, expect, it } from 'vitest';
import { counterpartMark, syntheticMark } from '../../../../electron/core/base/synthetic-mark.ts';
import { drawLabels, type PaneLabels } from '../../../../renderer/viewport/overlay/draw-labels.ts';
import { drawAcquiredMark, drawSyntheticMark } from '../../../../renderer/viewport/overlay/draw-mark.ts';
import { drawOutlines } from '../../../../renderer/viewport/overlay/draw-outlines.ts';
import { outlines, type Line } from '../../../../renderer/viewport/overlay/outline.ts';
import { scaleBar } from '../../../../renderer/viewport/overlay/scale-bar.ts';
import { overlayColours } from '../../../../renderer/viewport/overlay/surface.ts';
import { orientationLetters } from '../../../../renderer/viewport/orientation-letters.ts';
import { drawingSurface } from '../../../fixtures/drawing-surface.ts';

describe('the synthetic mark', () => {
  it('says that the picture is predicted, and how far ahead', () => {
    expect(syntheticMark(91)).toBe('SYNTHETIC - PREDICTED +91 d');
    expect([1461, 798].map(syntheticMark)).toEqual(['SYNTHETIC - PREDICTED +4 y', 'SYNTHETIC - PREDICTED +2.2 y']);
  });

  it('draws a dashed frame around the whole canvas and the words in it', () => {
    const { surface, strokes } = drawingSurface();
    drawSyntheticMark(surface, { width: 600, height: 400, scale: 1 }, syntheticMark(91));
    const frame = strokes.find(({ what, style }) => what === 'strokeRect' && style === overlayColours.synthetic);
    const [left, top, width, height] = (frame?.at ?? []) as number[];
    expect(frame?.dash.length).toBeGreaterThan(0);
    expect([left, top]).toEqual([3, 3]);
    expect((left ?? 0) + (width ?? 0)).toBe(597);
    expect((top ?? 0) + (height ?? 0)).toBe(397);
    expect(strokes.some(({ what, at }) => what === 'fillText' && at[0] === 'SYNTHETIC - PREDICTED +91 d')).toBe(true);
  });

  const allWords = [syntheticMark(365), counterpartMark, syntheticMark(4566)];
  it.each([180, 257, 480, 1400].flatMap((width) => allWords.map((words) => ({ width, words }))))(
    'keeps the words $words whole in a pane $width pixels wide',
    ({ width, words }) => {
      const { surface, strokes } = drawingSurface();
      drawSyntheticMark(surface, { width, height: 300, scale: 1 }, words);
      const plate = strokes.find(({ what }) => what === 'fillRect');
      const [left, , plateWidth] = (plate?.at ?? []) as number[];
      expect(left).toBeGreaterThanOrEqual(0);
      expect((left ?? 0) + (plateWidth ?? 0)).toBeLessThanOrEqual(width);
    },
  );

  it('is drawn twice as large on a screen with twice the pixels', () => {
    const { surface, strokes } = drawingSurface();
    drawSyntheticMark(surface, { width: 1200, height: 800, scale: 2 }, syntheticMark(91));
    expect(strokes.find(({ what }) => what === 'strokeRect')?.at[0]).toBe(6);
  });

  it('has no frame where the scan is real', () => {
    const { surface, strokes } = drawingSurface();
    drawAcquiredMark(surface, { width: 600, height: 400, scale: 1 }, 'ACQUIRED');
    expect(strokes.some(({ style }) => style === overlayColours.synthetic)).toBe(false);
    expect(strokes.every(({ dash }) => dash.length === 0)).toBe(true);
  });
});

describe('outlines', () => {
  const square = [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0];

  it('enclose a region in one closed line half way to its neighbours', () => {
    const [line, ...others] = outlines(square, 4, 4);
    expect(others).toEqual([]);
    // Four pixels, less a triangle of 1/8 at each of the four corners.
    expect(Math.abs(signedArea(line ?? []))).toBeCloseTo(3.5, 9);
  });

  it('keep diagonal neighbours apart', () => {
    expect(outlines([1, 0, 0, 1], 2, 2)).toHaveLength(2);
  });

  it('run the other way round a hole', () => {
    const ring = [1, 1, 1, 1, 0, 1, 1, 1, 1];
    const areas = outlines(ring, 3, 3).map(signedArea);
    expect(areas).toHaveLength(2);
    expect(Math.sign(areas[0] ?? 0)).toBe(-Math.sign(areas[1] ?? 0));
  });

  it('close at the border of the slice', () => {
    const [line] = outlines([1, 1, 1, 1], 2, 2);
    expect(Math.abs(signedArea(line ?? []))).toBeCloseTo(3.5, 9);
  });

  it('of necrosis are dotted', () => {
    const map = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
    const drawn = (['core', 'necrosis'] as const).map((region) => {
      const { surface, strokes } = drawingSurface();
      const style = { source: 'acquired', region } as const;
      drawOutlines(surface, { width: 9, height: 9, scale: 2 }, { lines: [[1, 1, 2, 1, 2, 2]], map, style });
      return strokes.at(-1);
    });
    expect(drawn.map((stroke) => stroke?.dash)).toEqual([[], [3, 6]]);
  });

  it('of a real scan are solid, of a prediction dashed', () => {
    const map = { a: 2, b: 0, c: 0, d: 2, e: 10, f: 20 };
    for (const source of ['acquired', 'synthetic'] as const) {
      const { surface, strokes } = drawingSurface();
      const style = { source, region: 'core' } as const;
      drawOutlines(surface, { width: 9, height: 9, scale: 1 }, { lines: [[1, 1, 2, 1, 2, 2]], map, style });
      expect(strokes.at(-1)?.dash.length === 0).toBe(source === 'acquired');
      expect(strokes.at(-1)?.at).toEqual([12, 22, 14, 22, 14, 24]);
    }
  });
});

describe('labels', () => {
  const labels: PaneLabels = {
    topLeft: ['2021-06-14', 'Last real scan'],
    bottomLeft: ['Slice 1 / 9'],
    bottomRight: ['Zoom 1.00'],
    edges: { left: 'R', right: 'L', top: 'A', bottom: 'P' },
    notice: null,
  };

  it('put each orientation letter at its own edge', () => {
    const { surface, strokes } = drawingSurface();
    drawLabels(surface, { width: 400, height: 300, scale: 1 }, labels, 0.5);
    const place = (letter: string): number[] =>
      (strokes.find(({ what, at }) => what === 'fillText' && at[0] === letter)?.at ?? []).slice(1) as number[];
    expect(place('R')[0]).toBeLessThan(40);
    expect(place('L')[0]).toBeGreaterThan(360);
    expect(place('A')[1]).toBeLessThan(80);
    expect(place('P')[1]).toBeGreaterThan(260);
  });

  it.each([
    { direction: [1, 0, 0], letters: 'L' },
    { direction: [0, 0, -1], letters: 'I' },
    { direction: [-0.8, 0, 0.6], letters: 'RS' },
    { direction: [0, 0.99, 0.1], letters: 'P' },
  ] as const)('name the direction $direction $letters', ({ direction, letters }) => {
    expect(orientationLetters(direction)).toBe(letters);
  });

  it('have a scale bar of a round length that fits', () => {
    expect(scaleBar(0.5, 130)).toEqual({ lengthMm: 50, lengthPixels: 100 });
    expect(scaleBar(2, 130).lengthMm).toBe(200);
  });
});

function signedArea(line: Line): number {
  let sum = 0;
  for (let i = 0; i + 1 < line.length; i += 2) {
    const next = (i + 2) % line.length;
    sum += (line[i] as number) * (line[next + 1] as number) - (line[next] as number) * (line[i + 1] as number);
  }
  return sum / 2;
}
