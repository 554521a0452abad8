/** Everything that the head is made of. */
export type MaterialName =
  | 'air'
  | 'skin'
  | 'fat'
  | 'muscle'
  | 'bone'
  | 'marrow'
  | 'fluid'
  | 'dura'
  | 'vessel'
  | 'plexus'
  | 'white'
  | 'grey'
  | 'nucleus'
  | 'pallidum'
  | 'brainstem'
  | 'vitreous'
  | 'lens';

/** Signal of one material, white matter on T1c being about 0.6. */
export interface Material {
  readonly t1c: number;
  readonly flair: number;
}

/** What one voxel is made of so far; painting puts a material over what is there. */
export interface Painter {
  t1c: number;
  flair: number;
  /** Shares of the voxel, 0 to 1. */
  white: number;
  grey: number;
  fluid: number;
  clear(): void;
  paint(name: MaterialName, share: number): void;
}

/** A painter for a table of signals. */
export function painterFor(materials: Readonly<Record<MaterialName, Material>>): Painter {
  const painter: Painter = { t1c: 0, flair: 0, white: 0, grey: 0, fluid: 0, clear, paint };
  function clear(): void {
    painter.t1c = painter.flair = painter.white = painter.grey = painter.fluid = 0;
  }
  function paint(name: MaterialName, share: number): void {
    if (share <= 0) return;
    const material = materials[name];
    const rest = 1 - share;
    painter.t1c = rest * painter.t1c + share * material.t1c;
    painter.flair = rest * painter.flair + share * material.flair;
    painter.white = rest * painter.white + share * whiteShare(name);
    painter.grey = rest * painter.grey + share * greyShare(name);
    painter.fluid = rest * painter.fluid + share * (name === 'fluid' ? 1 : 0);
  }
  return painter;
}

function whiteShare(name: MaterialName): number {
  if (name === 'brainstem') return 0.6;
  return name === 'white' ? 1 : name === 'pallidum' ? 0.4 : 0;
}

function greyShare(name: MaterialName): number {
  if (name === 'brainstem') return 0.4;
  if (name === 'pallidum') return 0.6;
  return name === 'grey' || name === 'nucleus' ? 1 : 0;
}
