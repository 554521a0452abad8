import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../../../electron/core/base/grid.ts';
import { glyphRows } from '../../../../electron/core/write/pictures/bitmap-font.ts';
import {
  burnScanMark,
  burnSyntheticMark,
  syntheticColour,
} from '../../../../electron/core/write/pictures/burn-mark.ts';
import { createCanvas, paintText, textWidth } from '../../../../electron/core/write/pictures/canvas.ts';
import { chooseSlices } from '../../../../electron/core/write/pictures/choose-slices.ts';
import { blueWhiteRed, viridis } from '../../../../electron/core/base/colour-map.ts';
import { grey } from '../../../../electron/core/write/pictures/grey.ts';
import { drawPictures } from '../../../../electron/core/write/pictures/draw-pictures.ts';
import { sampleView, sliceView } from '../../../../electron/core/write/pictures/slice-view.ts';
import { emptyLike, fakePictures } from '../../../fixtures/fake-forecast.ts';
import { ballMask, maskOf, plainGrid, volumeOf } from '../../../fixtures/volumes.ts';

const isAmber = (data: ArrayLike<number>, pixel: number): boolean =>
  [0, 1, 2].every((c) => data[3 * pixel + c] === syntheticColour[c]);

describe('the pictures of a report', () => {
  const input = fakePictures();
  const rows = drawPictures(input);
  const pictures = rows.flatMap((row) => row.pictures);

  it('come as rows of last real, predicted, actual, difference and probability', () => {
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      expect(row.title).toMatch(/^T1c, slice \d+ of 12$/);
      expect(row.pictures.map(({ kind }) => kind)).toEqual([
        'last-real',
        'predicted',
        'actual',
        'difference',
        'probability',
      ]);
    }
  });

  it('carry the date and what they are', () => {
    expect(rows[0]?.pictures.map(({ caption }) => caption)).toEqual([
      '2020-01-02, ACQUIRED',
      'SYNTHETIC - PREDICTED +90 d',
      '2020-04-01, ACQUIRED',
      'SYNTHETIC - PREDICTED +90 d',
      'SYNTHETIC - PREDICTED +90 d',
    ]);
  });

  it('have the dashed frame in their pixels when synthetic, and never when acquired', () => {
    for (const { png, synthetic } of pictures) {
      const { width, data } = decode(png);
      const edge = Array.from({ length: width }, (_, x) => isAmber(data, x));
      const share = edge.filter(Boolean).length / width;
      if (synthetic) {
        expect(share).toBeGreaterThan(0.5);
        expect(share).toBeLessThan(0.8);
      } else expect(share).toBe(0);
    }
  });

  it('call a generated scan generated, and frame it as synthetic', () => {
    const [row] = drawPictures({ ...input, scans: 'generated' });
    expect(row?.pictures[0]?.caption).toBe('2020-01-02, SYNTHETIC - GENERATED SCAN');
    expect(row?.pictures.every(({ synthetic }) => synthetic)).toBe(true);
  });

  it('leave out the actual scan when there is none, and compare with the last real one', () => {
    const [first] = input.sequences;
    if (first === undefined) throw new Error('no sequence');
    const alone = drawPictures({
      ...input,
      sequences: [{ ...first, actual: null }],
      core: { ...input.core, actual: null },
      followUpDate: null,
    });
    expect(alone[0]?.pictures.map(({ title }) => title)).toEqual([
      'Last real scan',
      'Predicted',
      'Predicted minus last real',
      'Probability of lesion core',
    ]);
  });

  it('can be drawn without a brain or a lesion', () => {
    const none = emptyLike(input.brain);
    const bare = { ...input, brain: none, core: { baseline: none, predicted: none, actual: null } };
    expect(drawPictures(bare)).toHaveLength(1);
  });
});

