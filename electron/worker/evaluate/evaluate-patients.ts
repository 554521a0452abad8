import { wordedWarning } from '../../contract/warning-words.ts';
import { problemWords } from '../../contract/problem-words.ts';
import { forecastRequestSchema, type EvaluationPatient, type EvaluationRequest } from '../../contract/requests.ts';
import type { EvaluatedPatient, Evaluation, FailedPatient } from '../../contract/evaluation.ts';
import { ExpectedError, throwIfCancelled } from '../../core/base/expected-error.ts';
import type { Problem } from '../../core/base/problem.ts';
import { summarisePatients, type SummarisedPatient } from '../../core/verify/summarise-patients.ts';
import { plainNumbers } from '../../core/write/plain-numbers.ts';
import { notice } from '../../core/write/provenance.ts';
import type { HandlerContext } from '../handlers.ts';
import { logBug } from '../log-bug.ts';
import type { FinishedForecast } from '../pipeline/finished-forecast.ts';
import { runForecast, type ForecastServices } from '../pipeline/run-forecast.ts';
import { findPatients, type FoundPatient } from './find-patients.ts';
import { methodIds, scoreForecast } from './score-forecast.ts';

/** One patient that worked out: the row, its exact figures, and what is the same for all. */
interface Evaluated {
  readonly row: EvaluatedPatient;
  readonly figures: SummarisedPatient;
  readonly ids: readonly string[];
  readonly about: Pick<Evaluation, 'model' | 'segmentation' | 'provider'>;
}

/**
 * Forecasts the last date of every patient from the earlier ones, beside all rivals, and scores the outcome. A patient that is
 * refused is listed with its Problem and stops nobody, nor does one on whom the program itself fails. A run
 * that is stopped gives what it has, and lists the rest.
 *
 * @throws ExpectedError 'evaluation/nobody' when not one of several patients could be evaluated, the problem of a single one,
 *   'job/cancelled' before one patient was done, those of `findPatients`
 */
export async function evaluatePatients(
  request: EvaluationRequest,
  services: ForecastServices,
  context: HandlerContext,
): Promise<Evaluation> {
  context.progress({ stage: 'decode', progressFraction: 0 });
  const found = await findPatients(request.folders, request.maskPattern, context.signal);
  const done: Evaluated[] = [];
  const failed: FailedPatient[] = [];
  const problems: Problem[] = [];
  for (const [number, one] of found.entries()) {
    try {
      throwIfCancelled(context.signal);
      done.push(await evaluateOne(one, request, services, numbered(context, number + 1, found.length)));
    } catch (error) {
      if (!(error instanceof ExpectedError)) {
        // A fault of the program in one patient must not cost the work on all the others.
        if (found.length === 1) throw error;
        logBug(error instanceof Error ? (error.stack ?? error.message) : 'unknown');
        failed.push({ name: one.name, ...bugWords });
        continue;
      }
      if (error.problem.code === 'job/cancelled') {
        if (done.length === 0) throw error;
        failed.push(...found.slice(number).map(({ name }) => ({ name, ...stoppedWords })));
        break;
      }
      problems.push(error.problem);
      failed.push({ name: one.name, code: error.problem.code, ...problemWords(error.problem) });
    }
  }
  const [first] = done;
  if (!first) throw nobody(problems, found.length);
  const given = summarisePatients(
    done.map(({ figures }) => figures),
    first.ids,
  );
  return {
    schema: 'longview.evaluation/1',
    program: { name: 'Longview', version: services.version },
    ...first.about,
    segmentation: done.find(({ about }) => about.segmentation)?.about.segmentation ?? null,
    samples: request.samples,
    seed: request.seed,
    methods: [...first.ids],
    testSets: { given: given as Evaluation['testSets']['given'] },
    patients: done.map(({ row }) => row),
    failed,
    notice,
  };
}

/** How a patient is listed whom a stopped run did not come to. */
const stoppedWords = {
  code: 'job/cancelled',
  title: 'The run was stopped before this patient was done.',
  whatToDo: 'Evaluate this patient in another run.',
} as const;

/** How a patient is listed on whom the program itself failed. */
const bugWords = {
  code: 'bug',
  title: 'Something went wrong inside Longview.',
  whatToDo: 'Forecast this patient alone; if it happens again, report the words that are shown then.',
} as const;

/** The problem of the only patient, or those of all of them in one. */
function nobody(problems: readonly Problem[], patients: number): ExpectedError {
  const [only] = problems;
  if (only && patients === 1) return new ExpectedError(only);
  const bugs = patients > problems.length ? [bugWords.code] : [];
  const codes = [...new Set([...problems.map(({ code }) => code), ...bugs])];
  return new ExpectedError({ code: 'evaluation/nobody', patients, codes });
}

async function evaluateOne(
  one: FoundPatient,
  request: EvaluationRequest,
  services: ForecastServices,
  context: HandlerContext,
): Promise<Evaluated> {
  if ('problem' in one) throw new ExpectedError(one.problem);
  const startedMs = performance.now();
  const finished = await runForecast(forecastOf(one.patient, request), services, context);
  context.progress({ stage: 'verify', progressFraction: 0.5 });
  const figures = scoreForecast(finished);
  const visits = visitsOf(finished);
  const { model, segmentation, provider } = finished.report;
  return {
    row: rowOf({ name: one.name, finished, visits, seconds: (performance.now() - startedMs) / 1000 }, figures),
    figures: { ...figures, visits },
    ids: methodIds(finished),
    about: { model: { ...model }, segmentation: segmentation && { ...segmentation }, provider },
  };
}

function forecastOf(patient: EvaluationPatient, { model, samples, seed, outline }: EvaluationRequest) {
  const fields: Partial<EvaluationPatient> = { ...patient };
  delete fields.name;
  return forecastRequestSchema.parse({ ...fields, model, samples, seed, outline, holdOut: 'last' });
}

/** Earlier dates that the model was given, which may be fewer than there are. */
export function visitsOf({ place }: Pick<FinishedForecast, 'place'>): number {
  const { previous, earlier } = place.input;
  return 1 + (previous ? 1 : 0) + (earlier ? 1 : 0);
}

interface Described {
  readonly name: string;
  readonly finished: FinishedForecast;
  readonly visits: number;
  readonly seconds: number;
}

function rowOf(
  { name, finished, visits, seconds }: Described,
  figures: Omit<SummarisedPatient, 'visits'>,
): EvaluatedPatient {
  const { report, prepared, warnings } = finished;
  const row = {
    name,
    scans: report.scans,
    baselineDate: report.baselineDate,
    followUpDate: report.followUpDate ?? '',
    horizonDays: report.horizonDays,
    visits,
    treatment: report.treatment,
    outlines: { baseline: prepared.baseline.outline, followUp: prepared.followUp?.outline ?? '' },
    ...figures,
    warnings: warnings.map(wordedWarning),
    seconds,
  };
  return plainNumbers(row) as unknown as EvaluatedPatient;
}

/** Progress that says which patient is being worked on. */
function numbered(context: HandlerContext, number: number, all: number): HandlerContext {
  return {
    signal: context.signal,
    progress: ({ stage, progressFraction }) =>
      context.progress({ stage: `${number}/${all} ${stage}`, progressFraction }),
  };
}
