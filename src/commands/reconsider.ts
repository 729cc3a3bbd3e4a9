import { canonicalJson } from '../kernel/canonical-json';
import { type AnyFacts, type Circumstances, decide, type Decision, factsFrom, outOfTurn, type References } from '../kernel/decider';
import { effectiveEvents } from '../kernel/effective-events';
import { ErasedError, isErased } from '../kernel/erased';
import { type AnyFold, evolve, type Reference, replay, type State } from '../kernel/fold';
import { type Happened, streamName } from '../kernel/happened';
import { occurringAt } from '../kernel/occurrence';
import { Rejection } from '../kernel/rejection';
import { uuidV5 } from '../kernel/uuid';
import type { CommandType } from './noun';

/** An earlier act that the rules would not have allowed, had the correction been known. */
export interface Broken {
  /** The code it would have been refused with. */
  readonly rule: string;
  readonly eventIds: readonly string[];
}

/** What a decision learned of another stream at a revision. */
export type FactAt = (reference: Reference, revision: number) => Promise<State>;

/** One stream whose acts are looked at. */
export interface Reconsidered {
  readonly fold: AnyFold;
  readonly types: ReadonlyMap<string, CommandType>;
  /** All its events; corrections among them count from the beginning. */
  readonly history: readonly Happened[];
}

/**
 * INV-44: decides commands of one stream again on its corrected history, each with the facts at the revisions its basis names.
 * @param concerned whether the act that begins with this event is looked at
 */
export async function reconsider(
  { fold, types, history }: Reconsidered,
  concerned: (first: Happened) => boolean,
  factAt: FactAt,
): Promise<Broken[]> {
  const broken: Broken[] = [];
  let state: State = fold.initial;
  let group: Happened[] = [];
  const effective = effectiveEvents(history);
  for (const [place, event] of effective.entries()) {
    group.push(event);
    if (effective[place + 1]?.commandId === event.commandId) continue;
    const [first = event] = group;
    const refused = concerned(first) ? await refusedAgain({ fold, types }, state, first, factAt) : undefined;
    if (refused) broken.push({ rule: refused.code, eventIds: group.map(({ id }) => id) });
    state = group.reduce<State>(
      (before, { type, data, id, recordedAt, recordedBy, occurredAt }) =>
        evolve(fold, before, { type, version: 0, data }, { eventId: id, recordedAt, recordedBy, occurredAt }),
      state,
    );
    group = [];
  }
  return broken;
}

/** A recorded command as it was asked. */
interface AskedAgain {
  readonly type: CommandType;
  readonly command: object;
  readonly circumstances: Circumstances;
}

/** @returns undefined where what was asked is erased, or was asked in words that no noun knows any more */
export function askedAgain(first: Happened, types: ReadonlyMap<string, CommandType>): AskedAgain | undefined {
  if (!first.command || isErased(first.command) || isErased(first.role)) return undefined;
  const type = types.get(first.command.type);
  if (!type) return undefined;
  const { record: _, ...input } = first.command.input;
  const circumstances: Circumstances = {
    actor: { participantId: first.recordedBy, role: first.role },
    now: first.recordedAt,
    occurredAt: isErased(first.occurredAt) ? occurringAt(first.recordedAt) : first.occurredAt,
    self: first.streamId,
    derive: (name) => uuidV5(first.commandId, name),
  };
  return { type, command: Object.assign(new type.class(), input), circumstances };
}

async function refusedAgain(
  { fold, types }: Omit<Reconsidered, 'history'>,
  state: State,
  first: Happened,
  factAt: FactAt,
): Promise<Rejection | undefined> {
  const asked = askedAgain(first, types);
  if (!asked) return undefined;
  const { type, command, circumstances } = asked;
  const late = outOfTurn(fold, type.rule, state);
  if (late) return late;
  try {
    const facts = await factsAt(type.rule.reads(state, command, circumstances), first, state, factAt);
    const decision = decide(type.rule, state, command, facts, circumstances);
    return decision instanceof Rejection ? decision : undefined;
  } catch (error) {
    if (error instanceof ErasedError) return undefined; // What it was decided on is erased: nobody can say any more that it was wrong.
    throw error;
  }
}

/** What stood in another stream when something was recorded. */
export type FactBefore = (reference: Reference, position: number) => Promise<State>;

/** What stood elsewhere: as a decision had read it, and when it was recorded. */
interface Facts {
  readonly factAt: FactAt;
  readonly factBefore: FactBefore;
}

/**
 * Decides one act a second time on what stood in other streams when it was recorded, where the store could not see to that itself, and holds it against what
 * comes of what the decision had read; both on its own record as it was.
 * @param first of the act's events
 * @returns the act, where it comes out otherwise, and why
 */
export async function decidedOtherwise({ fold, types, history }: Reconsidered, first: Happened, facts: Facts): Promise<Broken | undefined> {
  const asked = askedAgain(first, types);
  if (!asked) return undefined;
  try {
    return await outcomeChanged({ fold, history }, asked, first, facts);
  } catch (error) {
    if (error instanceof ErasedError) return undefined; // As above.
    throw error;
  }
}

async function outcomeChanged(
  { fold, history }: Pick<Reconsidered, 'fold' | 'history'>,
  { type, command, circumstances }: AskedAgain,
  first: Happened,
  { factAt, factBefore }: Facts,
): Promise<Broken | undefined> {
  const before = history.filter(({ revision }) => revision < first.revision);
  const state = replay<State>(fold, effectiveEvents(before));
  const references = type.rule.reads(state, command, circumstances);
  const asRead = await factsAt(references, first, state, factAt);
  const asItStood = await factsOf(references, first.stream, state, (reference) => factBefore(reference, first.position));
  const [then, now] = [asRead, asItStood].map((facts) => decide(type.rule, state, command, facts, circumstances));
  if (!then || !now || then instanceof Rejection || canonicalJson(outcomeOf(then)) === canonicalJson(outcomeOf(now))) return undefined;
  const eventIds = history.filter(({ commandId }) => commandId === first.commandId).map(({ id }) => id);
  return { rule: now instanceof Rejection ? now.code : DECIDED_OTHERWISE, eventIds };
}

/** Allowed all the same, with other events. */
const DECIDED_OTHERWISE = 'record.decided-otherwise';

const outcomeOf = (decision: Decision): unknown =>
  decision instanceof Rejection ? decision.code : decision.map(({ type, data }) => ({ type, data }));

/** What stood elsewhere, as `look` finds it; of the decided stream itself it is its state. */
const factsOf = (references: References, stream: string, state: State, look: (reference: Reference) => Promise<State>): Promise<AnyFacts> =>
  factsFrom(references, async (reference) => {
    // What was found beside the log then, nobody finds again: as with what is erased, nobody can say any more that it was wrong.
    if (reference.reading === 'FOUND') throw new ErasedError(`what lay under ${reference.streamId} is not kept as it was`);
    const isOwn = streamName(reference.fold.events.stream, reference.streamId) === stream && reference.reading !== 'MARKED';
    return isOwn ? state : look(reference);
  });

/** What other streams said then, with the corrections known by then. */
function factsAt(references: References, { basis, stream }: Happened, state: State, factAt: FactAt): Promise<AnyFacts> {
  const revisions = new Map(basis);
  return factsOf(references, stream, state, (reference) => {
    const revision = revisions.get(streamName(reference.fold.events.stream, reference.streamId));
    return factAt(reference, revision === undefined ? Number.MAX_SAFE_INTEGER : Number(revision));
  });
}
