import { setTimeout as delay } from 'node:timers/promises';
import { type Clearance, type Marking, markingOf, visibility } from '../kernel/classification';
import {
  type AnyFacts,
  type Circumstances,
  decide,
  type Decision,
  factsFrom,
  outOfTurn,
  type References,
  wordsOf,
} from '../kernel/decider';
import { isControl } from '../kernel/effective-events';
import { DEVIATIONS } from '../kernel/envelope';
import { ErasedError, isErased } from '../kernel/erased';
import { type About, evolve, type Reference, type State } from '../kernel/fold';
import { streamName } from '../kernel/happened';
import {
  BASIS_STREAMS_MAX,
  CLOCK_TOLERANCE_MS,
  CONFLICT_PAUSE_MAX_MS,
  DECISIONS_PER_COMMAND_MAX,
  DONE_WAIT_MS,
  PROCESS_WAIT_MS,
  QUEUED_COMMANDS_PER_STREAM_MAX,
} from '../kernel/limits';
import { earliest, occurringAt } from '../kernel/occurrence';
import { Rejection } from '../kernel/rejection';
import { isSignedBy, signedText } from '../kernel/signature';
import type { Role } from '../kernel/roles';
import { uuidV5 } from '../kernel/uuid';
import { AppendFailedError, type Basis, type EventStore, isConflict, QueueFullError } from '../ledger/event-store';
import { commandIdOf, eventIdOf, streamIdOf } from '../trust/ids';
import { type Issue, issueOf } from './issue';
import type { Authority, Standing } from './authority';
import type { LedgerClock } from './clock';
import { takesSignature } from './decisive';
import { type Decided, draftsOf, flagsFor, flagsOf } from './drafts';
import { classificationOf } from './marking';
import { type CommandType, kindOfNoun } from './noun';
import { type Failure, type Outcome, ProcessBehindError, type Recorded, Refused, StillBeingDoneError } from './outcome';
import type { RecordControl } from './record-control';
import { refuseFederal, refuseRecord } from './record.refusals';
import { askedHashOf, type Earlier, factOf, type Loaded, nothingOf, type Streams } from './streams';

/** What the road is built on; handed in, so that the domain and the tests choose. */
export interface RoadSurroundings {
  readonly store: EventStore;
  readonly streams: Streams;
  readonly authority: Authority;
  readonly control: RecordControl;
  readonly clock: LedgerClock;
  /** Under which command ids are made (trust.md 1). */
  readonly commandSecret: Buffer;
  /** The ledger's origin, part of what a command's signature covers. */
  readonly origin: string;
  /** What lies beside the log, for who reads it as `FOUND`. */
  readonly found: (reference: Reference) => Promise<State>;
  /** Whether a process has passed all up to a position within some time. */
  readonly passed: (process: string, position: number, waitMs: number) => Promise<boolean>;
}

/** What one try of a command has found out so far. */
interface Attempt {
  readonly type: CommandType;
  readonly command: object;
  readonly issue: Issue;
  readonly streamId: string;
  readonly commandId: string;
}

/** A stream that the decision read: its state as a fact, and its marking for INV-31. */
interface Read {
  readonly reference: Reference;
  readonly loaded: Loaded;
}

/** The way of every command: authorise, load, facts, decide, append, retry, answer; written once. */
export class CommandRoad {
  /** Last in each stream's queue, and how many wait there. */
  private readonly queues = new Map<string, { last: Promise<void>; waiting: number }>();

  constructor(private readonly to: RoadSurroundings) {}

