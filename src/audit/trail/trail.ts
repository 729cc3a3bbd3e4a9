import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Authority, Standing } from '../../commands/authority';
import { type Declaration, kindOfNoun } from '../../commands/noun';
import type { Withheld } from '../../commands/record.queries';
import type { Streams } from '../../commands/streams';
import { canonicalJson } from '../../kernel/canonical-json';
import { levelOf, type Level, type Marking, visibility } from '../../kernel/classification';
import { effectiveEvents, isControl, marksOf } from '../../kernel/effective-events';
import { isErased } from '../../kernel/erased';
import { type AnyFold, replay, type State } from '../../kernel/fold';
import type { Happened } from '../../kernel/happened';
import { EVENTS_PER_READ_MAX, TRAIL_EVENTS_MAX } from '../../kernel/limits';
import type { EventStore, ReadEvent } from '../../ledger/event-store';
import type { Opener } from '../../trust/opener';
import { type BodyTools, checkBody } from '../verify/body-check';
import { Broken } from '../verify/finding';
import { type CheckedLeaf, checkLeaf } from '../verify/leaf-check';

/** One field of the record that an event has changed. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Whether the event is what its leaf committed to, and follows the one before it; in words where it is not. */
export type LeafCheck = 'OK' | 'ERASED' | `BROKEN: ${string}`;

/** One event, told for somebody who wants to know who did what, when and why (domain.md 5, "Audit trail"). */
export interface TrailEntry {
  readonly position: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly occurredAt: unknown;
  readonly who: { readonly participantId: string; readonly name: string | null };
  readonly role: unknown;
  readonly onBehalfOf: unknown;
  /** What was asked, on a command's first event; null on the others. */
  readonly asked: { readonly commandId: string; readonly type: string; readonly input: unknown } | null;
  readonly causedBy: string | null;
  readonly data: unknown;
  /** Fields of the record before and after; null where the reader may not see the whole record. */
  readonly changes: readonly FieldChange[] | null;
  /** Corrections of this event that count, by their event ids. */
  readonly correctedBy: readonly string[];
  readonly basis: readonly (readonly [stream: string, revision: string])[];
  readonly classification: Level;
  readonly flags: readonly string[];
  readonly leaf: LeafCheck;
}

/** What a trail is made from. */
export interface TrailSurroundings {
  readonly store: EventStore;
  readonly opener: Opener;
  readonly streams: Streams;
  readonly authority: Authority;
  /** The ledger's origin. */
  readonly origin: string;
  readonly tools: BodyTools;
}

/** The record has more events than one trail tells. */
export class TrailTooLongError extends Error {
  override readonly name = 'TrailTooLongError';
}

/** Events told before others get their turn on the thread. */
const EVENTS_PER_TURN = 100;

/** Tells the history of single records. It reads the log itself, never a view. */
export class Trails {
  constructor(private readonly to: TrailSurroundings) {}

  /** `undefined` where there is no such record for this reader. Throws `TrailTooLongError`. */
  async of(noun: Declaration, id: string, reader: Standing): Promise<readonly (TrailEntry | Withheld)[] | undefined> {
    const fold = noun.fold;
    const stream = `${kindOfNoun(noun)}-${id}`;
    const loaded = await this.to.streams.load(fold, id);
    const seen = visibility(loaded.marking, reader.clearance);
    if (loaded.revision < 0 || seen === 'HIDDEN') return undefined;
    const rows = await this.rowsOf(stream);
    const history = rows.map((row) => this.to.opener.open(row));
    const marks = marksOf(history);
    const told = new Told(fold, history, seen === 'SHOWN');
    const check = new LeafChecks(this.to.origin, this.to.tools);
    const entries: (TrailEntry | Withheld)[] = [];
    for (const [place, event] of history.entries()) {
      const leaf = check.of(rows[place]);
      const changes = told.changesOf(place);
      const mark: Marking = marks.get(event.id) ?? event;
      if (visibility(mark, reader.clearance) === 'SHOWN')
        entries.push(await this.entryOf(event, mark, { changes, leaf, correctedBy: told.correctionsOf(event.id) }, reader));
      else entries.push({ withheld: levelOf(mark.level) });
      if (place % EVENTS_PER_TURN === EVENTS_PER_TURN - 1) await nextTurn();
    }
    return entries;
  }

