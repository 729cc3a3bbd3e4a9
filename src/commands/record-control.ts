import { HIDING, levelOf, markingOf } from '../kernel/classification';
import type { Circumstances, Decision } from '../kernel/decider';
import { effectiveEvents, isControl, OCCURRED_AT, stepsOf, valueAt, withValue } from '../kernel/effective-events';
import { isErased } from '../kernel/erased';
import type { DomainEvent } from '../kernel/events';
import { IntegrityError, type Reference, replay, type State } from '../kernel/fold';
import { type Happened, streamName } from '../kernel/happened';
import { type Occurrence, occurrenceFaults } from '../kernel/occurrence';
import { recordEvents } from '../kernel/record.events';
import { Rejection } from '../kernel/rejection';
import type { Role } from '../kernel/roles';
import { canonicalJson } from '../kernel/canonical-json';
import { actOf, type CommandClass } from './act';
import type { Authority, Standing } from './authority';
import type { CommandType, Declaration } from './noun';
import { commandTypesOf, kindOfNoun } from './noun';
import { reconsider } from './reconsider';
import { AnnotateRecord, AnnulRecord, ClassifyRecord, RectifyRecord, ReverseRectification } from './record.commands';
import { refuseRecord } from './record.refusals';
import type { Streams } from './streams';

const { RecordRectified, RecordAnnulled, RectificationReversed, RecordAnnotated, ClassificationChanged, ConsistencyExceptionRaised } = recordEvents;

/** Classes of the commands that every record can undergo. */
export const CONTROL_COMMANDS: readonly CommandClass[] = [RectifyRecord, ReverseRectification, AnnulRecord, AnnotateRecord, ClassifyRecord];

