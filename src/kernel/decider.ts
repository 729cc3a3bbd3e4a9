import type { DomainEvent, EventOf } from './events';
import type { AnyFold, Fold, In, Reference, State } from './fold';
import type { Occurrence } from './occurrence';
import { Rejection } from './rejection';

/** What a decision knows beside state, command and facts. The domain has no clock, no chance and no names of its own. */
export interface Circumstances {
  /** Who acts, and in which of his roles. */
  readonly actor: { readonly participantId: string; readonly role: string };
  /** UTC, ISO 8601 with milliseconds, so that instants compare as text. */
  readonly now: string;
  /** When it happens in the world; now, unless the caller said otherwise. */
  readonly occurredAt: Occurrence;
  /** Id of the stream that is decided on. */
  readonly self: string;
  /** Ids that follow from the command, so that deciding it again gives the same: UUID v5 of (command id, name). */
  readonly derive: (name: string) => string;
}

/** Events to append, or the reason why not. */
export type Decision<E extends DomainEvent = DomainEvent> = readonly E[] | Rejection;

/** References by name; `Facts` gives each its own type back. */
export type References = Readonly<Record<string, Reference | readonly Reference[]>>;

/** The states behind `reads`, under the same names. */
export type Facts<R> = {
  readonly [Name in keyof R]: R[Name] extends readonly Reference<infer S>[] ? readonly S[] : R[Name] extends Reference<infer S> ? S : never;
};

/** How one command is decided: from which statuses, with which facts of other streams, and what then happens. */
export interface Rule<S extends State = State, Command = never, E extends DomainEvent = DomainEvent> {
  readonly from: readonly string[];
  readonly reads: (state: S, command: Command, circumstances: Circumstances) => References;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- `when` gives the facts of each rule their own type; here they are of any
  readonly decide: (state: S, command: Command, facts: any) => Decision<E>;
  /** Whether the act goes forward with the other side (domain.md 4.3.1); only `forward` says so. */
  readonly goesForward?: true;
}

/** A rule of whatever noun and command. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rules of different nouns and commands lie in one table; the road pairs each with its own
export type AnyRule = Rule<any, any>;

/** A rule that reads no other stream. */
export function when<S extends State, const Status extends S['status'], Command, E extends DomainEvent>(
  status: Status | readonly Status[],
  decide: (state: In<S, Status>, command: Command, circumstances: Circumstances) => Decision<E>,
): Rule<S, Command, E>;
/** A rule whose decision also needs the state of other streams; their revisions are kept as its basis. */
export function when<S extends State, const Status extends S['status'], Command, E extends DomainEvent, R extends References>(
  status: Status | readonly Status[],
  rule: {
    reads: (state: In<S, Status>, command: Command, circumstances: Circumstances) => R;
    decide: (state: In<S, Status>, command: Command, facts: Facts<R> & Circumstances) => Decision<E>;
  },
): Rule<S, Command, E>;
export function when(status: string | readonly string[], rule: unknown): AnyRule {
  const from = typeof status === 'string' ? [status] : status;
  return typeof rule === 'function'
    ? { from, reads: () => ({}), decide: rule as AnyRule['decide'] }
    : { from, ...(rule as Omit<AnyRule, 'from'>) };
}

/** What may happen next: one rule for each command class of the noun's `*.commands.ts`; a missing one is a compile error. */
export type Decider<F extends AnyFold, Commands> = {
  readonly [Name in CommandName<Commands>]: Rule<StateOf<F>, InstanceOf<Commands[Name]>, EventOf<F['events']>>;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the catalogue is not asked for here
export type StateOf<F> = F extends Fold<infer S, any> ? S : never;
type InstanceOf<Class> = Class extends abstract new (...args: never[]) => infer Instance ? Instance : never;
/** The exports of a module that are classes. */
type CommandName<Commands> = {
  [Name in keyof Commands]: Commands[Name] extends abstract new (...args: never[]) => object ? Name : never;
}[keyof Commands];

/** Facts of whatever rule. */
export type AnyFacts = Readonly<Record<string, State | readonly State[]>>;

/** The states behind references, under the same names, one after the other. */
export async function factsFrom(references: References, look: (reference: Reference) => Promise<State>): Promise<AnyFacts> {
  const facts: Record<string, State | readonly State[]> = {};
  for (const [name, reference] of Object.entries(references)) {
    const states: State[] = [];
    for (const each of Array.isArray(reference) ? (reference as readonly Reference[]) : [reference as Reference])
      states.push(await look(each));
    const [only] = states;
    facts[name] = Array.isArray(reference) || only === undefined ? states : only;
  }
  return facts;
}

/** Pure: the state, the command, the facts it named; nothing else is known. */
export function decide(rule: AnyRule, state: State, command: object, facts: AnyFacts, circumstances: Circumstances): Decision {
  return rule.decide(state, command, { ...facts, ...circumstances });
}

/** Where the life cycle itself does not allow the command, `decide` is not asked. */
export function outOfTurn(fold: AnyFold, rule: AnyRule, state: State): Rejection | undefined {
  if (rule.from.includes(state.status)) return undefined;
  const noun = fold.events.stream;
  return new Rejection(
    `${noun}.out-of-turn`,
    { title: 'Not at this point of its life', remedy: 'See under actions what is possible now.' },
    `The ${wordsOf(noun)} is ${state.status}; this is possible only when it is ${rule.from.join(' or ')}.`,
  );
}

/** `federalReview` as one says it: `federal review`. */
export const wordsOf = (camel: string): string => camel.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
