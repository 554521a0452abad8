import { cropData } from '../../core/base/grid-box.ts';
import { packMask } from '../../core/base/packed-mask.ts';
import { maskVoxels, type Mask } from '../../core/base/volume.ts';
import { patientFigures, type MethodForecast, type PatientFigures } from '../../core/verify/patient-figures.ts';
import type { FinishedForecast } from '../pipeline/finished-forecast.ts';

/** Methods of a forecast, the model first. */
export function methodIds({ model, output }: FinishedForecast): readonly string[] {
  return [model.manifest.id, ...output.rivals.map(({ id }) => id)];
}

/**
 * Every figure of one forecast against its held-out follow-up.
 *
 * @throws Error when no follow-up was held out (a fault of the caller)
 */
export function scoreForecast(finished: FinishedForecast): PatientFigures {
  const { prepared, output, comparison, model, horizonDays } = finished;
  const { baseline, followUp, brain } = prepared;
  if (!followUp) throw new Error('an evaluation holds the last date out');
  const ours: MethodForecast = {
    id: model.manifest.id,
    core: output.coreMask,
    oedema: output.oedemaMask,
    images: output.images,
  };
  const { core, oedema } = followUp.visit;
  return patientFigures({
    methods: [ours, ...output.rivals],
    baseline: baseline.visit,
    actual: { core, oedema, images: comparison.actualImages, packed: packedCore(core, finished) },
    brain,
    futures: {
      volumesMl: output.futuresMl,
      interval90Ml: output.interval90Ml,
      widening50: model.manifest.calibration.volumeLog50 ?? 0,
      probability: output.probability,
      packed: output.packedFutures.cores,
    },
    horizonDays,
  });
}

/** The real core on the part of the grid that the futures lie on. */
function packedCore(core: Mask, { output }: FinishedForecast) {
  const { box } = output.packedFutures;
  const part = cropData(core.data, box);
  const within = maskVoxels({ grid: box.grid, data: part });
  return { packed: packMask(part), voxelsBeyond: maskVoxels(core) - within };
}