/** The record-control commands of a noun, beside its own (domain.md 4.3.16): for whoever may record anything in it; which event is decided then. */
export const controlTypesOf = (noun: Declaration): CommandType[] => {
  const recorders = new Set(commandTypesOf(noun).flatMap(({ by }) => by));
  return CONTROL_COMMANDS.map((commandClass) => {
    const act = actOf(commandClass);
    const by = act.by.filter((role) => recorders.has(role));
    return { route: '', ...act, by, noun, name: commandClass.name, class: commandClass, rule: { from: [], reads: () => ({}), decide: () => [] } };
  });
};

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

  constructor(
    nouns: readonly Declaration[],
    private readonly streams: Streams,
    private readonly authority: Authority,
  ) {
    this.types = new Map(nouns.map((noun) => [kindOfNoun(noun), new Map(commandTypesOf(noun).map((type) => [type.name, type]))]));
  }

  handles({ class: commandClass }: CommandType): boolean {
    return CONTROL_COMMANDS.includes(commandClass);
  }

  async decide(type: CommandType, command: object, asked: Asked): Promise<ControlDecision> {
    const history = await this.streams.history(streamName(kindOfNoun(type.noun), asked.streamId));
    const { targetEventId } = command as { targetEventId: string };
    if (command instanceof ReverseRectification) return alone(this.reverse(command, { ...asked, type, history }));
    const target = effectiveEvents(history).find(({ id }) => id === targetEventId);
    if (!target) return alone(refuseRecord.targetUnknown('This record has no such event that still counts.'));
    const it: Case = { ...asked, type, history, target };
    if (command instanceof AnnotateRecord) return alone(this.mayRecord(it) ?? [RecordAnnotated({ targetEventId, text: command.text })]);
    const second = await this.secondPersonOf(it, (command as { secondPersonId?: string }).secondPersonId);
    const decided = this.refusalOf(it, command, second) ?? (await this.corrected(it, command));
    return { events: decided, reads: second?.reads ?? [] };
  }

  private refusalOf(it: Case, command: object, second: SecondPerson | undefined): Rejection | undefined {
    if (command instanceof ClassifyRecord) return classifyRefusal(it, command, second);
    const forbidden = this.mayRecord(it);
    if (forbidden) return forbidden;
    return it.type.noun.secondPersonFor?.includes(it.target.type) && second?.valid !== true
      ? refuseRecord.secondPersonMissing('A clearance or the framework is corrected by two people who may record it.')
      : undefined;
  }

  private async corrected(it: Case, command: object): Promise<Decision> {
    if (command instanceof RectifyRecord) return this.rectify(it, command);
    if (command instanceof AnnulRecord) return this.annul(it, command);
    const { targetEventId, level, caveats, secondPersonId } = command as ClassifyRecord;
    return [
      ClassificationChanged({ targetEventId, to: { level, caveats }, authorityId: it.standing.participantId, ...(secondPersonId !== undefined && { secondPersonId }) }),
    ];
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
    return this.types.get(kindOfNoun(noun))?.get(name)?.by ?? [];
  }

  private async secondPersonOf(it: Case, secondPersonId: string | undefined): Promise<SecondPerson | undefined> {
    if (secondPersonId === undefined) return undefined;
    const reference = this.authority.participant(secondPersonId);
    const { state } = await this.streams.load(reference.fold, secondPersonId);
    const roles = this.authority.standingOf(secondPersonId, state)?.roles ?? [];
    const recorders = this.recordersOf(it.type.noun, it.history, it.target);
    const valid = secondPersonId !== it.standing.participantId && roles.some((role) => recorders.includes(role));
    return { valid, reads: [reference] };
  }

  private async rectify(it: Case, command: RectifyRecord): Promise<Decision> {
    const { target, type, standing, circumstances } = it;
    const { targetEventId, pointer, newValue, reason, effective, fromDate, secondPersonId } = command;
    const oldValue = valueAt(target, pointer);
    if (oldValue === undefined || untouchable(target, pointer)) return refuseRecord.notRectifiable('There is no value at this place that could be rectified.');
    if (isErased(oldValue)) return refuseRecord.erased('The value to be corrected has been erased.');
    if (canonicalJson(oldValue) === canonicalJson(newValue)) return refuseRecord.alreadySo('The event already says so.');
    if (fromDate !== undefined && fromDate > circumstances.now.slice(0, 10)) return refuseRecord.occurredInFuture('A value that holds from a coming day is an amendment, not a rectification.');
    const changed = withValue(target, pointer, newValue);
    const fits = pointer === OCCURRED_AT ? isOccurrence(newValue) : type.noun.fold.events.schemas[target.type]?.accepts(changed.data) === true;
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
    const history = withEvents(it, [correction]);
    const unfoldable = this.unfoldable(it, history);
    if (unfoldable) return unfoldable;
    const types = this.types.get(kindOfNoun(type.noun)) ?? new Map<string, CommandType>();
    const broken = await reconsider(type.noun.fold, types, history, target.revision, this.streams);
    return [correction, ...broken.map(({ rule, eventIds }) => ConsistencyExceptionRaised({ rule, eventIds: [...eventIds] }))];
  }

  private annul(it: Case, { targetEventId, dependants = [], reason, secondPersonId }: AnnulRecord): Decision {
    const effective = new Map(effectiveEvents(it.history).map((event) => [event.id, event]));
    for (const id of dependants) {
      const dependant = effective.get(id);
      if (!dependant) return refuseRecord.targetUnknown('One of the dependants is not an event of this record that still counts.');
      const forbidden = this.mayRecord({ ...it, target: dependant });
      if (forbidden) return forbidden;
    }
    // Latest first, so that at every step what is left still folds.
    const ids = [...new Set([targetEventId, ...dependants])].sort((one, other) => (effective.get(other)?.revision ?? 0) - (effective.get(one)?.revision ?? 0));
    const events = ids.map((id) => RecordAnnulled({ targetEventId: id, reason, ...(secondPersonId !== undefined && { secondPersonId }) }));
    return this.unfoldable(it, withEvents(it, events)) ?? events;
  }

  private reverse({ targetEventId, reason }: ReverseRectification, it: Omit<Case, 'target'>): Decision {
    const target = it.history.find(({ id, type }) => id === targetEventId && type === 'RecordRectified');
    const reversed = it.history.some(({ type, data }) => type === 'RectificationReversed' && data['targetEventId'] === targetEventId);
    if (!target || reversed) return refuseRecord.nothingToReverse('This record has no such rectification in force.');
    const corrected = it.history.find(({ id }) => id === target.data['targetEventId']);
    const event = RectificationReversed({ targetEventId, reason });
    const whole = { ...it, target: corrected ?? target };
    return this.mayRecord(whole) ?? this.unfoldable(whole, withEvents(whole, [event])) ?? [event];
  }

  private unfoldable({ type }: Case, history: readonly Happened[]): Rejection | undefined {
    try {
      replay<State>(type.noun.fold, effectiveEvents(history).filter((event) => !isControl(event)));
      return undefined;
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      return refuseRecord.stoodUpon(`Without it the record no longer holds together: ${error.message}.`);
    }
  }
}

