import { type BinaryEventType, type EventData, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';
import { AppendFailedError, StoreUnavailableError } from '../event-store';
import { type KurrentDbConnection, answeredWithin } from './connection';
import { isRefusal, wordsFor } from './faults';
import { numberOf, placeOf } from './stored-event';

/** One append as it goes to the server, with the same ids and the same bytes each time that it is sent. */
export interface Batch {
  readonly stream: string;
  /** -1 where the stream must not exist. */
  readonly expectedRevision: number;
  readonly events: readonly EventData<BinaryEventType>[];
}

/** Position of the last event; `MOVED` where the stream was not at the expected revision and nothing was written. */
export type Outcome = { readonly position: number } | 'MOVED';

/** Beyond the deadline that the server has of us, so that the client's own answer is heard. */
const GRACE_MS = 1_000;

/**
 * Appends, and does not guess. Any failure but a wrong revision leaves open whether the batch was written, even a failure to connect. Then, after a
 * pause, the stream is read: it holds our ids, or those of somebody else, or ends where it did; only in that last case the same batch is sent again
 * with the same ids at its original revision, so that it lies there once however many of its copies arrive. (With the current revision, or any, copies
 * are written again.)
 * @throws AppendFailedError where the outcome is still open after `patience.outcomeMs`
 * @throws StoreUnavailableError where the server has refused it at once
 */
export async function appendForCertain(connection: KurrentDbConnection, batch: Batch): Promise<Outcome> {
  const { hosts, patience } = connection;
  const end = performance.now() + patience.outcomeMs;
  let failure: unknown;
  // It is looked up once in any case, however long the first answer took.
  for (let n = 0; n <= 1 || performance.now() < end; n++) {
    try {
      const known = n === 0 ? 'ABSENT' : await lookUp(connection, batch);
      if (known !== 'ABSENT') return known;
      const outcome = await send(connection, batch);
      if (outcome !== 'WRITTEN') return outcome;
    } catch (error) {
      if (n === 0 && isRefusal(error)) throw new StoreUnavailableError(wordsFor(error, hosts), { cause: error });
      failure = error;
    }
    await connection.pause(n);
  }
  throw new AppendFailedError(`whether it was written is not known: ${wordsFor(failure, hosts)}`, { cause: failure });
}

/** `WRITTEN` where the answer leaves the position out, as that to a copy may. */
async function send(connection: KurrentDbConnection, { stream, expectedRevision, events }: Batch): Promise<Outcome | 'WRITTEN'> {
  const { client, call, patience } = connection;
  try {
    const { nextExpectedRevision, position } = await answeredWithin(
      patience.answerMs + GRACE_MS,
      client.appendToStream(stream, [...events], {
        ...call,
        deadline: patience.answerMs,
        expectedRevision: expectedRevision < 0 ? 'no_stream' : BigInt(expectedRevision),
      }),
    );
    if (nextExpectedRevision !== BigInt(expectedRevision + events.length))
      throw new Error(`${stream} is at revision ${nextExpectedRevision} after an append of ${events.length} to ${expectedRevision}`);
    return position ? { position: numberOf(position) } : 'WRITTEN';
  } catch (error) {
    if (error instanceof WrongExpectedVersionError) return 'MOVED';
    throw error;
  }
}

async function lookUp(connection: KurrentDbConnection, { stream, expectedRevision, events }: Batch): Promise<Outcome | 'ABSENT'> {
  const read = () =>
    connection.read((client) =>
      client.readStream(stream, { ...connection.call, fromRevision: BigInt(expectedRevision + 1), maxCount: events.length }),
    );
  const present = await read().catch((error: unknown) => {
    if (error instanceof StreamNotFoundError) return [];
    throw error;
  });
  const found = present.flatMap(({ event }) => event ?? []);
  const [first] = found;
  if (!first) return 'ABSENT';
  if (first.id !== events[0]?.id) return 'MOVED';
  const last = found[events.length - 1];
  if (last?.id !== events.at(-1)?.id || !last)
    throw new Error(`${stream} holds a part of what was appended after revision ${expectedRevision}`);
  return { position: placeOf(last) };
}
