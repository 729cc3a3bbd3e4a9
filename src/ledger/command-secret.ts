import { isErased } from '../kernel/erased';
import type { Happened } from '../kernel/happened';
import { commandIdOf } from '../trust/ids';
import { SecretFileError } from '../trust/master-key';
import { type Opener, UnreadableError } from '../trust/opener';
import { START } from './event-store';
import type { LogReader } from './log-reader';

/**
 * Throws `SecretFileError` where the command ids of the log come from another secret: a repeated command would be recorded once more. Its first event tells;
 * where there is none, or it cannot be read, nothing can be told.
 * @param secret its 32 bytes
 */
export async function requireCommandSecret(secret: Buffer, log: Pick<LogReader, 'readAll'>, opener: Opener): Promise<void> {
  const first = await firstEvent(log, opener);
  // Whatever comes first in the log is the first event of its command, which says what was asked.
  if (!first?.command || isErased(first.command)) return;
  const { type, stream, idempotencyKey } = first.command;
  const identity = { participantId: first.recordedBy, commandType: type, stream: stream ?? '-', idempotencyKey };
  if (commandIdOf(secret, identity) !== first.commandId)
    throw new SecretFileError(
      'the command secret is not the one that the command ids of this ledger come from: take command.key from its other instances, or from the backup of its keys',
    );
}

async function firstEvent(log: Pick<LogReader, 'readAll'>, opener: Opener): Promise<Happened | undefined> {
  const [first] = await log.readAll(START, 1);
  if (!first) return undefined;
  await opener.prepare([first]);
  try {
    return opener.open(first);
  } catch (error) {
    // verify says what is wrong with it, and so does whoever asks for its record.
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}
