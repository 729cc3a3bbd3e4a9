import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Authority, Standing } from '../../commands/authority';
import { type Declaration, kindOfNoun } from '../../commands/noun';
import type { Withheld } from '../../commands/record.queries';
import type { Streams } from '../../commands/streams';
import {
  type Caveat,
  caveatsOf,
  HIDING,
  highest,
  levelOf,
  type Level,
  type Marking,
  rankOf,
  UNMARKED,
  visibility,
} from '../../kernel/classification';
import { markOfRecord, marksOf } from '../../kernel/effective-events';
import type { EvidenceReference, SourceReference } from '../../kernel/envelope';
import { isErased } from '../../kernel/erased';
import type { Happened } from '../../kernel/happened';
import { EVENTS_PER_READ_MAX, TRAIL_EVENTS_MAX } from '../../kernel/limits';
import type { EventStore, ReadEvent } from '../../ledger/event-store';
import type { Keyring } from '../../trust/keyring';
import type { Leaf } from '../../trust/leaf';
import { type Opener, UnreadableError } from '../../trust/opener';
import type { BodyTools } from '../verify/body-check';
import { attempt, Broken } from '../verify/finding';
import { checkLeaf } from '../verify/leaf-check';
import { type LeafCheck, LeafChecks } from './leaf-checks';
import { type FieldChange, Told } from './told';

/**
 * One event, told for somebody who wants to know who did what, when and why (domain.md 5, "Audit trail"). Of one whose body does not open, only
 * what its leaf says; where the leaf is broken as well, only its place: the rest is null.
 */
