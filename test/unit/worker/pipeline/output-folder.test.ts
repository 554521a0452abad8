import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWholeFolder } from '../../../../electron/worker/pipeline/output-folder.ts';

let folder = '';
const target = (): string => join(folder, 'out');
const earlierReport = '{ "schema": "longview.report/1" }';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longview-output-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function fill(inside: string): Promise<void> {
  await writeFile(join(inside, 'report.json'), earlierReport);
  await writeFile(join(inside, 'report.html'), 'new');
}

describe('writeWholeFolder', () => {
  it('gives the folder its name when everything is there, and hands on what filling it gave', async () => {
    const counting = async (inside: string): Promise<number> => {
      await fill(inside);
      return 2;
    };
    expect(await writeWholeFolder(target(), counting)).toEqual({ path: target(), filled: 2 });
    expect(await readdir(folder)).toEqual(['out']);
    expect((await readdir(target())).sort()).toEqual(['report.html', 'report.json']);
  });

  it('leaves nothing behind when writing fails in the middle', async () => {
    const failing = async (inside: string): Promise<void> => {
      await fill(inside);
      throw new Error('in the middle');
    };
    await expect(writeWholeFolder(target(), failing)).rejects.toThrow('in the middle');
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps an earlier result when the new one fails', async () => {
    await writeWholeFolder(target(), fill);
    await expect(writeWholeFolder(target(), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readFile(join(target(), 'report.html'), 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['out']);
  });

  it('replaces an earlier Longview result', async () => {
    await mkdir(target());
    await writeFile(join(target(), 'report.json'), earlierReport);
    await mkdir(join(target(), 'nifti'));
    await writeWholeFolder(target(), fill);
    expect((await readdir(target())).sort()).toEqual(['report.html', 'report.json']);
    expect(await readdir(folder)).toEqual(['out']);
  });

  it("refuses a folder that holds somebody's other files, and leaves them alone", async () => {
    await mkdir(target());
    await writeFile(join(target(), 'thesis.txt'), 'years of work');
    await expect(writeWholeFolder(target(), fill)).rejects.toMatchObject({ problem: { code: 'output/exists' } });
    expect(await readdir(target())).toEqual(['thesis.txt']);
    expect(await readdir(folder)).toEqual(['out']);
  });

  it.each(['2024-01-01', 'scan.dcm', 'notes.txt', '.hidden', 'report.json.bak'])(
    'refuses an earlier result beside which %s lies, and leaves both alone',
    async (name) => {
      await writeWholeFolder(target(), fill);
      await mkdir(join(target(), name));
      let filled = false;
      const attempt = writeWholeFolder(target(), async () => void (filled = true));
      await expect(attempt).rejects.toMatchObject({ problem: { code: 'output/exists' } });
      expect(filled).toBe(false);
      expect((await readdir(target())).sort()).toEqual([name, 'report.html', 'report.json'].sort());
    },
  );

  it('refuses when something else was saved there while it was writing', async () => {
    const meanwhile = async (inside: string): Promise<void> => {
      await fill(inside);
      await mkdir(target());
      await writeFile(join(target(), 'notes.txt'), 'mine');
    };
    await expect(writeWholeFolder(target(), meanwhile)).rejects.toMatchObject({ problem: { code: 'output/exists' } });
    expect(await readdir(target())).toEqual(['notes.txt']);
    expect(await readdir(folder)).toEqual(['out']);
  });

  it('takes only the kind of folder that the caller names for its own', async () => {
    await writeWholeFolder(target(), fill);
    const other = { markFile: 'mark.json', markWords: 'other', names: /^report/ };
    await expect(writeWholeFolder(target(), fill, other)).rejects.toMatchObject({ problem: { code: 'output/exists' } });
  });

  it('refuses a path through a file, in words', async () => {
    await writeFile(join(folder, 'file'), '');
    const inside = join(folder, 'file', 'out');
    await expect(writeWholeFolder(inside, fill)).rejects.toMatchObject({
      problem: { code: expect.stringMatching(/^output\/(exists|not-writable)$/) },
    });
  });
});
