import { applyAffine } from '../../base/affine.ts';
import { voxelToLps, type Grid } from '../../base/grid.ts';
import { tagOf } from '../dicom/attributes.ts';
import {
  codeElement,
  decimalString,
  numberElement,
  sequenceElement,
  textElement,
  type Code,
} from '../dicom/element.ts';
import type { Element, Encoding } from '../dicom/encode-elements.ts';

/** Derived, with pixels that are a quantity of a volume (DICOM PS3.3 C.8.32.2). */
export const mapImageType = ['DERIVED', 'PRIMARY', 'VOLUME', 'QUANTITY'] as const;

const brain: Code = ['12738006', 'SCT', 'Brain'];

/** What differs from map to map in what all its frames share. */
export interface SharedContent {
  readonly displayLimit: number;
  readonly realWorldMapping: Element;
  /** Every slice that went in. */
  readonly sourceImages: Element;
  /** How the map was derived. */
  readonly derivation: Code;
}

/**
 * What all frames share: spacing, orientation, anatomy, values, window, derivation.
 *
 * @see DICOM PS3.3 A.75.5
 */
export function sharedGroups(grid: Grid, content: SharedContent, encoding: Encoding): Element {
  const one = (keyword: Parameters<typeof sequenceElement>[0], item: readonly Element[]): Element =>
    sequenceElement(keyword, [item], encoding);
  const [columnMm, rowMm, sliceMm] = grid.spacingMm;
  const [across, down] = grid.directions;
  const groups = [
    one('PixelMeasuresSequence', [
      // Pixel Spacing names the distance between rows first (DICOM PS3.3 10.7.1.3).
      textElement('PixelSpacing', decimalString(rowMm), decimalString(columnMm)),
      textElement('SliceThickness', decimalString(sliceMm)),
      textElement('SpacingBetweenSlices', decimalString(sliceMm)),
    ]),
    one('PlaneOrientationSequence', [
      textElement('ImageOrientationPatient', ...[...across, ...down].map(decimalString)),
    ]),
    one('FrameAnatomySequence', [
      textElement('FrameLaterality', 'U'),
      codeElement('AnatomicRegionSequence', brain, encoding),
    ]),
    one('PixelValueTransformationSequence', [
      textElement('RescaleIntercept', '0'),
      textElement('RescaleSlope', '1'),
      textElement('RescaleType', 'US'),
    ]),
    one('FrameVOILUTSequence', [
      textElement('WindowCenter', '0'),
      textElement('WindowWidth', decimalString(2 * content.displayLimit)),
      // The usual function takes half a step of whole numbers off the width, which these are not.
      textElement('VOILUTFunction', 'LINEAR_EXACT'),
    ]),
    one('ParametricMapFrameTypeSequence', [textElement('FrameType', ...mapImageType)]),
    one('DerivationImageSequence', [
      codeElement('DerivationCodeSequence', content.derivation, encoding),
      content.sourceImages,
    ]),
    content.realWorldMapping,
  ];
  return one('SharedFunctionalGroupsSequence', groups);
}

/** Place of every frame, in the order of the grid's slices. */
export function perFrameGroups(grid: Grid, encoding: Encoding): Element {
  const frames = Array.from({ length: grid.size[2] }, (_, slice) => {
    const position = applyAffine(voxelToLps(grid), [0, 0, slice]).map(decimalString);
    const content = [
      textElement('StackID', '1'),
      numberElement('InStackPositionNumber', slice + 1),
      numberElement('DimensionIndexValues', slice + 1),
    ];
    return [
      sequenceElement('FrameContentSequence', [content], encoding),
      sequenceElement('PlanePositionSequence', [[textElement('ImagePositionPatient', ...position)]], encoding),
    ];
  });
  return sequenceElement('PerFrameFunctionalGroupsSequence', frames, encoding);
}

/** Frames are told apart by their position alone. */
export function dimensionElements(organizationUid: string, encoding: Encoding): Element[] {
  const organization = textElement('DimensionOrganizationUID', organizationUid);
  const index = [
    organization,
    numberElement('DimensionIndexPointer', tagOf('ImagePositionPatient')),
    numberElement('FunctionalGroupPointer', tagOf('PlanePositionSequence')),
    textElement('DimensionDescriptionLabel', 'Image Position (Patient)'),
  ];
  return [
    sequenceElement('DimensionOrganizationSequence', [[organization]], encoding),
    textElement('DimensionOrganizationType', '3D'),
    sequenceElement('DimensionIndexSequence', [index], encoding),
  ];
}
