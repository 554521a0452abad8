import type { Code } from '../dicom/element.ts';

/** A structure of the brain as a report names it. */
export interface CodedStructure {
  /** The same at every date; also the name that a viewer shows. */
  readonly title: string;
  /** Everything that the volume covers. */
  readonly sites: readonly Code[];
  /** Left and right together. */
  readonly isBilateral: boolean;
}

const sct = (value: string, meaning: string): Code => [value, 'SCT', meaning];

/**
 * Every structure whose volume can be reported, by the label that the brain models give it; `brain` is all tissue,
 * `intracranial` tissue and fluid.
 *
 * @see DICOM PS3.16 CID 7140; models/brain-atrophy/examples.py LABELS
 */
export const structureCodes = {
  hippocampus: one('Hippocampus', sct('5366008', 'Hippocampus'), true),
  ventricles: one('Brain ventricles', sct('35764002', 'Brain ventricle')),
  white: {
    title: 'White matter with brain stem',
    sites: [
      sct('68523003', 'Cerebral white matter'),
      sct('33060004', 'Cerebellar white matter'),
      sct('119238007', 'Brain stem'),
    ],
    isBilateral: true,
  },
  grey: {
    title: 'Grey matter of cortex, cerebellum and amygdala',
    sites: [sct('40146001', 'Cerebral cortex'), sct('25991003', 'Cerebellar cortex'), sct('4958002', 'Amygdala')],
    isBilateral: true,
  },
  deepGrey: {
    title: 'Deep grey matter',
    sites: [
      sct('42695009', 'Thalamus'),
      sct('11000004', 'Caudate nucleus'),
      sct('89278009', 'Putamen'),
      sct('14738005', 'Globus pallidus'),
      sct('427667007', 'Nucleus accumbens'),
    ],
    isBilateral: true,
  },
  sulcalFluid: one('Fluid of the sulci', sct('33930006', 'Cranial subarachnoid space')),
  brain: one('Brain', sct('12738006', 'Brain')),
  intracranial: one('Intracranial space', sct('1101003', 'Intracranial')),
} as const satisfies Readonly<Record<string, CodedStructure>>;

/** A structure whose volume can be reported. */
export type ReportedStructure = keyof typeof structureCodes;

/** Whether a label names a structure that has a code. */
export function isReportedStructure(label: string): label is ReportedStructure {
  return Object.hasOwn(structureCodes, label);
}

function one(title: string, site: Code, isBilateral = false): CodedStructure {
  return { title, sites: [site], isBilateral };
}
