import { canonicalJson } from '../kernel/canonical-json';
import { HIDING, highest, levelOf, lowers, type Marking, markingOf, UNMARKED, visibility } from '../kernel/classification';
import type { Circumstances, Decision } from '../kernel/decider';
import { effectiveEvents, OCCURRED_AT, valueAt, withValue } from '../kernel/effective-events';
import { isErased } from '../kernel/erased';
import type { DomainEvent } from '../kernel/events';
import { occurrence } from '../kernel/fields';
import { at, IntegrityError, type Reference, replay, type State } from '../kernel/fold';
import { type Happened, kindOf, streamName } from '../kernel/happened';
import { CLOCK_TOLERANCE_MS, EVENTS_PER_EXCEPTION_MAX } from '../kernel/limits';
import { earliest, type Occurrence } from '../kernel/occurrence';
import { recordEvents } from '../kernel/record.events';
import { type Rejection } from '../kernel/rejection';
import type { Role } from '../kernel/roles';
import { actOf, type CommandClass } from './act';
import type { Authority, Standing } from './authority';
import type { CommandType, Declaration } from './noun';
import { commandTypesOf, kindOfNoun } from './noun';
import { correctionIn } from './correction';
import { isDecisive } from './decisive';
import { askedAgain, type Broken, decidedOtherwise, type FactAt, type FactBefore, reconsider } from './reconsider';
import {
  AnnotateRecord,
  AnnulRecord,
  ClassifyRecord,
  ReconsiderRecord,
  RectifyRecord,
  RedecideAct,
  ReverseRectification,
} from './record.commands';
import { refuseRecord } from './record.refusals';
import { factIn, type Streams } from './streams';
import { isUntouchable } from './untouchable';

const { RecordRectified, RecordAnnulled, RectificationReversed, RecordAnnotated, ClassificationChanged, ConsistencyExceptionRaised } =
  recordEvents;

/** Classes of the commands that people may give about every record. */
export const CONTROL_COMMANDS: readonly CommandClass[] = [RectifyRecord, ReverseRectification, AnnulRecord, AnnotateRecord, ClassifyRecord];

/** The record-control commands of a noun, beside its own (domain.md 4.3.16): for whoever may record anything in it; which event is decided then. */
export const controlTypesOf = (noun: Declaration): CommandType[] => {
  const recorders = new Set(commandTypesOf(noun).flatMap(({ by, personal }) => (personal === true ? [] : by)));
  return CONTROL_COMMANDS.map((commandClass) => controlType(noun, commandClass, (role) => recorders.has(role)));
};

/** What processes do to records of every kind: INV-44, and what another instance wrote while an act was recorded (architecture 4). */
const PROCESS_COMMANDS: readonly CommandClass[] = [ReconsiderRecord, RedecideAct];
export const processTypesOf = (noun: Declaration): CommandType[] => PROCESS_COMMANDS.map((commandClass) => controlType(noun, commandClass));

function controlType(noun: Declaration, commandClass: CommandClass, may: (role: Role) => boolean = () => true): CommandType {
  const act = actOf(commandClass);
  const by = act.by.filter(may);
  const rule = { from: [], reads: () => ({}), decide: () => [] };
  return { route: '', ...act, by, noun, name: commandClass.name, class: commandClass, rule };
}

/** Where and by whom a correction is asked for. */
export interface Asked {
  readonly streamId: string;
  readonly standing: Standing;
  readonly circumstances: Circumstances;
}

/** A correction's decision, with what it read beside its own stream. */
export interface ControlDecision {
  readonly events: Decision;
  readonly reads: readonly Reference[];
  /** It lowers a mark, or changes what a decisive act says or counts: such as the act itself, it bears a signature (INV-46). */
  readonly decisive?: boolean;
}

/** One correction on its way: the record as it was, and the event it speaks of. */
interface Case extends Asked {
  readonly type: CommandType;
  readonly history: readonly Happened[];
  /** As it counts now, with earlier corrections applied. */
  readonly target: Happened;
}

/** Decides what can be done to a record as a record, whatever its noun. It sees the whole history, which no noun's rule does. */
export class RecordControl {
  /** By stream kind and command name: to know who may record an event, and to decide it again. */
  private readonly types: ReadonlyMap<string, ReadonlyMap<string, CommandType>>;
  private readonly nouns: ReadonlyMap<string, Declaration>;

