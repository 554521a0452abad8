import type { Affine } from '../base/affine.ts';
import { hasRadiotherapy, hasTemozolomide, type Arm } from '../base/arm.ts';
import type { Grid } from '../base/grid.ts';
import type { Volume } from '../base/volume.ts';
import { resampleField } from '../register/resample-field.ts';

/** The treatment that a forecast supposes. */
export interface Treatment {
  readonly arm: Arm;
  /** First day, counted from the last visit; negative when it began before. */
  readonly startDays: number;
  /** Dose in the middle of the target where there is no plan. */
  readonly prescribedGy: number;
  /** The dose as it was planned; null when there is only a prescription. */
  readonly plan: DosePlan | null;
}

/** A planned dose in its own space. */
export interface DosePlan {
  /** Total dose of the whole course, Gy; nothing is known outside it. */
  readonly dose: Volume;
  /** LPS of the baseline's grid to LPS of the plan. */
  readonly baselineToPlan: Affine;
}

/** A treatment as the model is told of it. */
export interface TreatmentOnModelGrid {
  readonly arm: Arm;
  readonly startDays: number;
  /** Total dose per voxel of the model grid, Gy; null without radiotherapy. */
  readonly doseGy: Float32Array | null;
}

/** No treatment at any time. */
export const untreated: Treatment = { arm: 'none', startDays: 0, prescribedGy: 60, plan: null };

/** A prescription covers the core and this much round it in full ... */
const marginMm = 15;
/** ... and falls to nothing over this much more. */
const fallOffMm = 10;

/** What the model needs to know of a place to be told of a treatment there. */
export interface TreatedPlace {
  readonly grid: Grid;
  /** Signed distance of the last core, mm. */
  readonly coreMm: Float32Array;
  /** 1 in the brain and in the lesion. */
  readonly brain: Uint8Array;
}

/** A treatment on the model grid; the dose comes from the plan where there is one, else from the prescription. */
export function treatmentOnModelGrid(treatment: Treatment, place: TreatedPlace): TreatmentOnModelGrid {
  const { arm, startDays, prescribedGy, plan } = treatment;
  if (!hasRadiotherapy(arm)) return { arm, startDays, doseGy: null };
  return { arm, startDays, doseGy: plan ? plannedDoseGy(plan, place.grid) : prescribedDoseGy(prescribedGy, place) };
}

/**
 * Dose made from a prescription: full on the core and 15 mm round it, falling to 0 over the next 10 mm, inside the brain.
 *
 * @see models/common/treatment.py `dose_map_gy`, the twin
 */
export function prescribedDoseGy(prescribedGy: number, { coreMm, brain }: TreatedPlace): Float32Array {
  const out = new Float32Array(coreMm.length);
  for (let v = 0; v < out.length; v++) {
    if (brain[v] === 0) continue;
    const share = (marginMm + fallOffMm - (coreMm[v] as number)) / fallOffMm;
    out[v] = prescribedGy * Math.min(1, Math.max(0, share));
  }
  return out;
}

/** Planned dose on another grid in the baseline's space, Gy; 0 outside the plan. */
export function plannedDoseGy({ dose, baselineToPlan }: DosePlan, grid: Grid): Float32Array {
  return resampleField(dose, grid, baselineToPlan, 0);
}

/**
 * What the conditions of a model say of a treatment: which parts the arm has, when it begins, how long it has worked by the
 * horizon.
 *
 * @param horizonDays from the last visit
 */
export function treatmentConditions({ arm, startDays }: TreatmentOnModelGrid, horizonDays: number) {
  const treated = arm !== 'none';
  return {
    armResection: arm === 'resection' ? 1 : 0,
    armRadiotherapy: hasRadiotherapy(arm) ? 1 : 0,
    armTemozolomide: hasTemozolomide(arm) ? 1 : 0,
    startYears: treated ? startDays / 365 : 0,
    treatedYears: treated ? Math.max(0, horizonDays - Math.max(startDays, 0)) / 365 : 0,
  };
}