interface SecondPerson {
  readonly valid: boolean;
  readonly reads: readonly Reference[];
}

const alone = (events: Decision): ControlDecision => ({ events, reads: [] });

/** Raising is immediate; lowering needs the originating authority and a second person (INV-31). */
function classifyRefusal({ target, standing }: Case, { level, caveats }: ClassifyRecord, second: SecondPerson | undefined): Rejection | undefined {
  const to = markingOf({ level, caveats });
  if ((to.caveats & HIDING & ~target.caveats) !== 0) return refuseRecord.hidesTooLate('The record is already known to exist; a mark that hides it comes too late.');
  if (to.level > standing.clearance.level || (to.caveats & ~standing.clearance.caveats) !== 0)
    return refuseRecord.levelNotYours('You are not cleared for the mark that you want to give.');
  if (to.level === target.level && to.caveats === target.caveats) return refuseRecord.alreadySo(`The event is already ${levelOf(to.level)} with these caveats.`);
  const lowers = to.level < target.level || (target.caveats & ~HIDING & ~to.caveats) !== 0;
  if (!lowers) return undefined;
  if (target.authorityId !== standing.participantId) return refuseRecord.notYourEvent('Only the authority that gave the mark may lower it.');
  return second?.valid === true ? undefined : refuseRecord.secondPersonMissing('Lowering a mark takes two people.');
}

/** Stream keys, hashes, and texts that carry their hash: these are annulled and redone (domain.md 4.3.16). */
function untouchable(target: Happened, pointer: string): boolean {
  if (pointer === OCCURRED_AT) return false;
  const steps = stepsOf(pointer);
  if (['initiativeId', 'reviewId', 'clearanceId'].includes(steps[0] ?? '') || steps.some((step) => /hash/i.test(step))) return true;
  return steps.some((_, depth) => {
    const part = valueAt(target, `/${steps.slice(0, depth + 1).join('/')}`);
    return typeof part === 'object' && part !== null && 'textHash' in part;
  });
}

function isOccurrence(value: unknown): boolean {
  const { from, to, precision, zone, calendar, ...more } = (value ?? {}) as Occurrence;
  const typed = (from === null || typeof from === 'string') && [undefined, 'string'].includes(typeof to === 'undefined' ? undefined : typeof to);
  const known = ['INSTANT', 'DAY', 'RANGE', 'MONTH', 'YEAR', 'UNKNOWN'].includes(precision) && ['GREGORIAN', 'SOLAR_HIJRI', 'ISLAMIC_HIJRI'].includes(calendar);
  const surplus = Object.keys(more).some((member) => member !== 'originalText');
  return typed && known && typeof zone === 'string' && !surplus && occurrenceFaults(value as Occurrence).length === 0;
}

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
