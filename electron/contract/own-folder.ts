/** A kind of folder that Longview writes, and may therefore replace. */
export interface OwnFolder {
  /** File that says who wrote the folder. */
  readonly markFile: string;
  /** Words that this file holds. */
  readonly markWords: string;
  /** Every name at the top of such a folder. */
  readonly names: RegExp;
}

/** What a forecast leaves behind. */
export const forecastFolder: OwnFolder = {
  markFile: 'report.json',
  markWords: '"longview.report/',
  names: /^(?:report\.html|report\.json|dicom|nifti)$/,
};

/** What an evaluation leaves behind. */
export const evaluationFolder: OwnFolder = {
  markFile: 'evaluation.json',
  markWords: '"longview.evaluation/',
  names: /^(?:evaluation\.html|evaluation\.json)$/,
};

/** What an atrophy forecast leaves behind. */
export const atrophyFolder: OwnFolder = {
  ...forecastFolder,
  markWords: '"longview.atrophy/',
};

/** What outlining leaves behind. */
export const segmentationFolder: OwnFolder = {
  markFile: 'segmentation.json',
  markWords: '"longview.segmentation/',
  names: /^(?:segmentation\.json|\d{4}-\d\d-\d\d_(?:brain|core|necrosis|oedema)\.nii\.gz)$/,
};

/**
 * True when replacing a folder loses nothing of anybody else: it is empty, or it carries our mark and not one foreign name
 * (scans and notes may lie beside a report).
 *
 * @param names everything at the top of the folder
 * @param mark content of its mark file; empty where there is none
 */
export function isReplaceable(own: OwnFolder, names: readonly string[], mark: string): boolean {
  if (names.length === 0) return true;
  return mark.includes(own.markWords) && names.every((name) => own.names.test(name));
}
