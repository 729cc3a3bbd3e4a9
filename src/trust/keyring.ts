import { canonicalJson } from '../kernel/canonical-json';
import { type Level, type Marking, rankOf } from '../kernel/classification';
import { CACHED_KEYS_MAX } from '../kernel/limits';
import { Recent } from '../kernel/recent';
import type { MasterKey } from './master-key';
import type { Shred } from './shred';

/** What a data key is for: one for each stream, level and generation (trust.md 2). */
export interface KeyLabel {
  readonly stream: string;
  readonly level: Level;
  /** Raised long before a key has sealed too many events. */
  readonly generation: number;
  /** Kept here too, so that what is erased keeps its place and stays hidden from whom it was hidden from. */
  readonly initiativeId: string | null;
  /** Bits of `CAVEATS` that the stream's first event carried. */
  readonly caveats: number;
}

export interface DataKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** What is known of a key beyond its destruction. */
export interface KeyRecord extends Marking {
  /** UTC with milliseconds; null as long as it is there. */
  readonly destroyedAt: string | null;
  readonly stream: string;
  readonly generation: number;
  readonly initiativeId: string | null;
}

/** A key as its database has it. */
export interface KeyRow {
  readonly stream: string;
  readonly level: Level;
  readonly generation: number;
  readonly initiative: string | null;
  readonly caveats: number;
  /** Null once it is destroyed. */
  readonly wrapped: Uint8Array | null;
  /** UTC with milliseconds; null as long as it is there. */
  readonly destroyedAt: string | null;
}

/** The key that is in use for a label. */
export type KeyInUse = Pick<DataKey, 'id'> & { readonly wrapped: Uint8Array };

/** An event names a key that was never here: unlike a destroyed one, that is a finding. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';

  constructor(keyId: string) {
    super(`the keyring has never known a key ${keyId}`);
  }
}

/** The keys are missing, are none, are of another version, or were wrapped by another master key. */
export class KeysFileError extends Error {
  override readonly name = 'KeysFileError';
}

/**
 * Port: the wrapped data keys, and those of them that are unwrapped in this thread's memory. Sealing and opening never wait: what lies on another
 * machine is fetched beforehand, a page of events at a time. Where keys lie in a file there is nothing to wait for, and no promise to make.
 */
export abstract class Keyring {
  private readonly unwrapped = new Recent<Buffer>(CACHED_KEYS_MAX / 2);
  private readonly inUse = new Recent<DataKey>(CACHED_KEYS_MAX / 2);
  /** What was fetched or unwrapped while they were destroyed must not bring them back. */
  private readonly forgotten = new Set<string>();
  private readonly records = new Recent<KeyRecord>(CACHED_KEYS_MAX / 2);

  constructor(private readonly master: MasterKey) {}

  /**
   * `unwrap` and `recordOf` know these keys afterwards.
   * @param keyIds gone through only where there is something to fetch
   */
  abstract fetch(keyIds: Iterable<string>): Promise<void> | undefined;

  /** Makes the keys that are missing; each is durable before it is used for the first time, and whoever needs the same one gets the same one. */
  abstract provide(labels: readonly KeyLabel[]): Promise<void> | undefined;

  /** Names of the streams of an initiative that have or had a key. */
  abstract streamsOf(initiativeId: string): Promise<readonly string[]>;

  /**
   * Destroys keys for ever, leaving their tombstones, so that nothing of them is left in the database; of those that are destroyed already it only
   * makes sure of that. Whoever has unwrapped one keeps it until he is told to `forget`.
   * @param at UTC with milliseconds
   * @returns when the last of them was destroyed. Throws `UnknownKeyError`.
   */
  abstract destroy(keyIds: readonly string[], at: string): Promise<string>;

  /** Throws `KeysFileError` where the master key is not the one that these keys were wrapped with: one of them tells. */
  abstract checkMaster(): Promise<void>;

  abstract close(): Promise<void>;

  /** Throws `UnknownKeyError`. */
  protected abstract rowOf(keyId: string): KeyRow;

  protected abstract keyInUse(label: KeyLabel): KeyInUse | undefined;

