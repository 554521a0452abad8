import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../../electron/core/base/warning.ts';
import type { ModelDescription } from '../../../../electron/core/simulate/model-description.ts';
import { arms } from '../../../../electron/core/base/arm.ts';
import { isotropicGrid } from '../../../../electron/core/base/grid.ts';
import { signedDistanceMm } from '../../../../electron/core/segment/signed-distance.ts';
import { forecastPatient } from '../../../fixtures/forecast-patient.ts';
import {
  plannedDoseGy,
  prescribedDoseGy,
  treatmentOnModelGrid,
  untreated,
  type DosePlan,
  type Treatment,
} from '../../../../electron/core/simulate/treatment.ts';
import {
  ballMask,
  channelOf,
  fakeInference,
  neverCancelled,
  roundPatient,
  testModel,
  volumeFrom,
} from '../../../fixtures/forecast-case.ts';

const grid = isotropicGrid([0, 0, 0], [41, 41, 41], 2);
const coreMm = signedDistanceMm(ballMask(grid, [0, 0, 0], 10));
const brain = ballMask(grid, [0, 0, 0], 34).data;
const place = { grid, coreMm, brain };
const at = (x: number, y = 0, z = 0): number => x / 2 + 20 + 41 * (y / 2 + 20 + 41 * (z / 2 + 20));

describe('a dose made from a prescription', () => {
  const dose = prescribedDoseGy(50, place);

  it.each([
    ['in the middle', 0, 50],
    ['15 mm from the core', 24, 50],
    // Between 15 and 25 mm from the core's edge, which runs half a voxel beyond its last centre.
    ['20 mm from the core', 30, 50 * ((25 - (coreMm[at(30)] as number)) / 10)],
    ['outside the brain', 36, 0],
  ])('is right %s', (_, xMm, gray) => {
    expect(dose[at(xMm)]).toBeCloseTo(gray, 4);
  });

  it('falls off linearly over 10 mm', () => {
    const everywhere = prescribedDoseGy(60, { ...place, brain: brain.map(() => 1) });
    for (let v = 0; v < everywhere.length; v += 97) {
      const share = Math.min(1, Math.max(0, (25 - (coreMm[v] as number)) / 10));
      expect(everywhere[v]).toBeCloseTo(60 * share, 4);
    }
  });
});

describe('a planned dose', () => {
  const plan: DosePlan = {
    dose: volumeFrom(isotropicGrid([100, 0, 0], [20, 20, 20], 3), ([x]) => x - 60),
    baselineToPlan: [1, 0, 0, 100, 0, 1, 0, 0, 0, 0, 1, 0],
  };

  it('is moved into the baseline by the registration, and nothing lies outside it', () => {
    const dose = plannedDoseGy(plan, grid);
    expect(dose[at(0)]).toBeCloseTo(40, 3);
    expect(dose[at(10, 4, -6)]).toBeCloseTo(50, 3);
    expect(dose[at(36)]).toBe(0);
  });

  it.each(arms)('counts in the arm %s only where that irradiates', (arm) => {
    const treatment: Treatment = { ...untreated, arm, plan };
    const { doseGy } = treatmentOnModelGrid(treatment, place);
    expect(doseGy?.[at(0)] ?? null).toEqual(arm.startsWith('radiotherapy') ? expect.closeTo(40, 3) : null);
  });
});

describe('a forecast under treatment', () => {
  const options = { samples: 1, seed: 1, signal: neverCancelled, rivals: [] };
  const patient = (treatment: Partial<Treatment>, horizonDays = 90) =>
    roundPatient({
      coreMm: 10,
      previous: { coreMm: 8, daysBefore: 60 },
      horizonDays,
      treatment: { ...untreated, ...treatment },
    });
  const warningsOf = async (
    treatment: Partial<Treatment>,
    horizonDays?: number,
    trainedRanges: ModelDescription['trainedRanges'] = {},
  ): Promise<readonly Warning[]> => {
    const model = { ...testModel, sequences: [{ sequence: 'T1c' }, { sequence: 'FLAIR' }], trainedRanges };
    const inference = fakeInference();
    const run = inference.run.bind(inference);
    const twoImages: typeof inference.run = async (role, inputs, signal) => {
      const outputs = await run(role, inputs, signal);
      const residual = outputs['imageResidual'];
      if (residual === undefined) return outputs;
      return { ...outputs, imageResidual: { ...residual, data: residual.data.subarray(0, residual.data.length / 2) } };
    };
    const output = await forecastPatient(patient(treatment, horizonDays), { run: twoImages }, model, options);
    return output.warnings;
  };
  const codes = async (treatment: Partial<Treatment>, horizonDays?: number): Promise<string[]> =>
    (await warningsOf(treatment, horizonDays)).map(({ code }) => code);
  const plan = (gray: number, centreMm: number): DosePlan => ({
    dose: volumeFrom(isotropicGrid([12 + centreMm, -8, 30], [20, 20, 20], 3), () => gray),
    baselineToPlan: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
  });

  it('gives the model the dose round the last core', async () => {
    const model = fakeInference();
    await forecastPatient(patient({ arm: 'radiotherapy', prescribedGy: 45 }), model, testModel, options);
    const dose = channelOf(model.lastInputs['volume']?.data ?? new Float32Array(), 'dose');
    expect(Math.max(...dose)).toBeCloseTo(0.75, 6);
    expect(Math.min(...dose)).toBe(0);
  });

  it('warns of a plan that leaves the lesion out, and of a treatment that begins too late', async () => {
    expect(await codes({ arm: 'radiotherapy', plan: plan(60, 0) })).toEqual([]);
    expect(await codes({ arm: 'radiotherapy', plan: plan(60, 40) })).toEqual(['simulate/dose-misses-lesion']);
    expect(await codes({ arm: 'temozolomide', plan: plan(60, 40) })).toEqual([]);
    expect(await codes({ arm: 'resection', startDays: 90 }, 90)).toEqual(['simulate/treatment-after-horizon']);
    expect(await codes({ arm: 'none', startDays: 90 }, 90)).toEqual([]);
  });

  it.each([
    [20, 1],
    [60, 0],
    [90, 1],
  ])('holds a planned dose of %i Gy to what the model was trained on', async (gray, warnings) => {
    const found = await warningsOf({ arm: 'radiotherapy', plan: plan(gray, 0) }, 90, { doseGy: [30, 66] });
    expect(found).toHaveLength(warnings);
    const quantity = 'Planned dose in the core';
    for (const one of found) expect(one).toMatchObject({ code: 'simulate/out-of-range', quantity, unit: 'Gy' });
  });
});
