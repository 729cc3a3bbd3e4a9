import { type Erased, isErased, type Legible } from '../kernel/erased';
import type { DataOf } from '../kernel/events';
import type { Happened } from '../kernel/happened';
import type { Occurrence } from '../kernel/occurrence';
import type { contactEvents } from '../negotiation/contact/contact.events';
import { type Board, changes, opens } from '../views/board';
import { firstInstant } from './world-time';

type Declared = Legible<DataOf<typeof contactEvents, 'TruceDeclared'>>;

/** A truce as boards speak of it. Whether it runs says the query, by the clock of who asks. */
export interface TruceRow extends Record<string, unknown>, Pick<Declared, 'form' | 'partyIds' | 'coverage' | 'until'> {
  readonly of: 'TRUCE';
  readonly truceId: string;
  readonly contactId: string;
  readonly initiativeId: string | null;
  readonly declaredAt: Occurrence | Erased;
  /** The first instant that this can mean; null where nobody knows. */
  readonly firstDeclaredAt: string | null;
  /** Since when it is said to have ended; null while nobody has said so. */
  readonly endedAt: string | null;
}

/** The row of an event of a truce; nobody can say any more which one an erased end was of. */
export function truceOf({ type, id, data }: Happened): string | undefined {
  if (type === 'TruceDeclared') return id;
  const truceId = data['truceId'] as string | Erased;
  return isErased(truceId) ? undefined : truceId;
}

/** What each event makes of a truce. */
export const truceReducers = {
  TruceDeclared: opens(({ data: { form, partyIds, coverage, until }, id, streamId, initiativeId, occurredAt }) => ({
    of: 'TRUCE',
    truceId: id,
    contactId: streamId,
    initiativeId: initiativeId ?? null,
    form,
    partyIds,
    coverage,
    until,
    declaredAt: occurredAt,
    firstDeclaredAt: firstInstant(occurredAt),
    endedAt: null,
  })),
  TruceEnded: changes((row, { occurredAt, recordedAt }) => ({ ...row, endedAt: firstInstant(occurredAt) ?? recordedAt })),
} satisfies Board<TruceRow, typeof contactEvents>['on'];
