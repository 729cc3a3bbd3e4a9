import { expect } from '@jest/globals';
import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { actOf } from '../../src/commands/act';
import type { Checked } from '../../src/commands/fields';
import {
  type AnyRule,
  type Circumstances,
  decide,
  type Decision,
  outOfTurn,
  type References,
  type StateOf as StateOfFold,
} from '../../src/kernel/decider';
import type { Level } from '../../src/kernel/classification';
import { type Erased, ErasedError } from '../../src/kernel/erased';
import type { DomainEvent, EventOf } from '../../src/kernel/events';
import { type AnyFold, type Found, type Marked, type PastEvent, type Reference, replay, type State } from '../../src/kernel/fold';
import { type Occurrence, occurringAt } from '../../src/kernel/occurrence';
import { Rejection } from '../../src/kernel/rejection';
import { uuidV5 } from '../../src/kernel/uuid';

/*
 * `given(events).and(fold, id, ...events).when(Command, fields).then(events)` or `.thenRefused(code, invariant)`: one act, decided as the
 * command road decides it, without a ledger. The command is validated first, so that no spec rests on one that nobody can send.
 */

/** The stream that is decided on. */
export const SELF = '00000000-0000-4000-8000-0000000000ff';
/** Who acts, where the spec does not say so: somebody in the first of the roles that the command is for. */
export const SOMEBODY = '00000000-0000-4000-8000-00000000000a';
/** When he does. */
export const NOW = '2025-03-01T09:00:00.000Z';

/** Id of the nth event given of a stream, from 1. */
export const eventId = (n: number): string => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;
/** The id that this command derives under a name. */
export const derived = (name: string): string => uuidV5(SELF, name);

/** What a caller sends: a command's fields without its methods. */
export type Fields<T> = T extends readonly (infer Item)[]
  ? readonly Fields<Item>[]
  : T extends object
    ? { readonly [Name in keyof T as T[Name] extends (...args: never[]) => unknown ? never : Name]: Fields<T[Name]> }
    : T;

type Circumstance = Partial<Omit<PastEvent, keyof DomainEvent>>;
type Given<E> = E & { readonly circumstance?: Circumstance };

/** An event of which the spec also says who recorded it, when it happened or under which id it lies. */
export const happened = <E extends DomainEvent>(event: E, circumstance: Circumstance): Given<E> => ({ ...event, circumstance });

/** An event some of whose fields are erased. */
export function gone<E extends DomainEvent>(event: E, ...fields: readonly (keyof E['data'] & string)[]): E {
  const erased: Erased = { erased: 'a-key-that-was-destroyed' };
  return { ...event, data: { ...(event.data as object), ...Object.fromEntries(fields.map((field) => [field, erased])) } };
}

function stateOf(fold: AnyFold, history: readonly Given<DomainEvent>[]): State {
  const past = history.map(({ circumstance, ...event }, n): PastEvent => ({
    ...event,
    id: eventId(n + 1),
    recordedAt: NOW,
    recordedBy: SOMEBODY,
    occurredAt: occurringAt(NOW),
    ...circumstance,
  }));
  return replay<State>(fold, past);
}

/** Scenarios for one noun. */
export function specOf<F extends AnyFold>(fold: F, decider: Readonly<Record<string, AnyRule>>) {
  return {
    given: (...history: readonly Given<EventOf<F['events']>>[]) => new Scenario<F>(fold, decider, history),
    /** What holds after some events, for what is asked of a state without an act. */
    stateAfter: (...history: readonly Given<EventOf<F['events']>>[]) => stateOf(fold, history) as StateOfFold<F>,
  };
}

class Scenario<F extends AnyFold> {
  private readonly others = new Map<string, State>();
  private readonly marks = new Map<string, Marked>();
  private bytes: Found = { status: 'NONE' };
  private now = NOW;
  private occurredAt: Occurrence | undefined;
  private actor: { participantId: string; role?: string } = { participantId: SOMEBODY };

  constructor(
    private readonly fold: F,
    private readonly decider: Readonly<Record<string, AnyRule>>,
    private readonly history: readonly Given<DomainEvent>[],
  ) {}

  /** What happened elsewhere, in the stream that the command or the state names. */
  and<Other extends AnyFold>(fold: Other, streamId: string, ...history: readonly Given<EventOf<Other['events']>>[]): this {
    this.others.set(`${fold.events.stream}-${streamId}`, stateOf(fold, history));
    return this;
  }

  /** A record of which only the mark counts. */
  andMarked(fold: AnyFold, streamId: string, level: Level): this {
    this.marks.set(`${fold.events.stream}-${streamId}`, { status: 'MARKED', level });
    return this;
  }

