import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json';
import type { DataKey } from './keyring';

/** Bytes of content in one chunk; the last one has as many as are left. */
export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const SALT_BYTES = 32;
/** Longer than any header: an origin has at most 255 characters. */
const HEADER_BYTES_MAX = 1024;
const VERSION = 'jirga-bytes/1';

/** Whose bytes they are: they open under no other log, stream or key. */
export interface SealedFor {
  readonly log: string;
  readonly stream: string;
  readonly key: DataKey;
}

/** Bytes at rest, wherever they lie. */
export interface AtRest {
  readonly length: number;
  read(from: number, to: number): AsyncIterable<Uint8Array>;
}

/** What lies there is not what was sealed for this stream: cut, altered, exchanged, or never sealed. */
export class BrokenSealError extends Error {
  override readonly name = 'BrokenSealError';
}

/**
 * Seals content of any length while it comes (docs/format.md 12): a header, then chunks, each bound to its place and to being the last or not.
 * Needs memory for some chunks only.
 */
export async function* sealBytes(content: AsyncIterable<Uint8Array>, sealedFor: SealedFor): AsyncGenerator<Buffer, void, undefined> {
  const header = headerOf(sealedFor, randomBytes(SALT_BYTES).toString('base64url'));
  const key = keyUnder(header, sealedFor.key);
  yield header;
  let index = 0;
  let chunk: Buffer | undefined;
  // One behind, for only what has nothing after it is the last.
  for await (const next of inChunks(content, CHUNK_BYTES)) {
    if (chunk) yield sealChunk(key, index++, false, chunk);
    chunk = next;
  }
  yield sealChunk(key, index, true, chunk ?? Buffer.alloc(0));
}

/** Sealed content, of which any stretch can be read. */
export class SealedBytes {
  private constructor(
    private readonly atRest: AtRest,
    private readonly key: Buffer,
    private readonly headerLength: number,
  ) {}

  /** Throws `BrokenSealError` where it was sealed for another, or its end is not the end that was sealed. */
  static async open(atRest: AtRest, sealedFor: SealedFor): Promise<SealedBytes> {
    const start = await whole(atRest.read(0, Math.min(HEADER_BYTES_MAX, atRest.length)));
    const header = start.subarray(0, start.indexOf('\n') + 1);
    if (!headerOf(sealedFor, saltIn(header)).equals(header))
      throw new BrokenSealError(`these bytes were not sealed for ${sealedFor.stream}`);
    const sealed = new SealedBytes(atRest, keyUnder(header, sealedFor.key), header.length);
    // The last chunk opens only as the last: from here on the length is that which was sealed.
    if (sealed.chunks < 1 || sealed.length < 0) throw new BrokenSealError('these bytes have been cut');
    await whole(sealed.chunksFrom(sealed.chunks - 1));
    return sealed;
  }

  /** How many bytes of content there are. */
  get length(): number {
    return this.payloadLength - this.chunks * TAG_BYTES;
  }

  /**
   * Content from an offset up to another one, which is not among them. Nothing of a chunk is handed out before all of it was authenticated.
   * @throws BrokenSealError
   */
  async *read(from: number, to: number): AsyncGenerator<Buffer, void, undefined> {
    const first = Math.floor(from / CHUNK_BYTES);
    let offset = first * CHUNK_BYTES;
    for await (const chunk of this.chunksFrom(first, Math.ceil(to / CHUNK_BYTES))) {
      yield chunk.subarray(Math.max(0, from - offset), Math.max(0, to - offset));
      offset += chunk.length;
    }
  }

  private get payloadLength(): number {
    return this.atRest.length - this.headerLength;
  }

  private get chunks(): number {
    return Math.ceil(this.payloadLength / SEALED_CHUNK_BYTES);
  }

  private async *chunksFrom(first: number, end = this.chunks): AsyncGenerator<Buffer, void, undefined> {
    const offset = (index: number): number => Math.min(this.headerLength + index * SEALED_CHUNK_BYTES, this.atRest.length);
    let index = first;
    for await (const sealed of inChunks(this.atRest.read(offset(first), offset(end)), SEALED_CHUNK_BYTES)) {
      yield openChunk(this.key, index, index === this.chunks - 1, sealed);
      index++;
    }
    if (index !== end) throw new BrokenSealError('these bytes have been cut');
  }
}

const headerOf = ({ log, stream, key }: SealedFor, salt: string): Buffer =>
  Buffer.from(`${canonicalJson({ key: key.id, log, salt, stream, v: VERSION })}\n`);

/** Nothing where there is none: then the header is not the one that is expected. */
const saltIn = (header: Buffer): string => /"salt":"([A-Za-z0-9_-]{43})"/.exec(header.toString('latin1'))?.[1] ?? '';

/** A key of its own for each sealing: the counter begins at nought each time, and the header is bound to every chunk. */
const keyUnder = (header: Buffer, { bytes }: DataKey): Buffer => Buffer.from(hkdfSync('sha256', bytes, Buffer.alloc(0), header, 32));

/** STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as age lays it out: 11 bytes of counter, one byte that says whether it is the last. */
function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function sealChunk(key: Buffer, index: number, last: boolean, chunk: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, last));
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
}

function openChunk(key: Buffer, index: number, last: boolean, sealed: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw new BrokenSealError('these bytes have been cut');
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, last), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const chunk = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
  } catch (error) {
    throw new BrokenSealError(`chunk ${index} is not what was sealed there`, { cause: error });
  }
  return chunk;
}

/** The same bytes in pieces of one length, but for the last one; none where there are no bytes. */
async function* inChunks(content: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Buffer, void, undefined> {
  let chunk = Buffer.allocUnsafe(length);
  let filled = 0;
  for await (const piece of content) {
    for (let at = 0; at < piece.length;) {
      const taken = Math.min(length - filled, piece.length - at);
      chunk.set(piece.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled < length) continue;
      yield chunk;
      chunk = Buffer.allocUnsafe(length);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