  constructor(
    nouns: readonly Declaration[],
    private readonly streams: Streams,
    private readonly authority: Authority,
  ) {
    this.nouns = new Map(nouns.map((noun) => [kindOfNoun(noun), noun]));
    this.types = new Map(nouns.map((noun) => [kindOfNoun(noun), new Map(commandTypesOf(noun).map((type) => [type.name, type]))]));
  }

  handles({ class: commandClass }: CommandType): boolean {
    return PROCESS_COMMANDS.includes(commandClass) || CONTROL_COMMANDS.includes(commandClass);
  }

  async decide(type: CommandType, command: object, asked: Asked): Promise<ControlDecision> {
    const history = await this.streams.history(streamName(kindOfNoun(type.noun), asked.streamId));
    if (command instanceof ReconsiderRecord) return this.reconsidered(command, { ...asked, type, history });
    if (command instanceof RedecideAct) return this.redecided(command, { ...asked, type, history });
    const { targetEventId } = command as { targetEventId: string };
    if (command instanceof ReverseRectification) return this.reverse(command, { ...asked, type, history });
    const target = effectiveEvents(history).find(({ id }) => id === targetEventId);
    if (!target) return alone(refuseRecord.targetUnknown('This record has no such event that still counts.'));
    const it: Case = { ...asked, type, history, target };
    if (command instanceof AnnotateRecord) return alone(this.mayRecord(it) ?? [RecordAnnotated({ targetEventId, text: command.text })]);
    const second = await this.secondPersonOf(it, (command as { secondPersonId?: string }).secondPersonId);
    if (command instanceof ClassifyRecord) return this.classify(it, command, second);
    const { dependants = [] } = command as { dependants?: readonly string[] };
    const decisive = history.some(({ id, type: event }) => [targetEventId, ...dependants].includes(id) && isDecisive(type.noun, event));
    const decided = command instanceof RectifyRecord ? this.rectify(it, command, second) : this.annul(it, command as AnnulRecord, second);
    return { events: await decided, reads: second?.reads ?? [], decisive };
  }

  /** Whether this person, with a second one where it takes two, may change what this event says or make it count no more. */
  private mayCorrect(it: Case, second: SecondPerson | undefined): Rejection | undefined {
    const { type, target } = it;
    if (type.noun.neverCorrected?.includes(target.type))
      return refuseRecord.neverCorrected(`${target.type} stands until an act of its own undoes it.`);
    const forbidden = this.mayRecord(it);
    if (forbidden) return forbidden;
    return type.noun.secondPersonFor?.includes(target.type) && !this.seconds(it, second)
      ? refuseRecord.secondPersonMissing('A clearance or the framework is corrected by two people who may record it.')
      : undefined;
  }

  /** Raising is immediate; lowering needs the originating authority and a second person, and ends at what the record comes from (INV-31). */
  private async classify(
    it: Case,
    { targetEventId, level, caveats, secondPersonId }: ClassifyRecord,
    second: SecondPerson | undefined,
  ): Promise<ControlDecision> {
    const { target, standing } = it;
    const to = markingOf({ level, caveats });
    const refused = markRefusal(target, to, standing);
    if (refused) return alone(refused);
    const authorityId = standing.participantId;
    const own = target.authorityId === authorityId;
    const reads = [...(second?.reads ?? [])];
    const decisive = lowers(target, to);
    if (decisive) {
      if (!own) return alone(refuseRecord.notYourEvent('Only the authority that gave the mark may lower it.'));
      if (!this.seconds(it, second)) return alone(refuseRecord.secondPersonMissing('Lowering a mark takes two people.'));
      const above = await this.above(it);
      if (to.level < above.marking.level)
        return alone(refuseRecord.levelTooLow(`This belongs to a record marked ${levelOf(above.marking.level)} and cannot be lower.`));
      reads.push(...above.reads);
    }
    const forbidden = own ? undefined : this.mayRecord(it);
    if (forbidden) return alone(forbidden);
    return {
      events: [
        ClassificationChanged({
          targetEventId,
          to: { level, caveats },
          authorityId,
          ...(secondPersonId !== undefined && { secondPersonId }),
        }),
      ],
      reads,
      decisive,
    };
  }