  private async entryOf(
    event: Happened,
    { level }: Marking,
    about: Pick<TrailEntry, 'changes' | 'leaf' | 'correctedBy'>,
    reader: Standing,
  ): Promise<TrailEntry> {
    const {
      position,
      revision,
      id,
      type,
      recordedAt,
      occurredAt,
      recordedBy,
      role,
      onBehalfOf,
      command,
      commandId,
      causationId,
      data,
      basis,
      flags,
    } = event;
    const asked = command === undefined || isErased(command) ? null : { commandId, type: command.type, input: command.input };
    return {
      position: String(position),
      revision,
      id,
      type,
      recordedAt,
      occurredAt,
      who: { participantId: recordedBy, name: await this.nameOf(recordedBy, reader) },
      role,
      onBehalfOf: onBehalfOf ?? null,
      asked,
      causedBy: causationId,
      data,
      basis,
      classification: levelOf(level),
      flags,
      ...about,
    };
  }

  /** Null where this reader may not see who it is; the id stands in the open leaf. */
  private async nameOf(participantId: string, reader: Standing): Promise<string | null> {
    const { fold, streamId } = this.to.authority.participant(participantId);
    const { state, marking } = await this.to.streams.load(fold, streamId);
    if (visibility(marking, reader.clearance) !== 'SHOWN') return null;
    return this.to.authority.standingOf(participantId, state)?.displayName ?? null;
  }

  private async rowsOf(stream: string): Promise<ReadEvent[]> {
    const rows: ReadEvent[] = [];
    for (;;) {
      const page = await this.to.store.readStream(stream, { from: rows.length, limit: EVENTS_PER_READ_MAX });
      rows.push(...page);
      if (rows.length > TRAIL_EVENTS_MAX) throw new TrailTooLongError(`the record has more than ${TRAIL_EVENTS_MAX} events`);
      if (page.length < EVENTS_PER_READ_MAX) return rows;
    }
  }
}

/** The record as it stood before and after each of its events. */
class Told {
  private before: State;

  constructor(
    private readonly fold: AnyFold,
    private readonly history: readonly Happened[],
    private readonly whole: boolean,
  ) {
    this.before = fold.initial;
  }

  /** To be asked in order. */
  changesOf(place: number): readonly FieldChange[] | null {
    if (!this.whole) return null;
    const event = this.history[place];
    if (!event) return [];
    // A correction changes what lies behind it: then the record is folded anew.
    const after = isControl(event)
      ? replay<State>(this.fold, effectiveEvents(this.history.slice(0, place + 1)))
      : replay<State>(this.fold, [event], this.before);
    const changes = changesBetween(this.before, after);
    this.before = after;
    return changes;
  }

  correctionsOf(id: string): readonly string[] {
    return this.history.filter((event) => isControl(event) && event.data['targetEventId'] === id).map((event) => event.id);
  }
}

function changesBetween(before: object, after: object): FieldChange[] {
  const [old, now] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after));
}

/** Leaf by leaf along one stream. */
class LeafChecks {
  private last: CheckedLeaf | undefined;
  private nth = 0;

  constructor(
    private readonly origin: string,
    private readonly tools: BodyTools,
  ) {}

  of(row: ReadEvent | undefined): LeafCheck {
    if (!row) return 'BROKEN: there is no such row';
    try {
      const leaf = checkLeaf(row, this.origin);
      this.nth = this.last?.members.cmd === leaf.members.cmd ? this.nth + 1 : 0;
      const follows = leaf.members.prev === (this.last?.hash ?? null);
      this.last = leaf;
      if (!follows) return 'BROKEN: it names another leaf as the one before it';
      return checkBody(leaf, this.nth, this.tools) === 'ERASED' ? 'ERASED' : 'OK';
    } catch (error) {
      if (error instanceof Broken) return `BROKEN: ${error.message}`;
      throw error;
    }
  }
}
