import type { Erased, Legible } from '../../kernel/erased';
import { isErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { deviationsEvents, type DispositionResult, Severity } from '../../negotiation/deviations/deviations.events';
import { type Board, changes, opens } from '../../views/board';

type Recorded = Legible<DataOf<typeof deviationsEvents, 'ProtocolDeviationRecorded'>>;
type Dispositioned = Legible<DataOf<typeof deviationsEvents, 'DeviationDispositioned'>>;

/** What became of a deviation; each later word replaces the one before. */
export interface DispositionRow {
  readonly at: string;
  /** SYSTEM where an earlier notification remedies it (INV-50). */
  readonly by: string;
  readonly role: string | Erased;
  readonly reason: string | Erased | null;
  /** The event that remedies it, where one does. */
  readonly remedyId: string | Erased | null;
}

/** One deviation from the protocol: which rule, by what, how grave, and what the federal side made of it (domain.md 5). */
export interface DeviationRow extends Record<string, unknown> {
  readonly of: 'DEVIATION';
  readonly deviationId: string;
  /** The record in which it stands, and is disposed of. */
  readonly registerId: string;
  readonly initiativeId: Recorded['initiativeId'];
  readonly rule: Recorded['rule'];
  readonly flag: Recorded['flag'];
  readonly severity: Recorded['severity'];
  /** The graver, the higher: the words themselves sort by the alphabet. */
  readonly severityRank: number | null;
  /** The event that bears the flag, and in which record it lies. */
  readonly eventId: Recorded['eventId'];
  readonly record: Recorded['record'];
  readonly explanation: Recorded['explanation'];
  readonly recordedAt: string;
  readonly disposition: 'OPEN' | DispositionResult | Erased;
  /** Null while nobody has disposed of it. */
  readonly dispositioned: DispositionRow | null;
}

/** A deviation has a row of its own; nobody can say any more which one an erased disposition was about. */
export function deviationOf({ type, id, data }: { type: string; id: string; data: Readonly<Record<string, unknown>> }): string | undefined {
  if (type === 'ProtocolDeviationRecorded') return id;
  const { deviationId } = data as Dispositioned;
  return isErased(deviationId) ? undefined : deviationId;
}

/** What each event makes of a deviation. */
export const deviationReducers: Board<DeviationRow, typeof deviationsEvents>['on'] = {
  ProtocolDeviationRecorded: opens(({ data, id, streamId, recordedAt }) => ({
    of: 'DEVIATION',
    deviationId: id,
    registerId: streamId,
    initiativeId: data.initiativeId,
    rule: data.rule,
    flag: data.flag,
    severity: data.severity,
    severityRank: isErased(data.severity) ? null : Severity.options.indexOf(data.severity),
    eventId: data.eventId,
    record: data.record,
    explanation: data.explanation,
    recordedAt,
    disposition: 'OPEN',
    dispositioned: null,
  })),
  DeviationDispositioned: changes((row, { data, recordedAt, recordedBy, role }) => ({
    ...row,
    disposition: data.result,
    dispositioned: { at: recordedAt, by: recordedBy, role, reason: data.reason ?? null, remedyId: data.remedyId ?? null },
  })),
};

export const deviationRegister: Board<DeviationRow, typeof deviationsEvents> = {
  name: 'deviation-register',
  version: 2,
  events: [deviationsEvents],
  columns: {
    initiativeId: 'text',
    rule: 'text',
    flag: 'text',
    severity: 'text',
    severityRank: 'integer',
    eventId: 'text',
    recordedAt: 'text',
    disposition: 'text',
  },
  row: deviationOf,
  on: deviationReducers,
};