  /** The records under which this one was opened, and the highest of their marks. */
  private async above({ type, history }: Case): Promise<{ readonly marking: Marking; readonly reads: readonly Reference[] }> {
    const [first] = history;
    const opening = first && askedAgain(first, this.typesOf(type.noun));
    if (!opening) return { marking: UNMARKED, reads: [] };
    const references = opening.type.rule.reads(type.noun.fold.initial, opening.command, opening.circumstances);
    const reads = Object.values(references)
      .flat()
      .filter(({ reading }) => reading === 'ABOVE');
    const loaded = await Promise.all(reads.map(async ({ fold, streamId }) => this.streams.load(fold, streamId)));
    return { marking: loaded.map(({ marking }) => marking).reduce<Marking>(highest, UNMARKED), reads };
  }

  private typesOf(noun: Declaration): ReadonlyMap<string, CommandType> {
    return this.types.get(kindOfNoun(noun)) ?? new Map<string, CommandType>();
  }

  /** "Whoever may record that event" (domain.md 4.4): by the command that recorded it. */
  private mayRecord({ type, history, target, standing }: Case): Rejection | undefined {
    const recorders = this.recordersOf(type.noun, history, target);
    return standing.roles.some((role) => recorders.includes(role))
      ? undefined
      : refuseRecord.notYourEvent(`Such an event is corrected by whoever may record it: ${recorders.join(', ') || 'nobody'}.`);
  }

  private recordersOf(noun: Declaration, history: readonly Happened[], target: Happened): readonly Role[] {
    const first = history.find(({ commandId, command }) => commandId === target.commandId && command !== undefined);
    const name = first?.command && !isErased(first.command) ? first.command.type : '';
    const type = this.typesOf(noun).get(name);
    return type === undefined || type.personal === true ? [] : type.by;
  }

  private async secondPersonOf(it: Case, secondPersonId: string | undefined): Promise<SecondPerson | undefined> {
    if (secondPersonId === undefined) return undefined;
    const reference = this.authority.participant(secondPersonId);
    const { state } = await this.streams.load(reference.fold, secondPersonId);
    const standing = this.authority.standingOf(secondPersonId, state);
    return { standing: secondPersonId === it.standing.participantId ? undefined : standing, reads: [reference] };
  }

  /** Somebody else who may record such an event, too, and may read this one. */
  private seconds({ type, history, target }: Case, second: SecondPerson | undefined): boolean {
    if (!second?.standing || visibility(target, second.standing.clearance) !== 'SHOWN') return false;
    const recorders = this.recordersOf(type.noun, history, target);
    return second.standing.roles.some((role) => recorders.includes(role));
  }

  private async rectify(it: Case, command: RectifyRecord, second: SecondPerson | undefined): Promise<Decision> {
    const refused = this.mayCorrect(it, second);
    if (refused) return refused;
    const { target, type, standing, circumstances } = it;
    const { targetEventId, pointer, newValue, reason, effective, fromDate, secondPersonId } = command;
    const oldValue = valueAt(target, pointer);
    if (oldValue === undefined || isUntouchable(target, pointer))
      return refuseRecord.notRectifiable('There is no value at this place that could be rectified.');
    if (isErased(oldValue)) return refuseRecord.erased('The value to be corrected has been erased.');
    if (canonicalJson(oldValue) === canonicalJson(newValue)) return refuseRecord.alreadySo('The event already says so.');
    if (fromDate !== undefined && fromDate > circumstances.now.slice(0, 10))
      return refuseRecord.occurredInFuture('A value that holds from a coming day is an amendment, not a rectification.');
    const schema = type.noun.fold.events.schemas[target.type];
    const fits =
      pointer === OCCURRED_AT
        ? occurrence.safeParse(newValue).success
        : schema?.accepts(withValue(target, pointer, newValue).data) === true;
    if (fits && pointer === OCCURRED_AT && schema?.nature === 'FACT' && liesAhead(newValue as Occurrence, circumstances.now))
      return refuseRecord.occurredInFuture('What is reported as a fact cannot lie in the future.');
    if (!fits) return refuseRecord.notRectifiable('The event could never have said that: the value is not of the kind that stands there.');
    const correction = RecordRectified({
      targetEventId,
      pointer,
      oldValue: oldValue as never,
      newValue: newValue as never,
      reason,
      effective,
      authorityId: standing.participantId,
      ...(fromDate !== undefined && { fromDate }),
      ...(secondPersonId !== undefined && { secondPersonId }),
    });
    return this.consistent(it, [correction]);
  }