  /** Commands on one stream go one after the other, so that within this process they never conflict. */
  travel(type: CommandType, command: object): Promise<Outcome> {
    const issue = issueOf(command);
    const attempt = this.attemptOf(type, command, issue);
    if (issue.streamId === undefined && issue.freshKey === true) return this.done(attempt, this.decideAndAppend(attempt));
    const name = streamName(kindOfNoun(type.noun), attempt.streamId);
    const queue = this.queues.get(name) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= QUEUED_COMMANDS_PER_STREAM_MAX) return Promise.reject(new QueueFullError(`too many commands wait for ${name}`));
    const outcome = queue.last.then(() => this.decideAndAppend(attempt));
    // The one who waits for the outcome hears of an error; who is next in the queue only waits for his turn.
    queue.last = outcome.then(noMatter, noMatter).then(() => {
      if (--queue.waiting === 0) this.queues.delete(name);
    });
    queue.waiting++;
    this.queues.set(name, queue);
    return this.done(attempt, outcome);
  }

  /** Answers once what the act brings about is done. Others have their turn on the stream meanwhile: among them the one who does it. */
  private async done({ type, issue }: Attempt, outcome: Promise<Outcome>): Promise<Outcome> {
    const { doneBy } = type;
    const recorded = await outcome;
    if (doneBy === undefined || issue.dryRun === true || typeof recorded === 'string' || recorded instanceof Refused) return recorded;
    if (await this.to.passed(doneBy, Number(recorded.position), DONE_WAIT_MS)) return recorded;
    throw new StillBeingDoneError(`It is recorded. ${doneBy} has not done yet what follows.`);
  }

  private attemptOf(type: CommandType, command: object, issue: Issue): Attempt {
    const { actor, idempotencyKey } = issue;
    const stream = issue.streamId === undefined ? '-' : streamName(kindOfNoun(type.noun), issue.streamId);
    const identity = { participantId: actor.participantId, commandType: type.name, stream, idempotencyKey };
    const commandId = commandIdOf(this.to.commandSecret, identity);
    return { type, command, issue, commandId, streamId: issue.streamId ?? streamIdOf(commandId) };
  }

  private async decideAndAppend(attempt: Attempt): Promise<Outcome> {
    for (let decision = 1; decision <= DECISIONS_PER_COMMAND_MAX; decision++) {
      const outcome = await this.tryOnce(attempt);
      if (outcome !== 'CONFLICT') return outcome;
      // Who writes at the same moment elsewhere does not do so again at the same moment.
      if (!this.to.store.isSole)
        await delay(CONFLICT_PAUSE_MAX_MS * 2 ** (decision - DECISIONS_PER_COMMAND_MAX) * (0.5 + Math.random() / 2));
      if (attempt.issue.ifMatch !== undefined) {
        const { fold } = attempt.type.noun;
        if ((await this.to.streams.refresh(fold, attempt.streamId)).revision !== attempt.issue.ifMatch) return 'PRECONDITION_FAILED';
      }
    }
    return 'CONFLICTS_IN_A_ROW';
  }

  private async tryOnce(attempt: Attempt): Promise<Outcome | 'CONFLICT'> {
    const { type, issue, commandId, streamId } = attempt;
    const { fold } = type.noun;
    const reader = this.to.authority.participant(issue.actor.participantId);
    const rules = this.to.authority.houseRules();
    const [person, house] = await Promise.all([this.read(reader), this.read(rules)]);
    const standing = this.to.authority.standingOf(issue.actor.participantId, person.loaded.state);
    const role = roleFor(type, issue.record?.role, standing);
    if (!standing || role === undefined) return 'FORBIDDEN';

    const loaded = issue.streamId === undefined && issue.freshKey === true ? nothingOf(fold) : await this.to.streams.load(fold, streamId);
    const unseen = loaded.revision >= 0 ? unseenBy(loaded.marking, standing.clearance) : undefined;
    // What would be opened, and is there already but hidden from him, is decided on as if it were not; recorded it is not.
    const taken = unseen === 'NOT_FOUND' && type.creates === true;
    if (unseen === 'NOT_FOUND' && !taken) return unseen;
    const seen = taken ? nothingOf(fold) : loaded;
    const asked = this.askedOf(attempt);
    const earlier = seen.earlier.get(commandId);
    // Whose answer was lost on the way gets it again, also where the record lies above his own level: it says no more than the first did.
    if (earlier) return isErased(earlier.askedHash) || earlier.askedHash === askedHashOf(asked) ? repeated(attempt, earlier) : 'KEY_REUSED';
    if (unseen === 'WITHHELD') return unseen;
    // Before If-Match is looked at, so that a hidden record and a random id answer alike.
    if (seen.revision < 0 && type.creates !== true && type.noun.singleton === undefined) return 'NOT_FOUND';
    if (issue.ifMatch !== undefined && issue.ifMatch !== seen.revision) return 'PRECONDITION_FAILED';
    const outcome = role instanceof Rejection ? role : await this.decideAs(role, standing, attempt, { seen, taken, asked, person, house });
    return outcome instanceof Rejection ? new Refused(outcome, seen.revision) : outcome;
  }

  private async decideAs(
    role: Role,
    standing: Standing,
    attempt: Attempt,
    { seen, taken, asked, person, house }: { seen: Loaded; taken: boolean; asked: Decided['asked']; person: Read; house: Read },
  ): Promise<Recorded | Rejection | 'CONFLICT'> {
    const { type, issue, commandId, streamId } = attempt;
    const { fold } = type.noun;
    const now = this.to.clock.now();
    const occurredAt = issue.record?.occurredAt ?? occurringAt(now);
    if (occursInFuture(type, occurredAt, now)) return refuseRecord.occurredInFuture('What is reported as a fact cannot lie in the future.');
    const circumstances = {
      actor: { participantId: issue.actor.participantId, role },
      now,
      occurredAt,
      self: streamId,
      derive: (name: string) => uuidV5(commandId, name),
    };
    const decided = await this.decide(attempt, seen, circumstances, standing);
    if (decided instanceof Rejection) return decided;
    if (taken) return hiddenRule(commandId);
    const classification = classificationOf(
      issue.record?.classification,
      { own: seen.marking, exists: seen.revision >= 0, above: decided.above },
      standing,
    );
    if (classification instanceof Rejection) return classification;

    const basis = basisOf([person, house, ...decided.reads], streamName(kindOfNoun(type.noun), streamId));
    const flags = flagsOf(occurredAt, now, this.to.authority.lateAfterMs(house.loaded.state));
    const initiativeId = seen.initiativeId ?? initiativeOf(type, streamId, attempt.command);
    const whole: Decided = {
      fold,
      events: decided.events,
      asked,
      commandId,
      now,
      occurredAt,
      classification,
      initiativeId,
      flags,
      basis,
      actor: circumstances.actor,
      correlationId: issue.cause?.commandId ?? commandId,
      causationId: issue.cause?.eventId ?? null,
      record: issue.record,
      signature: issue.signature,
    };
    // Signed is what is recorded: a dry run shows beforehand whether it would be.
    const unsigned = issue.dryRun === true ? undefined : this.signatureRefusal(type, whole, decided.decisive, person.loaded.state);
    if (unsigned) return unsigned;
    return issue.dryRun === true
      ? answer(
          attempt,
          seen.revision + 1,
          whole.events.map((event) => ({ type: event.type, flags: flagsFor(whole, event) })),
          '',
          false,
        )
      : this.append(attempt, seen, whole);
  }

  /** INV-46: a decisive act bears the signature of whoever does it over exactly what is asked; and a signature that somebody gives is a true one. */
  private signatureRefusal(type: CommandType, { asked, signature }: Decided, decisive: boolean, person: State): Rejection | undefined {
    const keys = this.to.authority.signingKeysOf(person);
    if (signature === undefined && !decisive && !takesSignature(type.noun, type.name, keys.length > 0)) return undefined;
    if (keys.length === 0) return refuseRecord.noSigningKey('You have no key in force with which you sign.');
    if (signature === undefined) return refuseRecord.signatureMissing('This act takes your signature, and came without.');
    const text = signedText(asked);
    return keys.some((key) => isSignedBy(key, text, signature))
      ? undefined
      : refuseRecord.signatureWrong('None of your keys in force has signed exactly this command.');
  }

  private async append(attempt: Attempt, seen: Loaded, decided: Decided): Promise<Recorded | 'CONFLICT'> {
    const { fold, commandId, classification, asked, initiativeId } = decided;
    const stream = streamName(fold.events.stream, attempt.streamId);
    const drafts = draftsOf(decided);
    // What the fold does not take must never be appended: it would make the record unreadable for ever.
    if (!decided.events.some(isControl)) decided.events.reduce((state, event) => evolve(fold, state, event, aboutOf(decided)), seen.state);
    const expected = seen.revision < 0 ? 'none' : seen.revision;
    const appended = await this.to.store.append(stream, drafts, expected, { basis: decided.basis }).catch((error: unknown) => {
      throw error instanceof AppendFailedError ? new AppendFailedError(error.message, { cause: error }, commandId) : error;
    });
    if (isConflict(appended)) {
      // Facts are dropped, for the conflict may be about the basis; of the stream itself only what is missing is read.
      for (const [other] of decided.basis) this.to.streams.drop(other);
      await this.to.streams.refresh(fold, attempt.streamId);
      return 'CONFLICT';
    }
    this.to.clock.recorded(appended.at);
    const events = decided.events.map((event, n) => ({ ...event, id: eventIdOf(commandId, n), flags: flagsFor(decided, event) }));
    const marking = markingOf(classification);
    this.to.streams.advance(fold, attempt.streamId, seen, {
      commandId,
      events,
      initiativeId,
      marking,
      askedHash: askedHashOf(asked),
      // The writer's, which is later where a neighbour was recorded in between.
      at: appended.at,
      actor: decided.actor.participantId,
      occurredAt: decided.occurredAt,
      position: appended.position,
    });
    return answer(attempt, seen.revision + 1, events, String(appended.position), false);
  }

  /** The noun's own rule, or that of record control, which is the same for all nouns. */
  private async decide(
    attempt: Attempt,
    seen: Loaded,
    circumstances: Circumstances,
    standing: Standing,
  ): Promise<Rejection | { events: Exclude<Decision, Rejection>; reads: Read[]; above: Marking[]; decisive: boolean }> {
    const { type, command, issue } = attempt;
    if (this.to.control.handles(type)) {
      const decision = await this.to.control.decide(type, command, { streamId: attempt.streamId, standing, circumstances });
      if (decision.events instanceof Rejection) return decision.events;
      const evidence = await this.evidenceOf(issue, standing.clearance);
      if (evidence instanceof Rejection) return evidence;
      const reads = await Promise.all(decision.reads.map((it) => this.read(it)));
      return { events: decision.events, reads: [...reads, ...evidence], above: [], decisive: decision.decisive === true };
    }
    if (type.creates === true && seen.revision >= 0 && !type.rule.from.includes(seen.state.status))
      return refuseRecord.existsAlready(`There is a ${wordsOf(kindOfNoun(type.noun))} with the id ${attempt.streamId}.`);
    const refused = outOfTurn(type.noun.fold, type.rule, seen.state);
    if (refused) return refused;
    // What it reads may follow from a field of the record that has been erased.
    const references = decideLegibly(() => type.rule.reads(seen.state as never, command as never, circumstances));
    if (references instanceof Rejection) return references;
    const { facts, reads } = await this.factsFor(references, standing.clearance);
    const evidence = await this.evidenceOf(issue, standing.clearance);
    if (evidence instanceof Rejection) return evidence;
    const decision = decideLegibly(() => decide(type.rule, seen.state, command, facts, circumstances));
    if (decision instanceof Rejection) return this.maskedFrom(decision, references, reads, standing.clearance, attempt.commandId);
    const above = reads.filter(({ reference }) => reference.reading === 'ABOVE').map(({ loaded }) => loaded.marking);
    return { events: decision, reads: [...reads, ...evidence], above, decisive: false };
  }

  private async factsFor(references: References, clearance: Clearance): Promise<{ facts: AnyFacts; reads: Read[] }> {
    const reads: Read[] = [];
    const look = async (reference: Reference): Promise<State> => {
      if (reference.reading === 'FOUND') return this.to.found(reference);
      if (reference.filledBy !== undefined) await this.filled(reference.filledBy);
      const read = await this.read(reference);
      reads.push(read);
      return factOf(reference, isUnknown(read, clearance) ? nothingOf(reference.fold) : read.loaded);
    };
    return { facts: await factsFrom(references, look), reads };
  }

  /** What a process has yet to record of what lies in the log now must be known first. */
  private async filled(process: string): Promise<void> {
    if (!(await this.to.passed(process, await this.to.store.head(), PROCESS_WAIT_MS)))
      throw new ProcessBehindError(`${process} has not come so far yet; nothing was recorded.`);
  }

  private async read(reference: Reference): Promise<Read> {
    return { reference, loaded: await this.to.streams.load(reference.fold, reference.streamId) };
  }

  /** `record.evidence` names what is in the ledger, under the hash it was recorded with (domain.md 4.1). */
  private async evidenceOf(issue: Issue, clearance: Clearance): Promise<Read[] | Rejection> {
    const reads: Read[] = [];
    for (const { evidenceId, sha256 } of issue.record?.evidence ?? []) {
      const read = await this.read(this.to.authority.evidence(evidenceId));
      if (isUnknown(read, clearance) || !this.to.authority.isEvidence(read.loaded.state, sha256))
        return refuseRecord.evidenceUnknown(`The ledger has no evidence ${evidenceId} with this hash.`);
      reads.push(read);
    }
    return reads;
  }

  private maskedFrom(
    rejection: Rejection,
    references: References,
    reads: readonly Read[],
    clearance: Clearance,
    commandId: string,
  ): Rejection {
    const because = [references[rejection.reason.because ?? ''] ?? []].flat();
    const causes = reads.filter(({ reference }) => because.includes(reference));
    // What he may not know of has answered like a random id, and so must the refusal.
    const unseen = causes.some((cause) => !isUnknown(cause, clearance) && visibility(cause.loaded.marking, clearance) !== 'SHOWN');
    return unseen ? hiddenRule(commandId) : rejection;
  }

  private askedOf({ type, command, issue }: Attempt): Decided['asked'] {
    const stream = issue.streamId === undefined ? null : streamName(kindOfNoun(type.noun), issue.streamId);
    const input = { ...command, ...(issue.record !== undefined && { record: issue.record }) };
    return {
      origin: this.to.origin,
      type: type.name,
      stream,
      idempotencyKey: issue.idempotencyKey,
      ifMatch: issue.ifMatch ?? null,
      // Plain values: class instances and members that are `undefined` are the program's own affair.
      input: JSON.parse(JSON.stringify(input)) as Record<string, unknown>,
    };
  }
}

