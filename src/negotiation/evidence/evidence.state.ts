import { type Erased, isErased, type Legible, legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type States } from '../../kernel/fold';
import { evidenceEvents, MEDIA_TYPE } from './evidence.events';

type Reference = Legible<DataOf<typeof evidenceEvents, 'EvidenceIngested'>> & {
  /** The participant who has it: at first who collected it, then whoever took it last (INV-38). */
  readonly custodianId: string | Erased;
};

/** When its bytes were last read and hashed; UTC with milliseconds. */
interface Look {
  readonly lookedAt: string;
}

/** A piece of evidence as it stands: what it is and its hash; its bytes lie elsewhere. */
export type Evidence = States<{
  NONE: object;
  INGESTED: Reference;
  VERIFIED: Reference & Look;
  /** What is kept was not, when it was last looked at, what was recorded. */
  SUSPECT: Reference & Look;
  /** Nobody can say any more what a look at its bytes came to. */
  ERASED: object;
}>;

export const evidence: Fold<Evidence, typeof evidenceEvents> = {
  events: evidenceEvents,
  initial: { status: 'NONE' },
  evolve: {
    EvidenceIngested: from('NONE', (_, reference, { recordedBy }) => ({
      ...reference,
      status: 'INGESTED',
      custodianId: reference.collectedBy ?? recordedBy,
    })),
    EvidenceVerified: from(['INGESTED', 'VERIFIED', 'SUSPECT'], (it, { ok }, { recordedAt }) => ({
      ...it,
      status: legible(ok) ? 'VERIFIED' : 'SUSPECT',
      lookedAt: recordedAt,
    })),
    CustodyTransferred: from(['INGESTED', 'VERIFIED', 'SUSPECT'], (it, { to }) => ({ ...it, custodianId: to })),
  },
};

/** Whether it is in the ledger, so that others may rest on it. */
export const isIngested = (it: Evidence): it is Exclude<Evidence, { status: 'NONE' | 'ERASED' }> =>
  it.status !== 'NONE' && it.status !== 'ERASED';

/** Whether it is in the ledger under exactly this SHA-256 (domain.md 4.1, `evidence[]`); never, once its hash is erased. */
export const isEvidence = (it: Evidence, sha256: string): boolean => isIngested(it) && it.sha256 === sha256;

/** What it can be handed out as: what was recorded, unless that is erased or, by a correction, no media type any more. */
export const mediaTypeOf = (it: Evidence): string =>
  isIngested(it) && !isErased(it.mediaType) && MEDIA_TYPE.test(it.mediaType) ? it.mediaType : 'application/octet-stream';
