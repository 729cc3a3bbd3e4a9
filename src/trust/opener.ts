import { caveatBits, rankOf } from '../kernel/classification';
import { isErased } from '../kernel/erased';
import { UnknownEventError } from '../kernel/events';
import { type Happened, kindOf } from '../kernel/happened';
import type { Keyring } from './keyring';
import { keyIdsOf } from './record';
import type { Sealer } from './sealer';
import type { Catalogues } from './slots';

/** One stored record with its place in the store. */
export interface StoredRecord {
  readonly record: Uint8Array;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
}

/** What is stored is not what was sealed, or was written by a program that knows more than this one; the cause says which. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';

  constructor(
    { stream, revision }: StoredRecord,
    override readonly cause: unknown,
  ) {
    super(`${stream} revision ${revision} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Unseals and parses: the one way from stored bytes to an event. */
export class Opener {
  constructor(
    private readonly sealer: Sealer,
    private readonly keyring: Keyring,
    private readonly catalogues: Catalogues,
  ) {}

  /**
   * What `open` needs for these records is at hand afterwards. Where keys lie in a file there is nothing to wait for.
   * Throws `PostgresError` where they cannot be asked for.
   */
  prepare(records: readonly StoredRecord[]): Promise<void> | undefined {
    return this.keyring.fetch(keyIdsOf(records));
  }

  /** Throws `UnreadableError` where the body does not open under its leaf, or stream, type or version are unknown; erased content is no error. */
  open(stored: StoredRecord): Happened {
    try {
      return this.opened(stored);
    } catch (error) {
      throw new UnreadableError(stored, error);
    }
  }

  private opened({ record, position, stream, revision }: StoredRecord): Happened {
    const { leaf, secret } = this.sealer.unseal(record);
    const schema = this.catalogues.get(kindOf(stream))?.schemas[leaf.type];
    if (!schema) throw new UnknownEventError(`${stream} knows no event ${leaf.type}`);
    const place = {
      type: leaf.type,
      id: leaf.id,
      stream,
      streamId: stream.slice(kindOf(stream).length + 1),
      revision,
      position,
      commandId: leaf.cmd,
      causationId: leaf.caus,
      recordedAt: leaf.at,
      recordedBy: leaf.actor,
      basis: leaf.basis,
      key: leaf.key,
    };
    if (isErased(secret)) {
      const { level, caveats, initiativeId } = this.keyring.recordOf(leaf.key);
      const data = Object.fromEntries(schema.fields(schema.version).map((field) => [field, secret]));
      const who = { role: secret, onBehalfOf: secret, authorityId: secret };
      const gone = { ...who, occurredAt: secret, sources: secret, evidence: secret, command: secret, flags: [] };
      return { ...place, ...gone, data, level, caveats, initiativeId: initiativeId ?? undefined };
    }
    const { env } = secret;
    return {
      ...place,
      data: schema.upcast(Number(leaf.tv), secret.data) as Readonly<Record<string, unknown>>,
      initiativeId: env.initiativeId,
      role: env.role,
      onBehalfOf: env.onBehalfOf,
      occurredAt: env.occurredAt,
      authorityId: env.classification.authorityId,
      level: rankOf(env.classification.level),
      caveats: caveatBits(env.classification.caveats),
      flags: env.flags,
      sources: env.sources ?? [],
      evidence: env.evidence ?? [],
      command: env.command,
    };
  }
}
