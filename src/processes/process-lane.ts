import { setTimeout as delay } from 'node:timers/promises';
import { ClockBehindError } from '../commands/outcome';
import { refusalOf, type SystemActs } from '../commands/system-acts';
import type { Happened } from '../kernel/happened';
import { PROCESS_PAUSE_MAX_MS } from '../kernel/limits';
import { Rejection } from '../kernel/rejection';
import { AppendFailedError, DiskFullError, QueueFullError } from '../ledger/event-store';
import type { Consequence, Process, Surroundings } from './process';
import type { ProcessMarks } from './process-marks';

/** How one process stands. */
export interface ProcessHealth {
  readonly process: string;
  readonly position: number;
  /** Why it stands still until the next start; absent while it runs. */
  readonly halted?: string;
  /** What it waits for and tries again; absent while nothing is the matter. */
  readonly waiting?: string;
}

/** What every process is given. */
export interface LaneSurroundings {
  readonly system: SystemActs;
  readonly marks: ProcessMarks;
  readonly stateOf: Surroundings['stateOf'];
  readonly stopped: AbortSignal;
}

/** Errors that pass by themselves: the store is busy, the disk is full, the clock is set right. */
const PASSING = [QueueFullError, DiskFullError, AppendFailedError, ClockBehindError];
const FIRST_PAUSE_MS = 20;

/** One process on its way through the log, one event after the other. */
export class ProcessLane {
  private position: number;
  private halted: string | undefined;
  private waiting: string | undefined;
  private last: Promise<void> = Promise.resolve();
  private queued = 0;

  constructor(
    readonly process: Process,
    private readonly to: LaneSurroundings,
  ) {
    this.position = to.marks.positionOf(process.name);
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
    };
  }

  /** Resolves when the event, or the process, is done with. Never rejects: a poisoned event halts this process and no other. */
  deliver(event: Happened): Promise<void> {
    if (this.halted !== undefined || event.position <= this.position) return Promise.resolve();
    this.queued++;
    this.last = this.last.then(() => this.handle(event)).finally(() => this.queued--);
    return this.last;
  }

  /** Everything up to here that concerns this process has been delivered. */
  passed(position: number): void {
    if (this.queued === 0 && this.halted === undefined && position > this.position) this.reach(position);
  }

  /** Resolves when nothing is under way any more. */
  idle(): Promise<void> {
    return this.last;
  }

  /** Records a consequence, also of a deadline. @returns whether it is settled; not if the house is closing */
  async record(consequence: Consequence, key: string, cause?: Happened): Promise<boolean> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, PROCESS_PAUSE_MAX_MS)) {
      if (this.to.stopped.aborted) return false;
      const passing = await this.tryToRecord(consequence, key, cause);
      this.waiting = passing;
      if (passing === undefined) return true;
      await delay(pause * (0.5 + Math.random() / 2), undefined, { signal: this.to.stopped }).catch(onlyAborted);
    }
  }

  private async handle(event: Happened): Promise<void> {
    if (this.halted !== undefined) return;
    const { process, to } = this;
    try {
      const consequences = await process.react(event, { stateOf: to.stateOf, index: to.marks.indexOf(process.name) });
      for (const consequence of consequences) {
        const key = [process.name, event.id, ...(consequence.name === undefined ? [] : [consequence.name])].join(' ');
        if (!(await this.record(consequence, key, event))) return;
      }
      this.reach(event.position);
    } catch (error) {
      this.halted = `${event.type} ${event.id}: ${String(error)}`;
    }
  }

  /** @returns what it waits for, `undefined` once it is settled: recorded, or refused because it is so already or no longer matters */
  private async tryToRecord(
    { command, fields, streamId, classification }: Consequence,
    key: string,
    cause?: Happened,
  ): Promise<string | undefined> {
    try {
      const outcome = await this.to.system.record(command, fields, {
        streamId,
        key,
        ...(cause && { cause: { eventId: cause.id, commandId: cause.commandId } }),
        ...(classification && { classification }),
      });
      if (outcome === 'CONFLICTS_IN_A_ROW') return outcome;
      // A refusal of the domain is an answer: it is so already, or its subject has gone on without it. Anything else is a fault of the process.
      const refused = refusalOf(outcome);
      if (refused !== undefined && !(outcome instanceof Rejection) && outcome !== 'NOT_FOUND')
        throw new Error(`${command.name}: ${refused}`);
      return undefined;
    } catch (error) {
      if (PASSING.some((type) => error instanceof type)) return String(error);
      throw error;
    }
  }

  private reach(position: number): void {
    this.position = position;
    this.to.marks.reach(this.process.name, position);
  }
}

function onlyAborted(error: unknown): void {
  if ((error as Partial<Error>).name !== 'AbortError') throw error;
}
