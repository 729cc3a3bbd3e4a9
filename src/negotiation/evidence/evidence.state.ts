import { isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type States } from '../../kernel/fold';
import { evidenceEvents, MEDIA_TYPE } from './evidence.events';

type Reference = Legible<DataOf<typeof evidenceEvents, 'EvidenceIngested'>>;

/** A piece of evidence as it stands: what it is and its hash; its bytes lie elsewhere. */
export type Evidence = States<{ NONE: object; INGESTED: Reference }>;

export const evidence: Fold<Evidence, typeof evidenceEvents> = {
  events: evidenceEvents,
  initial: { status: 'NONE' },
  evolve: {
    EvidenceIngested: from('NONE', (_, reference) => ({ ...reference, status: 'INGESTED' })),
  },
};

/** Whether it is in the ledger, so that others may rest on it. */
export const isIngested = (it: Evidence): it is Extract<Evidence, { status: 'INGESTED' }> => it.status !== 'NONE';

/** Whether it is in the ledger under exactly this SHA-256 (domain.md 4.1, `evidence[]`); never, once its hash is erased. */
export const isEvidence = (it: Evidence, sha256: string): boolean => isIngested(it) && it.sha256 === sha256;

/** What it can be handed out as: what was recorded, unless that is erased or, by a correction, no media type any more. */
export const mediaTypeOf = (it: Evidence): string =>
  isIngested(it) && !isErased(it.mediaType) && MEDIA_TYPE.test(it.mediaType) ? it.mediaType : 'application/octet-stream';
