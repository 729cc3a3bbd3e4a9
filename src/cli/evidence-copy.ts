import { type Copied, copyBlobs } from '../blobs/copy-blobs';
import { FolderBlobStore } from '../blobs/folder-blob-store';
import { streamName } from '../kernel/happened';
import type { LedgerFolder } from '../ledger/folder';
import { SqliteLogReader } from '../ledger/sqlite/sqlite-log-reader';
import { evidence } from '../negotiation/evidence/evidence.state';
import { counted } from './shell';

/** Copies the files of those pieces of evidence that a ledger.db speaks of, where they are not there yet. */
export async function copyEvidence(from: Pick<LedgerFolder, 'evidence'>, folder: string, ledger: string): Promise<Copied> {
  const log = new SqliteLogReader(ledger);
  try {
    const isRecorded = (id: string): boolean => log.readStream(streamName(evidence.events.stream, id), { limit: 1 }).length > 0;
    return await copyBlobs(new FolderBlobStore(from.evidence), new FolderBlobStore(folder), isRecorded);
  } finally {
    log.close();
  }
}

/** Nothing where there was none. */
export const evidenceLines = ({ copied, kept }: Copied): string[] =>
  copied + kept === 0
    ? []
    : [`${counted(copied, 'file')} of evidence copied${kept > 0 ? `; ${counted(kept, 'file')} lay there already` : ''}.`];
