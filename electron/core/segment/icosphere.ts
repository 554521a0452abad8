/** A closed triangle mesh on the unit sphere. */
export interface SphereMesh {
  /** x, y, z of every vertex. */
  readonly vertices: Float64Array;
  /** Three vertex numbers of every triangle, counter-clockwise seen from outside. */
  readonly triangles: Int32Array;
  /** Six vertex numbers for every vertex; -1 in the sixth place of the twelve vertices that have five neighbours. */
  readonly neighbours: Int32Array;
}

/**
 * Evenly spread points on the unit sphere: an icosahedron whose triangles are split in four.
 *
 * @param subdivisions 0 gives 12 vertices, each step about four times as many (3: 642, 4: 2,562)
 */
export function icosphere(subdivisions: number): SphereMesh {
  let mesh = icosahedron();
  for (let step = 0; step < subdivisions; step++) mesh = subdivide(mesh.points, mesh.faces);
  return {
    vertices: Float64Array.from(mesh.points.flat()),
    triangles: Int32Array.from(mesh.faces.flat()),
    neighbours: neighbourTable(mesh.points.length, mesh.faces),
  };
}

type Point = readonly [number, number, number];
type Face = readonly [number, number, number];

function icosahedron(): { points: Point[]; faces: Face[] } {
  const g = (1 + Math.sqrt(5)) / 2;
  const points: Point[] = [
    [-1, g, 0],
    [1, g, 0],
    [-1, -g, 0],
    [1, -g, 0],
    [0, -1, g],
    [0, 1, g],
    [0, -1, -g],
    [0, 1, -g],
    [g, 0, -1],
    [g, 0, 1],
    [-g, 0, -1],
    [-g, 0, 1],
  ];
  const numbers =
    '0 11 5 0 5 1 0 1 7 0 7 10 0 10 11 1 5 9 5 11 4 11 10 2 10 7 6 7 1 8 3 9 4 3 4 2 3 2 6 3 6 8 3 8 9 4 9 5 2 4 11 6 2 10 8 6 7 9 8 1';
  const flat = numbers.split(' ').map(Number);
  const faces: Face[] = [];
  for (let f = 0; f < flat.length; f += 3) faces.push([flat[f] ?? 0, flat[f + 1] ?? 0, flat[f + 2] ?? 0]);
  return { points: points.map(unit), faces };
}

function subdivide(points: readonly Point[], faces: readonly Face[]): { points: Point[]; faces: Face[] } {
  const out = [...points];
  const known = new Map<number, number>();
  const middle = (a: number, b: number): number => {
    const key = Math.min(a, b) * 1_000_000 + Math.max(a, b);
    const old = known.get(key);
    if (old !== undefined) return old;
    const [p, q] = [points[a] ?? [0, 0, 0], points[b] ?? [0, 0, 0]];
    out.push(unit([p[0] + q[0], p[1] + q[1], p[2] + q[2]]));
    known.set(key, out.length - 1);
    return out.length - 1;
  };
  const split: Face[] = [];
  for (const [a, b, c] of faces) {
    const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
    split.push([a, ab, ca], [b, bc, ab], [c, ca, bc], [ab, bc, ca]);
  }
  return { points: out, faces: split };
}

function neighbourTable(vertices: number, faces: readonly Face[]): Int32Array {
  const sets = Array.from({ length: vertices }, () => new Set<number>());
  for (const [a, b, c] of faces) {
    sets[a]?.add(b).add(c);
    sets[b]?.add(a).add(c);
    sets[c]?.add(a).add(b);
  }
  const table = new Int32Array(6 * vertices).fill(-1);
  sets.forEach((set, vertex) => [...set].forEach((other, n) => (table[6 * vertex + n] = other)));
  return table;
}

function unit(p: Point): Point {
  const r = Math.hypot(p[0], p[1], p[2]);
  return [p[0] / r, p[1] / r, p[2] / r];
}
