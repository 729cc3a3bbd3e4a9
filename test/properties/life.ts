import 'reflect-metadata';
import assert from 'node:assert/strict';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Checked } from '../../src/commands/fields';
import { type CommandType, commandTypesOf, type Declaration, type DecisiveCommands, kindOfNoun } from '../../src/commands/noun';
import { type Circumstances, decide, type Decision, factsFrom, outOfTurn } from '../../src/kernel/decider';
import { effectiveEvents } from '../../src/kernel/effective-events';
import { evolve, IntegrityError, replay, type State } from '../../src/kernel/fold';
import type { Happened } from '../../src/kernel/happened';
import { type Occurrence, occurringAt } from '../../src/kernel/occurrence';
import { recordEvents } from '../../src/kernel/record.events';
import { Rejection } from '../../src/kernel/rejection';
import { unrepeated } from '../../src/kernel/repeats';
import { uuidV5 } from '../../src/kernel/uuid';
import { eventId, NOW, SELF, SOMEBODY } from '../support/decider-spec';
import type { Draw } from './draw';
import { WORDS } from './words';
import { found, later, PEOPLE } from './world';
import * as sample from '../support/clearance-sample';

/** One record from its first act on, as chance would have it; what must hold of every record is asserted at every step. */
export class Life {
  private state: State;
  private readonly history: Happened[] = [];
  private readonly types: readonly CommandType[];
  private now = NOW;
  private acts = 0;
  /** `<status> <command>` of what was done; what was not is tried first, so that a life does not go round in circles. */
  private readonly done = new Set<string>();

  constructor(
    private readonly noun: Declaration,
    private readonly draw: Draw,
    /** Gathers `<status> <event type>` of every step that was taken. */
    private readonly taken: Set<string>,
  ) {
    this.types = commandTypesOf(noun);
    this.state = noun.fold.initial;
  }

  async lived(): Promise<void> {
    while (!this.draw.exhausted) await this.act();
    this.isWhatItsHistorySays();
    this.canDoWithoutAnyEvent();
  }

  private async act(): Promise<void> {
    this.now = later(this.now, this.draw.of(0, 0, 0, 2));
    const type = this.nextType();
    const command = this.spoken(type);
    const circumstances = this.circumstancesOf(type);
    const decision = await this.decided(type, command, circumstances);
    if (decision instanceof Rejection) {
      assert.notEqual(decision.detail, '');
      return;
    }
    assert.ok(decision.length > 0, `${type.name} is neither refused nor does anything happen`);
    assert.deepEqual(faultsOf(command), []);
    this.saysWhatIsSigned(type, command, decision);
    this.done.add(`${this.state.status} ${type.name}`);
    if (this.followed(decision, circumstances, this.draw.once(8))) await this.isNotToldTwice(type, command, circumstances);
  }

  /**
   * INV-46: a decisive event comes of the commands that are declared for it and of no other, and repeats what they say, in every field that has the name
   * of one of theirs: what is signed is what is recorded.
   */
  private saysWhatIsSigned({ name }: CommandType, command: object, events: Exclude<Decision, Rejection>): void {
    const declared: DecisiveCommands = { ...this.noun.decisive, ...this.noun.decisiveOnceEnrolled };
    const decisive = new Set(Object.values(declared).flatMap((it) => Object.keys(it)));
    for (const { type, data } of events) {
      const fields = declared[name]?.[type];
      assert.equal(fields !== undefined, decisive.has(type), `${name} records ${type}`);
      if (fields === undefined) continue;
      assert.equal(
        unrepeated(data as Record<string, unknown>, command as Record<string, unknown>, fields),
        undefined,
        `${name} says other than ${type}`,
      );
      const named = Object.keys(data as object).filter((field) => field in command);
      assert.deepEqual(
        named.filter((field) => !fields.includes(field)),
        [],
        `${type} has fields of ${name} that are not declared`,
      );
    }
  }

  /** Mostly one of the commands that are possible now. */
  private nextType(): CommandType {
    const possible = this.types.filter(({ rule }) => rule.from.includes(this.state.status));
    const fresh = possible.filter(({ name }) => !this.done.has(`${this.state.status} ${name}`));
    const wanted = fresh.length > 0 && this.draw.once(2) ? fresh : possible;
    const choice = wanted.length > 0 ? this.draw.mostly(wanted, this.types) : this.types;
    const type = choice[this.draw.below(choice.length)];
    if (!type) throw new Error(`${kindOfNoun(this.noun)} has no commands`);
    return type;
  }

  private spoken({ name, class: commandClass }: CommandType): object {
    const words = WORDS[kindOfNoun(this.noun)]?.[name];
    if (!words) throw new Error(`test/properties/words.ts has no words for ${name}`);
    const last = (type: string): string => this.history.findLast((event) => event.type === type)?.id ?? sample.NOTHING;
    return plainToInstance(commandClass, words({ state: this.state, draw: this.draw, now: this.now, last }));
  }