  private async annul(
    it: Case,
    { targetEventId, dependants = [], reason, secondPersonId }: AnnulRecord,
    second: SecondPerson | undefined,
  ): Promise<Decision> {
    const effective = new Map(effectiveEvents(it.history).map((event) => [event.id, event]));
    for (const id of [targetEventId, ...dependants]) {
      const target = effective.get(id);
      if (!target) return refuseRecord.targetUnknown('One of the dependants is not an event of this record that still counts.');
      const refused = this.mayCorrect({ ...it, target }, second);
      if (refused) return refused;
    }
    // Latest first, so that at every step what is left still folds.
    const ids = [...new Set([targetEventId, ...dependants])].sort(
      (one, other) => (effective.get(other)?.revision ?? 0) - (effective.get(one)?.revision ?? 0),
    );
    const events = ids.map((id) => RecordAnnulled({ targetEventId: id, reason, ...(secondPersonId !== undefined && { secondPersonId }) }));
    return this.consistent(it, events);
  }

  private async reverse({ targetEventId, reason }: ReverseRectification, it: Omit<Case, 'target'>): Promise<ControlDecision> {
    const target = it.history.find(({ id, type }) => id === targetEventId && type === 'RecordRectified');
    const reversed = it.history.some(({ type, data }) => type === 'RectificationReversed' && data['targetEventId'] === targetEventId);
    if (!target || reversed) return alone(refuseRecord.nothingToReverse('This record has no such rectification in force.'));
    const corrected = effectiveEvents(it.history).find(({ id }) => id === target.data['targetEventId']);
    if (!corrected) return alone(refuseRecord.nothingToReverse('The event that it corrected counts no more.'));
    const whole = { ...it, target: corrected };
    if (it.type.noun.secondPersonFor?.includes(corrected.type))
      return alone(refuseRecord.secondPersonMissing('Such an event is rectified back by two people, not reversed by one.'));
    const events = this.mayRecord(whole) ?? (await this.consistent(whole, [RectificationReversed({ targetEventId, reason })]));
    return { events, reads: [], decisive: isDecisive(it.type.noun, corrected.type) };
  }

  /** The corrections, with what they show to have been wrong since (INV-44); refused where the record would not hold together. */
  private async consistent(it: Case, corrections: readonly DomainEvent[]): Promise<Decision> {
    const { type, target } = it;
    const history = withEvents(it, corrections);
    const unfoldable = this.unfoldable(it, history);
    if (unfoldable) return unfoldable;
    const own = { fold: type.noun.fold, types: this.typesOf(type.noun), history };
    const broken = await reconsider(own, ({ revision }) => revision > target.revision, this.asItStood);
    return [...corrections, ...exceptionsOf(broken)];
  }

  /** What another record's correction shows to have been wrong in this one (INV-44): acts that are refused with it, and were not without it. */
  private async reconsidered({ correctedStream, correctionId }: ReconsiderRecord, it: Omit<Case, 'target'>): Promise<ControlDecision> {
    const noun = this.nouns.get(kindOf(correctedStream));
    const correction = noun && correctionIn(await this.streams.history(correctedStream), correctionId);
    if (!correction) return alone(refuseRecord.targetUnknown(`There is no correction ${correctionId} in ${correctedStream}.`));
    const own = { fold: it.type.noun.fold, types: this.typesOf(it.type.noun), history: it.history };
    const concerned = ({ basis }: Happened): boolean =>
      basis.some(([stream, seen]) => stream === correctedStream && correction.touches(Number(seen)));
    const refusedNow = await reconsider(own, concerned, (reference, revision) =>
      streamName(reference.fold.events.stream, reference.streamId) === correctedStream
        ? Promise.resolve(factIn(reference, correction.appliedTo(revision)))
        : this.asItStood(reference, revision),
    );
    const before = new Set((await reconsider(own, concerned, this.asItStood)).flatMap(({ eventIds }) => eventIds));
    const broken = refusedNow.filter(({ eventIds }) => !eventIds.some((id) => before.has(id)));
    if (broken.length === 0) return alone(refuseRecord.nothingBroken('Every act would have been allowed all the same.'));
    return { events: exceptionsOf(broken), reads: [at(noun.fold, correctedStream.slice(kindOf(correctedStream).length + 1))] };
  }