/** An act that needs an erased text is refused like any other that the rules do not allow. */
function decideLegibly<Outcome>(decision: () => Outcome): Outcome | Rejection {
  try {
    return decision();
  } catch (error) {
    if (error instanceof ErasedError) return refuseRecord.erased('A text that this act needs has been erased.');
    throw error;
  }
}

const aboutOf = ({ commandId, now, actor, occurredAt }: Decided): About => ({
  eventId: commandId,
  recordedAt: now,
  recordedBy: actor.participantId,
  occurredAt,
});

const hiddenRule = (commandId: string): Rejection =>
  refuseFederal.rule(`The federal liaison can look up why, under the reference ${commandId}.`);

const noMatter = (): void => undefined;

/** The role in which he acts: the one he named, or the first of his that the command is for. `undefined` if he has none of them. */
function roleFor(type: CommandType, named: Role | undefined, standing: Standing | undefined): Role | Rejection | undefined {
  const fitting = type.by.filter((role) => standing?.roles.includes(role));
  if (named === undefined || fitting.length === 0) return fitting[0];
  return fitting.includes(named) ? named : refuseRecord.roleNotYours(`You cannot do this as ${named}; as ${fitting.join(' or ')} you can.`);
}

/** Named by somebody who may not know of it, a record answers like a random id. */
const isUnknown = ({ reference, loaded }: Read, clearance: Clearance): boolean =>
  reference.reading !== 'RULING' && visibility(loaded.marking, clearance) === 'HIDDEN';

