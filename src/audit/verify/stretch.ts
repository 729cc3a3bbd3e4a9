import type { ReadEvent } from '../../ledger/event-store';
import { eventIdOf } from '../../trust/ids';
import type { Leaf } from '../../trust/leaf';
import { type BodyTools, checkBody, type Seen } from './body-check';
import { ErasuresHere, type ErasuresSeen } from './erasures';
import { Broken, type Check, type Finding } from './finding';
import { type CheckedLeaf, checkLeaf } from './leaf-check';
import type { Awaitable } from '../../ledger/log-reader';
import { asksForSignatures } from './signatures';
import { type Signing, signingOf, type SigningTools } from './signing';

/** A link of a stream's chain: what the next leaf must name. */
export interface Link {
  readonly revision: number;
  /** `undefined` where the leaf could not be read: what follows it cannot be held against it. */
  readonly hash: string | undefined;
  readonly at: string | undefined;
}

/** How a stream goes through a stretch of the log: what its first event there builds on, and where its last one leaves it. */
export interface Passage {
  readonly position: number;
  readonly firstRevision: number;
  readonly prev: string | null | undefined;
  /** When its first event there was recorded; `undefined` where that could not be read. */
  readonly firstAt: string | undefined;
  last: Link;
}

/** The end of a stretch that the next one must go on from, and its beginning. */
export interface Edge {
  readonly position: number;
  readonly at: string | undefined;
}

/** The command of an event, and which event of it that is, from 0; both `undefined` where it could not be read. */
export interface Running {
  readonly cmd: string | undefined;
  readonly nth: number | undefined;
}
const UNKNOWN: Running = { cmd: undefined, nth: undefined };
const next = (nth: number | undefined): number | undefined => (nth === undefined ? undefined : nth + 1);

/** The event right before a stretch. */
export interface Before extends Running {
  readonly stream: string;
}

export interface StretchReport {
  readonly findings: Finding[];
  /** Leaf hashes, 32 bytes each, in the order of the log. */
  readonly hashes: Uint8Array;
  readonly passages: ReadonlyMap<string, Passage>;
  /** Streams at revisions that decisions here rest on and that must lie before this stretch; the highest of each, and who rests on it. */
  readonly needs: ReadonlyMap<string, { readonly revision: number; readonly position: number }>;
  /** Commands that begin here, and where. */
  readonly commands: ReadonlyMap<string, number>;
  readonly first: Edge | undefined;
  readonly last: Edge | undefined;
  readonly bodies: Readonly<Record<Seen, number>>;
  /** What concerns personal signatures, in the order of the log; nothing where bodies stay shut. */
  readonly signings: readonly Signing[];
  /** Place of the first event here whose program asks for signatures. */
  readonly askedFrom: number | undefined;
  readonly erasures: ErasuresSeen;
}

/** What a stretch is checked with. */
export interface StretchTools extends BodyTools {
  /** One program writes it at a time: each place has its event, and times never run backwards. Otherwise they do not within each stream. */
  readonly gapless: boolean;
  /** Absent where bodies stay shut. */
  readonly signing?: SigningTools | undefined;
}

/** Of a leaf hash. */
export const HASH_BYTES = 32;

/** Checks a stretch of the log on its own; what crosses its ends is left to `Joint`. */
export class StretchCheck {
  private readonly findings: Finding[] = [];
  private readonly hashes: Buffer;
  private readonly passages = new Map<string, Passage>();
  private readonly needs = new Map<string, { revision: number; position: number }>();
  private readonly commands = new Map<string, number>();
  private readonly bodies: Record<Seen, number> = { OPENED: 0, ERASED: 0, SEALED: 0 };
  /** Of the last event of each stream: its command, and which event of it that was. */
  private readonly running = new Map<string, Running>();
  private readonly signings: Signing[] = [];
  private askedFrom: number | undefined;
  private readonly erasures = new ErasuresHere();
  /** Where several programs write at once: when the last event of each stream was recorded. */
  private readonly times = new Map<string, string>();
  private firstAt: string | undefined;
  private at: string | undefined;

  private constructor(
    private readonly rows: readonly ReadEvent[],
    private readonly log: string,
    private readonly tools: StretchTools,
    before: Before | undefined,
  ) {
    // Not from Buffer's pool, for it goes to another thread as it is.
    this.hashes = Buffer.from(new ArrayBuffer(rows.length * HASH_BYTES));
    if (before) this.running.set(before.stream, before);
  }

  /**
   * @param rows of the log, one after the other
   * @param before the event that lies before them, if there is one
   */
  static async of(rows: readonly ReadEvent[], log: string, tools: StretchTools, before: Before | undefined): Promise<StretchReport> {
    const check = new StretchCheck(rows, log, tools, before);
    for (const [n, row] of rows.entries()) {
      const signing = check.row(row, n);
      // Nearly none is waited for.
      const found = signing instanceof Promise ? await signing : signing;
      if (found) check.signings.push(found);
    }
    return check.report(await check.erasures.seen(tools.keyring));
  }

