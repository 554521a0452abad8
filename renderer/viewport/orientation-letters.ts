import type { Vec3 } from '../../electron/core/base/vector.ts';

const positive = ['L', 'P', 'S'] as const;
const negative = ['R', 'A', 'I'] as const;

/**
 * Letters of the patient direction that a vector points to, strongest first: 'L', or 'LS' on an oblique cut.
 *
 * @param direction unit vector in LPS
 */
export function orientationLetters(direction: Vec3): string {
  return [0, 1, 2]
    .map((axis) => ({ axis, part: direction[axis as 0 | 1 | 2] }))
    .filter(({ part }) => Math.abs(part) > 0.2)
    .sort((a, b) => Math.abs(b.part) - Math.abs(a.part))
    .slice(0, 2)
    .map(({ axis, part }) => (part > 0 ? positive[axis] : negative[axis]))
    .join('');
}

/** The opposite direction. */
export function opposite(direction: Vec3): Vec3 {
  return [-direction[0], -direction[1], -direction[2]];
}
