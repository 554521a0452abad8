import { describe, expect, it } from 'vitest';
import { blueWhiteRed } from '../../../../electron/core/base/colour-map.ts';
import { colourBarPlan } from '../../../../renderer/viewport/overlay/colour-bar-plan.ts';
import { mapPixels } from '../../../../renderer/viewport/overlay/map-pixels.ts';
import { mapScale, type PaneMap } from '../../../../renderer/viewport/overlay/map-scale.ts';
import { volumeReference } from '../../../fixtures/window-patient.ts';

const mapOf = (kind: Exclude<PaneMap['kind'], 'change'>, range: readonly [number, number]): PaneMap => ({
  kind,
  unit: '',
  volume: volumeReference('m', range),
});
const pixelsOf = (map: PaneMap, ...values: readonly number[]) => mapPixels(values, mapScale(map));
const clear = (pixels: number): number[] => new Array<number>(4 * pixels).fill(0);

const effect = mapOf('effect', [-1, 1]);
const probability = mapOf('probability', [0, 1]);
const influence = mapOf('influence', [-4, 4]);
const spread = mapOf('spread', [0, 2]);
const change: PaneMap = { kind: 'change', unit: '%/year', threshold: 0.5, volume: volumeReference('c', [-2.5, 2.5]) };

describe.each([
  { name: 'an effect', map: effect, end: 1 },
  { name: 'an influence', map: influence, end: 4 },
  { name: 'a change', map: change, end: 2.5 },
])('the map of $name', ({ map, end }) => {
  it('is blue below zero and red above, the same on both sides', () => {
    const [less, more] = [pixelsOf(map, -end), pixelsOf(map, end)];
    expect((less[2] as number) - (less[0] as number)).toBeGreaterThan(100);
    expect((more[0] as number) - (more[2] as number)).toBeGreaterThan(100);
    expect(less[3]).toBe(more[3]);
  });
});

describe('the map of an effect', () => {
  it('leaves the scan free where the futures hardly differ', () => {
    expect([...pixelsOf(effect, 0, 0.03, -0.03)]).toEqual(clear(3));
  });

  it('fades towards zero', () => {
    const [faint, full] = [pixelsOf(effect, 0.1)[3] as number, pixelsOf(effect, 0.6)[3] as number];
    expect(faint).toBeGreaterThan(0);
    expect(faint).toBeLessThan(full);
  });
});

describe('the map of influences', () => {
  it('leaves the scan free where nothing moved, and everywhere when nothing did', () => {
    expect([...pixelsOf(influence, 0, 0.2, -0.2)]).toEqual(clear(3));
    expect([...pixelsOf(mapOf('influence', [0, 0]), 1, -1)]).toEqual(clear(2));
  });
});

describe('the probability map', () => {
  it('leaves the scan free where almost no future reaches', () => {
    expect([...pixelsOf(probability, 0, 0.04)]).toEqual(clear(2));
    expect(pixelsOf(probability, 0.5)[3]).toBeGreaterThan(0);
  });

  it('grows brighter with probability', () => {
    const [low, high] = [pixelsOf(probability, 0.1), pixelsOf(probability, 1)];
    const brightness = (pixels: Uint8ClampedArray): number => (pixels[0] ?? 0) + (pixels[1] ?? 0) + (pixels[2] ?? 0);
    expect(brightness(high)).toBeGreaterThan(brightness(low));
  });
});

describe('the map of a change', () => {
  it('is clear up to what controls show by chance, and where nothing is known', () => {
    expect([...pixelsOf(change, 0, 0.5, -0.5, NaN)]).toEqual(clear(4));
    for (const value of [0.51, -0.51]) expect(pixelsOf(change, value)[3]).toBeGreaterThan(150);
  });

  it('reaches twice what chance shows, where that is more than its usual range', () => {
    const halfYear: PaneMap = { ...change, threshold: 10 };
    expect([...pixelsOf(halfYear, 10, -10)]).toEqual(clear(2));
    expect([...pixelsOf(halfYear, -15)].slice(0, 3)).toEqual([...blueWhiteRed(-0.75)]);
    expect([...pixelsOf(halfYear, 40)]).toEqual([...pixelsOf(halfYear, 20)]);
    const texts = ['\u221220', '\u221210', '0', '+10', '+20'];
    expect(colourBarPlan(halfYear)?.ticks.map(({ text }) => text)).toEqual(texts);
  });

  it('has the colours of the report, white at zero', () => {
    expect([...pixelsOf(change, -1.25)].slice(0, 3)).toEqual([...blueWhiteRed(-0.5)]);
    expect([...pixelsOf(change, 9)]).toEqual([...pixelsOf(change, 2.5)]);
  });
});

describe('the map of a spread', () => {
  it('is clear where the answers agree', () => {
    expect([...pixelsOf(spread, 0, 0.19, NaN)]).toEqual(clear(3));
    expect(pixelsOf(spread, 1)[3]).toBeGreaterThan(0);
  });
});

describe('the colour bar', () => {
  it('of a change has numbers at both ends, at both thresholds and at zero', () => {
    const plan = colourBarPlan(change);
    expect(plan?.ticks).toEqual([
      { percent: 0, text: '\u22122.5' },
      { percent: 40, text: '\u22120.5' },
      { percent: 50, text: '0' },
      { percent: 60, text: '+0.5' },
      { percent: 100, text: '+2.5' },
    ]);
  });

  it('has the colours of the pixels, and is clear where these are', () => {
    const stops = colourBarPlan(change)?.stops ?? [];
    const [red, green, blue] = blueWhiteRed(-1);
    expect(stops[0]).toEqual({ percent: 0, colour: `rgb(${red} ${green} ${blue} / 0.7)` });
    const clearStops = stops.filter(({ colour }) => colour === 'transparent').map(({ percent }) => percent);
    expect(clearStops).toEqual([40, 60]);
    expect(stops.map(({ percent }) => percent)).toEqual([...stops.map(({ percent }) => percent)].sort((a, b) => a - b));
  });

  it('of shares and spreads begins at zero, without signs', () => {
    expect(colourBarPlan(probability)?.ticks.map(({ text }) => text)).toEqual(['0', '1']);
    expect(colourBarPlan(spread)?.ticks.map(({ text }) => text)).toEqual(['0', '0.2', '2']);
  });

  it('leaves out numbers that would touch', () => {
    expect(colourBarPlan(effect)?.ticks.map(({ text }) => text)).toEqual(['\u22121', '0', '+1']);
  });

  it('is left out where nothing is drawn', () => {
    expect(colourBarPlan(mapOf('influence', [-0.01, 0.01]))).toBeNull();
  });
});
