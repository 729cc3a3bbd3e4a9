import { z } from 'zod';
import type { Classification } from './classification';
import type { Occurrence } from './occurrence';

/** How an event came in (domain.md 4.1). */
export interface Capture {
  readonly mode: 'ONLINE' | 'OFFLINE' | 'IMPORTED';
  readonly deviceId?: string;
  readonly deviceSeq?: number;
  readonly capturedAt?: string;
  readonly clockOffsetMs?: number;
  readonly batchId?: string;
}

/** What was asked, kept with a command's first event so that it can be decided again, and signed (trust.md 2). */
export interface AskedCommand {
  readonly origin: string;
  readonly type: string;
  /** `<type>-<uuid>`; null when the command opened the stream. */
  readonly stream: string | null;
  readonly idempotencyKey: string;
  readonly ifMatch: number | null;
  /** The request's body as it was validated, `record` included. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface SourceReference {
  readonly sourceId: string;
  readonly reliability: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  readonly credibility: 1 | 2 | 3 | 4 | 5 | 6;
  readonly basis: 'DIRECT' | 'HEARSAY' | 'DOCUMENT' | 'OPEN_SOURCE';
}

export interface EvidenceReference {
  readonly evidenceId: string;
  readonly sha256: string;
  readonly locator?: string;
}

/** Marks of what deviates from the protocol (domain.md 4.1). */
export const DeviationFlag = z.enum(['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE', 'UNSANCTIONED', 'RECORDED_BY_PROVINCE']);
export type DeviationFlag = z.infer<typeof DeviationFlag>;

/** Marks computed at the append and immutable (domain.md 4.1). */
export const Flag = z.enum(['PRE_LEDGER', 'LATE_RECORDED', 'IMPORTED', ...DeviationFlag.options]);
export type Flag = z.infer<typeof Flag>;

export const DEVIATIONS: ReadonlySet<Flag> = new Set(DeviationFlag.options);

/** The sealed part of the envelope: each member has the slot `env.<member>`. What is open stands in the leaf itself. */
export interface Envelope {
  readonly initiativeId?: string;
  readonly occurredAt: Occurrence;
  readonly capture: Capture;
  /** In which role the actor acted. */
  readonly role: string;
  readonly onBehalfOf?: string;
  readonly classification: Classification;
  readonly sources?: readonly SourceReference[];
  readonly evidence?: readonly EvidenceReference[];
  readonly flags: readonly Flag[];
  /** Only on a command's first event. */
  readonly command?: AskedCommand;
  /** Ed25519 of the actor over the canonical bytes of `command`, base64url (INV-46); beside it only. */
  readonly sig?: string;
}

/** Every member once: a new member of `Envelope` without a line here does not compile, so that none goes uncommitted. */
const MEMBERS: { readonly [Member in keyof Required<Envelope>]: true } = {
  initiativeId: true,
  occurredAt: true,
  capture: true,
  role: true,
  onBehalfOf: true,
  classification: true,
  sources: true,
  evidence: true,
  flags: true,
  command: true,
  sig: true,
};
/** In JCS order. The format `jirga/1` fixes this list: another member would be another format. */
export const ENVELOPE_MEMBERS = Object.keys(MEMBERS).sort() as readonly (keyof Envelope)[];
