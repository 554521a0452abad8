/**
 * `npm run real-patients`: forecasts the second date of three real glioblastoma patients from the first and prints how
 * the model and every rival did. An external check, never tuned on; all three were under treatment between the dates.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportSchema, type Report } from '../../electron/contract/report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = join(root, '../shared/data/real/glioblastoma-two-dates-dicom');

if (!existsSync(data)) {
  console.log('skipped: the real patients of ../shared/data/real/glioblastoma-two-dates-dicom are not here');
} else {
  for (const patient of ['case-01', 'case-05', 'case-09']) {
    print(`${patient}, masks given`, forecast(join(data, patient), true));
    print(`${patient}, outlined automatically`, forecast(join(data, patient), false));
  }
}

/** Runs the command that a user would run; null when the input is refused. */
function forecast(patient: string, withMasks: boolean): Report | string {
  const folder = mkdtempSync(join(tmpdir(), 'longview-real-'));
  const masks = readdirSync(patient).filter((name) => name.endsWith('-tumour-mask.nii.gz'));
  const given = masks.flatMap((name) => ['--mask', `${name.slice(0, 10)}=${join(patient, name)}`]);
  const task = [
    'forecast',
    patient,
    '--model',
    'glioma-course',
    '--hold-out',
    'last',
    '--samples',
    '20',
    '--seed',
    '1',
  ];
  const args = [...task, ...(withMasks ? given : []), '--out', join(folder, 'out')];
  const run = spawnSync('node', [join(root, 'electron/cli/longview.mjs'), ...args], { encoding: 'utf8' });
  try {
    if (run.status !== 0) return run.stderr.trim();
    return reportSchema.parse(JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(title: string, report: Report | string): void {
  console.log(`\n${title}`);
  if (typeof report === 'string') {
    console.log(`  refused: ${report}`);
    return;
  }
  const { volumeMl, horizonDays, timingsMs } = report;
  const [low, high] = volumeMl.interval90;
  const seconds = (timingsMs['total'] ?? 0) / 1000;
  console.log(
    `  +${horizonDays} d, ${seconds.toFixed(0)} s, match ${report.registrations.map((r) => r.quality.toFixed(2)).join(' ')}`,
  );
  const ratio = (value: number | null): string => (value === null ? '-' : (value / volumeMl.baseline).toFixed(2));
  console.log(
    `  core volume / baseline: predicted ${ratio(volumeMl.predicted)} [${ratio(low)}, ${ratio(high)}], actual ${ratio(volumeMl.actual)}`,
  );
  const number = (value: number | null, digits = 2): string =>
    (value === null ? '-' : value.toFixed(digits)).padStart(9);
  console.log(`  ${'method'.padEnd(22)}     Dice growth D.  volume %  HD95 mm      SSIM`);
  for (const { id, core, image } of report.methods) {
    const cells = [number(core.dice), number(core.growthRegionDice), number(core.volumeErrorPercent, 0)];
    console.log(`  ${id.padEnd(22)}${cells.join('')}${number(core.hd95Mm, 1)}${number(image.ssim, 3)}`);
  }
}
