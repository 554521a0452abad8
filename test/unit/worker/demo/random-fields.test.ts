import { describe, expect, it } from 'vitest';
import { foldingWaves } from '../../../../electron/worker/demo/folding-waves.ts';
import { noiseField } from '../../../../electron/worker/demo/noise-field.ts';

describe('noiseField', () => {
  it('is the same for the same seed and another for another', () => {
    expect(noiseField(5, 7)(1, 2, 3)).toBe(noiseField(5, 7)(1, 2, 3));
    expect(noiseField(5, 7)(1, 2, 3)).not.toBe(noiseField(6, 7)(1, 2, 3));
  });

  it('stays between -1 and 1 and has no jumps, on either side of the origin', () => {
    const noise = noiseField(3, 4);
    for (let x = -20; x < 20; x += 0.1) {
      expect(Math.abs(noise(x, 1.3, -8.7))).toBeLessThanOrEqual(1);
      // a cubic between values 2 apart over 4 mm rises by at most 0.75 a millimetre
      expect(Math.abs(noise(x + 0.1, 1.3, -8.7) - noise(x, 1.3, -8.7))).toBeLessThan(0.08);
    }
  });
});

describe('foldingWaves', () => {
  const waves = foldingWaves({ seed: 4, wavelengthMm: 20, spread: 0.15, waves: 48 });
  const line = Array.from({ length: 40_000 }, (_, k) => waves(k * 0.5, 0.31 * k, 7));

  it('has mean 0 and variance 1', () => {
    const mean = line.reduce((sum, value) => sum + value, 0) / line.length;
    const variance = line.reduce((sum, value) => sum + value * value, 0) / line.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(variance).toBeGreaterThan(0.7);
    expect(variance).toBeLessThan(1.3);
  });

  it('crosses zero as often as waves of that length from all sides do', () => {
    const crossings = line.slice(1).filter((value, k) => value * (line[k] as number) < 0).length;
    const lengthMm = line.length * Math.hypot(0.5, 0.31);
    // Rice: an isotropic field of one wavelength crosses zero every half wavelength times the square root of 3 along a line
    const expected = lengthMm / (10 * Math.sqrt(3));
    expect(crossings / expected).toBeGreaterThan(0.85);
    expect(crossings / expected).toBeLessThan(1.15);
  });
});
