import type { AtrophyManifest } from '../../electron/contract/atrophy-manifest.ts';
import type { ModelManifest } from '../../electron/contract/model-manifest.ts';

const tensor = (name: string) => ({ name, shape: [1], type: 'float32' as const });

const common = {
  schema: 'longview.model/1' as const,
  organ: 'brain',
  modality: 'MR',
  dimensions: 3 as const,
  licence: 'Apache-2.0',
  sequences: [{ sequence: 'T1c', required: false }],
  training: { data: 'simulated' },
  intendedUse: 'Research and teaching, not for diagnosis.',
};

const golden = <Input extends object>(input: Input) => ({
  input: { formula: 'sin(0.37*i+0.11*j)', ...input },
  output: 'golden/output.bin',
  maxAbsError: 0.001,
  tensors: { output: [{ name: 'b', shape: [1], offset: 0 }] },
});

/** The manifest of a model that is never run. */
export const scriptedManifest: ModelManifest = {
  ...common,
  kind: 'course',
  id: 'glioma-course',
  version: '0.2.0',
  title: 'Glioma course',
  graphs: [
    { role: 'encoder', file: 'encoder.onnx', sha256: 'a'.repeat(64), inputs: [tensor('a')], outputs: [tensor('b')] },
  ],
  grid: { size: [64, 64, 64], spacingMm: [2, 2, 2], orientation: 'LPS', centre: 'core-centroid' },
  channels: ['t1cLast'],
  conditions: ['horizonYears'],
  latentSize: 16,
  sdfScaleMm: 20,
  normalisation: { method: 'tissue-z', clip: [-4, 12], divisor: 4 },
  visits: { min: 1, max: 3 },
  form: [
    { id: 'horizonDays', label: 'Horizon', type: 'integer', unit: 'd', minimum: 14, maximum: 365, default: 90 },
    {
      id: 'arm',
      label: 'Treatment',
      type: 'choice',
      options: [
        { value: 'none', label: 'None' },
        { value: 'resection', label: 'Resection' },
        { value: 'radiotherapy', label: 'Radiotherapy' },
      ],
      default: 'none',
    },
    {
      ...{ id: 'startDays', label: 'Start of treatment', type: 'integer', unit: 'd' },
      ...{ minimum: -180, maximum: 180, default: 0, when: { field: 'arm', values: ['resection', 'radiotherapy'] } },
    },
    { id: 'ageYears', label: 'Age', type: 'integer', unit: 'y', minimum: 18, maximum: 95, optional: true },
  ],
  trainedRanges: { horizonDays: [14, 365], startDays: [-444, 59], ageYears: [20, 85] },
  populationRateMmPerDay: { core: 0.02, oedema: 0.02 },
  populationFrontSpeedMmPerDay: 0.02,
  calibration: { volumeLog90: 0, latentScale: 1 },
  golden: golden({ conditions: [0] }),
};

/** The manifest of an outlining model that is never run. */
export const scriptedSegmentation: ModelManifest = {
  ...common,
  kind: 'segmentation',
  id: 'lesion-segmentation',
  version: '0.1.0',
  title: 'Lesion segmentation',
  graphs: [
    { role: 'segment', file: 'segment.onnx', sha256: 'a'.repeat(64), inputs: [tensor('a')], outputs: [tensor('b')] },
  ],
  grid: { size: [96, 112, 96], spacingMm: [2, 2, 2], orientation: 'LPS', centre: 'head' },
  channels: ['t1c'],
  outputs: ['core'],
  normalisation: { method: 'foreground-z', foregroundFraction: 0.1, clip: [-4, 8], divisor: 4 },
  segmentation: { thresholds: {} },
  trainedRanges: { spacingMm: [1, 6.5] },
  golden: golden({ present: [1] }),
};

/** The manifest of a model of atrophy that is never run. */
export const scriptedAtrophyManifest: AtrophyManifest = {
  ...common,
  kind: 'atrophy',
  id: 'brain-atrophy',
  version: '0.1.0',
  title: 'Brain atrophy',
  graphs: [
    { role: 'encoder', file: 'encoder.onnx', sha256: 'a'.repeat(64), inputs: [tensor('a')], outputs: [tensor('b')] },
  ],
  grid: { size: [96, 112, 96], spacingMm: [2, 2, 2], orientation: 'LPS', centre: 'head' },
  channels: ['t1'],
  labels: ['background', 'white', 'grey', 'sulcalFluid', 'ventricles', 'hippocampus', 'deepGrey'],
  conditions: ['years'],
  conditionScales: { years: 10, age: 100 },
  latentSize: 8,
  velocity: { every: 2 },
  normalisation: { method: 'foreground-z', foregroundFraction: 0.1, clip: [-4, 8], divisor: 4 },
  form: [
    { id: 'years', label: 'Years ahead', type: 'integer', unit: 'years', minimum: 1, maximum: 8, default: 4 },
    {
      id: 'course',
      label: 'Supposed course',
      type: 'choice',
      options: [
        { value: 'unknown', label: 'Unknown' },
        { value: 'healthy', label: 'Healthy ageing' },
        { value: 'mci', label: 'Mild cognitive impairment' },
        { value: 'ad', label: "Alzheimer's disease" },
      ],
      default: 'unknown',
    },
    {
      ...{ id: 'yearsOfDisease', label: 'Years of disease', type: 'integer', unit: 'years', minimum: 1, maximum: 15 },
      ...{ optional: true, when: { field: 'course', values: ['mci', 'ad'] } },
    },
    { id: 'ageYears', label: 'Age', type: 'integer', unit: 'years', minimum: 50, maximum: 95, optional: true },
  ],
  groupMeans: {
    ...{ file: 'group-means.bin', sha256: 'd'.repeat(64), type: 'int8', shape: [3, 48, 56, 48] },
    ...{ frame: { centreVoxel: [23.5, 27.5, 23.5], deviationVoxel: [8, 9, 8] }, scenes: {}, fields: [] },
  },
  trainedRanges: { years: [1, 8], yearsOfDisease: [1, 12], ageYears: [55, 90] },
  calibration: {
    latentScale: 1,
    marginLogarithm: { since: {}, sinceUntold: {}, ahead: {}, aheadUntold: {} },
    volumeMarginLogarithm: { ventricles: 0.06, hippocampus: 0.12, white: 0.04, grey: 0.04, brain: 0.03 },
    nullPercent: 4,
  },
  golden: golden({ conditions: [0] }),
};
