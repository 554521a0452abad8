import type { ForecastAnswer } from '../../electron/contract/api.ts';
import type { VolumeStore } from '../../electron/worker/volume-store.ts';
import { reportedExplanation } from '../fixtures/sample-explanation.ts';
import { volumeOf } from '../fixtures/volumes.ts';
import { scriptedGrid } from './scripted-patient.ts';

const mostMl = 2.4;

/** A scripted forecast that says what moved it: hiding the lesion makes it smaller, hiding the tissue beside it larger. */
export function explained(answer: ForecastAnswer, volumes: VolumeStore): ForecastAnswer {
  const influence = volumeOf(scriptedGrid, (i, j, k) => {
    const near = (column: number): number =>
      Math.max(0, 1 - Math.hypot((i - column) * 1.2, (j - 112) * 1.2, (k - 36) * 2.5) / 32);
    return mostMl * (0.5 * near(84) - near(108));
  });
  return {
    ...answer,
    report: { ...answer.report, explanation: reportedExplanation },
    influence: volumes.put(influence, { synthetic: true, displayRange: [-mostMl, mostMl] }),
  };
}
