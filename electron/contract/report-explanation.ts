import { z } from 'zod';
import { arms } from '../core/base/arm.ts';

/** The mean future's core where something was hidden from the model or told to it differently. */
const influence = {
  volumeMl: z.number(),
  /** Volume without it (or with the other value) minus that of the whole forecast. */
  changeMl: z.number(),
  changePercent: z.number().nullable(),
  /** 1 - Dice of the two cores. */
  dissimilarity: z.number(),
};

/** `neverMissing`: the model never had to do without it in training, so that the answer is a guess. */
const hidden = { ...influence, neverMissing: z.boolean() };

const hiddenInputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sequence'), sequence: z.enum(['T1', 'T1c', 'T2', 'FLAIR']), ...hidden }),
  /** A visit before the last one; everything is made anew without it, the speed of growth included. */
  z.object({ kind: z.literal('visit'), date: z.string(), ...hidden }),
  z.object({ kind: z.literal('dose'), ...hidden }),
  /** A simple method's forecast that the model is given as a hint, replaced by the last outline. */
  z.object({ kind: z.literal('hint'), hint: z.enum(['linear-extrapolation', 'fisher-kolmogorov']), ...hidden }),
]);

const toldSchema = z.object({ value: z.number(), ...influence });

/** Which inputs moved the forecast, by hiding and changing them one at a time. */
export const explanationSchema = z.object({
  scope: z.literal('what moved the model, not what moves the disease'),
  /** Core volume of the whole forecast's mean future. */
  volumeMl: z.number(),
  inputs: z.array(hiddenInputSchema),
  /** Cubes of the images of every date, replaced by the mean of healthy tissue. */
  regions: z.object({
    blockMm: z.number(),
    blocks: z.array(z.object({ centreMm: z.tuple([z.number(), z.number(), z.number()]), ...influence })),
  }),
  /** Central differences: each number a step lower and a step higher. */
  conditions: z.array(
    z.object({
      condition: z.enum(['horizonDays', 'startDays', 'doseGy', 'ageYears']),
      value: z.number(),
      lower: toldSchema,
      higher: toldSchema,
    }),
  ),
  /** Every other treatment that the model knows. */
  arms: z.array(z.object({ arm: z.enum(arms), ...influence })),
});

/** An explanation as a host receives it. */
export type ReportExplanation = z.infer<typeof explanationSchema>;
