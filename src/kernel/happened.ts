import type { Marking } from './classification';
import type { AskedCommand, EvidenceReference, Flag, SourceReference } from './envelope';
import type { Erased } from './erased';
import type { Occurrence } from './occurrence';

/** An event as it comes out of the log: what folds, boards, processes and trails see of it. */
export interface Happened<Type extends string = string, Data = Readonly<Record<string, unknown>>> extends Marking {
  readonly type: Type;
  /** Newest version of its schema; each field `Erased` where the key is gone. */
  readonly data: Data;
  readonly id: string;
  /** `<type>-<uuid>`. */
  readonly stream: string;
  readonly streamId: string;
  readonly revision: number;
  readonly position: number;
  /** Known also of an erased event, from the register of keys. Absent in the registers that belong to no initiative. */
  readonly initiativeId: string | undefined;
  readonly commandId: string;
  readonly causationId: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly basis: readonly (readonly [stream: string, revision: string])[];
  readonly role: string | Erased;
  readonly onBehalfOf: string | Erased | undefined;
  readonly occurredAt: Occurrence | Erased;
  /** Who set the classification; only he may lower it. */
  readonly authorityId: string | Erased;
  readonly flags: readonly Flag[];
  /** Who said so, by pseudonym and grade (INV-30), and what proves it; empty where nobody named any. */
  readonly sources: readonly SourceReference[] | Erased;
  readonly evidence: readonly EvidenceReference[] | Erased;
  /** What was asked, on a command's first event. */
  readonly command: AskedCommand | Erased | undefined;
  /** The data key under which it lies. */
  readonly key: string;
  /** What corrections have made of it; only where a board shows that (`markedEvents`). */
  readonly corrections?: Corrections;
}

export interface Corrections {
  readonly rectified: boolean;
  readonly annulled: boolean;
}

/** `commitment` of `commitment-<uuid>`. */
export const kindOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));
export const streamName = (kind: string, id: string): string => `${kind}-${id}`;
