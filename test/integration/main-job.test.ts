import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema, type MethodScores, type Report } from '../../electron/contract/report.ts';
import type { Volume } from '../../electron/core/base/volume.ts';
import { decodeNifti } from '../../electron/core/decode/decode-nifti.ts';
import { runLongview, type LongviewRun } from '../fixtures/run-longview.ts';

const stageLines = /^((simulate|write|decode|order|segment|register|verify) \.\.\.|Generated patient: .*)$/;

let folder = '';
let run: LongviewRun = { exitCode: null, stdout: '', stderr: '' };
const out = (...parts: readonly string[]): string => join(folder, 'demo', ...parts);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longview-demo-'));
  run = await runLongview('demo', '--out', out(), '--samples', '6', '--seed', '3');
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the main job on the demo patient', () => {
  it('ends well and prints the prediction beside every rival', () => {
    // Without a terminal, progress comes as plain lines: the stages in order, and nothing else.
    for (const line of run.stderr.trim().split('\n')) expect(line).toMatch(stageLines);
    expect(run.exitCode).toBe(0);
    for (const id of [
      'glioma-course',
      'no-change',
      'linear-extrapolation',
      'exponential-extrapolation',
      'fisher-kolmogorov',
    ]) {
      expect(run.stdout).toContain(id);
    }
  });

  it('writes a report that passes its schema, with every score present', async () => {
    const report = await readReport();
    expect(report.synthetic).toBe(true);
    expect(report.samples).toBe(6);
    expect(report.curve.futuresMl).toHaveLength(6);
    expect(report.followUpDate).not.toBeNull();
    for (const { core, image } of report.methods) {
      expect([core.dice, core.growthRegionDice, core.volumeErrorPercent, core.hd95Mm]).not.toContain(null);
      expect([image.ssim, image.psnrDb]).not.toContain(null);
    }
  });

  it('is closer to the real follow-up than assuming no change', async () => {
    const { methods } = await readReport();
    expect(coreDice(methods, 'glioma-course')).toBeGreaterThan(coreDice(methods, 'no-change'));
  });

  it('lays all four dates over the baseline', async () => {
    const { registrations, warnings } = await readReport();
    expect(new Set(registrations.map(({ date }) => date)).size).toBe(4);
    expect(warnings.map(({ code }) => code)).not.toContain('register/poor-match');
  });

  it('changes no voxel away from the predicted region', async () => {
    const [before, after] = [await nifti('baseline_T1c'), await nifti('predicted_T1c')];
    const region = await nifti('mask_oedema_predicted').catch(() => nifti('mask_core_predicted'));
    const reach = boundingReach(region);
    const changed = before.data.map((value, v) => (value === after.data[v] ? 0 : 1));
    expect(changed.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0);
    expect(strayVoxels(changed, before, reach)).toBe(0);
  });

  it('keeps probabilities between 0 and 1 and somewhere likelier than not', async () => {
    const { data } = await nifti('probability_core');
    expect(Math.min(...sparse(data))).toBeGreaterThanOrEqual(0);
    const highest = data.reduce((most, value) => Math.max(most, value), 0);
    expect(highest).toBeGreaterThan(0.5);
    expect(highest).toBeLessThanOrEqual(1);
  });

  it('writes one predicted DICOM series per sequence and leaves no temporary folder', async () => {
    expect((await readdir(out('dicom'))).sort()).toEqual(['predicted-FLAIR', 'predicted-T1c']);
    expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('writes one self-contained page', async () => {
    const html = await readFile(out('report.html'), 'utf8');
    expect(html).toContain('Not for diagnosis');
    expect(html).not.toMatch(/(src|href)="https?:/);
    expect(html.match(/data:image\/png;base64,/g)?.length).toBeGreaterThanOrEqual(5);
  });
});

async function readReport(): Promise<Report> {
  return reportSchema.parse(JSON.parse(await readFile(out('report.json'), 'utf8')));
}

async function nifti(name: string): Promise<Volume> {
  const bytes = gunzipSync(await readFile(out('nifti', `${name}.nii.gz`)));
  return decodeNifti(bytes, name).volume;
}

function coreDice(methods: readonly MethodScores[], id: string): number {
  return methods.find((method) => method.id === id)?.core.dice ?? NaN;
}

/** Every 97th value: enough to see a wrong sign, few enough to spread into one call. */
function sparse(data: Float32Array): number[] {
  return Array.from({ length: Math.floor(data.length / 97) }, (_, k) => data[97 * k] as number);
}

interface Reach {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Box around a region with 25 mm to spare: the blend into the scan ends well inside it. */
function boundingReach({ grid, data }: Volume): Reach {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  data.forEach((value, v) => {
    if (value === 0) return;
    indices(v, grid.size).forEach((index, axis) => {
      low[axis] = Math.min(low[axis] as number, index - 25 / (grid.spacingMm[axis] as number));
      high[axis] = Math.max(high[axis] as number, index + 25 / (grid.spacingMm[axis] as number));
    });
  });
  return { low, high };
}

function strayVoxels(changed: Float32Array, { grid }: Volume, { low, high }: Reach): number {
  let stray = 0;
  changed.forEach((value, v) => {
    const inside = indices(v, grid.size).every(
      (index, axis) => index >= (low[axis] as number) && index <= (high[axis] as number),
    );
    if (value !== 0 && !inside) stray += 1;
  });
  return stray;
}

function indices(v: number, [columns, rows]: readonly [number, number, number]): [number, number, number] {
  return [v % columns, Math.floor(v / columns) % rows, Math.floor(v / (columns * rows))];
}