  private circumstancesOf({ by, fact, personal }: CommandType): Circumstances {
    const commandId = uuidV5(SELF, `act ${this.acts++}`);
    const yesterday: Occurrence = { from: '2025-02-28', precision: 'DAY', zone: 'Asia/Kabul', calendar: 'GREGORIAN' };
    return {
      actor: {
        participantId: personal === true ? this.draw.mostly(SELF, SOMEBODY) : this.draw.of(...PEOPLE),
        role: by[this.draw.below(by.length)] ?? '',
      },
      now: this.now,
      occurredAt: fact === true ? yesterday : occurringAt(this.now),
      self: SELF,
      derive: (name) => uuidV5(commandId, name),
    };
  }

  private async decided({ rule }: CommandType, command: object, circumstances: Circumstances): Promise<Decision> {
    const refused = outOfTurn(this.noun.fold, rule, this.state);
    if (refused) return refused;
    const references = rule.reads(this.state, command, circumstances);
    const facts = await factsFrom(references, (reference) =>
      Promise.resolve(found(reference, { state: this.state, command, circumstances }, this.draw)),
    );
    return decide(rule, this.state, command, facts, circumstances);
  }

  /** @param ends whether it may come to an end now; else an act that would end it is as if it had not been, for long lives are to be lived too */
  private followed(events: Exclude<Decision, Rejection>, { actor, occurredAt }: Circumstances, ends: boolean): boolean {
    const { fold } = this.noun;
    const next = events.map(({ type, version, data }, n): Happened => {
      const schema = fold.events.schemas[type];
      assert.equal(schema?.version, version);
      schema.check(data);
      return {
        ...BLANK,
        type,
        data: data as Happened['data'],
        id: eventId(this.history.length + n + 1),
        revision: this.history.length + n,
        recordedAt: this.now,
        recordedBy: actor.participantId,
        occurredAt,
      };
    });
    const steps: string[] = [];
    const after = next.reduce<State>((before, { type, data, id, recordedAt, recordedBy }) => {
      steps.push(`${before.status} ${type}`);
      return evolve(fold, before, { type, version: 1, data }, { eventId: id, recordedAt, recordedBy, occurredAt });
    }, this.state);
    for (const step of steps) this.taken.add(step);
    // Reports of what happened in the world are taken all the same, and one act that is left after all others leads nowhere.
    const over = this.types.filter(({ rule, fact }) => fact !== true && rule.from.includes(after.status)).length < 2;
    if (over && !ends) return false;
    this.state = after;
    this.history.push(...next);
    return true;
  }

  /** What a process or a clock tells is kept once, though it be told again under another key. */
  private async isNotToldTwice(type: CommandType, command: object, circumstances: Circumstances): Promise<void> {
    if (type.by.length > 1 || type.by[0] !== 'SYSTEM') return;
    assert.ok((await this.decided(type, command, circumstances)) instanceof Rejection, `${type.name} is recorded twice`);
  }

  private isWhatItsHistorySays(): void {
    const { fold } = this.noun;
    const effective = effectiveEvents(this.history);
    assert.deepEqual(replay<State>(fold, effective), this.state);
    assert.deepEqual(replay<State>(fold, effectiveEvents(effective)), this.state);
  }

  /** An annulled event is as if it had not been; where others stand upon it the fold says so and does nothing else. */
  private canDoWithoutAnyEvent(): void {
    const target = this.history[this.draw.below(Math.max(1, this.history.length))];
    if (!target) return;
    const data = { targetEventId: target.id, reason: 'It did not happen.' };
    recordEvents.schemas.RecordAnnulled.check(data);
    const annulment: Happened = { ...BLANK, type: 'RecordAnnulled', data, id: eventId(999_999), revision: this.history.length };
    const left = effectiveEvents([...this.history, annulment]);
    assert.deepEqual(
      left.map(({ id }) => id),
      this.history.flatMap(({ id }) => (id === target.id ? [] : [id])),
    );
    try {
      replay<State>(this.noun.fold, left);
    } catch (error) {
      assert.ok(error instanceof IntegrityError, String(error));
    }
  }
}

/** What an act does not depend on. */
const BLANK: Happened = {
  type: '',
  data: {},
  id: '',
  stream: `record-${SELF}`,
  streamId: SELF,
  revision: 0,
  position: 0,
  initiativeId: undefined,
  commandId: '',
  causationId: null,
  recordedAt: NOW,
  recordedBy: '',
  basis: [],
  role: '',
  onBehalfOf: undefined,
  occurredAt: occurringAt(NOW),
  authorityId: '',
  flags: [],
  sources: [],
  evidence: [],
  command: undefined,
  key: '',
  level: 0,
  caveats: 0,
};

/** No act rests on a command that nobody could send. */
function faultsOf(command: object): readonly object[] {
  const faults = validateSync(command, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
  return faults.length > 0 || !('faults' in command) ? faults : (command as unknown as Checked).faults();
}

/** Every step that a fold declares: `<status> <event type>`. */
export const stepsOf = ({ fold }: Declaration): ReadonlySet<string> =>
  new Set(
    Object.entries(fold.evolve as Record<string, { readonly from: readonly string[] }>).flatMap(([type, { from }]) =>
      from.map((status) => `${status} ${type}`),
    ),
  );
