import { describe, expect, it } from 'vitest';
import { identityAffine } from '../../../../electron/core/base/affine.ts';
import { maskVoxels, type Mask } from '../../../../electron/core/base/volume.ts';
import { dilate } from '../../../../electron/core/segment/morphology.ts';
import type { NetworkOutline } from '../../../../electron/core/segment/outline-network.ts';
import type { LesionSequence } from '../../../../electron/core/segment/segmentation-description.ts';
import type { AlignedVisit } from '../../../../electron/worker/pipeline/align-visit.ts';
import type { GivenOutline } from '../../../../electron/worker/pipeline/given-outline.ts';
import {
  isModelNeeded,
  outlineVisit,
  type OutlinedVisit,
  type OutlineSources,
} from '../../../../electron/worker/pipeline/outline-visit.ts';
import { flairLook, headPhantom, phantomGrid, phantomMask, t1cLook } from '../../../fixtures/head-phantom.ts';
import { maskOf } from '../../../fixtures/volumes.ts';

const grid = phantomGrid([6, 6, 9]);
const empty = maskOf(grid, () => false);
const brain = phantomMask(grid, 'brain');
const core = phantomMask(grid, 'core');
const oedema = phantomMask(grid, 'oedema');
const flair = headPhantom(grid, flairLook);
const healthy = headPhantom(grid, { ...t1cLook, tumour: null });
const head = { T1: healthy, T1c: headPhantom(grid), T2: flair, FLAIR: flair } as const;

/** A visit with some kinds of image, all on the baseline's grid already. */
function visitWith(...sequences: LesionSequence[]): AlignedVisit {
  const images = Object.fromEntries(sequences.map((sequence) => [sequence, head[sequence]]));
  const native = { images: sequences.map((sequence) => ({ sequence, volume: images[sequence] })) };
  const alignments = sequences.map((sequence) => ({ sequence, fixedToMoving: identityAffine }));
  return { date: '2024-05-06', day: 3, images, native, alignments, warnings: [] } as unknown as AlignedVisit;
}

function seenWith(parts: Partial<NetworkOutline>): NetworkOutline {
  const found = { model: 'm 1', brain, core, necrosisOrCavity: empty, oedema: null, coreProbability: 0.9 };
  return { ...found, ...parts };
}

/** A visit after which nothing was taken out. */
const outlined = (visit: AlignedVisit, sources: Omit<OutlineSources, 'isTakenOut'>): OutlinedVisit =>
  outlineVisit(visit, { isTakenOut: false, ...sources });

const sawNothing = seenWith({ core: empty, coreProbability: null });
const drawn = (mask: Mask): GivenOutline => ({ sequence: 'T1c', mask, warnings: [] });
const codes = ({ warnings }: { readonly warnings: readonly { readonly code: string }[] }): string[] =>
  warnings.map(({ code }) => code);

