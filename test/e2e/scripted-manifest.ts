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
