import type { Outcome } from '../commands/outcome';
import { refuseRecord } from '../commands/record.refusals';
import { refusalOf, type SystemActs } from '../commands/system-acts';
import type { Happened } from '../kernel/happened';
import { EVENTS_WAITING_PER_PROCESS_MAX } from '../kernel/limits';
import { Rejection } from '../kernel/rejection';
import { persevere, StreamsMovingError } from './persevere';
import { type Consequence, type Deadline, isDeadline, type Process, type ProcessIndex, type Surroundings } from './process';
import type { ProcessMarks } from './process-marks';

/** How one process stands. */
export interface ProcessHealth {
  readonly process: string;
  readonly position: number;
  /** Why it stands still until the next start; absent while it runs. */
  readonly halted?: string;
  /** What it waits for and tries again; absent while nothing is the matter. */
  readonly waiting?: string;
  /** UTC with milliseconds: since when what it works at lies in the log; absent while nothing waits for it. */
  readonly since?: string;
}

/** What every process is given. */
export interface LaneSurroundings {
  readonly system: SystemActs;
  readonly marks: ProcessMarks;
  readonly streams: Omit<Surroundings, 'index'>;
  readonly stopped: AbortSignal;
}

/** One process on its way through the log, one event after the other. */
export class ProcessLane {
  private position: number;
  private halted: string | undefined;
  private waiting: string | undefined;
  private since: string | undefined;
  private last: Promise<void> = Promise.resolve();
  private queued = 0;
  private readonly index: ProcessIndex;

  constructor(
    readonly process: Process,
    private readonly to: LaneSurroundings,
  ) {
    this.position = to.marks.positionOf(process.name);
    this.index = to.marks.indexOf(process.name);
  }

  get mark(): number {
    return this.position;
  }

  health(): ProcessHealth {
    return {
      process: this.process.name,
      position: this.position,
      ...(this.halted !== undefined && { halted: this.halted }),
      ...(this.waiting !== undefined && { waiting: this.waiting }),
      ...(this.since !== undefined && { since: this.since }),
    };
  }

  /** Resolves when it takes more: at once, unless too much waits for it already. */
  deliver(event: Happened): Promise<void> {
    if (event.position > this.position) void this.inTurn(`${event.type} ${event.id}`, () => this.handle(event));
    return this.queued < EVENTS_WAITING_PER_PROCESS_MAX ? Promise.resolve() : this.last;
  }

  /** The next event cannot be read: what it would have caused must not be passed over. */
  stumble(position: number, error: unknown): void {
    if (position > this.position)
      void this.inTurn(`the event at ${position}`, () => Promise.reject(error instanceof Error ? error : new Error(String(error))));
  }

  /** Everything up to here that concerns this process has been delivered. */
  passed(position: number): void {
    if (this.queued === 0 && position > this.position) void this.inTurn('its mark', () => this.reach(position));
  }

  /** Fires every deadline that has passed at an instant (UTC with milliseconds), the earliest first. Resolves when that is done. */
  look(now: string): Promise<void> {
    const { process } = this;
    return isDeadline(process) ? this.inTurn('its deadlines', () => this.fire(process, now)) : Promise.resolve();
  }

  /** Resolves when nothing is under way any more. */
  idle(): Promise<void> {
    return this.last;
  }

  /** One thing after the other. Never rejects: what it cannot take halts this process and no other. */
  private inTurn(what: string, work: () => Promise<void>): Promise<void> {
    this.queued++;
    this.last = this.last
      .then(() => (this.halted === undefined && !this.to.stopped.aborted ? work() : undefined))
      .catch((error: unknown) => {
        // Closing is no fault: what was not settled is delivered again at the next start.
        if (!isAborted(error)) this.halted = `${what}: ${String(error)}`;
      })
      .finally(() => this.queued--);
    return this.last;
  }

  private async handle(event: Happened): Promise<void> {
    const { process, to } = this;
    this.since = event.recordedAt;
    const consequences = await this.persevere(async () => process.react(event, { ...to.streams, index: this.index }));
    for (const consequence of consequences) {
      const key = [process.name, event.id, ...(consequence.name === undefined ? [] : [consequence.name])].join(' ');
      await this.persevere(() => this.record(consequence, key, event));
    }
    await this.reach(event.position);
    this.since = undefined;
  }

  private async fire(process: Deadline, now: string): Promise<void> {
    for (let next = this.to.marks.nextDue(process.name); next && next.due <= now; next = this.to.marks.nextDue(process.name)) {
      const { id, due } = next;
      await this.persevere(() => this.record(process.fire(id), `${process.name} ${id} ${due}`));
      await this.persevere(async () => this.index.delete(id));
    }
  }

  private persevere<Result>(attempt: () => Promise<Result>): Promise<Result> {
    return persevere(attempt, { stopped: this.to.stopped, waits: (reason) => (this.waiting = reason) });
  }

  /** Returns once it is settled: recorded, or refused because it is so already or no longer matters. */
  private async record({ command, fields, streamId, kind, classification }: Consequence, key: string, cause?: Happened): Promise<void> {
    const outcome = await this.to.system.record(command, fields, {
      streamId,
      key,
      ...(kind !== undefined && { kind }),
      ...(cause && { cause: { eventId: cause.id, commandId: cause.commandId } }),
      ...(classification && { classification }),
    });
    if (outcome === 'CONFLICTS_IN_A_ROW') throw new StreamsMovingError(`others write to ${streamId} all the time`);
    const refused = refusalOf(outcome);
    if (refused !== undefined && !isSettled(outcome)) throw new Error(`${command.name}: ${refused}`);
  }

  private async reach(position: number): Promise<void> {
    await this.persevere(async () => this.to.marks.reach(this.process.name, position));
    this.position = position;
  }
}

/** Refusals of the road that are answers: its text is erased, it was opened before, a correction has broken nothing. */
const ANSWERS: ReadonlySet<string> = new Set(['record.erased', 'record.exists-already', 'record.nothing-broken']);

/**
 * A refusal of the noun is an answer: it is so already, or its subject has gone on without it. NOT_FOUND: what
 * it is about was never opened, for its words are erased. KEY_REUSED: it is recorded, in other words. Whatever else is refused is a fault.
 */
function isSettled(outcome: Outcome): boolean {
  if (outcome instanceof Rejection) return ANSWERS.has(outcome.code) || !refuseRecord.catalogue.has(outcome.code);
  return outcome === 'NOT_FOUND' || outcome === 'KEY_REUSED';
}

const isAborted = (error: unknown): boolean => (error as Partial<Error>).name === 'AbortError';
