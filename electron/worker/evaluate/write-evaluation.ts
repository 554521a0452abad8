import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationAnswer } from '../../contract/api.ts';
import { evaluationSchema, type Evaluation } from '../../contract/evaluation.ts';
import { evaluationFolder } from '../../contract/own-folder.ts';
import type { EvaluationRequest } from '../../contract/requests.ts';
import { evaluationHtml } from '../../core/write/evaluation/evaluation-html.ts';
import type { HandlerContext } from '../handlers.ts';
import { localTime } from '../local-time.ts';
import { writeWholeFolder } from '../pipeline/output-folder.ts';
import type { ForecastServices } from '../pipeline/run-forecast.ts';
import { evaluatePatients } from './evaluate-patients.ts';

/**
 * Evaluates some patients and writes `evaluation.json` and `evaluation.html`, both or neither.
 *
 * @throws ExpectedError those of `evaluatePatients`; 'output/exists', 'output/not-writable'
 */
export async function runEvaluation(
  request: EvaluationRequest,
  services: ForecastServices,
  context: HandlerContext,
): Promise<EvaluationAnswer> {
  const evaluation: Evaluation = evaluationSchema.parse(await evaluatePatients(request, services, context));
  context.progress({ stage: 'write', progressFraction: 0 });
  const files = ['evaluation.json', 'evaluation.html'];
  const { path } = await writeWholeFolder(
    request.path,
    async (folder) => {
      await writeFile(join(folder, 'evaluation.json'), `${JSON.stringify(evaluation, null, 2)}\n`);
      await writeFile(join(folder, 'evaluation.html'), evaluationHtml(evaluation, localTime(new Date())));
    },
    evaluationFolder,
  );
  return { path, files, evaluation };
}
