import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ExpectedError } from '../../core/base/expected-error.ts';
import { decodeDose, type DecodedDose } from '../../core/decode/decode-dose.ts';

/**
 * Loads the planned dose of a DICOM RT Dose file.
 *
 * @throws ExpectedError 'file/not-readable', and those of `decodeDose`
 */
export async function loadDose(path: string): Promise<DecodedDose> {
  const file = basename(path);
  try {
    return decodeDose(new Uint8Array(await readFile(path)), file);
  } catch (error) {
    if (error instanceof ExpectedError) throw error;
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === undefined) throw error;
    throw new ExpectedError({ code: 'file/not-readable', file, reason });
  }
}
