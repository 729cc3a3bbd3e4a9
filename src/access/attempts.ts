import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Clock } from '../commands/clock';
import { type CommandType, kindOfNoun } from '../commands/noun';
import type { Outcome } from '../commands/outcome';
import type { Streams } from '../commands/streams';
import { refusalOf, type SystemActs } from '../commands/system-acts';
import { Caveat, caveatsOf, HIDING, HIDINGS, highest, Level, levelOf, type Marking, markingOf, UNMARKED } from '../kernel/classification';
import { streamName } from '../kernel/happened';
import { ATTEMPT_INPUT_LENGTH_MAX, ATTEMPTS_PER_HOUR_MAX } from '../kernel/limits';
import { Rejection } from '../kernel/rejection';
import { UUID } from '../kernel/uuid';
import { CountAttempts, KeepAttempt } from '../negotiation/attempts/attempts.commands';
import { attempts, type Attempts as Register, attemptsIdOf, countedIn } from '../negotiation/attempts/attempts.state';
import { initiative } from '../negotiation/initiative/initiative.state';

/** An act as somebody asked for it, and what he was told. */
export interface RefusedAct {
  readonly participantId: string;
  readonly type: CommandType;
  /** The record that it was about; `undefined` where it would have opened one. */
  readonly streamId: string | undefined;
  /** The request's body, whether it was valid or not. */
  readonly body: unknown;
  readonly refusal: Outcome;
}

/** Rules whose refusals are kept (INV-49). */
const RULES: ReadonlySet<string | undefined> = new Set(['INV-11', 'INV-12', 'INV-16', 'INV-17', 'INV-32', 'INV-41']);
/** Beside them: he acts in a role that is not his, and what a hidden record does not allow, whose reference the liaison looks up here. */
const CODES: ReadonlySet<string> = new Set(['record.role-not-yours', 'federal.rule']);

/** What is kept of a refusal; `undefined` where it is none of those that are. */
function kept(refusal: Outcome): Pick<KeepAttempt, 'code' | 'invariant' | 'detail'> | undefined {
  if (refusal === 'FORBIDDEN') return { code: 'forbidden' };
  if (!(refusal instanceof Rejection) || !(RULES.has(refusal.reason.invariant) || CODES.has(refusal.code))) return undefined;
  const { code, reason, detail } = refusal;
  return { code, ...(reason.invariant !== undefined && { invariant: reason.invariant }), detail };
}

/** Keeps what was refused, in a stream of each person and month (INV-49). What he is answered does not depend on it. */
export class Attempts {
  private readonly log = new Logger('Attempts');
  private hour = '';
  /** Of this hour, by person. */
  private counts = new Map<string, number>();

  constructor(
    private readonly streams: Streams,
    private readonly system: SystemActs,
    private readonly clock: Clock,
  ) {}

  /** Durable before the refusal is answered; where it cannot be, the log says so, and the refusal is answered all the same. */
  async keep(act: RefusedAct): Promise<void> {
    const refusal = kept(act.refusal);
    if (!refusal) return;
    const { participantId, type } = act;
    try {
      const failed = await this.record(act, refusal);
      if (failed !== undefined) this.log.error(`${type.name}, refused to ${participantId} (${refusal.code}), is not kept: ${failed}`);
    } catch (error) {
      this.log.error(`${type.name}, refused to ${participantId} (${refusal.code}), is not kept: ${String(error)}`);
    }
  }

  private async record(act: RefusedAct, refusal: ReturnType<typeof kept> & object): Promise<string | undefined> {
    const { participantId, type, streamId, body } = act;
    const now = new Date(this.clock()).toISOString();
    const since = `${now.slice(0, 13)}:00:00.000Z`;
    const count = await this.counted(participantId, since);
    if (!isTold(count)) return undefined;
    const concerned = await this.markOf(act);
    const register = attemptsIdOf(participantId, now.slice(0, 7), caveatsOf(concerned.caveats & HIDING));
    const mark = highest(concerned, (await this.streams.load(attempts, register)).marking);
    const attemptId = randomUUID();
    const issue = {
      streamId: register,
      key: attemptId,
      classification: { level: levelOf(mark.level), caveats: caveatsOf(mark.caveats) },
    };
    if (count > ATTEMPTS_PER_HOUR_MAX) return refusalOf(await this.system.record(CountAttempts, { participantId, since, count }, issue));
    const input = JSON.stringify(body) as string | undefined;
    const attempt: KeepAttempt = {
      attemptId,
      participantId,
      command: type.name,
      ...(streamId !== undefined && { stream: streamName(kindOfNoun(type.noun), streamId) }),
      ...refusal,
      ...(input !== undefined && input.length <= ATTEMPT_INPUT_LENGTH_MAX && { input }),
    };
    return refusalOf(await this.system.record(KeepAttempt, attempt, issue));
  }

  /** Counting goes on where it stood when the program was started anew. */
  private async counted(participantId: string, hour: string): Promise<number> {
    const earlier = this.hour === hour && this.counts.has(participantId) ? 0 : await this.countedBefore(participantId, hour);
    if (this.hour !== hour) this.counts = new Map();
    this.hour = hour;
    const count = (this.counts.get(participantId) ?? earlier) + 1;
    this.counts.set(participantId, count);
    return count;
  }

  private async countedBefore(participantId: string, hour: string): Promise<number> {
    let count = 0;
    for (const hiding of HIDINGS) {
      const { state } = await this.streams.load(attempts, attemptsIdOf(participantId, hour.slice(0, 7), hiding));
      count = Math.max(count, countedIn(state as Register, hour));
    }
    return count;
  }

  /** As high as the record concerned, what it would have belonged under, and the mark that was asked for it (INV-31). */
  private async markOf({ type, streamId, body }: RefusedAct): Promise<Marking> {
    const { initiativeId, record } = membersOf(body);
    const marks = [markAskedFor(record)];
    if (streamId !== undefined) marks.push((await this.streams.load(type.noun.fold, streamId)).marking);
    if (typeof initiativeId === 'string' && UUID.test(initiativeId))
      marks.push((await this.streams.load(initiative, initiativeId)).marking);
    return marks.reduce(highest);
  }
}

/** Up to a number each; then every time that they have doubled. */
function isTold(count: number): boolean {
  return count <= ATTEMPTS_PER_HOUR_MAX || Number.isInteger(Math.log2(count / ATTEMPTS_PER_HOUR_MAX));
}

/** Of a body that nobody may have validated. */
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function markAskedFor(record: unknown): Marking {
  const { level, caveats } = membersOf(membersOf(record)['classification']);
  const asked = Level.safeParse(level);
  if (!asked.success) return UNMARKED;
  const known = Array.isArray(caveats) ? caveats.flatMap((caveat) => Caveat.safeParse(caveat).data ?? []) : [];
  return markingOf({ level: asked.data, caveats: known });
}