  /** What lies beside the log under the id of the record that is decided on. */
  andFound(bytes: Found): this {
    this.bytes = bytes;
    return this;
  }

  /** The act is recorded at this instant. */
  at(now: string): this {
    this.now = now;
    return this;
  }

  /** What the act reports or does happened then; now, unless said. */
  occurring(occurredAt: Occurrence): this {
    this.occurredAt = occurredAt;
    return this;
  }

  /** Who acts, and in which role; the role must be one that the command is for. */
  by(participantId: string, role?: string): this {
    this.actor = { participantId, ...(role !== undefined && { role }) };
    return this;
  }

  when<C extends object>(type: new () => C, fields: Fields<C>): Then<F> {
    const command = valid(type, fields);
    const rule = this.decider[type.name];
    if (!rule) throw new Error(`nothing decides ${type.name}`);
    const state = stateOf(this.fold, this.history);
    const circumstances = this.circumstancesOf(type);
    const decision = outOfTurn(this.fold, rule, state) ?? this.decide(rule, state, command, circumstances);
    return new Then<F>(this.fold, this.history, decision, { fact: actOf(type).fact === true, circumstances });
  }

  private decide(rule: AnyRule, state: State, command: object, circumstances: Circumstances): Decision {
    try {
      const references: References = rule.reads(state, command, circumstances);
      const look = ({ fold, streamId, reading }: Reference): State => {
        if (reading === 'FOUND') return this.bytes;
        if (reading === 'MARKED') return this.marks.get(`${fold.events.stream}-${streamId}`) ?? { status: 'NONE' };
        if (fold === (this.fold as AnyFold) && streamId === SELF) return state;
        return this.others.get(`${fold.events.stream}-${streamId}`) ?? fold.initial;
      };
      const facts = Object.entries(references).map(([name, it]) => [name, Array.isArray(it) ? it.map(look) : look(it as Reference)]);
      return decide(rule, state, command, Object.fromEntries(facts) as never, circumstances);
    } catch (error) {
      // The command road answers so too; whatever else is thrown is a fault of the noun.
      if (error instanceof ErasedError) return new Rejection('record.erased', { title: 'Erased', remedy: 'None.' }, error.message);
      throw error;
    }
  }

  private circumstancesOf(type: new () => object): Circumstances {
    const { by } = actOf(type);
    const role = this.actor.role ?? by[0];
    expect(by).toContain(role);
    return {
      actor: { participantId: this.actor.participantId, role: role ?? '' },
      now: this.now,
      occurredAt: this.occurredAt ?? occurringAt(this.now),
      self: SELF,
      derive: derived,
    };
  }
}

/** The command as the road gets it: an instance of its class that has passed validation. One without fields is no unknown value. */
function valid<C extends object>(type: new () => C, fields: Fields<C>): C {
  const command = plainToInstance(type, structuredClone(fields));
  expect(validateSync(command, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false })).toEqual([]);
  if ('faults' in command) expect((command as unknown as Checked).faults()).toEqual([]);
  return command;
}

interface Decided {
  readonly fact: boolean;
  readonly circumstances: Circumstances;
}

class Then<F extends AnyFold> {
  constructor(
    private readonly fold: F,
    private readonly history: readonly Given<DomainEvent>[],
    private readonly decision: Decision,
    private readonly decided: Decided,
  ) {}

  /** Exactly these events, each as its schema wants it, and the fold accepts them. What holds then is looked at with `leaving`. */
  then(...events: readonly EventOf<F['events']>[]): { leaving: (expected: Partial<StateOfFold<F>>) => void } {
    expect(this.decision).toEqual(events);
    const after = stateOf(this.fold, [...this.history, ...this.recorded()]);
    return {
      leaving: (expected) => {
        expect(after).toMatchObject(expected);
      },
    };
  }

  thenRefused(code: string, invariant?: string): void {
    expect(this.decision).toBeInstanceOf(Rejection);
    expect(this.decision).toMatchObject({ code, ...(invariant !== undefined && { reason: { invariant } }) });
  }

  private recorded(): Given<DomainEvent>[] {
    const { circumstances, fact } = this.decided;
    return (this.decision as readonly DomainEvent[]).map((event) => {
      const schema = this.fold.events.schemas[event.type];
      schema?.check(event.data);
      // A command that reports a fact records nothing else (domain.md 4.1).
      if (fact) expect(schema?.nature).toBe('FACT');
      const { now: recordedAt, occurredAt, actor } = circumstances;
      return happened(event, { recordedAt, occurredAt, recordedBy: actor.participantId });
    });
  }
}
