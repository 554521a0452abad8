/// <reference types="node" />
/**
 * `npm run schemas` writes assets/schemas/*.schema.json from the zod schemas of the contract; with `--check` it only says whether
 * the files are what it would write (exit code 1 when they are not).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { z } from 'zod';
import { atrophyReportSchema } from '../electron/contract/atrophy-report.ts';
import { evaluationSchema } from '../electron/contract/evaluation.ts';
import { modelManifestSchema } from '../electron/contract/model-manifest.ts';
import { reportSchema } from '../electron/contract/report.ts';
import { evaluationListSchema } from '../electron/contract/requests.ts';
import { segmentationSchema } from '../electron/contract/segmentation.ts';

const schemas = [
  ['report-1', 'Outcome of one Longview forecast (report.json)', reportSchema],
  ['atrophy-1', 'Outcome of one Longview atrophy forecast (report.json)', atrophyReportSchema],
  ['evaluation-1', 'Outcome of one Longview evaluation (evaluation.json)', evaluationSchema],
  // Written by hand, so that what has a default may be left out.
  ['evaluation-list-1', 'Patients to evaluate (evaluate.json)', evaluationListSchema, 'input'],
  ['segmentation-1', 'Outlines of one patient (segmentation.json)', segmentationSchema],
  ['model-1', 'Description of a Longview model (manifest.json)', modelManifestSchema],
] as const;

const folder = fileURLToPath(new URL('../assets/schemas/', import.meta.url));
const onlyCheck = process.argv.includes('--check');
let stale = 0;

for (const [name, title, schema, io = 'output'] of schemas) {
  const path = `${folder}${name}.schema.json`;
  const json = { title, ...z.toJSONSchema(schema, { io }) };
  const text = await format(JSON.stringify(json), { parser: 'json', singleQuote: true, printWidth: 120 });
  if (!onlyCheck) writeFileSync(path, text);
  else if (text !== readOrEmpty(path)) {
    stale++;
    console.error(`assets/schemas/${name}.schema.json is not what the contract says: run \`npm run schemas\``);
  }
}
process.exitCode = stale === 0 ? 0 : 1;

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
