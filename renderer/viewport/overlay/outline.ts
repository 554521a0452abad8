/** Corners of a closed or open line, as x0, y0, x1, y1, ... in pixel coordinates (pixel centres are whole numbers). */
export type Line = readonly number[];

/**
 * Outlines of a binary slice: closed lines half way between inside and outside (marching squares; diagonal neighbours
 * count as separate). Deterministic: the same slice gives the same lines.
 *
 * @param inside one value per pixel, row by row; anything but 0 is inside
 */
export function outlines(inside: ArrayLike<number>, columns: number, rows: number): Line[] {
  const next: Links = new Map();
  const at = (x: number, y: number): number =>
    x >= 0 && y >= 0 && x < columns && y < rows && inside[y * columns + x] !== 0 ? 1 : 0;
  for (let y = -1; y < rows; y++) {
    for (let x = -1; x < columns; x++) {
      const cell = at(x, y) | (at(x + 1, y) << 1) | (at(x + 1, y + 1) << 2) | (at(x, y + 1) << 3);
      if (cell !== 0 && cell !== 15) linkCell(next, cell, edgesOf(x, y, columns + 1));
    }
  }
  const lines: Line[] = [];
  for (const start of next.keys()) {
    while ((next.get(start)?.length ?? 0) > 0) lines.push(follow(next, start, columns));
  }
  return lines;
}

/** From each crossed edge to the next ones. */
type Links = Map<number, number[]>;

/** Numbers of the four edges of a cell: even for edges between columns, odd for edges between rows; none is used twice. */
function edgesOf(x: number, y: number, width: number): Readonly<Record<Edge, number>> {
  const here = 2 * ((y + 1) * width + x + 1);
  return { top: here, left: here + 1, bottom: here + 2 * width, right: here + 3 };
}

function linkCell(next: Links, cell: number, edges: Readonly<Record<Edge, number>>): void {
  for (const [from, to] of segments[cell] ?? []) {
    const list = next.get(edges[from]);
    if (list) list.push(edges[to]);
    else next.set(edges[from], [edges[to]]);
  }
}

type Edge = 'top' | 'left' | 'bottom' | 'right';

/** For each pattern of corners (1 top left, 2 top right, 4 bottom right, 8 bottom left): walks with the inside on the right. */
const segments: Readonly<Record<number, readonly (readonly [Edge, Edge])[]>> = {
  1: [['left', 'top']],
  2: [['top', 'right']],
  3: [['left', 'right']],
  4: [['right', 'bottom']],
  5: [
    ['left', 'top'],
    ['right', 'bottom'],
  ],
  6: [['top', 'bottom']],
  7: [['left', 'bottom']],
  8: [['bottom', 'left']],
  9: [['bottom', 'top']],
  10: [
    ['top', 'right'],
    ['bottom', 'left'],
  ],
  11: [['bottom', 'right']],
  12: [['right', 'left']],
  13: [['right', 'top']],
  14: [['top', 'left']],
};

function follow(next: Links, start: number, columns: number): Line {
  const line: number[] = [];
  let edge: number | undefined = start;
  while (edge !== undefined) {
    line.push(...middleOf(edge, columns));
    edge = next.get(edge)?.pop();
    if (edge === start) break;
  }
  return line;
}

function middleOf(edge: number, columns: number): [number, number] {
  const width = columns + 1;
  const cell = edge >> 1;
  const [x, y] = [(cell % width) - 1, Math.floor(cell / width) - 1];
  return edge % 2 === 0 ? [x + 0.5, y] : [x, y + 0.5];
}
