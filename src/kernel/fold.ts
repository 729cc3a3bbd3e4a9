import type { Level } from './classification';
import { type Erased, ErasedError, isErased, type Legible } from './erased';
import { type DomainEvent, type EventCatalogue, type EventOf, UnknownEventError } from './events';
import { earliest, type Occurrence } from './occurrence';

/** A state always says where in its life the record stands; before its first event that is `NONE`. */
export interface State {
  readonly status: string;
}

/** The states of a record, written as a table: `States<{ NONE: object; DRAFT: Terms; CLEARED: Terms & Clearance }>`. */
export type States<Table> = { [Status in keyof Table & string]: { readonly status: Status } & Readonly<Table[Status]> }[keyof Table &
  string];

/** `S` in one of the named statuses. */
export type In<S extends State, Status extends S['status']> = Extract<S, { readonly status: Status }>;

/** What a step knows of its event beside the payload. */
export interface About {
  readonly eventId: string;
  /** UTC with milliseconds. */
  readonly recordedAt: string;
  readonly recordedBy: string;
  /** When it happened in the world: the envelope's, as corrected since. */
  readonly occurredAt: Occurrence | Erased;
}

/** First instant at which it can have happened; where nobody knows that, when it was recorded. */
export const firstInstantOf = ({ occurredAt, recordedAt }: About): string =>
  (isErased(occurredAt) ? undefined : earliest(occurredAt)) ?? recordedAt;

/** A step that is only possible from certain statuses, so that its function sees only what these have. */
export interface Step<S extends State, Input, Output> {
  readonly from: readonly string[];
  readonly run: (state: S, input: Input, about: About) => Output;
}

/** Reads as domain.md writes it: `CommitmentCleared: from('IN_CLEARANCE', (it, { reviewId }) => ({ ...it, status: 'CLEARED', reviewId }))`. */
export function from<S extends State, const Status extends S['status'], Input, Output>(
  status: Status | readonly Status[],
  run: (state: In<S, Status>, input: Input, about: About) => Output,
): Step<S, Input, Output> {
  return { from: typeof status === 'string' ? [status] : status, run: run as Step<S, Input, Output>['run'] };
}

/** What holds in a stream: a pure fold of its events. A missing event is a compile error, an unknown one a failed read. */
export interface Fold<S extends State = State, C extends EventCatalogue = EventCatalogue> {
  readonly events: C;
  readonly initial: S;
  readonly evolve: { readonly [Type in EventOf<C>['type']]: Step<S, Legible<Extract<EventOf<C>, { type: Type }>['data']>, S> };
}

/** Any fold at all. */
export interface AnyFold<S extends State = State> {
  readonly events: EventCatalogue;
  readonly initial: S;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a step takes what its own event says, so only `any` admits every one of them
  readonly evolve: Readonly<Record<string, Step<any, any, S>>>;
}

/** How a decision came to the stream it reads, which decides what it may learn from one that the actor may not know of. */
export type Reading =
  /** Named by somebody: hidden from the actor, it is as if it did not exist. */
  | 'NAMED'
  /** A rule of the house or of the federation: it holds whether the actor may see it or not. */
  | 'RULING'
  /** Named, and what is decided belongs under it: its level and its hiding caveats are inherited (INV-31). */
  | 'ABOVE'
  /** Named by somebody, and only how high it is marked counts, not what it says. */
  | 'MARKED'
  /** No stream: what lies beside the log under that id, as it is found at this moment. It is no part of the basis. */
  | 'FOUND';

/** The state of another stream that a decision needs. */
export interface Reference<S extends State = State> {
  readonly fold: AnyFold<S>;
  readonly streamId: string;
  readonly reading: Reading;
  /** The process that fills the stream: it is read once that has passed all that was recorded when the command came in. */
  readonly filledBy?: string;
}

/** `at(federalReview, reviewId)`: the review as it stands when the decision is taken. */
export const at = <S extends State>(fold: AnyFold<S>, streamId: string): Reference<S> => ({ fold, streamId, reading: 'NAMED' });
/** `ruling(policyFramework, id)`: it counts even where the actor may not see it. */
export const ruling = <S extends State>(fold: AnyFold<S>, streamId: string): Reference<S> => ({ fold, streamId, reading: 'RULING' });
/** `under(initiative, id)`: what is decided inherits its marking. */
export const under = <S extends State>(fold: AnyFold<S>, streamId: string): Reference<S> => ({ fold, streamId, reading: 'ABOVE' });
/** `filled(RECORDED_BY, ruling(deviations, id))`: what a process has yet to record there counts as well (INV-43). */
export const filled = <S extends State>(process: string, reference: Reference<S>): Reference<S> => ({ ...reference, filledBy: process });

/** What a rule learns of a record of which only the mark counts. */
export type Marked = States<{ NONE: object; MARKED: { readonly level: Level } }>;
/** `marked(evidence, id)`: whether it is there, and how high it is marked. */
export const marked = (fold: AnyFold, streamId: string): Reference<Marked> => ({
  fold: fold as unknown as AnyFold<Marked>,
  streamId,
  reading: 'MARKED',
});

/** What a rule learns of bytes that lie beside the log: none, or the SHA-256 of them, or that they are not what was put there. */
export type Found = States<{ NONE: object; WHOLE: { readonly sha256: string }; ALTERED: object }>;
/** `found(evidence, id)`: the bytes of a record, read to their end when the decision is taken. */
export const found = (fold: AnyFold, streamId: string): Reference<Found> => ({
  fold: fold as unknown as AnyFold<Found>,
  streamId,
  reading: 'FOUND',
});

export class IntegrityError extends Error {
  override readonly name = 'IntegrityError';
}

export function evolve<S extends State>(fold: AnyFold<S>, state: S, event: DomainEvent, about: About): S {
  // Own members only: an event named `constructor` would otherwise find what every object has.
  const step = Object.hasOwn(fold.evolve, event.type) ? fold.evolve[event.type] : undefined;
  if (!step) throw new UnknownEventError(`${fold.events.stream} knows no event ${event.type}`);
  if (state.status === ERASED) return state;
  if (!step.from.includes(state.status)) throw new IntegrityError(`${event.type} cannot follow ${fold.events.stream} ${state.status}`);
  try {
    return step.run(state, event.data, about);
  } catch (error) {
    if (error instanceof ErasedError) return { status: ERASED } as S;
    throw error;
  }
}

/**
 * The status of a record one of whose erased values decides where it stands (its step asks for it with `legible`): whatever followed, nobody can
 * say, and only record control remains possible (domain.md 4.3.18). A noun with such a step has it among its states.
 */
const ERASED = 'ERASED';

/** What somebody folds: a decided event with what is known of it. */
export interface PastEvent extends DomainEvent, Omit<About, 'eventId'> {
  readonly id: string;
}

/** Expects `effectiveEvents`: a correction in the history is an unknown event here. */
export const replay = <S extends State>(fold: AnyFold<S>, history: readonly Omit<PastEvent, 'version'>[], state: S = fold.initial): S =>
  history.reduce(
    (before, { id, recordedAt, recordedBy, occurredAt, ...event }) =>
      evolve(fold, before, { version: 0, ...event }, { eventId: id, recordedAt, recordedBy, occurredAt }),
    state,
  );
