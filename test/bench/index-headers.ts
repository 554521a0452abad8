import { readFileSync } from 'node:fs';
import dicomParser from 'dicom-parser';
import { readHeader } from '../../electron/core/decode/read-header.ts';
import { tags } from '../../electron/core/decode/tags.ts';
import { indexFolder } from '../../electron/worker/files/index-folder.ts';
import { generateStack } from './generated-stack.ts';
import type { BenchRow } from './row.ts';

const files = 2000;
/** Attributes of an image header as the library names them; sequences, segments and pixels are not in a plain header. */
const keys = Object.values(tags)
  .filter((tag) => tag < 0x00620000)
  .map((tag) => `x${tag.toString(16).padStart(8, '0')}`);

/**
 * Headers indexed per second, from the folder to the list of series, and our whole reader (the scan that guards
 * dicom-parser, and the values that it then takes from it) beside the bare library on the same bytes in memory.
 */
export async function benchIndexHeaders(): Promise<BenchRow[]> {
  const stack = generateStack(files, 128);
  try {
    await indexFolder(stack.folder);
    const startMs = performance.now();
    await indexFolder(stack.folder);
    const indexed = (1000 * files) / (performance.now() - startMs);
    const bytes = stack.paths.slice(0, 200).map((path) => new Uint8Array(readFileSync(path)));
    const guarded = perSecond(bytes, (one) => readHeader(one, 'x'));
    const rival = perSecond(bytes, readUnguarded);
    return [
      { name: 'headers indexed', value: indexed, unit: 'files/s', budget: 2000, withinBudget: indexed >= 2000 },
      {
        name: 'headers read in memory, guarded and typed',
        value: guarded,
        unit: 'files/s',
        budget: null,
        withinBudget: null,
        rival: { name: 'dicom-parser alone, unguarded, same values as text', value: rival },
        ratio: guarded / rival,
      },
    ];
  } finally {
    stack.remove();
  }
}

/** The same attributes by the bare library: the whole header parsed, every value as text, numbers left unparsed. */
function readUnguarded(bytes: Uint8Array): readonly (string | undefined)[] {
  const dataSet = dicomParser.parseDicom(bytes, { untilTag: 'x7fe00010' });
  return keys.map((key) => dataSet.string(key));
}

/** Best of five rounds, so that a busy neighbour does not count. */
function perSecond(items: readonly Uint8Array[], read: (item: Uint8Array) => unknown): number {
  const rounds = Array.from({ length: 5 }, () => {
    const startMs = performance.now();
    for (let repeat = 0; repeat < 10; repeat++) items.forEach(read);
    return (10 * 1000 * items.length) / (performance.now() - startMs);
  });
  return Math.max(...rounds);
}
