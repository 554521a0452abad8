/** What each rival is called on the page, and what it assumes in a few words. */
const rivals: Readonly<Record<string, { readonly name: string; readonly note: string }>> = {
  'no-change': { name: 'No change', note: 'the last scan stays as it is' },
  'linear-extrapolation': {
    name: 'Linear extrapolation',
    note: 'the radius goes on growing at the speed of the last two dates (with one date: of the training population)',
  },
  'exponential-extrapolation': {
    name: 'Exponential extrapolation',
    note: 'the volume goes on multiplying as between the last two dates (with one date: by the population’s speed)',
  },
  'fisher-kolmogorov': {
    name: 'Fitted growth model',
    note: 'reaction and diffusion (Fisher-Kolmogorov), fitted to the visits',
  },
  'group-mean': {
    name: 'Group mean',
    note: 'the mean change of the training scenes, laid over the head',
  },
};

/** What a method is called on the page. */
export function methodName(id: string): string {
  return rivals[id]?.name ?? 'Longview model';
}

/** What a method assumes, in a few words. */
export function methodNote(id: string): string {
  return rivals[id]?.note ?? 'adversarial network';
}

/** Whether a method is the model under test and not a rival. */
export function isModel(id: string): boolean {
  return !(id in rivals);
}
