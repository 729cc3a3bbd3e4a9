import type { AllStreamRecordedEvent, Position, RecordedEvent } from '@eventstore/db-client';
import { kindOf } from '../../kernel/happened';
import { type ReadEvent, START } from '../event-store';

/** Something lies in a stream of ours that this program has not written; the message says where. */
export class ForeignEventError extends Error {
  override readonly name = 'ForeignEventError';
}

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

/** Throws `ForeignEventError` for what cannot be a record of ours, so that nobody passes over it in silence. */
export function readEventOf(event: Placed): ReadEvent {
  const { streamId: stream, revision, data } = event;
  if (event.isJson || !(data instanceof Uint8Array) || !beginsWithLeaf(data))
    throw new ForeignEventError(`${stream} revision ${revision} was not written by this program: restore the stream from a backup`);
  return { stream, revision: Number(revision), position: placeOf(event), record: data };
}

/** A leaf is a JSON object, and a line feed ends it (trust/record.ts). What it says is for those to check who read it. */
const beginsWithLeaf = (data: Uint8Array): boolean => data[0] === 0x7b && data.includes(0x0a);

/** Which streams are ours: those of the kinds that have a catalogue. All else in the log, such as what the server writes itself, is passed over. */
export class OurStreams {
  constructor(private readonly kinds: ReadonlySet<string>) {}

  has(stream: string): boolean {
    return this.kinds.has(kindOf(stream));
  }

  /** Why an event says that a stream of ours was tampered with, in words; `undefined` where it says nothing of the kind. */
  alarmOf({ streamId, type }: Placed): string | undefined {
    const stream = streamId.startsWith('$$') ? streamId.slice(2) : streamId;
    if (!this.has(stream)) return undefined;
    if (streamId !== stream)
      return `somebody has written metadata of ${stream}, which can hide its events: check who may, and restore a backup`;
    return type === '$streamDeleted' ? `somebody has deleted ${stream}: check who may, and restore a backup` : undefined;
  }
}
