/// <reference lib="dom" />
// A picture of a user interface needs few colors: with a palette of 256 it takes a third of the bytes.
import { crc32, deflateSync } from 'node:zlib';
import type { BrowserContext } from 'playwright-core';

/** Writes a PNG anew with 256 of its colors; the rest become the nearest of them. */
export async function toSmallPng(png: Buffer, context: BrowserContext): Promise<Buffer> {
  const { width, height, pixels } = await decode(png, context);
  const uses = new Map<number, number>();
  for (const pixel of pixels) uses.set(pixel, (uses.get(pixel) ?? 0) + 1);
  const byUse = [...uses.keys()].sort((one, other) => (uses.get(other) ?? 0) - (uses.get(one) ?? 0));
  // One of each kind first, so that a small icon keeps its color beside much text.
  const kinds = new Map(byUse.toReversed().map((color) => [color & 0xf0f0f0, color]));
  const palette = [...new Set([...byUse.filter((color) => kinds.get(color & 0xf0f0f0) === color), ...byUse])].slice(
    0,
    256,
  );
  const indexOf = new Map(byUse.map((color) => [color, palette.indexOf(nearest(color, palette))]));
  const rows = Buffer.alloc(height * (width + 1));
  // Each row begins with its filter: none.
  pixels.forEach((pixel, at) => {
    rows[at + Math.floor(at / width) + 1] = indexOf.get(pixel) ?? 0;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, colors from a palette.
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The pixels as 0xBBGGRR, row by row. */
async function decode(png: Buffer, context: BrowserContext) {
  const page = await context.newPage();
  try {
    const { width, height, rgba } = await page.evaluate(
      async (address) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const drawing = canvas.getContext('2d');
        drawing?.drawImage(image, 0, 0);
        const data = drawing?.getImageData(0, 0, image.width, image.height).data ?? [];
        return {
          width: image.width,
          height: image.height,
          rgba: Array.from(new Uint32Array(Uint8Array.from(data).buffer)),
        };
      },
      `data:image/png;base64,${png.toString('base64')}`,
    );
    return { width, height, pixels: rgba.map((pixel) => pixel & 0xffffff) };
  } finally {
    await page.close();
  }
}

function nearest(color: number, palette: readonly number[]): number {
  const distance = (other: number) =>
    channels(color).reduce((sum, value, at) => sum + (value - (channels(other)[at] ?? 0)) ** 2, 0);
  return palette.includes(color)
    ? color
    : palette.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}

function channels(color: number): [red: number, green: number, blue: number] {
  return [color & 0xff, (color >> 8) & 0xff, color >> 16];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
