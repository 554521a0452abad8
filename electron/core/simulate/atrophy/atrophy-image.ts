import type { Volume } from '../../base/volume.ts';
import { integrateVelocity } from '../../register/deform/displacement-field.ts';
import { leadImage } from '../../register/deform/lead-image.ts';
import { markCells, visitMarked } from '../../register/deform/marked-cells.ts';
import { trilinearSampler } from '../../register/resample-field.ts';
import type { AtrophyAnswer } from './atrophy-reader.ts';

/**
 * The scan as the model says that it would look: led along the displacement at its own resolution, so that its texture is the real one,
 * with the model's change of brightness.
 */
export function atrophyImage(scan: Volume, { velocity, brightness }: AtrophyAnswer): Volume {
  const led = leadImage(scan, integrateVelocity(velocity, -1));
  const { grid, data } = brightness;
  const sample = trilinearSampler(data, grid.size, 0);
  const cells = markCells(grid.size, (v) => data[v] !== 0);
  visitMarked(led.grid, grid, cells, ([v], x, y, z) => {
    led.data[v] = (led.data[v] as number) + sample(x, y, z);
  });
  return led;
}
