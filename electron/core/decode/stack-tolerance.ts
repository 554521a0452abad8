/** How far slices may lie from an exact lattice and still be one stack; what reads and what writes hold to the same. */
export const stackTolerance = {
  /** Length of the difference between two unit vectors of directions that count as the same. */
  direction: 1e-3,
  /** Between two values of Pixel Spacing that count as the same. */
  spacingMm: 1e-3,
  /** Sideways from the straight line through the first and the last slice. */
  bendMm: 1,
  /** Sideways drift of the last slice below which the stack is taken for exactly straight. */
  straightMm: 0.05,
  /** Along the stack from a slice's even place, in gaps; half a gap could be the place of the next slice. */
  placeGaps: 0.4,
} as const;
