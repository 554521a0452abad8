import { invertAffine, type Affine } from '../../core/base/affine.ts';
import type { Grid } from '../../core/base/grid.ts';
import { randomStream } from '../../core/base/random.ts';
import type { Vec3 } from '../../core/base/vector.ts';
import type { Volume } from '../../core/base/volume.ts';
import type { Pause } from './pause.ts';

/** The scanner's lattice. */
export interface LatticeRecipe {
  readonly size: Vec3;
  readonly spacingMm: Vec3;
  readonly centreMm: Vec3;
}

/** What the scanner adds to a picture. */
export interface SignalRecipe {
  /** Stored value of signal 1. */
  readonly storedPerSignal: number;
  /** Standard deviation of the noise of either channel, as a share of signal 1. */
  readonly noiseFraction: number;
  /** Bound on each term of the coil's sensitivity, which is smooth over the field of view. */
  readonly biasFraction: number;
}

/** Where the head lies in the scanner. */
export interface PoseRecipe {
  /** About the left-right, front-back and foot-head axes through the head's origin. */
  readonly rotationDegrees: Vec3;
  readonly translationMm: Vec3;
}

/** Straight axial slices around a centre. */
export function scannerGrid({ size, spacingMm, centreMm }: LatticeRecipe): Grid {
  const origin = (k: 0 | 1 | 2): number => centreMm[k] - ((size[k] - 1) / 2) * spacingMm[k];
  const directions: Grid['directions'] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  return { size, spacingMm, originMm: [origin(0), origin(1), origin(2)], directions };
}

/** Rigid map from the scanner's space to the head's frame. */
export function scannerToHead(pose: PoseRecipe): Affine {
  const [a, b, c] = pose.rotationDegrees.map((angle) => (angle * Math.PI) / 180) as [number, number, number];
  const [ca, sa, cb, sb, cc, sc] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b), Math.cos(c), Math.sin(c)];
  const [tx, ty, tz] = pose.translationMm;
  const headToScanner: Affine = [
    ...[cc * cb, cc * sb * sa - sc * ca, cc * sb * ca + sc * sa, tx],
    ...[sc * cb, sc * sb * sa + cc * ca, sc * sb * ca - cc * sa, ty],
    ...[-sb, cb * sa, cb * ca, tz],
  ];
  return invertAffine(headToScanner);
}

/** Stored values of a picture: coil bias, Rician noise, scale, rounding to 12 bits. */
export async function scan(picture: Volume, scanner: SignalRecipe, seed: number, pause: Pause): Promise<Uint16Array> {
  const [columns, rows, slices] = picture.grid.size;
  const stream = randomStream(seed);
  const bend = Float64Array.from({ length: 9 }, () => (2 * stream.uniform() - 1) * scanner.biasFraction);
  const noise = Float64Array.from({ length: 65_536 }, () => scanner.noiseFraction * stream.normal());
  const stored = new Uint16Array(picture.data.length);
  for (let k = 0, index = 0; k < slices; k++) {
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++, index++) {
        let real = picture.data[index] as number;
        if (real > 0) real *= coil(bend, (2 * i) / columns - 1, (2 * j) / rows - 1, (2 * k) / slices - 1);
        // one draw of 32 bits picks both channels from the table
        const draw = stream.uniform() * 4294967296;
        real += noise[draw & 0xffff] as number;
        const imaginary = noise[draw >>> 16] as number;
        stored[index] = Math.min(
          4095,
          Math.round(scanner.storedPerSignal * Math.sqrt(real * real + imaginary * imaginary)),
        );
      }
    }
    if (k % 4 === 3) await pause.breathe();
  }
  return stored;
}

function coil(bend: Float64Array, u: number, v: number, w: number): number {
  const along = (bend[0] as number) * u + (bend[1] as number) * v + (bend[2] as number) * w;
  const cross = (bend[3] as number) * u * v + (bend[4] as number) * v * w + (bend[5] as number) * u * w;
  const square = (bend[6] as number) * u * u + (bend[7] as number) * v * v + (bend[8] as number) * w * w;
  return Math.exp(along + cross + square);
}
