const lengthsMm = [1, 2, 5, 10, 20, 50, 100, 200];

/**
 * The longest round length that fits.
 *
 * @param mmPerPixel millimetres of one pixel of the canvas
 * @param roomPixels largest length in pixels of the canvas
 */
export function scaleBar(mmPerPixel: number, roomPixels: number): { lengthMm: number; lengthPixels: number } {
  const fitting = lengthsMm.filter((length) => length / mmPerPixel <= roomPixels);
  const lengthMm = fitting.at(-1) ?? 1;
  return { lengthMm, lengthPixels: lengthMm / mmPerPixel };
}
