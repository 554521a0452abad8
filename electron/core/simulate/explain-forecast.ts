import type { ReportProgress } from '../base/signal.ts';
import type { ReadyModel } from './compare-arms.ts';
import { conditionQuestions, otherArms } from './explain-conditions.ts';
import { hidingQuestions } from './explain-inputs.ts';
import { openProbe, type Probe } from './explain-probe.ts';
import {
  blockCentreMm,
  blockEdgeMm,
  blocksNearLesion,
  hideBlock,
  mapOfBlocks,
  type BlockPlace,
} from './explain-regions.ts';
import {
  explanationScope,
  type ArmInfluence,
  type ConditionInfluence,
  type ExplainedForecast,
  type HiddenBlock,
  type HiddenInput,
} from './explain-types.ts';
import type { Pauses } from './pause.ts';
import type { ForecastWorkplace } from './prepare-forecast.ts';

/** How an explanation is run. */
export interface ExplainOptions extends Pauses {
  readonly report?: ReportProgress;
}

/**
 * Which inputs moved a forecast: the mean future is asked for again without each input, with each block of the images hidden,
 * with each number told a step lower and higher, and under every other treatment. At most 64 blocks and about 20 other
 * questions, one run of the model each.
 *
 * It says what moved the model, not what moves the disease.
 *
 * @param place of the forecast
 * @throws ExpectedError 'job/cancelled' within one run of the model, and those of the model
 */
export async function explainForecast(
  place: ForecastWorkplace,
  ready: ReadyModel,
  options: ExplainOptions,
): Promise<ExplainedForecast> {
  const { model } = ready;
  const hiding = hidingQuestions(place, model, options);
  const numbers = conditionQuestions(place, model, options);
  const arms = otherArms(place, model);
  const blocks = blocksNearLesion(place.last, place.grid);
  const all = 1 + hiding.length + 2 * numbers.length + arms.length + blocks.length;
  let asked = 0;
  options.report?.('explain', 0);
  const probe = await openProbe(place, ready, options, () => options.report?.('explain', ++asked / all));

  const inputs: HiddenInput[] = [];
  for (const { about, situation } of hiding) inputs.push({ ...about, ...(await probe.ask(await situation())) });
  const conditions: ConditionInfluence[] = [];
  for (const { condition, value, lower, higher, situation } of numbers) {
    const told = async (other: number) => ({ value: other, ...(await probe.ask(await situation(other))) });
    conditions.push({ condition, value, lower: await told(lower), higher: await told(higher) });
  }
  const otherTreatments: ArmInfluence[] = [];
  for (const { arm, situation } of arms) otherTreatments.push({ arm, ...(await probe.askAtFullSize(situation())) });
  const hidden = await hideBlocks(place, blocks, probe);
  const values = hidden.map(({ changeMl }, n) => ({ block: blocks[n] as BlockPlace, value: changeMl }));
  return {
    explanation: {
      scope: explanationScope,
      volumeMl: probe.volumeMl,
      inputs,
      regions: { blockMm: blockEdgeMm(place.grid), blocks: hidden },
      conditions,
      arms: otherTreatments,
    },
    map: mapOfBlocks(values, place.grid, place.input.brain),
  };
}

async function hideBlocks(
  place: ForecastWorkplace,
  blocks: readonly BlockPlace[],
  probe: Probe,
): Promise<HiddenBlock[]> {
  const hidden: HiddenBlock[] = [];
  for (const block of blocks) {
    const influence = await probe.ask(hideBlock(place, block, place.grid));
    hidden.push({ centreMm: blockCentreMm(block, place.grid), ...influence });
  }
  return hidden;
}
