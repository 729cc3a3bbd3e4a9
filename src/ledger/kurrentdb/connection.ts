import { setTimeout as pause } from 'node:timers/promises';
import { type Credentials, EventStoreDBClient, StreamNotFoundError, type StreamingRead } from '@eventstore/db-client';
import { Deadline, within } from '../../kernel/deadline';
import {
  KURRENTDB_ANSWER_WAIT_MS,
  KURRENTDB_OUTCOME_WAIT_MS,
  KURRENTDB_PAUSE_FIRST_MS,
  KURRENTDB_PAUSE_MAX_MS,
  KURRENTDB_READS_MAX,
  KURRENTDB_SILENCE_MAX_MS,
} from '../../kernel/limits';
import { StoreUnavailableError } from '../event-store';
import { isRefusal, NoAnswerError, wordsFor } from './faults';
import { type KurrentDbAddress, type KurrentDbPlace, KurrentDbPlaceError, addressOf } from './place';

/** How long a server is waited for. Milliseconds. */
export interface Patience {
  readonly answerMs: number;
  readonly outcomeMs: number;
  readonly pauseFirstMs: number;
  readonly pauseMaxMs: number;
  readonly silenceMs: number;
}

export const PATIENCE: Patience = {
  answerMs: KURRENTDB_ANSWER_WAIT_MS,
  outcomeMs: KURRENTDB_OUTCOME_WAIT_MS,
  pauseFirstMs: KURRENTDB_PAUSE_FIRST_MS,
  pauseMaxMs: KURRENTDB_PAUSE_MAX_MS,
  silenceMs: KURRENTDB_SILENCE_MAX_MS,
};

/** What every call says. */
interface CallOptions {
  readonly credentials: Credentials;
  readonly requiresLeader: true;
}

/**
 * The one client to a server or cluster, and how it is called. Each call carries the credentials and asks for the leader: with credentials an append
 * goes alone and has a deadline, where without them it would wait for ever in a queue that all clients of the process share and that ends the process
 * when its connection breaks (@eventstore/db-client 6.2.1, batchAppend.js); and only the leader has heard of every write.
 */
export class KurrentDbConnection {
  readonly call: CallOptions;
  readonly address: KurrentDbAddress;
  readonly client: EventStoreDBClient;

  /** @throws KurrentDbPlaceError */
  constructor(
    place: KurrentDbPlace,
    readonly patience: Patience,
  ) {
    this.address = addressOf(place);
    this.call = { credentials: this.address.credentials, requiresLeader: true };
    this.client = clientOf(this.address);
  }

  /** The nodes as they were named. */
  get hosts(): string {
    return this.address.hosts;
  }

  /**
   * All that a bounded read gives, oldest or newest first as it was asked for; tried again where the server cannot be reached.
   * @throws StoreUnavailableError where it stays so, or the server does not let us read; `StreamNotFoundError` where there is no such stream
   */
  read<Event>(start: (client: EventStoreDBClient) => StreamingRead<Event>): Promise<Event[]> {
    return this.asked(() => collected(start(this.client), this.patience.answerMs));
  }

  /** What changes nothing on the server is asked again where it cannot be reached; throws as `read` does. */
  async asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (let n = 0; ; n++) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof StreamNotFoundError) throw error;
        if (isRefusal(error) || n + 1 >= KURRENTDB_READS_MAX)
          throw new StoreUnavailableError(wordsFor(error, this.hosts), { cause: error });
      }
      await this.pause(n);
    }
  }

  /** Of the node that is asked, as it says it, `23.10.8.0`; `unknown` where it does not. Throws as `read` does. */
  version(): Promise<string> {
    return this.asked(() => answeredWithin(this.patience.answerMs, ServerVersion.of(this.client)));
  }

  /** Waits before the n-th further try, at random so that all who wait do not come back at once. */
  async pause(n: number, signal?: AbortSignal): Promise<void> {
    const { pauseFirstMs, pauseMaxMs } = this.patience;
    const longest = Math.min(pauseFirstMs * 2 ** n, pauseMaxMs);
    await pause(longest * (0.5 + Math.random() / 2), undefined, signal && { signal }).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  }

  close(): Promise<void> {
    return this.client.dispose();
  }
}

/** The client learns the version of its server, and shows it only to who extends it. */
class ServerVersion extends EventStoreDBClient {
  static async of(client: ServerVersion): Promise<string> {
    return (await client.capabilities).serverVersion;
  }
}

function clientOf({ connectionString, hosts }: KurrentDbAddress): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(connectionString);
  } catch (error) {
    throw new KurrentDbPlaceError(`the address of KurrentDB at ${hosts} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

/** Rejects with `NoAnswerError` after so long; what comes later is ignored. */
export const answeredWithin = <Result>(ms: number, answer: Promise<Result>): Promise<Result> =>
  within(ms, answer, () => new NoAnswerError(ms));

/** Reads to the end. The client sets no deadline for reads, so that one whose server has fallen silent would never end. */
function collected<Event>(reading: StreamingRead<Event>, silenceMs: number): Promise<Event[]> {
  return new Promise((resolve, reject) => {
    const events: Event[] = [];
    const fail = (error: Error): void => {
      deadline.stop();
      reject(error);
    };
    const deadline = new Deadline(silenceMs, () => {
      // It has no call to cancel where there was no connection to begin with.
      reading.cancel().catch(() => undefined);
      fail(new NoAnswerError(silenceMs));
    });
    reading.on('data', (event: Event) => {
      events.push(event);
      deadline.refresh();
    });
    reading.on('error', fail);
    reading.on('end', () => {
      deadline.stop();
      resolve(events);
    });
  });
}
