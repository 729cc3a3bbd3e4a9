import type { Erased, Legible } from '../kernel/erased';
import type { DataOf } from '../kernel/events';
import type { Happened } from '../kernel/happened';
import type { Occurrence } from '../kernel/occurrence';
import { type contactEvents } from '../negotiation/contact/contact.events';
import { type Board, changes, opens, opensOrChanges } from '../views/board';
import { firstInstant } from './world-time';

type Held = Legible<DataOf<typeof contactEvents, 'ContactHeld'>>;

/** A contact as boards speak of it: what it is, when it is to be, and when it was. */
export interface ContactRow extends Record<string, unknown> {
  readonly of: 'CONTACT';
  readonly contactId: string;
  readonly initiativeId: string | Erased;
  readonly kind: Held['kind'];
  readonly track: Held['track'];
  readonly mode: Held['mode'];
  readonly place: Held['place'];
  readonly state: 'PLANNED' | 'CANCELLED' | 'HELD';
  /** Null where nobody has named a time; none is made up (S28). */
  readonly plannedFor: Occurrence | Erased | null;
  /** In the words of who said when. */
  readonly plannedText: string | Erased | null;
  /** Null until it is reported to have taken place. */
  readonly heldAt: Occurrence | Erased | null;
  /** The first instant that this can mean. */
  readonly firstHeldAt: string | null;
  readonly unsanctioned: boolean;
}

const was = ({ data, occurredAt }: Happened<string, Pick<Held, 'initiativeId' | 'kind' | 'track' | 'mode' | 'place'>>) =>
  ({
    initiativeId: data.initiativeId,
    kind: data.kind,
    track: data.track,
    mode: data.mode,
    place: data.place,
    state: 'HELD',
    heldAt: occurredAt,
    firstHeldAt: firstInstant(occurredAt),
  }) as const;

/** What each event makes of a contact; as-of views leave events out, so none relies on what came before. */
export const contactReducers: Board<ContactRow, typeof contactEvents>['on'] = {
  ContactScheduled: opens(({ data, streamId }) => ({
    of: 'CONTACT',
    contactId: streamId,
    initiativeId: data.initiativeId,
    kind: data.kind,
    track: data.track,
    mode: data.mode,
    place: data.place,
    state: 'PLANNED',
    plannedFor: data.plannedFor,
    plannedText: data.plannedText ?? null,
    heldAt: null,
    firstHeldAt: null,
    unsanctioned: false,
  })),
  ContactRescheduled: changes((row, { data }) => ({
    ...row,
    plannedFor: data.plannedFor,
    plannedText: data.plannedText ?? null,
    place: data.place ?? row.place,
  })),
  ContactCancelled: changes((row) => ({ ...row, state: 'CANCELLED' })),
  ContactHeld: opensOrChanges(
    (event) => ({
      of: 'CONTACT',
      contactId: event.streamId,
      plannedFor: null,
      plannedText: null,
      unsanctioned: false,
      ...was(event),
    }),
    (row, event) => ({ ...row, ...was(event) }),
  ),
  UnsanctionedContactReported: opens((event) => ({
    of: 'CONTACT',
    contactId: event.streamId,
    plannedFor: null,
    plannedText: null,
    unsanctioned: true,
    ...was(event),
  })),
};
