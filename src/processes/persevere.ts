import { setTimeout as delay } from 'node:timers/promises';
import { ClockBehindError } from '../commands/outcome';
import { PROCESS_PAUSE_MAX_MS } from '../kernel/limits';
import { AppendFailedError, DiskFullError, KeysNotDestroyedError, QueueFullError, StoreUnavailableError } from '../ledger/event-store';
import { isDiskFull } from '../ledger/sqlite/sqlite-fault';
import { PostgresError } from '../postgres/postgres-fault';
import { NotPurgedError } from '../trust/purge';
import { NotForgottenError } from '../trust/shred';

/** Streams that others write to faster than a decision is taken. */
export class StreamsMovingError extends Error {
  override readonly name = 'StreamsMovingError';
}

/** Errors that pass by themselves: the store is busy, the disk is full, the keys are away, the clock is set right. */
const PASSING = [
  QueueFullError,
  DiskFullError,
  AppendFailedError,
  StoreUnavailableError,
  PostgresError,
  ClockBehindError,
  StreamsMovingError,
  KeysNotDestroyedError,
  NotForgottenError,
  NotPurgedError,
];
const isPassing = (error: unknown): boolean => isDiskFull(error) || PASSING.some((type) => error instanceof type);
const FIRST_PAUSE_MS = 20;

/**
 * Tries again, at growing distances, what fails for a reason that passes. Throws what does not pass, and `AbortError` once `stopped`.
 * @param waits told what it waits for, and `undefined` when it need not any more
 */
export async function persevere<Result>(
  attempt: () => Promise<Result>,
  { stopped, waits }: { readonly stopped: AbortSignal; readonly waits: (reason: string | undefined) => void },
): Promise<Result> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, PROCESS_PAUSE_MAX_MS)) {
    try {
      const result = await attempt();
      waits(undefined);
      return result;
    } catch (error) {
      if (!isPassing(error)) throw error;
      waits(String(error));
    }
    await delay(pause * (0.5 + Math.random() / 2), undefined, { signal: stopped });
  }
}