export interface TrailEntry {
  readonly position: string;
  readonly revision: number;
  readonly id: string | null;
  readonly type: string | null;
  readonly recordedAt: string | null;
  readonly occurredAt: unknown;
  readonly who: { readonly participantId: string | null; readonly name: string | null };
  readonly role: unknown;
  readonly onBehalfOf: unknown;
  /** What was asked, on a command's first event; null on the others. */
  readonly asked: { readonly commandId: string; readonly type: string; readonly input: unknown } | null;
  readonly causedBy: string | null;
  readonly data: unknown;
  /** Fields of the record before and after; null where the reader may not see the whole record, and from the first damage on. */
  readonly changes: readonly FieldChange[] | null;
  /** Corrections of this event that count, by their event ids. */
  readonly correctedBy: readonly string[];
  readonly basis: readonly (readonly [stream: string, revision: string])[];
  readonly classification: Level;
  readonly caveats: readonly Caveat[];
  readonly flags: readonly string[];
  /** What proves it, and who said so, by pseudonym and grade (INV-30); null where it is erased. */
  readonly evidence: readonly EvidenceReference[] | null;
  readonly sources: readonly SourceReference[] | null;
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
  readonly tools: BodyTools & { readonly keyring: Keyring };
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
    const rows = await this.rowsOf(`${kindOfNoun(noun)}-${id}`);
    if (rows.length === 0) return undefined;
    await this.to.opener.prepare(rows);
    const opened = rows.map((row) => this.opened(row));
    const history = opened.filter((event) => event !== undefined);
    const damaged = history.length === rows.length ? UNMARKED : this.markOfDamaged(rows, opened);
    const seen = visibility(highest(markOfRecord(history), damaged), reader.clearance);
    if (seen === 'HIDDEN') return undefined;
    const marks = marksOf(history);
    const told = new Told(noun.fold, history, seen === 'SHOWN');
    const checks = new LeafChecks(this.to.origin, this.to.tools);
    const entries: (TrailEntry | Withheld)[] = [];
    for (const [place, row] of rows.entries()) {
      const checked = checks.of(row);
      if (checked.check.startsWith('BROKEN')) told.lost();
      const event = opened[place];
      const mark = event ? (marks.get(event.id) ?? event) : damaged;
      const changes = event ? told.changesOf(event) : null;
      const correctedBy = told.correctionsOf(event?.id ?? checked.leaf?.id);
      if (visibility(mark, reader.clearance) !== 'SHOWN') entries.push({ withheld: levelOf(mark.level) });
      else {
        const about = event ? { ...toldOf(event), changes } : damagedOf(row, checked.leaf);
        const { participantId } = about.who;
        const name = participantId === null ? null : await this.nameOf(participantId, reader);
        const marked = { classification: levelOf(mark.level), caveats: caveatsOf(mark.caveats) };
        entries.push({ ...about, who: { participantId, name }, correctedBy, ...marked, leaf: checked.check });
      }
      if (place % EVENTS_PER_TURN === EVENTS_PER_TURN - 1) await nextTurn();
    }
    return entries;
  }

  /** `undefined` where it is not what was sealed: the check of its leaf says why. */
  private opened(row: ReadEvent): Happened | undefined {
    try {
      return this.to.opener.open(row);
    } catch (error) {
      if (error instanceof UnreadableError) return undefined;
      throw error;
    }
  }

  /**
   * What does not open is as high as its key was made for: keys know that, and what hides the record, without its bodies. Where a leaf names no key
   * of this record, only who may see everything sees the line.
   */
  private markOfDamaged(rows: readonly ReadEvent[], opened: readonly (Happened | undefined)[]): Marking {
    const keys = rows.map((row) => this.keyOf(row));
    const hiding = (keys.find((key) => key !== undefined)?.caveats ?? HIDING) & HIDING;
    const unknown = { level: rankOf('TOP_SECRET'), caveats: hiding };
    return keys.filter((_, place) => !opened[place]).reduce<Marking>((mark, key) => highest(mark, key ?? unknown), UNMARKED);
  }

  private keyOf(row: ReadEvent): Marking | undefined {
    try {
      const { key } = checkLeaf(row, this.to.origin).members;
      const record = attempt('key', () => this.to.tools.keyring.recordOf(key));
      return record.stream === row.stream ? record : undefined;
    } catch (error) {
      if (error instanceof Broken) return undefined;
      throw error;
    }
  }

  /** Null where this reader may not see who it is, or nobody can any more; the id stands in the open leaf. */
  private async nameOf(participantId: string, reader: Standing): Promise<string | null> {
    const { fold, streamId } = this.to.authority.participant(participantId);
    try {
      const { state, marking } = await this.to.streams.load(fold, streamId);
      if (visibility(marking, reader.clearance) !== 'SHOWN') return null;
      return this.to.authority.nameOf(participantId, state) ?? null;
    } catch (error) {
      if (error instanceof UnreadableError) return null;
      throw error;
    }
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

/** What an entry says of the event alone. */
type Alone = Omit<TrailEntry, 'correctedBy' | 'classification' | 'caveats' | 'leaf'>;

function toldOf(event: Happened): Alone {
  const { position, revision, id, type, recordedAt, occurredAt, recordedBy, role, onBehalfOf, causationId, data, basis, flags } = event;
  const { command, commandId, evidence, sources } = event;
  const asked = command === undefined || isErased(command) ? null : { commandId, type: command.type, input: command.input };
  return {
    position: String(position),
    revision,
    id,
    type,
    recordedAt,
    occurredAt,
    who: { participantId: recordedBy, name: null },
    role,
    onBehalfOf: onBehalfOf ?? null,
    asked,
    causedBy: causationId,
    data,
    changes: null,
    basis,
    flags,
    evidence: isErased(evidence) ? null : evidence,
    sources: isErased(sources) ? null : sources,
  };
}

const damagedOf = ({ position, revision }: ReadEvent, leaf: Leaf | undefined): Alone => ({
  position: String(position),
  revision,
  id: leaf?.id ?? null,
  type: leaf?.type ?? null,
  recordedAt: leaf?.at ?? null,
  occurredAt: null,
  who: { participantId: leaf?.actor ?? null, name: null },
  role: null,
  onBehalfOf: null,
  asked: null,
  causedBy: leaf?.caus ?? null,
  data: null,
  changes: null,
  basis: leaf?.basis ?? [],
  flags: [],
  evidence: [],
  sources: [],
});