function unseenBy(marking: Marking, clearance: Clearance): Failure | undefined {
  const seen = visibility(marking, clearance);
  return seen === 'SHOWN' ? undefined : seen === 'WITHHELD' ? 'WITHHELD' : 'NOT_FOUND';
}

function occursInFuture({ fact }: CommandType, occurredAt: Decided['occurredAt'], now: string): boolean {
  const from = earliest(occurredAt);
  return fact === true && from !== undefined && Date.parse(from) > Date.parse(now) + CLOCK_TOLERANCE_MS;
}

/** Each stream once, the decided one left out: its revision is the expected one. */
function basisOf(reads: readonly Read[], own: string): Basis {
  const basis = new Map(
    reads.map(({ reference, loaded }) => [streamName(reference.fold.events.stream, reference.streamId), loaded.revision] as const),
  );
  basis.delete(own);
  if (basis.size > BASIS_STREAMS_MAX) throw new Error(`a decision that reads ${basis.size} streams`);
  return [...basis];
}

/** An initiative is its own; what is opened names the one it belongs to; the registers belong to none. */
const initiativeOf = (type: CommandType, streamId: string, command: object): string | undefined =>
  kindOfNoun(type.noun) === 'initiative' ? streamId : (command as { initiativeId?: string }).initiativeId;

function answer(
  { type, streamId, commandId }: Attempt,
  first: number,
  events: Earlier['events'],
  position: string,
  replayed: boolean,
): Recorded {
  return {
    stream: { type: kindOfNoun(type.noun), id: streamId, revision: first + events.length - 1 },
    position,
    events: events.map(({ type: event, flags }, n) => ({ id: eventIdOf(commandId, n), type: event, revision: first + n, flags })),
    deviations: [...new Set(events.flatMap(({ flags }) => flags.filter((flag) => DEVIATIONS.has(flag))))],
    replayed,
  };
}

const repeated = (attempt: Attempt, { firstRevision, events, position }: Earlier): Recorded =>
  answer(attempt, firstRevision, events, String(position), true);
