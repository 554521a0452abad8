/** A point of a plane, in millimetres. */
export type Point = readonly [number, number];

/**
 * Corners of the convex hull, counter-clockwise, without points on its edges.
 *
 * @returns one point for one place, two for a line
 * @see Andrew, Inf Process Lett 9:216 (1979)
 */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 2) return sorted;
  const lower = halfHull(sorted);
  const upper = halfHull(sorted.reverse());
  const hull = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  const [first, second] = hull;
  return hull.length === 2 && first?.[0] === second?.[0] && first?.[1] === second?.[1] ? hull.slice(0, 1) : hull;
}

function halfHull(ordered: readonly Point[]): Point[] {
  const chain: Point[] = [];
  for (const point of ordered) {
    while (chain.length >= 2 && turn(chain.at(-2) as Point, chain.at(-1) as Point, point) <= 0) chain.pop();
    chain.push(point);
  }
  return chain;
}

/** Positive where a, b, c turn to the left. */
function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
