/** The cube around all living cells with a margin, so that young tumours cost little. */
export interface ActiveBox {
  /** Widens the cube until no field reaches its shell. */
  grow(...fields: readonly Float32Array[]): void;
  /** Visits the rows of the cube, as ranges of memory indices. */
  forEachRow(visit: (from: number, to: number) => void): void;
}

/** A cube in the middle of a grid of `side` voxels along each axis; it never touches the outermost voxels. */
export function activeBox(side: number): ActiveBox {
  let half = 6;
  const middle = (side - 1) / 2;
  const grow: ActiveBox['grow'] = (...fields) => {
    while (half < side / 2 - 1) {
      const shell = Math.max(1, Math.floor(middle - half) + 2);
      if (!fields.some((field) => anyOnShell(field, side, shell))) return;
      half += 3;
    }
  };
  const forEachRow: ActiveBox['forEachRow'] = (visit) => {
    const first = Math.max(1, Math.floor(middle - half));
    const last = Math.min(side - 2, Math.ceil(middle + half));
    for (let k = first; k <= last; k++) {
      for (let j = first; j <= last; j++) {
        const row = side * (j + side * k);
        visit(row + first, row + last + 1);
      }
    }
  };
  return { grow, forEachRow };
}

function anyOnShell(field: Float32Array, side: number, near: number): boolean {
  const far = side - 1 - near;
  const touched = (i: number, j: number, k: number): boolean => (field[i + side * (j + side * k)] as number) > 1e-4;
  for (let p = near; p <= far; p++) {
    for (let q = near; q <= far; q++) {
      for (const edge of [near, far]) {
        if (touched(edge, p, q) || touched(p, edge, q) || touched(p, q, edge)) return true;
      }
    }
  }
  return false;
}
