import { canonicalJson } from '../../kernel/canonical-json';
import { rankOf } from '../../kernel/classification';
import { ENVELOPE_MEMBERS, type Envelope } from '../../kernel/envelope';
import { kindOf } from '../../kernel/happened';
import { EVENTS_PER_DATA_KEY_MAX } from '../../kernel/limits';
import { open } from '../../trust/body';
import { commitmentOf, commitmentsText, saltsFrom } from '../../trust/commitments';
import { commandIdOf, streamIdOf } from '../../trust/ids';
import type { Keyring } from '../../trust/keyring';
import type { Leaf } from '../../trust/leaf';
import type { SlotBook, Slots } from '../../trust/slots';
import { assert, attempt } from './finding';
import type { CheckedLeaf } from './leaf-check';
import type { Content } from './signing';

/** What could be said of a body: it is the one the leaf committed to; its key was destroyed; there is no key here to open it with. */
export type Seen = 'OPENED' | 'ERASED' | 'SEALED';

/** A body, and what lies in it where it was opened. */
export interface CheckedBody {
  readonly seen: Seen;
  /** When its key was destroyed; UTC with milliseconds. */
  readonly destroyedAt?: string | null;
  readonly content?: Content;
}

/** What a body is checked with. */
export interface BodyTools {
  readonly slots: SlotBook;
  /** Absent where only the open part of the ledger is at hand. */
  readonly keyring?: Keyring | undefined;
  /** Absent where it is not at hand: then command ids cannot be told from made-up ones. */
  readonly commandSecret?: Buffer | undefined;
}

/**
 * That the body is the one the leaf committed to, under the right key, with the command that the leaf's ids follow from. Throws `Broken`.
 * @param nth which event of its command it is, from 0; `undefined` where that cannot be told
 */
export function checkBody(
  { members: leaf, leafBytes, body }: CheckedLeaf,
  nth: number | undefined,
  { slots: book, keyring, commandSecret }: BodyTools,
): CheckedBody {
  const slots = book.of(kindOf(leaf.stream), leaf.type, leaf.tv);
  assert(slots !== undefined, 'type', () => `${leaf.type} of version ${leaf.tv} in ${leaf.stream}`);
  if (!keyring) return { seen: 'SEALED' };
  const { key, record } = attempt('key', () => ({ key: keyring.unwrap(leaf.key), record: keyring.recordOf(leaf.key) }));
  const generation = Math.floor(Number(leaf.rev) / EVENTS_PER_DATA_KEY_MAX);
  assert(record.stream === leaf.stream && record.generation === generation, 'key', () => `sealed under a key of ${record.stream}`);
  if (!key) return { seen: 'ERASED', destroyedAt: record.destroyedAt };
  const { secret, text } = attempt('body', () => open(body, key, leafBytes));
  const content = attempt('fields', () => JSON.parse(text) as Content);
  const values = attempt('fields', () => valuesOf(content, text, slots));
  const commitments = commitmentsText(slots.names, saltsFrom(secret, slots.names.length), values);
  assert(commitmentOf(commitments) === leaf.c, 'commitment', () => 'the values are not those the leaf committed to');
  const level = content.env.classification?.level;
  assert(level !== undefined && rankOf(level) === record.level, 'key', () => `sealed under a key of another level than ${String(level)}`);
  if (nth !== undefined) attempt('command', () => checkCommand(leaf, nth, content.env, commandSecret));
  return { seen: 'OPENED', content };
}

const REQUIRED = ['capture', 'classification', 'flags', 'occurredAt', 'role'] as const satisfies readonly (keyof Envelope)[];

/** Canonical JSON of each filled slot. That nothing without a slot rides along follows from the text being nothing else than these. */
function valuesOf({ data, env }: Content, text: string, { fields }: Slots): Record<string, string> {
  assert(
    isObject(data) && isObject(env) && isObject(env.classification),
    'fields',
    () => 'the body has no data, no envelope or no classification',
  );
  for (const member of REQUIRED) assert(env[member] !== undefined, 'fields', () => `env.${member} is missing`);
  const values: Record<string, string> = {};
  const dataText = write(data, fields, '', values);
  const envText = write(env, ENVELOPE_MEMBERS, 'env.', values);
  assert(`{"data":{${dataText}},"env":{${envText}}}` === text, 'fields', () => whyOther({ data, env }, fields));
  return values;
}

function write(source: Record<string, unknown>, members: readonly string[], prefix: string, values: Record<string, string>): string {
  let text = '';
  for (const member of members) {
    if (!Object.hasOwn(source, member)) continue;
    const value = canonicalJson(source[member]);
    values[prefix + member] = value;
    text += text === '' ? `"${member}":${value}` : `,"${member}":${value}`;
  }
  return text;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

function whyOther({ data, env }: Content, fields: readonly string[]): string {
  const surplus = [
    ...Object.keys(data).filter((name) => !fields.includes(name)),
    ...Object.keys(env).filter((name) => !ENVELOPE_MEMBERS.includes(name as keyof Envelope)),
  ];
  return surplus.length > 0 ? `${surplus.join(', ')} has no slot` : 'the body is not the one spelling of its content';
}

/** A command's first event, and no other, says what was asked; ids of command and stream follow from it (docs/format.md 8). */
function checkCommand(
  { actor, cmd, log, stream }: Leaf,
  nth: number,
  { command: asked, sig }: Content['env'],
  secret: Buffer | undefined,
): void {
  if (nth > 0) {
    assert(asked === undefined && sig === undefined, 'command', () => 'says what was asked, and is not the first event of its command');
    return;
  }
  assert(asked !== undefined, 'command', () => 'the first event of its command, and does not say what was asked');
  assert(asked.origin === log, 'command', () => `was asked of the ledger ${asked.origin}`);
  const own = asked.stream ?? `${kindOf(stream)}-${streamIdOf(cmd)}`;
  assert(own === stream, 'command', () => `was asked of ${own}`);
  if (!secret) return;
  const identity = { participantId: actor, commandType: asked.type, stream: asked.stream ?? '-', idempotencyKey: asked.idempotencyKey };
  assert(commandIdOf(secret, identity) === cmd, 'command', () => 'the command id is not that of what was asked');
}
