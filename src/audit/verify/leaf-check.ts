import { UUID } from '../../kernel/uuid';
import { BASIS_STREAMS_MAX } from '../../kernel/limits';
import type { ReadEvent } from '../../ledger/event-store';
import { type Leaf, LEAF_VERSION, leafHash, leafText } from '../../trust/leaf';
import { type Parts, partsOf } from '../../trust/record';
import { assert, attempt } from './finding';

/** A record whose leaf is in order. */
export interface CheckedLeaf extends Parts {
  readonly members: Leaf;
  readonly hash: string;
}

/** The leaf of a row: well-formed, in its one spelling, of this log, and the row says the same. Throws `Broken`. */
export function checkLeaf(row: ReadEvent, log: string): CheckedLeaf {
  const parts = attempt('record', () => partsOf(row.record));
  const members = attempt('record', () => JSON.parse(parts.leaf) as Leaf);
  const faulty = faultyMember(members);
  assert(faulty === undefined, 'form', () => `${String(faulty)} is missing or not of its form`);
  assert(leafText(members) === parts.leaf, 'canonical', () => 'the leaf is not the one spelling of its content');
  assert(members.log === log, 'log', () => `an event of the log ${members.log}`);
  assert(members.stream === row.stream && members.rev === String(row.revision), 'row', () => `the row says ${row.stream} ${row.revision}`);
  return { ...parts, members, hash: leafHash(parts.leaf) };
}

const HASH = /^[A-Za-z0-9_-]{43}$/;
const PRINTABLE = /^[\x20-\x7e]+$/;
const STREAM = /^[a-z][A-Za-z]*-[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const REVISION = /^(0|[1-9]\d{0,15})$/;
/** -1 where the decision saw that the stream does not exist. */
const SEEN_REVISION = /^(-1|0|[1-9]\d{0,15})$/;

/** The form of each member (docs/format.md 2). */
const FORMS: { readonly [Member in Exclude<keyof Leaf, 'basis' | 'caus' | 'prev' | 'v'>]: RegExp } = {
  actor: UUID,
  at: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  c: HASH,
  cmd: UUID,
  corr: UUID,
  id: UUID,
  key: UUID,
  log: PRINTABLE,
  prog: PRINTABLE,
  rev: REVISION,
  stream: STREAM,
  tv: /^[1-9]\d{0,3}$/,
  type: /^[A-Z][A-Za-z0-9]*$/,
};
const FORM_OF = Object.entries(FORMS) as [keyof typeof FORMS, RegExp][];
const fits = (value: unknown, form: RegExp): boolean => typeof value === 'string' && form.test(value);

/** Name of the first member that is not as it must be. */
function faultyMember(leaf: Partial<Leaf> | null): keyof Leaf | undefined {
  if (leaf?.v !== LEAF_VERSION) return 'v';
  for (const [member, form] of FORM_OF) if (!fits(leaf[member], form)) return member;
  if (leaf.caus !== null && !fits(leaf.caus, UUID)) return 'caus';
  if (leaf.prev !== null && !fits(leaf.prev, HASH)) return 'prev';
  return isBasis(leaf.basis, leaf.stream) ? undefined : 'basis';
}

/** Each stream once, and never the event's own. */
function isBasis(basis: unknown, own: string | undefined): boolean {
  if (!Array.isArray(basis) || basis.length > BASIS_STREAMS_MAX) return false;
  const streams = new Set<unknown>([own]);
  for (const entry of basis as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 2 || !fits(entry[0], STREAM) || !fits(entry[1], SEEN_REVISION)) return false;
    if (streams.size === streams.add(entry[0]).size) return false;
  }
  return true;
}
