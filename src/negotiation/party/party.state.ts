import type { Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type States } from '../../kernel/fold';
import { partyEvents } from './party.events';

export type Designation = Legible<DataOf<typeof partyEvents, 'DesignationRecorded'>>;
type Registration = Legible<DataOf<typeof partyEvents, 'PartyRegistered'>> & { readonly designations: readonly Designation[] };

/** A party as it stands; its designations in the order in which they were recorded. */
export type Party = States<{ NONE: object; REGISTERED: Registration }>;

export const party: Fold<Party, typeof partyEvents> = {
  events: partyEvents,
  initial: { status: 'NONE' },
  evolve: {
    PartyRegistered: from('NONE', (_, registration) => ({ ...registration, status: 'REGISTERED', designations: [] })),
    DesignationRecorded: from('REGISTERED', (it, designation) => ({ ...it, designations: [...it.designations, designation] })),
  },
};
