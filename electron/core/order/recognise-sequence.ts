import type { ImageHeader, MrAcquisition } from '../decode/image-header.ts';
import { contrastFromWords, sequenceFromWords } from './sequence-words.ts';
import type { Sequence } from './sequence.ts';

/** What a series was taken for, and why. */
export interface RecognisedSequence {
  readonly sequence: Sequence;
  /** Attribute and value, in words. */
  readonly evidence: readonly string[];
  /** False when the evidence is weak or contradicts itself. */
  readonly certain: boolean;
}

interface Finding {
  readonly sequence: Sequence;
  readonly evidence: string;
}

/**
 * Recognises the sequence of a series from one of its headers: modality first, then the words of the descriptions, then
 * the timing of the pulse sequence; contrast agent from its own attribute or from the words.
 *
 * @see DICOM PS3.3 C.8.3.1 (MR Image Module)
 */
export function recogniseSequence(header: ImageHeader): RecognisedSequence {
  const modality = `Modality ${header.modality || 'absent'}`;
  if (header.modality === 'CT') return { sequence: 'CT', evidence: [modality], certain: true };
  if (header.modality === 'PT') return { sequence: 'PET', evidence: [modality], certain: true };
  if (header.modality !== 'MR') return { sequence: 'other', evidence: [modality], certain: true };
  const spoken = fromDescriptions(header);
  const timed = fromTiming(header.acquisition, header.sequenceName);
  const base = spoken ?? timed;
  if (base === null) return { sequence: 'other', evidence: ['no attribute tells the sequence'], certain: false };
  const agrees = timed === null || timed.sequence === base.sequence || base.sequence === 'other';
  const evidence = [...new Set([spoken, timed].flatMap((f) => (f === null ? [] : [f.evidence])))];
  const certain = spoken !== null && agrees;
  if (base.sequence !== 'T1') return { sequence: base.sequence, evidence, certain };
  const contrast = contrastOf(header);
  return { sequence: contrast.given ? 'T1c' : 'T1', evidence: [...evidence, contrast.evidence], certain };
}

/**
 * Recognises the sequence of a volume that has no attributes but its name.
 *
 * @param name file name, with folders where they help
 */
export function recogniseSequenceFromName(name: string): RecognisedSequence {
  const spoken = sequenceFromWords(name);
  if (spoken === null) return { sequence: 'other', evidence: ['the file name tells no sequence'], certain: false };
  const evidence = [`file name says "${spoken.word}"`];
  if (spoken.sequence !== 'T1') return { sequence: spoken.sequence, evidence, certain: true };
  const contrast = contrastFromWords(name);
  if (contrast === null || contrast === 'none') return { sequence: 'T1', evidence, certain: true };
  return { sequence: 'T1c', evidence: [...evidence, `file name says "${contrast}"`], certain: true };
}

function descriptionsOf(header: ImageHeader): readonly (readonly [keyword: string, value: string])[] {
  return [
    ['SeriesDescription', header.seriesDescription],
    ['ProtocolName', header.protocolName],
  ];
}

function fromDescriptions(header: ImageHeader): Finding | null {
  if (header.imageType.includes('ADC'))
    return { sequence: 'ADC', evidence: `ImageType ${header.imageType.join('\\')}` };
  for (const [keyword, value] of descriptionsOf(header)) {
    const spoken = sequenceFromWords(value);
    if (spoken !== null) return { sequence: spoken.sequence, evidence: `${keyword} "${value}" says "${spoken.word}"` };
  }
  return null;
}

/** Weighting from times in milliseconds; the bounds are those of clinical head protocols at 1.5 T and 3 T. */
function fromTiming(mr: MrAcquisition, sequenceName: string): Finding | null {
  const { repetitionTimeMs: tr, echoTimeMs: te, inversionTimeMs: ti } = mr;
  const found = (sequence: Sequence): Finding => ({
    sequence,
    evidence: [
      `RepetitionTime ${tr ?? 'absent'}`,
      `EchoTime ${te ?? 'absent'}`,
      `InversionTime ${ti ?? 'absent'}`,
    ].join(', '),
  });
  if (tr === null || te === null || tr <= 0 || te <= 0) return null;
  const isGradientEcho = mr.scanningSequence.includes('GR') && !mr.scanningSequence.includes('SE');
  const isEchoPlanar = mr.scanningSequence.includes('EP') || /ep2d|epi/i.test(sequenceName);
  if (isEchoPlanar) return null;
  if (ti !== null && ti >= 1500 && tr >= 4000 && te >= 50) return found('FLAIR');
  if (ti !== null && ti >= 400 && ti < 1500 && te < 30) return found('T1');
  if (isGradientEcho) return tr < 60 && te < 10 && (mr.flipAngleDegrees ?? 0) >= 8 ? found('T1') : null;
  if (tr <= 1100 && te <= 30) return found('T1');
  if (tr >= 1800 && te >= 60) return found('T2');
  if (tr >= 1500 && te <= 40) return found('PD');
  return null;
}

function contrastOf(header: ImageHeader): { readonly given: boolean; readonly evidence: string } {
  for (const [keyword, value] of descriptionsOf(header)) {
    const word = contrastFromWords(value);
    if (word === 'none') return { given: false, evidence: `${keyword} "${value}" says without contrast` };
    if (word !== null) return { given: true, evidence: `${keyword} "${value}" says "${word}"` };
  }
  const agent = header.acquisition.contrastBolusAgent;
  if (agent === '' || /^(no|none|without|n\/?a|0)$/i.test(agent))
    return { given: false, evidence: 'ContrastBolusAgent absent' };
  return { given: true, evidence: `ContrastBolusAgent "${agent}"` };
}
