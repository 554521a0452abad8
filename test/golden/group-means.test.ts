import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Course } from '../../electron/core/base/atrophy-rates.ts';
import { isotropicGrid, voxelCount } from '../../electron/core/base/grid.ts';
import type { Vec3 } from '../../electron/core/base/vector.ts';
import { groupMeanAnswer, groupMeanChange, type GroupMeans } from '../../electron/core/simulate/atrophy/group-means.ts';

interface Golden {
  readonly size: Vec3;
  readonly centreVoxel: Vec3;
  readonly deviationVoxel: Vec3;
  readonly scenes: Readonly<Record<string, number>>;
  readonly fields: readonly {
    readonly direction: 'since' | 'ahead';
    readonly course: Course;
    readonly years: number;
    readonly hippocampus: number;
  }[];
  readonly index: readonly number[];
  readonly answers: readonly {
    readonly direction: 'since' | 'ahead';
    readonly course: Course | null;
    readonly years: number | null;
    /** Along slices, rows, columns; voxels of 2 mm. */
    readonly velocity: readonly (readonly number[])[];
    readonly hippocampusPercent: number;
  }[];
}

const golden = JSON.parse(readFileSync(new URL('./group-means.json', import.meta.url), 'utf8')) as Golden;
const grid = isotropicGrid([0, 0, 0], golden.size, 4);

function eachVoxel(visit: (v: number, i: number, j: number, k: number) => number): Float32Array {
  const [columns, rows] = golden.size;
  return Float32Array.from({ length: voxelCount(grid) }, (_, v) =>
    visit(v, v % columns, Math.floor(v / columns) % rows, Math.floor(v / (columns * rows))),
  );
}

/** The formula of make_group_mean_golden.py, in voxels of 4 mm. */
const component = (number: number, axis: number): Float32Array =>
  eachVoxel((_, i, j, k) => {
    return 0.05 * Math.sin(0.1 * k + 0.2 * axis) * Math.cos(0.07 * i) * Math.sin(0.05 * j + 0.3 + number);
  });

describe('the mean of the training scenes', () => {
  const means: GroupMeans = {
    frame: { centreVoxel: golden.centreVoxel, deviationVoxel: golden.deviationVoxel },
    scenes: golden.scenes,
    means: golden.fields.map(({ hippocampus, ...field }, number) => ({
      ...field,
      yearlyLogarithm: { hippocampus },
      along: [component(number, 0), component(number, 1), component(number, 2)],
    })),
  };
  const outside = eachVoxel((_, i, j, k) => {
    return ((k - 25) / 15) ** 2 + ((j - 26) / 21) ** 2 + ((i - 22) / 14) ** 2 < 1 ? 0 : 1;
  });
  const shares = { grid, labels: ['background', 'white'], maps: [outside, outside.map((share) => 1 - share)] };

  it.each(golden.answers)('is laid over a head as in Python: $direction, $course, $years years', (answer) => {
    const question = { direction: answer.direction, course: answer.course, years: answer.years, ageYears: null };
    const { along } = groupMeanAnswer(means, question, shares).velocity;
    const [columns, rows, slices] = along;
    [slices, rows, columns].forEach((part, axis) => {
      golden.index.forEach((v, n) => {
        expect(2 * (part[v] as number)).toBeCloseTo(answer.velocity[axis]?.[n] as number, 4);
      });
    });
    expect(groupMeanChange(means, question, 'hippocampus')).toBeCloseTo(answer.hippocampusPercent, 4);
    expect(groupMeanChange(means, question, 'amygdala')).toBeNull();
  });
});
