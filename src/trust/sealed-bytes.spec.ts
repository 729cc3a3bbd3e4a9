import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type AtRest, BrokenSealError, CHUNK_BYTES, SealedBytes, sealBytes, type SealedFor } from './sealed-bytes';

const SEALED_CHUNK = CHUNK_BYTES + 16;
const mine: SealedFor = {
  log: 'jirga.example/test',
  stream: 'evidence-22222222-2222-4222-8222-222222222222',
  key: { id: '44444444-4444-4444-8444-444444444444', bytes: randomBytes(32) },
};

async function* inPieces(content: Buffer, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < content.length; at += length) yield content.subarray(at, at + length);
}
async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of content) all.push(piece);
  return Buffer.concat(all);
}
const sealed = (content: Buffer, { piece = 10_000, as = mine } = {}): Promise<Buffer> => whole(sealBytes(inPieces(content, piece), as));
const atRest = (bytes: Buffer): AtRest => ({ length: bytes.length, read: (from, to) => inPieces(bytes.subarray(from, to), 7_777) });
async function opened(bytes: Buffer, as = mine): Promise<Buffer> {
  const found = await SealedBytes.open(atRest(bytes), as);
  return whole(found.read(0, found.length));
}
const headerLength = (bytes: Buffer): number => bytes.indexOf('\n') + 1;

describe('what was sealed', () => {
  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5])(
    'opens again: %i bytes',
    async (length) => {
      const content = randomBytes(length);
      const bytes = await sealed(content);
      expect(bytes.length).toBe(headerLength(bytes) + length + 16 * Math.max(1, Math.ceil(length / CHUNK_BYTES)));
      const found = await SealedBytes.open(atRest(bytes), mine);
      expect([found.length, (await opened(bytes)).equals(content)]).toEqual([length, true]);
    },
  );

  it('is the same however it came in', async () => {
    const content = randomBytes(200_000);
    for (const piece of [1_000, CHUNK_BYTES, 200_000]) expect((await opened(await sealed(content, { piece }))).equals(content)).toBe(true);
  });

  it('can be read from anywhere to anywhere', async () => {
    const content = randomBytes(3 * CHUNK_BYTES + 5);
    const found = await SealedBytes.open(atRest(await sealed(content)), mine);
    const ends = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES, content.length];
    for (const from of ends)
      for (const to of ends.filter((end) => end >= from))
        expect((await whole(found.read(from, to))).equals(content.subarray(from, to))).toBe(true);
  });

  it('is sealed otherwise each time', async () => {
    const content = Buffer.alloc(100);
    const [one, other] = [await sealed(content), await sealed(content)];
    expect(one.subarray(headerLength(one)).equals(other.subarray(headerLength(other)))).toBe(false);
  });
});

describe('does not open', () => {
  const content = randomBytes(2 * CHUNK_BYTES + 100);
  const chunk = (bytes: Buffer, index: number): Buffer =>
    bytes.subarray(headerLength(bytes) + index * SEALED_CHUNK, headerLength(bytes) + (index + 1) * SEALED_CHUNK);
  const head = (bytes: Buffer): Buffer => bytes.subarray(0, headerLength(bytes));
  const refuses = (bytes: Buffer, as = mine) => expect(opened(bytes, as)).rejects.toThrow(BrokenSealError);

  it('for another log, another record or another key', async () => {
    const bytes = await sealed(content);
    await refuses(bytes, { ...mine, log: 'jirga.example/other' });
    await refuses(bytes, { ...mine, stream: 'evidence-22222222-2222-4222-8222-222222222223' });
    await refuses(bytes, { ...mine, key: { ...mine.key, id: '44444444-4444-4444-8444-444444444445' } });
    await refuses(bytes, { ...mine, key: { ...mine.key, bytes: randomBytes(32) } });
  });

  it('with a flipped bit, wherever it is', async () => {
    const bytes = await sealed(content);
    const header = headerLength(bytes);
    for (const at of [
      0,
      10,
      header - 10,
      header - 1,
      header,
      header + SEALED_CHUNK - 1,
      header + SEALED_CHUNK,
      bytes.length - 17,
      bytes.length - 1,
    ]) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      await refuses(flipped);
    }
  });

  it('where it was cut, also between two chunks', async () => {
    const bytes = await sealed(content);
    const header = headerLength(bytes);
    for (const end of [0, 10, header, header + 5, header + 16, header + SEALED_CHUNK, header + 2 * SEALED_CHUNK, bytes.length - 1])
      await refuses(bytes.subarray(0, end));
  });

  it('with something behind its end', async () => {
    const bytes = await sealed(content);
    for (const surplus of [Buffer.alloc(1), Buffer.alloc(16), chunk(bytes, 0), chunk(bytes, 2)])
      await refuses(Buffer.concat([bytes, surplus]));
  });

  it('with chunks in another order, or one left out or twice', async () => {
    const bytes = await sealed(content);
    const of = (...order: number[]): Buffer => Buffer.concat([head(bytes), ...order.map((index) => chunk(bytes, index))]);
    expect(of(0, 1, 2).equals(bytes)).toBe(true);
    for (const order of [[1, 0, 2], [0, 2], [1, 2], [0, 0, 2], [0, 1, 1, 2], [2, 1, 0], [2]]) await refuses(of(...order));
  });

  it('with a chunk of another sealing of the same bytes under the same key', async () => {
    const [bytes, other] = [await sealed(content), await sealed(content)];
    await refuses(Buffer.concat([head(bytes), chunk(bytes, 0), chunk(other, 1), chunk(bytes, 2)]));
    await refuses(Buffer.concat([head(other), ...[0, 1, 2].map((index) => chunk(bytes, index))]));
  });

  it('and nothing of a chunk that was altered is handed out, nor anything behind it', async () => {
    const bytes = await sealed(content);
    const at = headerLength(bytes) + SEALED_CHUNK;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const found = await SealedBytes.open(atRest(bytes), mine);
    const got: Buffer[] = [];
    const reading = (async () => {
      for await (const piece of found.read(0, found.length)) got.push(piece);
    })();
    await expect(reading).rejects.toThrow('chunk 1 is not what was sealed there');
    expect(Buffer.concat(got).equals(content.subarray(0, CHUNK_BYTES))).toBe(true);
  });
});
