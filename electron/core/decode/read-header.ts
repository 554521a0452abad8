import type { Vec3 } from '../base/vector.ts';
import type { ElementValues } from './element-values.ts';
import type {
  ImageHeader,
  MrAcquisition,
  PixelDescription,
  SliceDiscriminators,
  SliceGeometry,
} from './image-header.ts';
import { readDataset, type FileDataset } from './read-dataset.ts';
import { tags } from './tags.ts';

/**
 * Reads what a DICOM file says before its pixels. The pixels are not touched; their place and the length that the file
 * really has of them are told, so that `pixelProblem` notices a truncated file without reading it.
 *
 * @param bytes the file, or its beginning
 * @param file name to use in problems
 * @param fileLength length of the whole file in bytes
 * @throws ExpectedError 'dicom/not-dicom', 'dicom/truncated', 'dicom/malformed', 'dicom/unsupported-transfer-syntax'
 * @throws MoreBytesNeeded when `bytes` is a beginning that does not hold the whole header
 */
export function readHeader(bytes: Uint8Array, file: string, fileLength: number = bytes.length): ImageHeader {
  const dataset = readDataset({ bytes, file, fileLength });
  const { values } = dataset;
  return {
    file: dataset.source.file,
    transferSyntaxUid: dataset.transferSyntaxUid,
    ...identity(values),
    ...descriptions(values),
    geometry: sliceGeometry(values),
    pixels: pixelDescription(dataset),
    acquisition: mrAcquisition(values),
    discriminators: discriminators(values),
    syntheticData: values.text(tags.syntheticData) === 'YES',
    hasSourceImages: values.has(tags.sourceImageSequence),
  };
}

function identity(values: ElementValues) {
  return {
    sopClassUid: values.text(tags.sopClassUid),
    sopInstanceUid: values.text(tags.sopInstanceUid),
    studyInstanceUid: values.text(tags.studyInstanceUid),
    seriesInstanceUid: values.text(tags.seriesInstanceUid),
    frameOfReferenceUid: values.text(tags.frameOfReferenceUid),
    patientId: values.text(tags.patientId),
    issuerOfPatientId: values.text(tags.issuerOfPatientId),
    patientName: values.text(tags.patientName),
    patientBirthDate: values.date(tags.patientBirthDate),
    patientAge: values.text(tags.patientAge),
    studyDate: values.date(tags.studyDate),
    seriesDate: values.date(tags.seriesDate),
    acquisitionDate: values.date(tags.acquisitionDate),
  };
}

function descriptions(values: ElementValues) {
  return {
    modality: values.text(tags.modality),
    imageType: values.texts(tags.imageType),
    studyDescription: values.text(tags.studyDescription),
    seriesDescription: values.text(tags.seriesDescription),
    protocolName: values.text(tags.protocolName),
    sequenceName: values.text(tags.sequenceName),
    manufacturer: values.text(tags.manufacturer),
    manufacturerModelName: values.text(tags.manufacturerModelName),
    seriesNumber: values.number(tags.seriesNumber),
    instanceNumber: values.number(tags.instanceNumber),
  };
}

/** Geometry of one slice, or of one functional group that carries these attributes. */
export function sliceGeometry(values: ElementValues): SliceGeometry {
  const orientation = finiteNumbers(values.numbers(tags.imageOrientationPatient), 6);
  const spacing = finiteNumbers(values.numbers(tags.pixelSpacing), 2);
  const [ux, uy, uz, vx, vy, vz] = (orientation ?? []) as [number, number, number, number, number, number];
  return {
    rows: values.number(tags.rows) ?? 0,
    columns: values.number(tags.columns) ?? 0,
    imagePositionPatient: finiteNumbers(values.numbers(tags.imagePositionPatient), 3) as Vec3 | null,
    imageOrientationPatient: orientation === null ? null : [[ux, uy, uz] as Vec3, [vx, vy, vz] as Vec3],
    pixelSpacingMm: spacing as [number, number] | null,
    sliceThicknessMm: values.number(tags.sliceThickness),
  };
}

function pixelDescription({ values, elements }: FileDataset): PixelDescription {
  const pixelData = elements.get(tags.pixelData);
  const bitsAllocated = values.number(tags.bitsAllocated) ?? 0;
  const bitsStored = values.number(tags.bitsStored) ?? bitsAllocated;
  return {
    samplesPerPixel: values.number(tags.samplesPerPixel) ?? 1,
    numberOfFrames: values.number(tags.numberOfFrames) ?? 1,
    photometricInterpretation: values.text(tags.photometricInterpretation),
    bitsAllocated,
    bitsStored,
    highBit: values.number(tags.highBit) ?? bitsStored - 1,
    pixelRepresentation: values.number(tags.pixelRepresentation) ?? 0,
    rescaleSlope: values.number(tags.rescaleSlope) ?? 1,
    rescaleIntercept: values.number(tags.rescaleIntercept) ?? 0,
    windowCenter: values.number(tags.windowCenter),
    windowWidth: values.number(tags.windowWidth),
    pixelDataOffset: pixelData?.offset ?? null,
    pixelDataLength: pixelData?.length ?? null,
  };
}

function mrAcquisition(values: ElementValues): MrAcquisition {
  return {
    repetitionTimeMs: values.number(tags.repetitionTime),
    echoTimeMs: values.number(tags.echoTime),
    inversionTimeMs: values.number(tags.inversionTime),
    flipAngleDegrees: values.number(tags.flipAngle),
    scanningSequence: values.texts(tags.scanningSequence),
    sequenceVariant: values.texts(tags.sequenceVariant),
    mrAcquisitionType: values.text(tags.mrAcquisitionType),
    contrastBolusAgent: values.text(tags.contrastBolusAgent),
    magneticFieldStrengthT: values.number(tags.magneticFieldStrength),
  };
}

function discriminators(values: ElementValues): SliceDiscriminators {
  return {
    echoNumbers: values.number(tags.echoNumbers),
    temporalPositionIdentifier: values.number(tags.temporalPositionIdentifier),
    diffusionBValue: values.number(tags.diffusionBValue),
    acquisitionNumber: values.number(tags.acquisitionNumber),
    triggerTimeMs: values.number(tags.triggerTime),
  };
}

function finiteNumbers(values: readonly number[], length: number): readonly number[] | null {
  return values.length >= length && values.slice(0, length).every(Number.isFinite) ? values.slice(0, length) : null;
}
