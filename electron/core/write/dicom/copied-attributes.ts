import type { Element, Encoding } from './encode-elements.ts';
import type { SourceDataSet } from './read-elements.ts';

/** Patient and study attributes outside groups 0010 and 0012, and what their meaning hangs on (character set, time zone). */
const studyTags = new Set([
  0x00080005, 0x00080020, 0x00080030, 0x00080050, 0x00080051, 0x00080090, 0x00080096, 0x0008009c, 0x0008009d,
  0x00080201, 0x00081030, 0x00081032, 0x00081048, 0x00081049, 0x00081060, 0x00081062, 0x00081080, 0x00081084,
  0x00081110, 0x00081120, 0x0020000d, 0x00200010, 0x00321034, 0x00380010, 0x00380014, 0x00380060, 0x00380062,
  0x00380064, 0x00380500, 0x00401012,
]);
/** Clinical-trial attributes of a series, not of the patient or study. */
const trialSeriesTags = new Set([0x00120060, 0x00120071, 0x00120072, 0x00120073]);

/** Body part, position in the scanner, laterality; frame of reference. */
const placeTags = [0x00082218, 0x00180015, 0x00185100, 0x00200052, 0x00200060, 0x00200062, 0x00201040];

/** The same without what is said of an image alone: an object of many frames says it in its functional groups. */
const frameOfReferenceTags = [0x00180015, 0x00185100, 0x00200052, 0x00200060, 0x00201040];

/** That pixels once were compressed with loss, which whatever is derived from them must go on saying. */
const lossyTags: Readonly<Record<number, string>> = { 0x00282110: 'CS', 0x00282112: 'DS', 0x00282114: 'CS' };

/** Place of one slice. */
const sliceTags = [0x00180050, 0x00180088, 0x00181120, 0x00200032, 0x00200037, 0x00201041, 0x00280030];

/** How an image looks, with the value representation that an implicit source does not tell; never a dose or exposure. */
const appearanceTags: Readonly<Record<number, string>> = {
  0x00180010: 'LO',
  0x00180012: 'SQ',
  0x00180014: 'SQ',
  0x00181040: 'LO',
  0x00280004: 'CS',
  0x00280302: 'CS',
  0x00281050: 'DS',
  0x00281051: 'DS',
  0x00281055: 'LO',
  0x00281056: 'CS',
  0x00282110: 'CS',
  0x00282112: 'DS',
  0x00282114: 'CS',
};
const mrTags: Readonly<Record<number, string>> = {
  0x00180020: 'CS',
  0x00180021: 'CS',
  0x00180022: 'CS',
  0x00180023: 'CS',
  0x00180024: 'SH',
  0x00180025: 'CS',
  0x00180080: 'DS',
  0x00180081: 'DS',
  0x00180082: 'DS',
  0x00180084: 'DS',
  0x00180087: 'DS',
  0x00180091: 'IS',
  0x00181314: 'DS',
};
const ctTags: Readonly<Record<number, string>> = { 0x00180022: 'CS', 0x00181210: 'SH' };

/** Every attribute of the patient and the study, byte for byte (DICOM PS3.3 C.7.1 and C.7.2). */
export function patientAndStudy(source: SourceDataSet): Element[] {
  return [...source.elements.values()].filter(({ tag }) => isPatientOrStudy(tag));
}

/** Whether an attribute belongs to the patient or the study, so that it must not differ within one study. */
export function isPatientOrStudy(tag: number): boolean {
  const group = tag >>> 16;
  return group === 0x0010 || (group === 0x0012 && !trialSeriesTags.has(tag)) || studyTags.has(tag);
}

/** Body part, patient position and frame of reference of the grid's series. */
export function placeInPatient(source: SourceDataSet): Element[] {
  return pick(source, placeTags);
}

/** Body part, patient position and frame of reference, for an object of many frames. */
export function frameOfReference(source: SourceDataSet): Element[] {
  return pick(source, frameOfReferenceTags);
}

/** Whether, how and how much the source's pixels were compressed with loss. */
export function lossyCompression(source: SourceDataSet): Element[] {
  return pickWithVr(source, lossyTags);
}

/** Position, orientation, spacing and thickness of one slice. */
export function placeOfSlice(source: SourceDataSet): Element[] {
  return pick(source, sliceTags);
}

/**
 * How the predicted sequence looks: contrast, agent, window. Its source may be encoded in another way than the file being
 * written: then sequences are left out, because their inside cannot be copied as bytes.
 */
export function appearance(source: SourceDataSet, modality: 'MR' | 'CT', encoding: Encoding): Element[] {
  const wanted = { ...appearanceTags, ...(modality === 'MR' ? mrTags : ctTags) };
  return pickWithVr(source, wanted).filter(({ vr }) => vr !== 'SQ' || source.encoding === encoding);
}

function pick(source: SourceDataSet, tags: readonly number[]): Element[] {
  return tags.flatMap((tag) => source.elements.get(tag) ?? []);
}

/** Elements with the value representation that an implicit source does not tell. */
function pickWithVr(source: SourceDataSet, wanted: Readonly<Record<number, string>>): Element[] {
  return Object.entries(wanted).flatMap(([tag, vr]) => {
    const element = source.elements.get(Number(tag));
    if (element === undefined) return [];
    return element.vr === '' ? { ...element, vr } : element;
  });
}