  /** @returns what of it concerns signatures */
  private row(row: ReadEvent, n: number): Awaitable<Signing | undefined> {
    const { position, stream, revision } = row;
    const before = this.rows[n - 1];
    if (this.tools.gapless && before && position !== before.position + 1) this.found('position', position, 'the place before it is empty');
    const leaf = this.trying(position, () => checkLeaf(row, this.log));
    if (!leaf) {
      // What follows is held against what there is, so that one broken event is one finding.
      this.pass(stream, {
        position,
        firstRevision: revision,
        prev: undefined,
        firstAt: undefined,
        last: { revision, hash: undefined, at: undefined },
      });
      this.running.set(stream, UNKNOWN);
      return undefined;
    }
    this.hashes.write(leaf.hash, n * HASH_BYTES, 'base64url');
    this.link(row, leaf);
    this.time(position, stream, leaf.members.at);
    this.basis(position, leaf.members);
    const nth = this.command(position, leaf.members);
    if (asksForSignatures(leaf.members.prog)) this.askedFrom ??= position;
    const body = this.trying(position, () => checkBody(leaf, nth, this.tools));
    if (!body) return undefined;
    this.bodies[body.seen]++;
    this.erasures.take(position, leaf.members, body);
    const { signing } = this.tools;
    return signing && nth !== undefined ? signingOf(position, leaf.members, nth, body.content, signing) : undefined;
  }

  private trying<T>(position: number, step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.found(error.check, position, error.message);
      return undefined;
    }
  }

  private link({ position, stream, revision }: ReadEvent, { members: { prev, at }, hash }: CheckedLeaf): void {
    const passage = this.passages.get(stream);
    const fault = passage && faultOfLink(passage.last, revision, prev);
    if (fault) this.found(fault.check, position, fault.detail);
    this.pass(stream, { position, firstRevision: revision, prev, firstAt: at, last: { revision, hash, at } });
  }

  private pass(stream: string, passage: Passage): void {
    const known = this.passages.get(stream);
    if (known) known.last = passage.last;
    else this.passages.set(stream, passage);
  }

  private time(position: number, stream: string, at: string): void {
    this.firstAt ??= at;
    const before = this.tools.gapless ? this.at : this.times.get(stream);
    if (before !== undefined && at < before) this.found('time', position, lateAfter(at, before));
    else if (this.tools.gapless) this.at = at;
    else this.times.set(stream, at);
  }

  private basis(position: number, { basis }: Leaf): void {
    for (const [stream, seen] of basis) {
      const revision = Number(seen);
      const passage = this.passages.get(stream);
      if (passage) {
        if (revision > passage.last.revision) this.found('basis', position, `rests on ${stream} ${revision}, which was not there yet`);
        continue;
      }
      const need = this.needs.get(stream);
      if (!need || need.revision < revision) this.needs.set(stream, { revision, position });
    }
  }

  /** @returns which event of its command it is, from 0; `undefined` where the one before it could not be read */
  private command(position: number, { stream, cmd, id }: Leaf): number | undefined {
    const before = this.running.get(stream);
    const nth = before && before.cmd === undefined ? undefined : before?.cmd === cmd ? next(before.nth) : 0;
    this.running.set(stream, { cmd, nth });
    if (nth === undefined) return undefined;
    if (eventIdOf(cmd, nth) !== id) this.found('id', position, `not the id of event ${nth} of its command`);
    if (nth > 0) return nth;
    const earlier = this.commands.get(cmd);
    if (earlier === undefined) this.commands.set(cmd, position);
    else this.found('id', position, repeats(cmd, earlier));
    return nth;
  }

  private found(check: Check, position: number, detail: string): void {
    this.findings.push({ check, position, detail });
  }

  private report(erasures: ErasuresSeen): StretchReport {
    const { findings, hashes, passages, needs, commands, bodies, signings, askedFrom, rows } = this;
    const [first, last] = [rows[0], rows.at(-1)];
    return {
      findings,
      hashes,
      passages,
      needs,
      commands,
      bodies,
      signings,
      askedFrom,
      erasures,
      first: first && { position: first.position, at: this.firstAt },
      last: last && { position: last.position, at: this.at },
    };
  }
}

export const lateAfter = (at: string, before: string): string => `recorded at ${at}, after an event of ${before}`;

export const repeats = (cmd: string, position: number | undefined): string => `the command ${cmd} has begun at ${position} already`;

/** What is wrong where an event follows another one in its stream. */
export function faultOfLink(before: Link, revision: number, prev: string | null | undefined): { check: Check; detail: string } | undefined {
  if (revision !== before.revision + 1) return { check: 'revision', detail: `revision ${revision} follows ${before.revision}` };
  if (before.hash === undefined || prev === undefined) return undefined;
  return (prev ?? '') === before.hash ? undefined : { check: 'prev', detail: 'names another leaf as the one before it' };
}
