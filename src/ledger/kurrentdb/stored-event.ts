import {
  type AllStreamRecordedEvent,
  binaryEvent,
  type BinaryEventType,
  type EventData,
  type Position,
  type RecordedEvent,
} from '@eventstore/db-client';
import { kindOf } from '../../kernel/happened';
import { uuidV5 } from '../../kernel/uuid';
import type { Leaf } from '../../trust/leaf';
import type { Sealed } from '../../trust/sealer';
import { DamagedStreamError, type ReadEvent, START } from '../event-store';

/** Something lies in a stream of ours that this program has not written; the message says where. */
export class ForeignEventError extends DamagedStreamError {
  override readonly name = 'ForeignEventError';
}

/** A stream no longer has its first events; the message says what may have happened. */
export class StreamCutOffError extends DamagedStreamError {
  override readonly name = 'StreamCutOffError';

  constructor(stream: string, from: number, first: number) {
    super(
      `${stream} begins at revision ${first} and not at ${from}: somebody has cut it off; check who may write metadata, and restore a backup`,
    );
  }
}

/** A record as it goes to the server, which knows an event again by its id alone and never compares what is in it: so the id stands for the content. */
export const storedAs = (type: Leaf['type'], { id, leafHash, record }: Sealed): EventData<BinaryEventType> =>
  binaryEvent({ id: uuidV5(id, leafHash), type, data: record });

/** Where to read from: a position is the place of an event, and nothing of ours lies at 0, for a new server writes there before anybody else. */
export const positionFrom = (position: number): Position | 'start' =>
  position === START ? 'start' : { commit: BigInt(position), prepare: BigInt(position) };

/**
 * Commit and prepare position are one and the same for what comes over gRPC; they differ only in a transaction of the old TCP protocol. As a number
 * it is exact up to 8 PiB of log.
 */
export function numberOf({ commit, prepare }: Position): number {
  if (commit !== prepare || commit > BigInt(Number.MAX_SAFE_INTEGER))
    throw new ForeignEventError(`no position of ours: ${commit}/${prepare}`);
  return Number(commit);
}

/** Anything in the log that has a place, whether ours or not. */
export type Placed = RecordedEvent | AllStreamRecordedEvent;

export function placeOf({ streamId, revision, position }: Placed): number {
  if (!position) throw new ForeignEventError(`${streamId} revision ${revision} was not written by this program: it has no position`);
  return numberOf(position);
}

/** What lies in the log, as it lies there. What is no record of ours nobody can open, so that nobody passes over it in silence. */
export function readEventOf(event: Placed): ReadEvent {
  const { streamId: stream, revision, data } = event;
  const record = data instanceof Uint8Array ? data : Buffer.from(JSON.stringify(data));
  return { stream, revision: Number(revision), position: placeOf(event), record };
}

/** Throws `ForeignEventError` for what cannot be a record of ours: nothing is chained to it. */
export function requireOurs(event: Placed): void {
  if (isForeign(event)) throw new ForeignEventError(foreignIn(event));
}

const isForeign = ({ isJson, data }: Placed): boolean => isJson || !(data instanceof Uint8Array) || !beginsWithLeaf(data);

const foreignIn = ({ streamId, revision }: Placed): string =>
  `${streamId} revision ${revision} was not written by this program: check who may write to the streams of the ledger, and restore the stream from a backup`;

/** A leaf is a JSON object, and a line feed ends it (trust/record.ts). What it says is for those to check who read it. */
const beginsWithLeaf = (data: Uint8Array): boolean => data[0] === 0x7b && data.includes(0x0a);

/** Which streams are ours: those of the kinds that have a catalogue. All else in the log, such as what the server writes itself, is passed over. */
export class OurStreams {
  constructor(private readonly kinds: ReadonlySet<string>) {}

  /** One of them. */
  get aKind(): string {
    const [kind] = this.kinds;
    if (kind === undefined) throw new Error('a ledger with no kind of stream');
    return kind;
  }

  has(stream: string): boolean {
    return this.kinds.has(kindOf(stream));
  }

  /** Why an event says that a stream of ours was tampered with, in words; `undefined` where it says nothing of the kind. */
  alarmOf(event: Placed): string | undefined {
    const { streamId, type } = event;
    const stream = streamId.startsWith('$$') ? streamId.slice(2) : streamId;
    if (!this.has(stream)) return undefined;
    if (streamId !== stream)
      return `somebody has written metadata of ${stream}, which can hide its events: check who may, and restore a backup`;
    if (type === '$streamDeleted') return `somebody has deleted ${stream}: check who may, and restore a backup`;
    return isForeign(event) ? foreignIn(event) : undefined;
  }
}
