import { z } from 'zod';
import { kindOf, streamName } from '../../kernel/happened';
import { ERASURE_RECORDED_WITHIN_MS } from '../../kernel/limits';
import { type Keyring, UnknownKeyError } from '../../trust/keyring';
import type { Leaf } from '../../trust/leaf';
import type { CheckedBody } from './body-check';
import type { Finding } from './finding';

/** The first event that lies under a destroyed key, and when that was destroyed; UTC with milliseconds. */
interface ErasedKey {
  readonly position: number;
  readonly stream: string;
  readonly destroyedAt: string;
}

const Approved = z.object({ subject: z.object({ kind: z.string(), id: z.string() }) });
type Subject = z.infer<typeof Approved>['subject'];

const Destroyed = z.object({ keys: z.array(z.object({ id: z.string(), stream: z.string() })) });

/** A key that an erasure names as destroyed, and what the keyring knows of it. */
interface NamedKey {
  readonly id: string;
  /** `undefined` where the keyring has never known it. */
  readonly of: { readonly stream: string; readonly initiativeId: string | null; readonly isThere: boolean } | undefined;
}

/** What was approved, or which keys were destroyed upon that. */
interface ErasureAct {
  readonly position: number;
  /** When it was recorded; UTC with milliseconds. */
  readonly at: string;
  /** Of the erasure. */
  readonly stream: string;
  readonly approved?: Subject | undefined;
  readonly destroyed?: readonly NamedKey[];
}

/** What of a stretch of the log concerns erasures. Plain JSON, for it goes to another thread. */
export interface ErasuresSeen {
  /** By key. */
  readonly erased: ReadonlyMap<string, ErasedKey>;
  /** In the order of the log. */
  readonly acts: readonly ErasureAct[];
}

/** Gathers it where bodies are opened. What is not of its form approves nothing, and names no key. */
export class ErasuresHere {
  private readonly erased = new Map<string, ErasedKey>();
  private readonly opened: { readonly position: number; readonly leaf: Leaf; readonly data: unknown }[] = [];

  take(position: number, leaf: Leaf, { destroyedAt, content }: CheckedBody): void {
    const { key, stream, type } = leaf;
    if (typeof destroyedAt === 'string' && !this.erased.has(key)) this.erased.set(key, { position, stream, destroyedAt });
    if (content && kindOf(stream) === 'erasure' && (type === 'ErasureApproved' || type === 'KeysDestroyed'))
      this.opened.push({ position, leaf, data: content.data });
  }

  /** Looks up in the keyring what they name. */
  async seen(keyring: Keyring | undefined): Promise<ErasuresSeen> {
    const acts: ErasureAct[] = [];
    for (const { position, leaf, data } of this.opened) {
      const act = { position, at: leaf.at, stream: leaf.stream };
      if (leaf.type === 'ErasureApproved') acts.push({ ...act, approved: Approved.safeParse(data).data?.subject });
      else if (keyring) acts.push({ ...act, destroyed: await namedIn(data, keyring) });
    }
    return { erased: this.erased, acts };
  }
}

async function namedIn(data: unknown, keyring: Keyring): Promise<readonly NamedKey[]> {
  const { keys } = Destroyed.safeParse(data).data ?? { keys: [] };
  await keyring.fetch(keys.map(({ id }) => id));
  return keys.map(({ id }) => ({ id, of: knownOf(id, keyring) }));
}

function knownOf(id: string, keyring: Keyring): NamedKey['of'] {
  try {
    const { stream, initiativeId, destroyedAt } = keyring.recordOf(id);
    return { stream, initiativeId, isThere: destroyedAt === null };
  } catch (error) {
    if (error instanceof UnknownKeyError) return undefined;
    throw error;
  }
}

/**
 * Holds destroyed keys against erasures, in the order of the log: that each was destroyed because two people said so, and that what they said was done.
 * Whether they have signed it is judged by `Signatures`.
 */
export class Erasures {
  private readonly erased = new Map<string, ErasedKey>();
  private readonly named = new Set<string>();
  private readonly subjects = new Map<string, Subject>();
  /**
   * What was done later may be half done: destroyed, and not recorded yet; or recorded, by a key that was looked up before it was destroyed. UTC with
   * milliseconds.
   */
  private readonly settled: string;

  /** @param now when the check begins, in milliseconds of the epoch */
  constructor(now: number) {
    this.settled = new Date(now - ERASURE_RECORDED_WITHIN_MS).toISOString();
  }

  take({ erased, acts }: ErasuresSeen): Finding[] {
    for (const [key, seen] of erased) if (!this.erased.has(key)) this.erased.set(key, seen);
    return acts.flatMap(({ position, at, stream, approved, destroyed = [] }) => {
      if (approved) this.subjects.set(stream, approved);
      return destroyed.flatMap((key) => this.judged(key, at, this.subjects.get(stream)).map((detail) => found(position, detail)));
    });
  }

  /** What nobody has named by the end of the log, in its order. */
  end(): Finding[] {
    return [...this.erased]
      .filter(([key, { destroyedAt }]) => !this.named.has(key) && destroyedAt < this.settled)
      .map(([key, { position, stream, destroyedAt }]) =>
        found(position, `the key ${key} of ${stream} was destroyed at ${destroyedAt}, and no erasure names it`),
      )
      .sort((one, other) => one.position - other.position);
  }

  private judged({ id, of }: NamedKey, at: string, subject: Subject | undefined): string[] {
    if (!of) return [`names the key ${id} as destroyed, which the keyring has never known`];
    const isCovered =
      subject && (of.stream === streamName(subject.kind, subject.id) || (subject.kind === 'initiative' && of.initiativeId === subject.id));
    if (!isCovered) return [`names the key ${id} of ${of.stream} as destroyed, which nobody has approved`];
    this.named.add(id);
    return of.isThere && at < this.settled
      ? [`names the key ${id} of ${of.stream} as destroyed, and it is there: what was erased can be read`]
      : [];
  }
}

const found = (position: number, detail: string): Finding => ({ check: 'erasure', position, detail });