describe('the core of a visit', () => {
  it('is what the model saw, and says which model and how sure it was', () => {
    const found = outlined(visitWith('T1c'), { brain, given: null, seen: seenWith({}) });
    expect(found.visit.core.data).toEqual(core.data);
    expect(found.outline).toBe('model');
    expect(found.necrosis).toBeNull();
    const seen = seenWith({ necrosisOrCavity: core });
    expect(outlined(visitWith('T1c'), { brain, given: null, seen }).necrosis?.data).toEqual(core.data);
    expect(found.warnings[0]).toMatchObject({ code: 'segment/model-lesion', model: 'm 1', probability: 0.9 });
  });

  it('lies in the brain: what the model saw beyond it is left out, and alone is nothing', () => {
    const behindTheEye = maskOf(grid, (i, j, k) => i < 3 && j < 3 && k < 3);
    expect(behindTheEye.data.some((value, v) => value === 1 && brain.data[v] === 1)).toBe(false);
    const both = maskOf(grid, (i, j, k) => i < 3 && j < 3 && k < 3);
    core.data.forEach((value, v) => (both.data[v] = Math.max(both.data[v] ?? 0, value)));
    const seen = seenWith({ core: both, necrosisOrCavity: behindTheEye, oedema: both });
    const found = outlined(visitWith('T1c'), { brain, given: null, seen });
    expect(found.visit.core.data).toEqual(core.data);
    expect(found.visit.oedema?.data).toEqual(core.data);
    expect(found.necrosis).toBeNull();
    const alone = outlined(visitWith('T1c'), { brain, given: null, seen: seenWith({ core: behindTheEye }) });
    expect(codes(alone)).toContain('segment/model-found-nothing');
  });

  it('is what was given, whatever the model saw', () => {
    const given = dilate(core, 6);
    const found = outlined(visitWith('T1c'), { brain, given: drawn(given), seen: seenWith({}) });
    expect(found.visit.core.data).toEqual(given.data);
    expect([found.outline, codes(found)]).toEqual(['file', ['segment/no-oedema']]);
  });

  it('is what rules find where there is no model, or it saw nothing, each with its own word', () => {
    const visit = visitWith('T1c', 'T1');
    const withoutModel = outlined(visit, { brain, given: null, seen: null });
    const withoutFinding = outlined(visit, { brain, given: null, seen: sawNothing });
    expect(maskVoxels(withoutModel.visit.core)).toBeGreaterThan(0);
    expect(withoutFinding.visit.core.data).toEqual(withoutModel.visit.core.data);
    expect([withoutModel.outline, withoutFinding.outline]).toEqual(['rules', 'rules']);
    expect(codes(withoutModel)).toContain('segment/automatic-lesion');
    expect(codes(withoutFinding)).toContain('segment/model-found-nothing');
  });

  it('is empty where neither finds any', () => {
    const visit = { ...visitWith('T1c'), images: { T1c: healthy } };
    const found = outlined(visit, { brain, given: null, seen: sawNothing });
    expect(codes(found)).toEqual(['segment/lesion-absent', 'segment/no-oedema']);
  });

  it('is not looked for by rules where it was taken out and the model sees none', () => {
    const sources = { brain, given: null, seen: sawNothing };
    expect(codes(outlineVisit(visitWith('T1c'), { ...sources, isTakenOut: true }))).toContain('segment/lesion-absent');
  });

  it('needs T1 with contrast only where rules must find it', () => {
    const visit = visitWith('FLAIR');
    const seen = outlined(visit, { brain, given: null, seen: seenWith({ oedema }) });
    expect(codes(seen)).toEqual(['segment/model-lesion', 'segment/core-without-contrast']);
    expect(codes(outlined(visit, { brain, given: null, seen: sawNothing }))).toContain('segment/lesion-absent');
    expect(() => outlined(visit, { brain, given: null, seen: null })).toThrow('segment/no-contrast-image');
  });

  it('has its holes filled, whoever drew it', () => {
    const hole = phantomMask(grid, 'core');
    const around = [-1, 1, -grid.size[0], grid.size[0]];
    const inside = core.data.findIndex((_, v) => around.every((step) => core.data[v + step] === 1));
    hole.data[inside] = 0;
    for (const sources of [
      { given: drawn(hole), seen: null },
      { given: null, seen: seenWith({ core: hole }) },
    ]) {
      expect(outlined(visitWith('T1c'), { brain, ...sources }).visit.core.data[inside]).toBe(1);
    }
  });
});

describe('the oedema of a visit', () => {
  it('is what the model saw, together with a given core', () => {
    const beside = maskOf(grid, (i, j, k) => i < 6 && j > 16 && k > 8 && k < 12);
    const found = outlined(visitWith('T1c', 'T2'), { brain, given: drawn(beside), seen: seenWith({ oedema }) });
    expect(maskVoxels(found.visit.oedema as Mask)).toBe(maskVoxels(oedema) + maskVoxels(beside));
  });

  it('is found by rules on FLAIR where the model did not look', () => {
    const found = outlined(visitWith('T1c', 'FLAIR'), { brain, given: drawn(core), seen: null });
    expect(maskVoxels(found.visit.oedema as Mask)).toBeGreaterThan(maskVoxels(core));
    expect(outlined(visitWith('T1c', 'T2'), { brain, given: drawn(core), seen: null }).visit.oedema).toBeNull();
  });

  it('is the only reason to ask the model about a visit whose core was given', () => {
    expect(isModelNeeded(visitWith('T1c', 'T1'), drawn(core))).toBe(false);
    expect(isModelNeeded(visitWith('T1c', 'T2'), drawn(core))).toBe(true);
    expect(isModelNeeded(visitWith('FLAIR'), drawn(core))).toBe(true);
    expect(isModelNeeded(visitWith('T1c'), null)).toBe(true);
  });
});
