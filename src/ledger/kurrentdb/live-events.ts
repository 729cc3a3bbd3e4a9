import type { AllStreamRecordedEvent, AllStreamSubscription } from '@eventstore/db-client';
import type { KurrentDbConnection } from './connection';
import { NoAnswerError, wordsFor } from './faults';
import { placeOf, positionFrom } from './stored-event';

/** A subscription that has never said a word is given up after minutes at the latest. */
const SILENCE_DOUBLINGS_MAX = 4;

/** What a subscription tells its store while it goes on. */
export interface Listening {
  /** Position of the last event of ours, as the leader knows it. */
  head(): Promise<number>;
  /** Why nothing comes at the moment, in words; `undefined` once something comes again. */
  said(fault: string | undefined): void;
}

/**
 * Every event of the log after a position, in order, until the signal aborts. A subscription of the client ends for many reasons and never comes back:
 * a slow consumer is dropped once some 32 live events wait for him, a node that stops ends it without a word, a lost one leaves it open and mute. So it
 * is begun again after the last event that was taken, with growing pauses; and one that says nothing while the log has gone on is given up.
 */
export async function* liveEvents(
  connection: KurrentDbConnection,
  after: number,
  signal: AbortSignal,
  listening: Listening,
): AsyncGenerator<AllStreamRecordedEvent, void, undefined> {
  let position = after;
  const isOver = (): boolean => signal.aborted;
  for (let failures = 0; !isOver(); failures++) {
    // Whoever needs longer than that before he says his first word is given more time with each try; otherwise he would never be heard.
    const silenceMs = connection.patience.silenceMs * 2 ** Math.min(failures, SILENCE_DOUBLINGS_MAX);
    const subscription = connection.client.subscribeToAll({ ...connection.call, fromPosition: positionFrom(position) });
    const watch = new SilenceWatch(subscription, silenceMs, async () => (await listening.head()) > position);
    const stop = (): void => void subscription.destroy();
    signal.addEventListener('abort', stop);
    try {
      for await (const { event } of watch.watched()) {
        if (!event) continue;
        failures = 0;
        listening.said(undefined);
        yield event;
        // Only now, when the consumer asks for the next one, is this one taken.
        position = placeOf(event);
        if (isOver()) return;
      }
    } catch (error) {
      if (isOver()) return;
      listening.said(wordsFor(error, connection.hosts));
    } finally {
      signal.removeEventListener('abort', stop);
      watch.end();
    }
    await connection.pause(failures, signal);
  }
}

/** Gives up a subscription that has said nothing for so long although there is something to say. */
class SilenceWatch {
  private asking = false;
  private looking = false;
  private taken = 0;
  private takenBefore = -1;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly subscription: AllStreamSubscription,
    private readonly silenceMs: number,
    private readonly isBehind: () => Promise<boolean>,
  ) {
    this.timer = setInterval(() => void this.look(), silenceMs).unref();
    // It can fail once more when nobody listens any longer; without a listener that would end the process.
    subscription.on('error', () => undefined);
  }

  async *watched(): AsyncGenerator<{ readonly event?: AllStreamRecordedEvent }, void, undefined> {
    this.asking = true;
    for await (const resolved of this.subscription as AsyncIterable<{ readonly event?: AllStreamRecordedEvent }>) {
      this.asking = false;
      this.taken++;
      yield resolved;
      this.asking = true;
    }
  }

  /** Leaving the loop ends our side only; the server is told as well. */
  end(): void {
    clearInterval(this.timer);
    this.subscription.destroy();
    // There is no call to end where there was no connection to begin with.
    this.subscription.unsubscribe().catch(() => undefined);
  }

  /** One look at a time: a server that is slow to say where its log ends is not asked by ever more of them. */
  private async look(): Promise<void> {
    const { taken } = this;
    const silent = this.asking && taken === this.takenBefore;
    this.takenBefore = taken;
    if (!silent || this.looking) return;
    this.looking = true;
    const fault = await this.faultOfSilence();
    this.looking = false;
    if (fault && taken === this.taken) this.subscription.destroy(fault);
  }

  private async faultOfSilence(): Promise<Error | undefined> {
    try {
      return (await this.isBehind()) ? new NoAnswerError(this.silenceMs) : undefined;
    } catch (error) {
      return error as Error;
    }
  }
}
