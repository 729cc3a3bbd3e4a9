import { createHmac } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json';
import { uuidFrom, uuidV5 } from '../kernel/uuid';

/** What makes two requests the same command (trust.md 1). */
export interface CommandIdentity {
  readonly participantId: string;
  readonly commandType: string;
  /** `<type>-<uuid>`, or `-` where the command opens a stream. */
  readonly stream: string;
  readonly idempotencyKey: string;
}

/**
 * UUID v8 from HMAC-SHA-256 under the ledger's command secret. Keyed, for it stands in the open leaf and nobody must be able to try
 * keys on it; as a JSON list, so that no two lists run together.
 */
export const commandIdOf = (secret: Buffer, { participantId, commandType, stream, idempotencyKey }: CommandIdentity): string =>
  uuidFrom(
    createHmac('sha256', secret)
      .update(canonicalJson([participantId, commandType, stream, idempotencyKey]))
      .digest(),
    8,
  );

/** UUID v5 of the n-th event (from 0) in the command's name space. */
export const eventIdOf = (commandId: string, n: number): string => uuidV5(commandId, String(n));

/** The stream a creating command opens, so that a retry meets its first try. */
export const streamIdOf = (commandId: string): string => uuidV5(commandId, 'stream');
