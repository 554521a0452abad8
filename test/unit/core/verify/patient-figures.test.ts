import { describe, expect, it } from 'vitest';
import { patientFigures } from '../../../../electron/core/verify/patient-figures.ts';
import { summarisePatients } from '../../../../electron/core/verify/summarise-patients.ts';
import { noLesion, patientToScore } from '../../../fixtures/patient-to-score.ts';

const perfect = patientToScore({ before: 5, after: 8, predicted: 8, futures: [7, 8, 9] });
const close = patientToScore({ before: 5, after: 8, predicted: 7.5, futures: [7, 7.5, 9] });
const other = patientToScore({ before: 6, after: 7, predicted: 7.4, futures: [7.5, 8, 8.5] });

describe('the figures of one patient', () => {
  const figures = patientFigures(perfect);
  const { 'glioma-course': model, 'no-change': noChange } = figures.methods;

  it('are perfect for the truth itself', () => {
    expect(model?.core).toEqual({
      dice: 1,
      jaccard: 1,
      growthRegionDice: 1,
      skill: 1,
      volumeErrorPercent: 0,
      signedVolumeErrorPercent: 0,
      volumeErrorMl: 0,
      volumeErrorLog: 0,
      hd95Mm: 0,
      hd95MmPenalised: 0,
      assdMm: 0,
    });
    expect(model?.image?.ssim).toBeCloseTo(1, 9);
    expect(model?.image?.nmseChanged).toBe(0);
    // Equal images have no noise at all, which JSON cannot say.
    expect(model?.image?.psnrDb).toBeNull();
    expect(model?.crpsOfPoint).toBe(0);
  });

  it('give "no change" no growth region, no skill, and a signed error below zero', () => {
    expect(noChange?.core.growthRegionDice).toBe(0);
    expect(noChange?.core.skill).toBe(0);
    expect(noChange?.core.signedVolumeErrorPercent).toBeLessThan(-50);
    expect(noChange?.core.volumeErrorPercent).toBe(-(noChange?.core.signedVolumeErrorPercent ?? 0));
  });

  it('judge images hardest where something changed', () => {
    const { ssim = null, ssimLesion = null, ssimChanged = null } = noChange?.image ?? {};
    expect(ssimLesion).toBeLessThanOrEqual(ssim ?? 0);
    expect(ssimChanged).toBeLessThan(ssimLesion ?? 0);
  });

  it('hold the truth between the futures and name the response', () => {
    const [low, high] = figures.futures.interval90Ml;
    expect(low).toBeLessThan(figures.coreVolumeMl.actual);
    expect(high).toBeGreaterThan(figures.coreVolumeMl.actual);
    expect(figures.futures.energyDistance).toBeGreaterThan(0);
    expect(figures.response.rano2).toBe('PD');
    expect(noChange?.response.rano2).toBe('SD');
  });

  it('leave out what is not defined: no oedema seen, no lesion left', () => {
    const { actual } = perfect;
    const gone = patientFigures({ ...perfect, actual: { ...actual, core: noLesion, oedema: null } });
    const { core, oedema } = gone.methods['glioma-course'] ?? {};
    expect(oedema).toBeNull();
    expect([core?.dice, core?.volumeErrorPercent, core?.hd95Mm]).toEqual([0, null, null]);
    expect(core?.hd95MmPenalised).toBeCloseTo(221.7, 1);
    expect(core?.volumeErrorLog).toBeCloseTo(Math.log((gone.methods['glioma-course']?.coreVolumeMl ?? NaN) / 0.1), 9);
    expect(gone.futures.calibrationError).toBeNull();
    expect(gone.response.rano2).toBe('CR');
  });
});

describe('the summary of a set', () => {
  const ids = ['glioma-course', 'no-change', 'linear-extrapolation'];
  const patients = [perfect, close, other].map((patient, n) => ({ ...patientFigures(patient), visits: n + 1 }));
  const summary = summarisePatients(patients, ids);

  it('counts patients and values', () => {
    expect(summary.patients).toBe(3);
    expect(summary.patientsWithTwoVisits).toBe(2);
    expect(summary.methods['glioma-course']?.core.dice.count).toBe(3);
    expect(summary.methods['glioma-course']?.image?.psnrDb.count).toBe(2);
  });

  it('keeps mean and median within their interval and between the patients', () => {
    const { mean, median, ci95 } = summary.methods['no-change']?.core.dice ?? {};
    expect(ci95?.[0]).toBeLessThanOrEqual(mean ?? 0);
    expect(ci95?.[1]).toBeGreaterThanOrEqual(mean ?? 1);
    expect(median).toBeGreaterThan(0.3);
  });

  it('compares the model with every rival; the best one is the one with the best mean', () => {
    expect(Object.keys(summary.pairedVsEveryRival)).toHaveLength(2 * 5 * 2);
    const { dice } = summary.pairedVsBestRival;
    expect(dice?.rival).toBe('linear-extrapolation');
    // Three pairs: the smallest p that an exact two-sided test can give is 1/4.
    expect(dice?.p).toBeGreaterThanOrEqual(0.25);
    expect(dice?.pHolm).toBeGreaterThanOrEqual(dice?.p ?? 1);
    expect(summary.pairedVsEveryRival['core/dice/no-change']?.difference).toBeGreaterThan(0);
  });

  it('ranks the rivals on the same patients, and punishes a method that leaves nothing', () => {
    const distances = (ours: number, first: number | null, second: number | null) => {
      const [patient] = patients;
      const methods = Object.fromEntries(
        [ours, first, second].map((mm, n) => {
          const figures = patient?.methods[ids[n] ?? ''];
          return [ids[n], { ...figures, core: { ...figures?.core, hd95MmPenalised: mm } }];
        }),
      );
      return { ...patient, methods } as unknown as (typeof patients)[number];
    };
    const some = [distances(5, 4, 4), distances(5, 4, 4), distances(30, 222, 6), distances(30, null, 30)];
    const { hd95MmPenalised: found } = summarisePatients(some, ids).pairedVsBestRival;
    expect(found).toMatchObject({ rival: 'linear-extrapolation', difference: 6.5 });
  });

  it('does not test what nobody was measured in', () => {
    const blind = patients.map((patient) => ({
      ...patient,
      methods: Object.fromEntries(
        Object.entries(patient.methods).map(([id, figures]) => [id, { ...figures, oedema: null }]),
      ),
    }));
    const { pairedVsEveryRival, pairedVsBestRival } = summarisePatients(blind, ids);
    expect(Object.keys(pairedVsEveryRival)).toHaveLength(5 * 2);
    expect(pairedVsBestRival.dice?.rival).toBe('linear-extrapolation');
  });

  it('counts how often the intervals held the truth', () => {
    expect(summary.coverage90.value).toBeCloseTo(2 / 3, 4);
    expect(summary.coverage90.ci95[0]).toBeLessThan(0.5);
    expect(summary.coverage50.value).toBeLessThanOrEqual(summary.coverage90.value);
  });

  it('says how far the response classes agree', () => {
    const { 'glioma-course': model, 'no-change': noChange } = summary.responseKappa;
    expect(model?.rano2.patients).toBe(3);
    expect(model?.rano2.kappa ?? 1).toBeGreaterThanOrEqual(noChange?.rano2.kappa ?? 0);
  });

  it('of one patient has no width', () => {
    const alone = summarisePatients(patients.slice(0, 1), ids);
    const { mean, ci95 } = alone.methods['no-change']?.core.dice ?? {};
    expect(ci95).toEqual([mean, mean]);
    expect(alone.pairedVsBestRival.dice?.p).toBe(1);
  });
});