describe('the burned-in mark', () => {
  it('spells its words in the pixels', () => {
    const [marked, text] = [createCanvas(400, 60), createCanvas(400, 60)];
    burnSyntheticMark(marked, 'SYNTHETIC - PREDICTED +7 d');
    const words = 'SYNTHETIC - PREDICTED +7 d';
    const left = Math.round((400 - textWidth(words, 2)) / 2);
    paintText(text, words, [left, 60 - 8 - 14], { scale: 2, colour: syntheticColour });
    let lit = 0;
    for (let p = 0; p < 400 * 60; p++) {
      if (!isAmber(text.rgb, p)) continue;
      lit++;
      expect(isAmber(marked.rgb, p)).toBe(true);
    }
    expect(lit).toBeGreaterThan(1000);
  });

  it.each([
    ['generated', ['SYNTHETIC - GENERATED SCAN', '2024-06-02'], syntheticColour],
    ['acquired', ['ACQUIRED 2024-06-02'], [225, 225, 225]],
  ] as const)('is as large on a scan that was %s, in as many lines as it needs', (origin, lines, colour) => {
    const [marked, text] = [createCanvas(420, 100), createCanvas(420, 100)];
    burnScanMark(marked, origin, '2024-06-02');
    [...lines].reverse().forEach((line, row) => {
      const left = Math.round((420 - textWidth(line, 2)) / 2);
      paintText(text, line, [left, 100 - 8 - 14 - 18 * row], { scale: 2, colour });
    });
    const isLit = (data: ArrayLike<number>, p: number): boolean =>
      [0, 1, 2].every((c) => data[3 * p + c] === colour[c]);
    const inside = Array.from({ length: 420 * 90 }, (_, k) => k + 420 * 6).filter((p) => p % 420 > 5 && p % 420 < 414);
    expect(inside.filter((p) => isLit(text.rgb, p)).length).toBeGreaterThan(500);
    expect(inside.filter((p) => isLit(text.rgb, p) !== isLit(marked.rgb, p))).toEqual([]);
  });

  it('refuses a picture that is too small for it, instead of dropping it', () => {
    expect(() => burnSyntheticMark(createCanvas(100, 60), 'SYNTHETIC - PREDICTED +90 d')).toThrow(RangeError);
  });

  it('has a glyph of its own for every character of marks and dates', () => {
    const needed = [
      ...new Set('SYNTHETIC - PREDICTED +0123456789 d ACQUIRED GENERATED SCAN RLAPSI mm MODEL-IMPLIED, NOT CAUSAL'),
    ];
    const shapes = needed.map((character) => glyphRows(character).join());
    expect(new Set(shapes).size).toBe(needed.length);
    for (const rows of needed.map(glyphRows)) {
      expect(rows).toHaveLength(7);
      expect(rows.every((bits) => bits >= 0 && bits <= 31)).toBe(true);
    }
    expect(glyphRows('\u20ac')).toEqual([31, 31, 31, 31, 31, 31, 31]);
  });
});

describe('a slice on the screen', () => {
  const size = [8, 6, 4] as const;
  const box = { low: [0, 0, 0], high: [7, 5, 3] } as const;
  const flipped: Grid = {
    ...plainGrid(size),
    directions: [
      [-1, 0, 0],
      [0, -1, 0],
      [0, 0, 1],
    ],
  };
  const sagittal: Grid = {
    ...plainGrid(size),
    directions: [
      [0, 1, 0],
      [0, 0, -1],
      [-1, 0, 0],
    ],
  };
  const coronal: Grid = {
    ...plainGrid(size),
    directions: [
      [1, 0, 0],
      [0, 0, -1],
      [0, 1, 0],
    ],
  };
  const turned: Grid = {
    ...plainGrid(size),
    directions: [
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ],
  };

  it.each([
    { name: 'axial', grid: plainGrid(size), letters: 'RLAP' },
    { name: 'axial, stored the other way round', grid: flipped, letters: 'RLAP' },
    { name: 'axial, rows and columns exchanged', grid: turned, letters: 'RLAP' },
    { name: 'sagittal', grid: sagittal, letters: 'APSI' },
    { name: 'coronal', grid: coronal, letters: 'RLSI' },
  ])('$name keeps the radiological convention', ({ grid, letters }) => {
    const [left, right, top, bottom] = letters;
    const view = sliceView(grid, 1, box, 80);
    expect(view.letters).toEqual({ left, right, top, bottom });
    // A value that grows along the direction of the right edge's letter grows to the right of the picture.
    const axis = { L: 0, P: 1 }[right as 'L' | 'P'];
    const volume = volumeOf(grid, (i, j, k) =>
      [i, j, k].reduce((sum, n, a) => sum + n * (grid.directions[a]?.[axis] ?? 0), 0),
    );
    const at = (x: number): number => sampleView(volume, view, x, 20);
    expect(at(60)).toBeGreaterThan(at(20));
  });

  it('has square pixels whatever the spacing', () => {
    const view = sliceView(plainGrid(size, [1, 3, 5]), 0, box, 80);
    expect([view.width, view.height]).toEqual([80, 180]);
  });

  it('keeps values at voxel centres', () => {
    const grid = plainGrid(size);
    const volume = volumeOf(grid, (i, j, k) => i + 10 * j + 100 * k);
    const view = sliceView(grid, 2, box, 8);
    expect(sampleView(volume, view, 3, 4)).toBeCloseTo(243, 5);
  });
});

describe('the slices to show', () => {
  const grid = plainGrid([10, 10, 20]);

  it('cut the lesion into equal parts', () => {
    const slab = maskOf(grid, (_, __, k) => k >= 6 && k < 12);
    expect(chooseSlices([slab], 3)).toEqual([7, 9, 11]);
  });

  it('are fewer when the lesion is thin, and the middle one without a lesion', () => {
    expect(chooseSlices([ballMask(grid, [5, 5, 4], 0.5)], 3)).toEqual([4]);
    expect(chooseSlices([maskOf(grid, () => false)], 3)).toEqual([9]);
  });
});

describe('colours', () => {
  it('are white at no difference, blue below, red above, and clamp', () => {
    expect(blueWhiteRed(0)).toEqual([247, 247, 247]);
    expect(blueWhiteRed(-9)).toEqual([33, 102, 172]);
    expect(blueWhiteRed(9)).toEqual([178, 24, 43]);
    expect([viridis(-1), viridis(2)]).toEqual([
      [68, 1, 84],
      [253, 231, 37],
    ]);
    expect(grey(5, { low: 0, high: 10 })).toEqual([128, 128, 128]);
  });
});
