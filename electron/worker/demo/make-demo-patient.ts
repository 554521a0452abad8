import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { randomStream } from '../../core/base/random.ts';
import type { CancelSignal, ReportProgress } from '../../core/base/signal.ts';
import type { Mask } from '../../core/base/volume.ts';
import { uidFromRandomBytes } from '../../core/write/uid.ts';
import { writeNifti } from '../../core/write/write-nifti.ts';
import { writeWholeFolder } from '../pipeline/output-folder.ts';
import { buildAnatomy, type Anatomy } from './anatomy.ts';
import { demoDicomFiles } from './demo-dicom.ts';
import { readDemoRecipe, visitDays, type DemoRecipe, type DemoSequence } from './demo-recipe.ts';
import { growTumour, type TumourCourse } from './grow-tumour.ts';
import { displace, readCavity, type Cavity } from './mass-effect.ts';
import { pauseWith, type Pause } from './pause.ts';
import { demoFolder, writeDemoMark } from './earlier-demo.ts';
import { renderVisit, type TrueVisit } from './render-visit.ts';
import { scan, scannerGrid, scannerToHead } from './scanner.ts';

/** How to make the demo patient. */
export interface DemoOptions {
  /** Another head and another course; the recipe's own seed when left out. */
  readonly seed?: number;
  /** Another recipe than the one that ships (tests use a coarse one). */
  readonly recipe?: DemoRecipe;
  readonly signal?: CancelSignal;
  readonly report?: ReportProgress;
}

/** Where the demo patient lies. */
export interface DemoPatient {
  /** Absolute path: DATE/T1c and DATE/FLAIR with DICOM files, masks/ with the truth. */
  readonly folder: string;
  /** True core of every date, as NIfTI on the grid of that date's images. */
  readonly masks: readonly { readonly date: string; readonly file: string }[];
  /** True whole abnormality of every date, core included. */
  readonly oedemaMasks: readonly { readonly date: string; readonly file: string }[];
}

/**
 * Generates a head with a growing tumour and writes it as classic MR DICOM, T1c and FLAIR at every date. The head is drawn by our own
 * rules, not taken from anybody's. The same recipe and seed give the same bytes. An earlier demo patient in the folder is replaced.
 *
 * @throws ExpectedError 'output/exists' when something else is in the folder, 'output/not-writable', 'job/cancelled'
 */
export async function makeDemoPatient(folder: string, options: DemoOptions = {}): Promise<DemoPatient> {
  const recipe = options.recipe ?? (await readDemoRecipe());
  const pause = pauseWith(options.signal, options.report);
  const fill = async (partial: string): Promise<void> => {
    const demo = await growDemo(recipe, options.seed ?? recipe.seed, pause);
    await mkdir(join(partial, 'masks'), { recursive: true });
    for (const visit of recipe.visits.keys()) {
      await writeVisit(demo, visit, partial, pause);
      pause.done('write', (visit + 1) / recipe.visits.length);
    }
    await writeDemoMark(partial, demo.seed);
  };
  const { path: done } = await writeWholeFolder(folder, fill, demoFolder);
  const files = (region: string) =>
    recipe.visits.map(({ date }) => ({ date, file: join(done, 'masks', `${date}-${region}-mask.nii.gz`) }));
  return { folder: done, masks: files('core'), oedemaMasks: files('oedema') };
}

interface GrownDemo {
  readonly recipe: DemoRecipe;
  readonly seed: number;
  readonly anatomy: Anatomy;
  readonly course: TumourCourse;
  readonly cavity: Cavity;
  readonly newUid: () => string;
}

async function growDemo(recipe: DemoRecipe, seed: number, pause: Pause): Promise<GrownDemo> {
  const cortex = { ...recipe.anatomy.cortex, seed: seed + 1000 };
  const anatomy = await buildAnatomy({ ...recipe.anatomy, cortex, seed }, pause);
  const tissue = { ...recipe.tumour.tissue, seed: seed + 2000 };
  const course = await growTumour(anatomy, { ...recipe.tumour, tissue }, visitDays(recipe), pause);
  const cavity = await readCavity(anatomy, recipe.massEffect, pause);
  const stream = randomStream(seed + 4000);
  const byte = (): number => Math.floor(256 * stream.uniform());
  const newUid = (): string => uidFromRandomBytes(Uint8Array.from({ length: 16 }, byte));
  return { recipe, seed, anatomy, course, cavity, newUid };
}

async function writeVisit(demo: GrownDemo, visit: number, folder: string, pause: Pause): Promise<void> {
  const { recipe } = demo;
  const { date, images } = recipe.visits[visit] as DemoRecipe['visits'][0];
  const truth = await pictureVisit(demo, visit, pause);
  const study = { studyUid: demo.newUid(), frameOfReferenceUid: demo.newUid() };
  const pictures = [
    ['T1c', truth.t1c],
    ['FLAIR', truth.flair],
  ] as const;
  for (const [order, [sequence, picture]] of pictures.entries()) {
    const { storedPerSignal } = images[sequence];
    const stored = await scan(picture, images[sequence], demo.seed + 5000 + 2 * visit + order, pause);
    const target = join(folder, date, sequence);
    await mkdir(target, { recursive: true });
    const window = windowOf(sequence, storedPerSignal);
    const about = {
      patient: recipe.patient,
      date,
      visitNumber: visit + 1,
      sequence,
      grid: picture.grid,
      newUid: demo.newUid,
    };
    for (const { name, bytes } of demoDicomFiles({ ...about, ...study, stored, window })) {
      await writeFile(join(target, name), bytes);
    }
    await pause.breathe();
  }
  await writeMask(truth.core, join(folder, 'masks', `${date}-core-mask.nii.gz`));
  await writeMask(truth.oedema, join(folder, 'masks', `${date}-oedema-mask.nii.gz`));
}

async function pictureVisit(demo: GrownDemo, visit: number, pause: Pause): Promise<TrueVisit> {
  const { recipe, anatomy, course } = demo;
  const { pose } = recipe.visits[visit] as DemoRecipe['visits'][0];
  const state = course.visits[visit] as TumourCourse['visits'][0];
  const tumour = { grid: course.grid, state };
  const displacement = await displace(demo.cavity, tumour, recipe.massEffect, pause);
  const head = { anatomy, tumour, displacement, signals: recipe.lesion, seed: demo.seed + 3000 };
  const grid = scannerGrid(recipe.scanner);
  return renderVisit(head, grid, scannerToHead(pose), pause);
}

function windowOf(sequence: DemoSequence, storedPerSignal: number): { centre: number; width: number } {
  const width = Math.round(storedPerSignal * (sequence === 'T1c' ? 1.2 : 1));
  return { centre: Math.round(width / 2), width };
}

const compress = promisify<Uint8Array, { level: number }, Buffer>(gzip);

async function writeMask(mask: Mask, file: string): Promise<void> {
  const bytes = await compress(writeNifti(mask, 'image', 'Longview demo patient, generated'), { level: 6 });
  // Byte 9 of a gzip header names the operating system: "unknown", so that every machine writes the same.
  bytes[9] = 255;
  await writeFile(file, bytes);
}
