/**
 * `npm run real-patients`: `longview evaluate` on three real glioblastoma patients, once with the masks that came with them and
 * once outlined automatically. An external check, never tuned on; all three were under treatment between the dates.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = join(root, '../shared/data/real/glioblastoma-two-dates-dicom');
const rounds = [
  ['masks given', ['--masks', '{date}-tumour-mask.nii.gz'], 'given'],
  ['outlined automatically', [], 'automatic'],
] as const;

if (!existsSync(data)) {
  console.log('skipped: the real patients of ../shared/data/real/glioblastoma-two-dates-dicom are not here');
} else {
  for (const [title, masks, name] of rounds) {
    console.log(`\n${title}`);
    const out = join(root, 'out/real-patients', name);
    const args = [join(root, 'electron/cli/longview.mjs'), 'evaluate', data, ...masks, '--out', out];
    const run = spawnSync('node', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    console.log(run.status === 0 ? run.stdout.trim() : `refused: ${run.stderr.trim()}`);
  }
}
