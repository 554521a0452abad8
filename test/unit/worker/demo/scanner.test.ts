import { describe, expect, it } from 'vitest';
import { applyAffine } from '../../../../electron/core/base/affine.ts';
import { pauseWith } from '../../../../electron/worker/demo/pause.ts';
import { scan, scannerGrid, scannerToHead } from '../../../../electron/worker/demo/scanner.ts';

const grid = scannerGrid({ size: [20, 20, 10], spacingMm: [1, 1, 3], centreMm: [0, -4, 4] });
const pause = pauseWith(undefined, undefined);

describe('scannerGrid', () => {
  it('lies around its centre', () => {
    expect(grid.originMm).toEqual([-9.5, -13.5, -9.5]);
  });
});

describe('scannerToHead', () => {
  it('is rigid and undoes the pose', () => {
    const map = scannerToHead({ rotationDegrees: [4, -3, 7], translationMm: [1, 2, 3] });
    const [a, b] = [applyAffine(map, [10, 20, 30]), applyAffine(map, [-40, 5, 0])];
    expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeCloseTo(Math.hypot(50, 15, 30), 9);
    const origin = applyAffine(map, [1, 2, 3]);
    for (const value of origin) expect(value).toBeCloseTo(0, 9);
  });

  it('turns a nod in the sagittal plane', () => {
    const map = scannerToHead({ rotationDegrees: [90, 0, 0], translationMm: [0, 0, 0] });
    const back = applyAffine(map, [0, 0, 1]);
    expect(back[1]).toBeCloseTo(1, 9);
  });
});

describe('scan', () => {
  const plain = { storedPerSignal: 1000, noiseFraction: 0.02, biasFraction: 0 };
  const air = { grid, data: new Float32Array(4000) };

  it('leaves Rayleigh noise in air', async () => {
    const stored = await scan(air, plain, 1, pause);
    const mean = stored.reduce((sum, value) => sum + value, 0) / stored.length;
    // 4000 draws: standard error 0.2
    expect(Math.abs(mean - 20 * Math.sqrt(Math.PI / 2))).toBeLessThan(1);
  });

  it('repeats itself for the same seed only', async () => {
    expect(await scan(air, plain, 7, pause)).toEqual(await scan(air, plain, 7, pause));
    expect(await scan(air, plain, 7, pause)).not.toEqual(await scan(air, plain, 8, pause));
  });

  it('keeps to 12 bits', async () => {
    const bright = { grid, data: new Float32Array(4000).fill(9) };
    expect(Math.max(...(await scan(bright, plain, 1, pause)))).toBe(4095);
  });
});
