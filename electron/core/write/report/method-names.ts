import type { MethodId } from '../../verify/score-method.ts';

/** What a method is called on the page. */
export const methodNames: Readonly<Record<MethodId, string>> = {
  'glioma-course': 'Longview model',
  'no-change': 'No change',
  'linear-extrapolation': 'Linear extrapolation',
  'fisher-kolmogorov': 'Fitted growth model',
};

/** What a method assumes, in a few words. */
export const methodNotes: Readonly<Record<MethodId, string>> = {
  'glioma-course': 'adversarial network',
  'no-change': 'the last scan stays as it is',
  'linear-extrapolation': 'the radius goes on growing as between the last visits',
  'fisher-kolmogorov': 'reaction and diffusion (Fisher-Kolmogorov), fitted to the visits',
};

/** Whether a method is the model under test and not a rival. */
export function isModel(id: MethodId): boolean {
  return id === 'glioma-course';
}