  /** What others wrote between its decision and its recording, where the store could not hold the one against the other. */
  private async redecided({ eventId }: RedecideAct, { type, history }: Omit<Case, 'target'>): Promise<ControlDecision> {
    const first = history.find(({ id }) => id === eventId);
    if (!first) return alone(refuseRecord.targetUnknown(`This record has no event ${eventId}.`));
    const own = { fold: type.noun.fold, types: this.typesOf(type.noun), history };
    const broken =
      (await this.standsNoMore(first, history)) ??
      (await decidedOtherwise(own, first, { factAt: this.asItStood, factBefore: this.factBefore }));
    return broken
      ? { events: exceptionsOf([broken]), reads: [] }
      : alone(refuseRecord.nothingBroken('It would have come out the same way.'));
  }

  /** An act of somebody who had lost his role by the time at which it was recorded. */
  private async standsNoMore(first: Happened, history: readonly Happened[]): Promise<Broken | undefined> {
    const actor = this.authority.participant(first.recordedBy);
    const standing = this.authority.standingOf(first.recordedBy, await this.factBefore(actor, first.position));
    if (isErased(first.role) || standing?.roles.includes(first.role as Role) === true) return undefined;
    return { rule: 'forbidden', eventIds: history.filter(({ commandId }) => commandId === first.commandId).map(({ id }) => id) };
  }

  private readonly factBefore: FactBefore = async (reference, position) => {
    const history = await this.streams.history(streamName(reference.fold.events.stream, reference.streamId));
    return factIn(
      reference,
      history.filter((event) => event.position < position),
    );
  };

  private readonly asItStood: FactAt = (reference, revision) => this.streams.factAt(reference, revision);

  private unfoldable({ type }: Case, history: readonly Happened[]): Rejection | undefined {
    try {
      replay<State>(type.noun.fold, effectiveEvents(history));
      return undefined;
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      return refuseRecord.stoodUpon(`Without it the record no longer holds together: ${error.message}.`);
    }
  }
}

/** Who was named as second person; without standing where that is the first one again, or nobody who may act. */
interface SecondPerson {
  readonly standing: Standing | undefined;
  readonly reads: readonly Reference[];
}

const alone = (events: Decision): ControlDecision => ({ events, reads: [] });

/** Marks that nobody can give to this event, or that this person cannot. */
function markRefusal(target: Happened, to: Marking, { clearance }: Standing): Rejection | undefined {
  if ((to.caveats & HIDING & ~target.caveats) !== 0)
    return refuseRecord.hidesTooLate('The record is already known to exist; a mark that hides it comes too late.');
  if (to.level > clearance.level || (to.caveats & ~clearance.caveats) !== 0)
    return refuseRecord.levelNotYours('You are not cleared for the mark that you want to give.');
  const changes = to.level !== target.level || (to.caveats | (target.caveats & HIDING)) !== target.caveats;
  return changes ? undefined : refuseRecord.alreadySo(`The event is already ${levelOf(to.level)} with these caveats.`);
}

/** One exception for each rule that would have refused, with all the acts that it would have refused. */
function exceptionsOf(broken: readonly Broken[]): DomainEvent[] {
  const byRule = new Map<string, string[]>();
  for (const { rule, eventIds } of broken) byRule.set(rule, [...(byRule.get(rule) ?? []), ...eventIds]);
  return [...byRule].flatMap(([rule, ids]) => {
    const parts = Math.ceil(ids.length / EVENTS_PER_EXCEPTION_MAX);
    return Array.from({ length: parts }, (_, n) =>
      ConsistencyExceptionRaised({ rule, eventIds: ids.slice(n * EVENTS_PER_EXCEPTION_MAX, (n + 1) * EVENTS_PER_EXCEPTION_MAX) }),
    );
  });
}

const liesAhead = (occurredAt: Occurrence, now: string): boolean => {
  const from = earliest(occurredAt);
  return from !== undefined && Date.parse(from) > Date.parse(now) + CLOCK_TOLERANCE_MS;
};

/** The history as it would be with these corrections at its end. */
function withEvents({ history, circumstances }: Case, events: readonly DomainEvent[]): Happened[] {
  const last = history.at(-1);
  if (!last) throw new Error('a correction in a stream without events');
  const base = { ...last, command: undefined, recordedAt: circumstances.now, recordedBy: circumstances.actor.participantId };
  return [
    ...history,
    ...events.map(({ type, data }, n) => ({
      ...base,
      type,
      data: data as Happened['data'],
      id: circumstances.derive(`control ${n}`),
      commandId: circumstances.derive('control'),
      revision: last.revision + 1 + n,
    })),
  ];
}
