import { canonicalJson, NotCanonicalError } from '../kernel/canonical-json';
import type { Erased } from '../kernel/erased';
import { kindOf } from '../kernel/happened';
import { open } from './body';
import { commitmentOf, commitmentsText, digestOf, saltsFrom } from './commitments';
import type { Keyring } from './keyring';
import type { Leaf } from './leaf';
import { partsOf } from './record';
import type { SlotBook, Slots } from './slots';

/** One field told: what it holds, or, without `value`, that the event does not fill it. */
export interface Told {
  readonly slot: string;
  readonly salt: string;
  readonly value?: unknown;
}

/** Some fields of an event, told to somebody who holds its leaf. The digests of the others say nothing of what these hold. */
export interface FieldDisclosure {
  readonly digests: Readonly<Record<string, string>>;
  readonly told: readonly Told[];
}

/** All of an event. The secret gives every salt, so that nothing else need be handed over. */
export interface WholeDisclosure {
  /** 32 bytes, base64url. */
  readonly secret: string;
  /** Of each filled slot. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Why a disclosure proves nothing. */
export type DisclosureFault =
  | 'malformed' // it has not the form of a disclosure
  | 'unknown-slot' // a slot that the schema does not have
  | 'missing-slot' // a slot of the schema without a digest: the object of digests is not whole
  | 'two-values' // one slot told twice
  | 'not-committed' // not what this leaf committed to
  | 'wrong-value'; // the digest of the slot is that of another value or salt

export interface Undisclosed {
  readonly refused: DisclosureFault;
  readonly detail: string;
}

/** The values by slot; what is told to be unfilled stands in `unfilled`. */
export interface Disclosed {
  readonly values: ReadonlyMap<string, unknown>;
  readonly unfilled: readonly string[];
}

/** Makes disclosures, where the keys are (trust.md 2). */
export class Discloser {
  constructor(
    private readonly keyring: Keyring,
    private readonly slots: SlotBook,
  ) {}

  /** Throws where a slot is not one of the event's schema. */
  fields(record: Uint8Array, names: readonly string[]): FieldDisclosure | Erased {
    const opened = this.open(record);
    if ('erased' in opened) return opened;
    const { slots, secret, values } = opened;
    const salts = saltsFrom(secret, slots.names.length);
    const digests = JSON.parse(commitmentsText(slots.names, salts, canonicalValues(values))) as Record<string, string>;
    return { digests, told: names.map((slot) => told(slot, salts[slots.names.indexOf(slot)], values)) };
  }

  whole(record: Uint8Array): WholeDisclosure | Erased {
    const opened = this.open(record);
    if ('erased' in opened) return opened;
    return { secret: opened.secret.toString('base64url'), values: Object.fromEntries(opened.values) };
  }

