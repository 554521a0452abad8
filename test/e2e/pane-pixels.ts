import type { Page } from 'playwright-core';

/** What the pixels of one pane's canvas hold. */
export interface PanePixels {
  readonly width: number;
  readonly height: number;
  /** Share of the pixels along the frame's line, all around, that have the frame's colour. */
  readonly frameShare: number;
  /** Changes between frame colour and other along the frame's line: a dashed line has many. */
  readonly frameChanges: number;
  /** Share of the strip at the top where the words stand that has the mark's colour. */
  readonly plateShare: number;
  /** Number of different grey levels in the middle of the pane: an image has many, an empty pane one. */
  readonly greyLevels: number;
  /** Number of pixels that are clearly blue, as a map paints what is less; the teal of real scans is not. */
  readonly bluePixels: number;
}

/**
 * Reads the pixels of a pane's own canvas: the very pixels that a capture of the pane would hold.
 *
 * @param pane name of the pane, as in data-pane
 */
export async function readPane(page: Page, pane: string): Promise<PanePixels> {
  return page.locator(`[data-pane="${pane}"] canvas`).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { width, height } = canvas;
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, width, height);
    const amber = (x: number, y: number): boolean => {
      const [red = 0, green = 0, blue = 0] = data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3);
      return red > 200 && green > 140 && green < 215 && blue < 110;
    };
    const inset = Math.round(3 * devicePixelRatio);
    const line: boolean[] = [];
    for (let x = inset; x < width - inset; x++) line.push(amber(x, inset), amber(x, height - 1 - inset));
    const sides: boolean[] = [];
    for (let y = inset; y < height - inset; y++) sides.push(amber(inset, y));
    for (let y = inset; y < height - inset; y++) sides.push(amber(width - 1 - inset, y));
    const both = [...line, ...sides];
    let plate = 0;
    const [top, bottom] = [Math.round(8 * devicePixelRatio), Math.round(28 * devicePixelRatio)];
    const [left, right] = [
      Math.round(width / 2 - 80 * devicePixelRatio),
      Math.round(width / 2 + 80 * devicePixelRatio),
    ];
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) plate += amber(x, y) ? 1 : 0;
    const greys = new Set<number>();
    for (let y = Math.round(height * 0.3); y < height * 0.7; y += 2) {
      for (let x = Math.round(width * 0.3); x < width * 0.7; x += 2) greys.add(data[4 * (y * width + x)] ?? 0);
    }
    let bluePixels = 0;
    for (let p = 0; p < data.length; p += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(p, p + 3);
      if (blue > red + 30 && blue > green + 8) bluePixels++;
    }
    return {
      width,
      height,
      frameShare: both.filter(Boolean).length / both.length,
      frameChanges: sides.filter((value, k) => k > 0 && value !== sides[k - 1]).length,
      plateShare: plate / ((bottom - top) * (right - left)),
      greyLevels: greys.size,
      bluePixels,
    };
  });
}

/** Waits until panes have drawn their slices. */
export async function panesDrawn(page: Page, ...panes: readonly string[]): Promise<void> {
  for (const pane of panes) await page.locator(`[data-pane="${pane}"][data-slice^="slice"]`).waitFor();
}
