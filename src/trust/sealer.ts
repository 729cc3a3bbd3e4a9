import { canonicalJson } from '../kernel/canonical-json';
import { ENVELOPE_MEMBERS, type Envelope } from '../kernel/envelope';
import type { Erased } from '../kernel/erased';
import { RECORD_BYTES_MAX } from '../kernel/limits';
import { partsOf, recordFor } from './record';
import { open, sealedLength, sealInto } from './body';
import { commitmentOf, commitmentsText, saltsFrom } from './commitments';
import type { DataKey, Keyring } from './keyring';
import { type Leaf, LEAF_VERSION, leafHash, leafText } from './leaf';
import { randomInto } from './random';
import type { Slots } from './slots';

/** What the leaf says beside what sealing itself puts there. */
export type Open = Omit<Leaf, 'v' | 'c' | 'key' | 'log' | 'prog'>;

export interface Secret {
  readonly data: object;
  readonly env: Envelope;
}

export interface Sealed {
  readonly id: string;
  readonly record: Buffer;
  /** `prev` of the stream's next leaf. */
  readonly leafHash: string;
}

/** An event whose leaf and body together are over `RECORD_BYTES_MAX`. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
}

/** Which log, written by which program. */
export interface Origin {
  readonly log: string;
  readonly prog: string;
}

/** An event as it comes out of the log. */
export interface Unsealed {
  readonly leaf: Leaf;
  readonly secret: Secret | Erased;
}

export class Sealer {
  constructor(
    private readonly keyring: Keyring,
    private readonly origin: Origin,
  ) {}

  seal(slots: Slots, open: Open, { data, env }: Secret, key: DataKey): Sealed {
    const values: Record<string, string | undefined> = {};
    const dataText = object(slots.fields, data as Record<string, unknown>, '', values);
    const envText = object(ENVELOPE_MEMBERS, env as unknown as Record<string, unknown>, 'env.', values);
    const text = `{"data":${dataText},"env":${envText}}`;

    const secret = randomInto(Buffer.allocUnsafe(32));
    const c = commitmentOf(commitmentsText(slots.names, saltsFrom(secret, slots.names.length), values));
    const leaf = leafText({ ...open, c, key: key.id, log: this.origin.log, prog: this.origin.prog, v: LEAF_VERSION });
    const length = sealedLength(text);
    const bytes = leaf.length + 1 + length;
    if (bytes > RECORD_BYTES_MAX) throw new RecordTooLargeError(`${open.type} would take ${bytes} bytes; at most ${RECORD_BYTES_MAX}`);
    const { record, body } = recordFor(leaf, length);
    sealInto(body, key.bytes, record.subarray(0, leaf.length), secret, text);
    return { id: open.id, record, leafHash: leafHash(leaf) };
  }

  unseal(record: Uint8Array): Unsealed {
    const { leaf: text, leafBytes, body } = partsOf(record);
    const leaf = JSON.parse(text) as Leaf;
    const key = this.keyring.unwrap(leaf.key);
    return { leaf, secret: key ? (JSON.parse(open(body, key, leafBytes).text) as Secret) : { erased: leaf.key } };
  }
}

/** Canonical JSON of the filled members, each also into `values` under its slot's name, so that it is written only once. */
function object(
  members: readonly string[],
  source: Record<string, unknown>,
  prefix: string,
  values: Record<string, string | undefined>,
): string {
  let text = '';
  let filled = 0;
  for (const member of members) {
    const value = source[member];
    if (value === undefined) continue;
    filled++;
    const canonical = canonicalJson(value);
    values[prefix + member] = canonical;
    text += `${text && ','}"${member}":${canonical}`;
  }
  const present = Object.keys(source).filter((member) => source[member] !== undefined);
  // What has no slot would be lost without a word.
  if (present.length !== filled) throw new Error(`no slot for ${present.filter((member) => !members.includes(member)).join(', ')}`);
  return `{${text}}`;
}