  private open(record: Uint8Array): { readonly slots: Slots; readonly secret: Buffer; readonly values: Map<string, unknown> } | Erased {
    const { leaf: text, leafBytes, body } = partsOf(record);
    const leaf = JSON.parse(text) as Leaf;
    const slots = this.slots.of(kindOf(leaf.stream), leaf.type, leaf.tv);
    if (!slots) throw new Error(`${leaf.stream} has no event ${leaf.type} of version ${leaf.tv}`);
    const key = this.keyring.unwrap(leaf.key);
    if (!key) return { erased: leaf.key };
    const opened = open(body, key, leafBytes);
    const { data, env } = JSON.parse(opened.text) as { data: object; env: object };
    const values = new Map<string, unknown>([
      ...Object.entries(data),
      ...Object.entries(env).map(([name, value]) => [`env.${name}`, value as unknown] as const),
    ]);
    return { slots, secret: opened.secret, values };
  }
}

function told(slot: string, salt: string | undefined, values: ReadonlyMap<string, unknown>): Told {
  if (salt === undefined) throw new Error(`there is no slot ${slot}`);
  return values.has(slot) ? { slot, salt, value: values.get(slot) } : { slot, salt };
}

const canonicalValues = (values: ReadonlyMap<string, unknown>): Record<string, string> =>
  Object.fromEntries([...values].map(([slot, value]) => [slot, canonicalJson(value)]));

/** Thrown and caught in this file only. */
class Refused extends Error {
  constructor(
    readonly fault: DisclosureFault,
    detail: string,
  ) {
    super(detail);
  }
}

/**
 * What some told fields prove of the event with this leaf. The leaf must be known to be in the log by other means.
 * @param slots of the leaf's stream kind, type and version, from a schema that the verifier trusts: fixed slots are what keeps two values of one
 *   field from hiding behind two names
 * @param disclosure as it came, whatever it is
 */
export const checkFields = (leaf: Pick<Leaf, 'c'>, slots: Slots, disclosure: unknown): Disclosed | Undisclosed =>
  refusing(() => {
    if (!isObject(disclosure) || !isObject(disclosure['digests']) || !Array.isArray(disclosure['told']))
      throw new Refused('malformed', 'digests or told fields are missing');
    const digests = disclosure['digests'];
    for (const slot of Object.keys(digests))
      if (!slots.names.includes(slot)) throw new Refused('unknown-slot', `the schema has no slot ${slot}`);
    for (const slot of slots.names) if (!Object.hasOwn(digests, slot)) throw new Refused('missing-slot', `there is no digest of ${slot}`);
    if (commitmentOf(canonicalJson(digests)) !== leaf.c)
      throw new Refused('not-committed', 'these digests are not those the leaf committed to');
    const [values, seen] = [new Map<string, unknown>(), new Set<string>()];
    for (const field of disclosure['told'] as unknown[]) {
      if (!isTold(field)) throw new Refused('malformed', 'a told field has no slot or no salt');
      const { slot, salt } = field;
      if (!slots.names.includes(slot)) throw new Refused('unknown-slot', `the schema has no slot ${slot}`);
      if (seen.size === seen.add(slot).size) throw new Refused('two-values', `${slot} is told twice`);
      const filled = Object.hasOwn(field, 'value');
      if (digestOf(salt, slot, filled ? canonicalJson(field.value) : undefined) !== digests[slot])
        throw new Refused('wrong-value', `${slot} does not hold this`);
      if (filled) values.set(slot, field.value);
    }
    return { values, unfilled: [...seen].filter((slot) => !values.has(slot)) };
  });

/** What a whole disclosure proves of the event with this leaf; as `checkFields`. */
export const checkWhole = (leaf: Pick<Leaf, 'c'>, slots: Slots, disclosure: unknown): Disclosed | Undisclosed =>
  refusing(() => {
    if (!isObject(disclosure) || !isObject(disclosure['values'])) throw new Refused('malformed', 'secret or values are missing');
    const { secret } = disclosure;
    if (typeof secret !== 'string' || !SECRET.test(secret)) throw new Refused('malformed', 'the secret is not 32 bytes of base64url');
    const values = new Map(Object.entries(disclosure['values']));
    for (const slot of values.keys()) if (!slots.names.includes(slot)) throw new Refused('unknown-slot', `the schema has no slot ${slot}`);
    const salts = saltsFrom(Buffer.from(secret, 'base64url'), slots.names.length);
    if (commitmentOf(commitmentsText(slots.names, salts, canonicalValues(values))) !== leaf.c)
      throw new Refused('not-committed', 'these values are not those the leaf committed to');
    return { values, unfilled: slots.names.filter((slot) => !values.has(slot)) };
  });

const SECRET = /^[A-Za-z0-9_-]{43}$/;
const SALT = /^[A-Za-z0-9_-]{24}$/;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTold = (field: unknown): field is Told =>
  isObject(field) && typeof field['slot'] === 'string' && typeof field['salt'] === 'string' && SALT.test(field['salt']);

function refusing(check: () => Disclosed): Disclosed | Undisclosed {
  try {
    return check();
  } catch (error) {
    if (error instanceof Refused) return { refused: error.fault, detail: error.message };
    // A value that has no canonical form was never committed to.
    if (error instanceof NotCanonicalError) return { refused: 'malformed', detail: error.message };
    throw error;
  }
}
