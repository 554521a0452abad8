/** Width and height of a glyph; one more column separates glyphs. */
export const glyphSize = { width: 5, height: 7, advance: 6 } as const;

/**
 * Rows of a glyph, top first, each five bits with the left pixel highest. A character without a glyph becomes a filled box,
 * so that a mark never loses a character unseen.
 */
export function glyphRows(character: string): readonly number[] {
  const glyph = glyphs[character] ?? glyphs[character.toUpperCase()];
  return glyph === undefined ? [31, 31, 31, 31, 31, 31, 31] : [...glyph].map((row) => parseInt(row, 32));
}

/** Drawn for Longview; every row is one base-32 digit. */
const glyphs: Readonly<Record<string, string>> = {
  ' ': '0000000',
  '+': '044v440',
  '-': '000v000',
  '.': '00000cc',
  ',': '0000c48',
  ':': '0cc0cc0',
  '/': '1224488',
  '%': 'opi24j3',
  '<': '248g842',
  '>': '8421248',
  '0': 'ehjlphe',
  '1': '4c4444e',
  '2': 'eh1248v',
  '3': 'v2421he',
  '4': '26aiv22',
  '5': 'vgu11he',
  '6': '68guhhe',
  '7': 'v124888',
  '8': 'ehhehhe',
  '9': 'ehhf12c',
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'sihhhis',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhf',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hhpljhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hhha444',
  Z: 'v1248gv',
  d: '11djhjd',
  m: '00qlllh',
};
