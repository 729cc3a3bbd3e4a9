import { existsSync } from 'node:fs';
import type { BlobStore } from '../../blobs/blob-store';
import { FolderBlobStore } from '../../blobs/folder-blob-store';
import { Streams } from '../../commands/streams';
import { isErased } from '../../kernel/erased';
import type { Found } from '../../kernel/fold';
import { kindOf, streamName } from '../../kernel/happened';
import { EVENTS_PER_READ_MAX } from '../../kernel/limits';
import { START } from '../../ledger/event-store';
import type { LedgerFolder } from '../../ledger/folder';
import type { LogReader, StreamStretch } from '../../ledger/log-reader';
import { openLogReader, originIn } from '../../ledger/open-log';
import { catalogues } from '../../negotiation/catalogues';
import { EvidenceBytes } from '../../negotiation/evidence/evidence.bytes';
import { type Evidence, evidence, isIngested } from '../../negotiation/evidence/evidence.state';
import type { PostgresPlace } from '../../postgres/postgres-place';
import { KeysFileError } from '../../trust/keyring';
import { UnreadableError } from '../../trust/opener';
import { leafIn } from '../../trust/record';
import { openerOf, openTrust } from '../../trust/trust';
import type { Finding } from '../verify/finding';

/** What became of the pieces of evidence that were recorded. */
export interface HeldEvidence {
  /** Held, read to the end, and of the hash that was recorded. */
  readonly whole: number;
  /** Recorded by their hash; nobody has put their bytes here. */
  readonly neverPut: number;
  /** Their key was destroyed, or their record annulled: nothing can be said of their bytes. */
  readonly gone: number;
  /** There is no key here to open them with. */
  readonly notOpened: number;
  readonly findings: readonly Finding[];
}

type Count = Exclude<keyof HeldEvidence, 'findings'>;

/** What became of one piece: counted, or found in a state in which it should not be. */
type Fate = Count | { readonly found: string };

/**
 * Holds each file of evidence against the hash in its event; a ledger may be in use meanwhile. Needs memory for the ids only.
 * @param keys where they lie, if not in keys.db
 * @throws StoreUnavailableError, PostgresError
 */
export async function heldEvidence(
  files: Pick<LedgerFolder, 'log' | 'keys' | 'masterKey' | 'evidence'>,
  keys: PostgresPlace | undefined,
  onProgress?: (done: number, all: number) => void,
): Promise<HeldEvidence> {
  const blobs = new FolderBlobStore(files.evidence);
  // Before the log: whatever lies there then was recorded before.
  const lying = new Set<string>();
  for await (const { name } of blobs.list()) lying.add(name);
  const kinds = new Set(catalogues.keys());
  const log = await openLogReader(files.log, kinds);
  const counts = { whole: 0, neverPut: 0, gone: 0, notOpened: 0 };
  const findings: Finding[] = [];
  try {
    const recorded = await recordedIn(log);
    const look = await looking({ files, keys, blobs, log, origin: (await originIn(files, kinds)) ?? '' });
    let done = 0;
    for (const [id, position] of recorded) {
      const fate = look ? await look.at(id) : lying.has(id) ? 'notOpened' : 'neverPut';
      if (typeof fate === 'string') counts[fate]++;
      else findings.push({ check: 'evidence', position, detail: `${streamName(evidence.events.stream, id)}: ${fate.found}` });
      onProgress?.(++done, recorded.size);
    }
    await look?.end();
    for (const name of lying)
      if (!recorded.has(name))
        findings.push({
          check: 'evidence',
          position: 0,
          detail: `${files.evidence}/${name} belongs to no piece of evidence of this ledger`,
        });
    return { ...counts, findings };
  } finally {
    await log.close();
  }
}

/** Position by id of every piece that was ever recorded. */
async function recordedIn(log: LogReader): Promise<Map<string, number>> {
  const recorded = new Map<string, number>();
  for (let after: number = START; ;) {
    const page = await log.readAll(after, EVENTS_PER_READ_MAX);
    for (const { stream, record, position } of page)
      if (kindOf(stream) === evidence.events.stream && leafIn(record)?.type === 'EvidenceIngested')
        recorded.set(stream.slice(evidence.events.stream.length + 1), position);
    const last = page.at(-1);
    if (!last) return recorded;
    after = last.position;
  }
}

interface Ground {
  readonly files: Pick<LedgerFolder, 'keys' | 'masterKey'>;
  readonly keys: PostgresPlace | undefined;
  readonly blobs: BlobStore;
  readonly log: LogReader;
  readonly origin: string;
}

/** `undefined` where the keys are not here. */
async function looking({
  files,
  keys,
  blobs,
  log,
  origin,
}: Ground): Promise<{ at(id: string): Promise<Fate>; end(): Promise<void> } | undefined> {
  if ((!keys && !existsSync(files.keys)) || !existsSync(files.masterKey)) return undefined;
  const settings = { keys: keys ?? { file: files.keys }, masterKeyFile: files.masterKey, origin: { log: origin, prog: '' } };
  const trust = openTrust(settings, { readOnly: true });
  try {
    await trust.keyring.checkMaster();
  } catch (error) {
    await trust.keyring.close();
    // Keys that cannot be read are found by whoever verifies the events.
    if (error instanceof KeysFileError) return undefined;
    throw error;
  }
  const store = { isSole: true, readStream: async (stream: string, stretch: StreamStretch) => log.readStream(stream, stretch) };
  const streams = new Streams(store, openerOf(trust, catalogues));
  const bytes = new EvidenceBytes({ streams, blobs, keyring: trust.keyring, origin });
  return {
    at: async (id) => {
      try {
        const { state } = await streams.load(evidence, id);
        return fateOf(state as Evidence, await bytes.find(id));
      } catch (error) {
        if (error instanceof UnreadableError) return { found: `its record cannot be read: ${error.message}` };
        throw error;
      }
    },
    end: () => trust.keyring.close(),
  };
}

function fateOf(it: Evidence, bytes: Found): Fate {
  if (!isIngested(it) || isErased(it.sha256)) return 'gone';
  switch (bytes.status) {
    case 'WHOLE':
      return bytes.sha256 === it.sha256 ? 'whole' : { found: `its bytes have the SHA-256 ${bytes.sha256}, and not ${it.sha256}` };
    case 'ALTERED':
      return { found: 'what is kept is not what was put there' };
    case 'NONE':
      return it.status === 'INGESTED' ? 'neverPut' : { found: 'its bytes are missing; they were here when they were verified' };
  }
}
