import type { Sequence } from './sequence.ts';

/** A sequence read from words, and the word that told it. */
export interface SpokenSequence {
  readonly sequence: Sequence;
  readonly word: string;
}

/** A word boundary in series names: camel case and underscores have already become spaces. */
const word = (pattern: string): RegExp =>
  new RegExp(`(?:^|[^a-z0-9])(?:ax|axi|axial|sag|cor|tra|3d|2d)?(${pattern})`, 'i');
const end = '(?![a-z0-9])';

/** First match wins: what is not a plain image comes before the weightings whose names it may contain. */
const rules: readonly (readonly [sequence: Sequence, pattern: RegExp])[] = [
  ['other', word(`(?:loc|localizer|localiser|scout|survey|topogram|3-?pl|plane loc|smartbrain)${end}`)],
  ['other', word(`(?:perf\\w*|dsc|dce|asl|pasl|pcasl|r?cbf|r?cbv|mtt|ttp|tmax|bold|fmri)${end}`)],
  ['other', word(`(?:mra|tof|angio\\w*|venogra\\w*|mip|mrs|spectro\\w*|field ?map|b0 ?map|sub(?:tr\\w*)?(?!-))${end}`)],
  ['ADC', word(`(?:adc|apparent diff\\w*)${end}`)],
  ['other', word(`(?:fa ?map|colfa|tensor)${end}`)],
  ['DWI', word(`(?:dwi|dti|diff(?:usion)?\\w*|trace\\w*|b ?-?(?:500|800|1000|1500|2000))${end}`)],
  ['SWI', word(`(?:swi|swan|venobold|t2 ?(?:\\*|star)|hemo|gre t2)`)],
  ['FLAIR', word(`(?:t2 ?)?(?:w ?)?(?:flair|dark ?fluid|tirm|tir2d\\w*|fla)${end}`)],
  ['FLAIR', word(`(?:t2f|t2 ?flair|flairc?)${end}`)],
  ['T1', word(`(?:t1)(?![0-9])`)],
  ['T1', word(`(?:mp-?2?rage|mprage|bravo|spgr|fspgr|vibe|tfl3d|ir-?fspgr)`)],
  ['PD', word(`(?:pd|pdw|proton ?(?:density)?)${end}`)],
  ['T2', word(`(?:t2)(?![0-9])`)],
];

const contrastWord =
  /(?:^|[^a-z0-9])(?:t1 ?w?)?(?:\+ ?(?:c|gd|gad|k ?m)?|post|postcontrast|post-?con\w*|gad\w*|gd|ce|c\+|km|contrast|enhanced|with ?contrast)(?![a-z])|t1(?:w)?(?:c|ce|gd|gad|post|km|\+)\w*/i;
const noContrastWord =
  /(?:^|[^a-z0-9])(?:(?:pre|native|nativ|t1n)(?![a-z0-9])|pre ?-?(?:contrast|gad|gd|km)|(?:without|w\/?o|no|non)[ -]*(?:iv )?(?:contrast|con|gad|gd|km|ce))/i;

/**
 * Reads a sequence from words: a series description, a protocol name or a file name.
 *
 * @returns null when no word tells
 */
export function sequenceFromWords(words: string): SpokenSequence | null {
  const text = spaced(words);
  // "T1 FLAIR" is a T1: the word FLAIR names the preparation there.
  const isT1Flair = /(?:^|[^a-z0-9])t1 ?w? ?(?:ir )?flair/i.test(text);
  for (const [sequence, pattern] of rules) {
    if (isT1Flair && sequence === 'FLAIR') continue;
    const match = pattern.exec(text);
    if (match !== null) return { sequence, word: (match[1] ?? match[0]).trim() };
  }
  return null;
}

/**
 * Reads from words whether contrast agent was given.
 *
 * @returns the word; 'none' when the words say there was none; null when they do not tell
 */
export function contrastFromWords(words: string): string | null {
  const text = spaced(words);
  if (noContrastWord.test(text)) return 'none';
  return contrastWord.exec(text)?.[0].trim() ?? null;
}

function spaced(words: string): string {
  return words.replace(/[_.]+/g, ' ').replace(/([a-z])([A-Z][a-z])/g, '$1 $2');
}
