import type { MethodScores } from '../../verify/score-method.ts';
import { bestMethods, knownMeasures, type Measure } from './measures.ts';
import { isModel, methodName } from '../../base/method-words.ts';

/** What the table amounts to, in plain words. */
export interface Verdict {
  /** True when the model is not the best of all in every measure. */
  readonly worse: boolean;
  readonly sentences: readonly string[];
}

const onePatient =
  'One patient shows nothing about patients in general; see the model card for figures with intervals.';

/**
 * Says honestly how the model stands against its rivals on this patient: where it loses, to whom and by how much.
 */
export function verdictOf(methods: readonly MethodScores[]): Verdict {
  const model = methods.find(({ id }) => isModel(id));
  const known = knownMeasures(methods);
  if (model === undefined || known.length === 0) {
    return {
      worse: false,
      sentences: ['There is no later scan to compare with, so nobody can say yet how good this forecast is.'],
    };
  }
  const rated = known.filter((measure) => bestMethods(measure, methods).length > 0);
  const lost = rated.filter((measure) => !bestMethods(measure, methods).includes(model));
  if (lost.length === 0) {
    return {
      worse: false,
      sentences: [
        `On this patient the model comes closest to the real follow-up in all ${rated.length} measures.`,
        onePatient,
      ],
    };
  }
  const first =
    lost.length === rated.length
      ? `On this patient the model is beaten in every one of the ${rated.length} measures.`
      : `On this patient the model is closest in ${rated.length - lost.length} of ${rated.length} measures and is beaten in the others.`;
  return {
    worse: true,
    sentences: [first, ...lost.map((measure) => lossSentence(measure, model, methods)), onePatient],
  };
}

function lossSentence(measure: Measure, model: MethodScores, methods: readonly MethodScores[]): string {
  const winners = bestMethods(measure, methods);
  const [winner] = winners;
  const names = winners.map(({ id }) => methodName(id).toLowerCase()).join(' and ');
  const shown = (method: MethodScores | undefined): string =>
    measure.format(method === undefined ? null : measure.valueOf(method));
  return `${measure.group}, ${measure.name}: ${names} ${shown(winner)}, the model ${shown(model)}.`;
}
