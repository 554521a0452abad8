import type { ModelSituation } from './build-input.ts';
import type { Probe } from './explain-probe.ts';
import type { HiddenInput } from './explain-types.ts';
import type { Outlines } from './fit-fisher-kolmogorov.ts';
import { forecastSequences, type ForecastInput, type ForecastSequence } from './forecast-types.ts';
import type { ModelDescription } from './model-description.ts';
import { modelGrid } from './model-grid.ts';
import type { Pauses } from './pause.ts';
import { prepareForecast, type ForecastWorkplace } from './prepare-forecast.ts';
import type { ModelVisit } from './visit-on-model-grid.ts';

/** A question: which input is hidden, and the situation without it. */
export interface HidingQuestion {
  readonly about: HiddenAbout;
  readonly situation: () => Promise<ModelSituation>;
}

type HiddenAbout = {
  readonly [K in HiddenInput['kind']]: Omit<Extract<HiddenInput, { kind: K }>, keyof Awaited<ReturnType<Probe['ask']>>>;
}[HiddenInput['kind']];

/**
 * Every input of a forecast that can be hidden: each sequence that was seen, each visit before the last, the dose, and the
 * hints of the two simple methods.
 *
 * A sequence loses its images on every date; outlines that were drawn on it stay. Without an earlier visit everything is made
 * anew, the speed of growth and both hints included. A hint is replaced by the last outline, so that it says: no growth.
 */
export function hidingQuestions(
  place: ForecastWorkplace,
  model: ModelDescription,
  pauses: Pauses,
): readonly HidingQuestion[] {
  return [
    ...sequenceQuestions(place),
    ...visitQuestions(place, model, pauses),
    ...doseQuestion(place, model),
    ...hintQuestions(place, model),
  ];
}

function sequenceQuestions(place: ForecastWorkplace): HidingQuestion[] {
  const seen = forecastSequences.filter((sequence) => place.last.images[sequence] !== undefined);
  return seen.map((sequence) => {
    const others = seen.filter((other) => other !== sequence);
    const neverMissing = !others.includes('T1c') && !others.includes('FLAIR');
    const situation = async (): Promise<ModelSituation> => ({
      ...place,
      last: withoutImage(place.last, sequence),
      previous: place.previous && withoutImage(place.previous, sequence),
    });
    return { about: { kind: 'sequence', sequence, neverMissing }, situation };
  });
}

function withoutImage(visit: ModelVisit, sequence: ForecastSequence): ModelVisit {
  const images = Object.entries(visit.images).filter(([name]) => name !== sequence);
  return { ...visit, images: Object.fromEntries(images) };
}

/** The one before the last takes the place of the one that is hidden. */
function visitQuestions(place: ForecastWorkplace, model: ModelDescription, pauses: Pauses): HidingQuestion[] {
  const { baseline, previous, earlier } = place.input;
  // Without a core on the last date the model grid lies round the previous one, which then cannot be left out.
  if (previous === null || modelGrid(baseline.core, model) === null) return [];
  const question = (date: string, changed: Pick<ForecastInput, 'previous' | 'earlier'>): HidingQuestion => ({
    about: { kind: 'visit', date, neverMissing: false },
    situation: () => prepareForecast({ ...place.input, ...changed }, model, pauses),
  });
  return [
    question(previous.date, { previous: earlier, earlier: null }),
    ...(earlier === null ? [] : [question(earlier.date, { previous, earlier: null })]),
  ];
}

/** The model still knows that there is radiotherapy, but not where. */
function doseQuestion(place: ForecastWorkplace, model: ModelDescription): HidingQuestion[] {
  if (place.treatment.doseGy === null || !model.channels.includes('dose')) return [];
  const situation = async (): Promise<ModelSituation> => ({
    ...place,
    treatment: { ...place.treatment, doseGy: null },
  });
  return [{ about: { kind: 'dose', neverMissing: true }, situation }];
}

/** In training both hints were there in every example. */
function hintQuestions(place: ForecastWorkplace, model: ModelDescription): HidingQuestion[] {
  const { coreMm, oedemaMm } = place.last;
  const still: Outlines = { coreMm, oedemaMm };
  const hints = [
    { channel: 'coreSdfExtrapolated', hint: 'linear-extrapolation', changed: { extrapolated: still } },
    { channel: 'coreSdfFitted', hint: 'fisher-kolmogorov', changed: { fitted: still } },
  ] as const;
  return hints
    .filter(({ channel }) => model.channels.includes(channel))
    .map(({ hint, changed }) => ({
      about: { kind: 'hint', hint, neverMissing: true },
      situation: async () => ({ ...place, ...changed }),
    }));
}