  /** Whether `keyFor` has it. */
  has(label: KeyLabel): boolean {
    return this.find(label) !== undefined;
  }

  /** The key under which events with this label are sealed. Throws where `provide` was forgotten. */
  keyFor(label: KeyLabel): DataKey {
    const key = this.find(label);
    if (!key) throw new Error(`no key was provided for ${nameOf(label)}`);
    return key;
  }

  /** `undefined` once the key is destroyed. */
  unwrap(keyId: string): Buffer | undefined {
    const cached = this.unwrapped.get(keyId);
    if (cached) return cached;
    const { wrapped, ...label } = this.rowOf(keyId);
    this.records.set(keyId, recordFrom(label));
    return wrapped === null || this.forgotten.has(keyId)
      ? undefined
      : this.remember(keyId, this.master.unwrap(boundTo(keyId, label), wrapped));
  }

  /** What lay or lies under it: known beyond its destruction. */
  recordOf(keyId: string): KeyRecord {
    const cached = this.records.get(keyId);
    if (cached) return cached;
    const record = recordFrom(this.rowOf(keyId));
    this.records.set(keyId, record);
    return record;
  }

  /** Whether a key is, or was, one of this stream. */
  isOf(keyId: string, stream: string): boolean {
    try {
      return this.recordOf(keyId).stream === stream;
    } catch (error) {
      if (error instanceof UnknownKeyError) return false;
      throw error;
    }
  }

  /** Drops what this thread remembers of keys that are destroyed; their bytes are overwritten. @returns how many it had unwrapped */
  forget({ keyIds }: Pick<Shred, 'keyIds'>): number {
    for (const id of keyIds) this.forgotten.add(id);
    this.inUse.deleteWhere(({ id }) => this.forgotten.has(id));
    return keyIds.filter((id) => {
      const bytes = this.unwrapped.get(id);
      this.unwrapped.delete(id);
      return bytes?.fill(0) !== undefined;
    }).length;
  }

  protected wrap(label: KeyLabel, { id, bytes }: DataKey): Buffer {
    return this.master.wrap(boundTo(id, label), bytes);
  }

  protected use(label: KeyLabel, key: DataKey): DataKey {
    this.inUse.set(nameOf(label), key);
    this.remember(key.id, key.bytes);
    return key;
  }

  protected useWrapped(label: KeyLabel, { id, wrapped }: KeyInUse): DataKey {
    return this.use(label, { id, bytes: this.master.unwrap(boundTo(id, label), wrapped) });
  }

  /** Throws `KeysFileError` where this key does not open. */
  protected tryMaster(keyId: string): void {
    try {
      this.unwrap(keyId);
    } catch (error) {
      throw new KeysFileError('the master key does not open the keys: it is not the one that they were wrapped with', { cause: error });
    }
  }

  private find(label: KeyLabel): DataKey | undefined {
    const cached = this.inUse.get(nameOf(label));
    if (cached) return cached;
    const found = this.keyInUse(label);
    return found && this.useWrapped(label, found);
  }

  private remember(keyId: string, bytes: Buffer): Buffer {
    this.unwrapped.set(keyId, bytes);
    return bytes;
  }
}

const recordFrom = ({ destroyedAt, stream, level, generation, initiative, caveats }: Omit<KeyRow, 'wrapped'>): KeyRecord => ({
  destroyedAt,
  stream,
  level: rankOf(level),
  generation,
  caveats,
  initiativeId: initiative,
});

/**
 * What a wrapped key is bound to (docs/format.md 7): whoever can write to the keys but does not hold the master key cannot make one stream's events
 * go under another stream's key, where shredding the one would leave them legible or shredding the other would take them along.
 */
const boundTo = (keyId: string, { stream, level, generation }: Pick<KeyLabel, 'stream' | 'level' | 'generation'>): string =>
  canonicalJson([keyId, stream, level, String(generation)]);

/** Of a label: a key of the same name serves it. */
export const nameOf = ({ stream, level, generation }: Pick<KeyLabel, 'stream' | 'level' | 'generation'>): string =>
  `${generation} ${level} ${stream}`;
