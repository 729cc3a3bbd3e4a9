import { createHash } from 'node:crypto';
import type { Blob, BlobStore } from '../../blobs/blob-store';
import type { Streams } from '../../commands/streams';
import { isErased } from '../../kernel/erased';
import type { Found } from '../../kernel/fold';
import { streamName } from '../../kernel/happened';
import { EVIDENCE_BYTES_MAX } from '../../kernel/limits';
import { Rejection } from '../../kernel/rejection';
import type { Keyring } from '../../trust/keyring';
import { BrokenSealError, SealedBytes, sealBytes, type SealedFor } from '../../trust/sealed-bytes';
import { refuse } from './evidence.refusals';
import { type Evidence, evidence, isIngested } from './evidence.state';

/** What was recorded of the bytes. */
interface Recorded {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Bytes of evidence that are held, opened. Whoever opens them closes them. */
export interface HeldBytes extends Recorded {
  /** From an offset up to another one, which is not among them. Throws `BrokenSealError` before anything that was altered is handed out. */
  read(from: number, to: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Where the bytes of evidence lie, and what opens them. */
export interface BytesSurroundings {
  readonly streams: Streams;
  readonly blobs: BlobStore;
  readonly keyring: Keyring;
  /** Of the ledger. */
  readonly origin: string;
}

/** Bytes whose hash or number is not the one that was recorded. */
class OtherBytesError extends Error {
  override readonly name = 'OtherBytesError';
}

/**
 * The bytes of evidence, sealed at rest under the key of the event that recorded their hash (docs/format.md 12). None are kept that are not the recorded ones
 * (INV-38). Who may see the record is not asked here.
 */
export class EvidenceBytes {
  constructor(private readonly to: BytesSurroundings) {}

  /**
   * Keeps them, in place of what may lie there; durable when it returns.
   * @returns why not; then nothing of them is kept
   * @throws DiskFullError, and whatever `content` throws
   */
  async put(id: string, state: Evidence, content: AsyncIterable<Uint8Array>): Promise<Recorded | Rejection> {
    const recorded = recordedOf(state);
    if (recorded instanceof Rejection) return recorded;
    const sealedFor = await this.sealedFor(id);
    if (sealedFor instanceof Rejection) return sealedFor;
    try {
      await this.to.blobs.put(id, sealBytes(only(recorded, content), sealedFor));
      return recorded;
    } catch (error) {
      if (error instanceof OtherBytesError) return refuse.otherBytes(error.message);
      throw error;
    }
  }

  /** @returns why they cannot be read */
  async open(id: string, state: Evidence): Promise<HeldBytes | Rejection> {
    const recorded = recordedOf(state);
    if (recorded instanceof Rejection) return recorded;
    const sealedFor = await this.sealedFor(id);
    if (sealedFor instanceof Rejection) return sealedFor;
    const blob = await this.to.blobs.open(id);
    if (!blob) return refuse.bytesMissing('Its hash is recorded, and nobody has put its bytes here.');
    const sealed = await unsealed(blob, sealedFor);
    if (sealed instanceof Rejection) return sealed;
    return { sha256: recorded.sha256, bytes: sealed.length, read: (from, to) => sealed.read(from, to), close: () => blob.close() };
  }

  /** What lies there, all of it read and hashed, a piece at a time. */
  async find(id: string): Promise<Found> {
    const { state } = await this.to.streams.load(evidence, id);
    const held = await this.open(id, state as Evidence);
    if (held instanceof Rejection) return { status: held.code === ALTERED ? 'ALTERED' : 'NONE' };
    const digest = createHash('sha256');
    try {
      for await (const piece of held.read(0, held.bytes)) digest.update(piece);
      return { status: 'WHOLE', sha256: digest.digest('hex') };
    } catch (error) {
      if (error instanceof BrokenSealError) return { status: 'ALTERED' };
      throw error;
    } finally {
      await held.close();
    }
  }

  private async sealedFor(id: string): Promise<SealedFor | Rejection> {
    const { streams, keyring, origin } = this.to;
    const stream = streamName(evidence.events.stream, id);
    const [first] = await streams.history(stream);
    if (!first) throw new Error(`${stream} has a state and no event`);
    await keyring.fetch([first.key]);
    const bytes = keyring.unwrap(first.key);
    return bytes ? { log: origin, stream, key: { id: first.key, bytes } } : goneWith(first.key);
  }
}

const ALTERED = refuse.bytesAltered('').code;

const goneWith = (key: string): Rejection => refuse.keyDestroyed(`The key ${key}, under which it lay, was destroyed.`);

function recordedOf(state: Evidence): Recorded | Rejection {
  if (state.status === 'ERASED') return refuse.keyDestroyed('What was recorded of it is erased.');
  if (!isIngested(state)) return refuse.annulled('Nothing is recorded of it any more.');
  const { sha256, bytes } = state;
  return isErased(sha256) ? goneWith(sha256.erased) : isErased(bytes) ? goneWith(bytes.erased) : { sha256, bytes };
}

async function unsealed(blob: Blob, sealedFor: SealedFor): Promise<SealedBytes | Rejection> {
  try {
    return await SealedBytes.open(blob, sealedFor);
  } catch (error) {
    await blob.close();
    if (error instanceof BrokenSealError) return refuse.bytesAltered(`${error.message}.`);
    throw error;
  }
}

/** Whether more was recorded than is ever kept of one piece. */
export const isTooLong = (state: Evidence): boolean => isIngested(state) && Number(state.bytes) > EVIDENCE_BYTES_MAX;

/** The content as it comes. Throws `OtherBytesError` before its end where it is not what was recorded, and as soon as it is too long. */
async function* only(recorded: Recorded, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > recorded.bytes) throw new OtherBytesError(`They are more than the ${recorded.bytes} bytes that were recorded.`);
    digest.update(piece);
    yield piece;
  }
  if (bytes < recorded.bytes) throw new OtherBytesError(`They are ${bytes} bytes; recorded are ${recorded.bytes}.`);
  const sha256 = digest.digest('hex');
  if (sha256 !== recorded.sha256) throw new OtherBytesError(`Their SHA-256 is ${sha256}; recorded is ${recorded.sha256}.`);
}
