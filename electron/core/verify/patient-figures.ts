import { smallestMl } from '../base/central-interval.ts';
import { maskVolumeMl, type Mask, type Volume } from '../base/volume.ts';
import { crpsLogVolume } from './crps.ts';
import { futureFigures, type ActualCore, type FutureFigures, type SampledFutures } from './future-figures.ts';
import { imageFigures, imageRegionsOf, type ImageFigures, type ImagePair, type LesionMasks } from './image-figures.ts';
import { regionFigures, type RegionFigures } from './region-figures.ts';
import { judgeResponse, measureVisit, type ResponseClass } from './response.ts';

/** Images by sequence. */
export type NamedImages = Readonly<Record<string, Volume>>;

/** What one method says about the follow-up. */
export interface MethodForecast extends LesionMasks {
  readonly id: string;
  readonly images: NamedImages;
}

/** One patient with a real follow-up; everything on one grid, the follow-up's images in the baseline's units. */
export interface PatientToScore {
  /** The model first, then its rivals. */
  readonly methods: readonly MethodForecast[];
  readonly baseline: LesionMasks;
  readonly actual: LesionMasks & {
    readonly images: NamedImages;
    readonly packed: Omit<ActualCore, 'mask' | 'volumeMl'>;
  };
  readonly brain: Mask;
  readonly futures: SampledFutures;
  readonly horizonDays: number;
}

/** Response class by both criteria, imaging only. */
export interface ResponseClasses {
  readonly rano2: ResponseClass;
  readonly recist11: ResponseClass;
}

/** Figures of one method for one patient. */
export interface MethodFigures {
  readonly core: RegionFigures;
  /** `null` where it was not seen on both dates. */
  readonly oedema: RegionFigures | null;
  readonly image: ImageFigures | null;
  readonly coreVolumeMl: number;
  /** CRPS of the one volume that the method names: its absolute log error. */
  readonly crpsOfPoint: number;
  readonly response: ResponseClasses;
}

/** All figures of one patient. */
export interface PatientFigures {
  readonly methods: Readonly<Record<string, MethodFigures>>;
  readonly coreVolumeMl: { readonly baseline: number; readonly actual: number };
  readonly response: ResponseClasses;
  readonly futures: FutureFigures;
}

/** Scores every method and the sampled futures of one patient. */
export function patientFigures(patient: PatientToScore): PatientFigures {
  const { baseline, actual, brain, futures, horizonDays } = patient;
  const actualMl = maskVolumeMl(actual.core);
  const imagesOf = imageScorer(patient);
  const responseOf = (core: Mask): ResponseClasses => {
    const course = [measureVisit(0, baseline.core, []), measureVisit(horizonDays, core, [baseline.core])];
    const { rano2, recist11 } = judgeResponse(course, 1);
    return { rano2, recist11 };
  };
  const methods = patient.methods.map(({ id, core, oedema, images }): [string, MethodFigures] => {
    const coreVolumeMl = maskVolumeMl(core);
    return [
      id,
      {
        core: regionFigures(core, actual.core, baseline.core),
        oedema:
          oedema && actual.oedema && baseline.oedema ? regionFigures(oedema, actual.oedema, baseline.oedema) : null,
        image: imagesOf(images),
        coreVolumeMl,
        crpsOfPoint: crpsLogVolume([coreVolumeMl], actualMl, smallestMl),
        response: responseOf(core),
      },
    ];
  });
  return {
    methods: Object.fromEntries(methods),
    coreVolumeMl: { baseline: maskVolumeMl(baseline.core), actual: actualMl },
    response: responseOf(actual.core),
    futures: futureFigures(futures, { mask: actual.core, volumeMl: actualMl, ...actual.packed }, brain),
  };
}

/** Scores the same images once, however many methods share them (every rival shows the last scan). */
function imageScorer({
  methods,
  actual,
  baseline,
  brain,
}: PatientToScore): (images: NamedImages) => ImageFigures | null {
  const regions = imageRegionsOf(brain, baseline, actual);
  const compared = Object.keys(methods[0]?.images ?? {}).filter((name) => actual.images[name] !== undefined);
  const known: { readonly volumes: readonly Volume[]; readonly figures: ImageFigures | null }[] = [];
  return (images) => {
    const pairs = compared.flatMap((name): ImagePair[] => {
      const [predicted, real] = [images[name], actual.images[name]];
      return predicted && real ? [{ predicted, actual: real }] : [];
    });
    const volumes = pairs.map(({ predicted }) => predicted);
    const before = known.find(
      (one) => one.volumes.length === volumes.length && one.volumes.every((v, k) => v === volumes[k]),
    );
    if (before) return before.figures;
    const figures = imageFigures(pairs, regions);
    known.push({ volumes, figures });
    return figures;
  };
}
