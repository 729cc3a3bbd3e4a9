import { type Decider, when } from '../../kernel/decider';
import { at } from '../../kernel/fold';
import type * as commands from './party.commands';
import { partyEvents } from './party.events';
import { refuse } from './party.refusals';
import { party } from './party.state';

const { PartyRegistered, DesignationRecorded } = partyEvents;

/** What may happen next to a party (domain.md 4.3.14). */
export const partyDecider: Decider<typeof party, typeof commands> = {
  RegisterParty: when('NONE', (_, { type, canonicalName }) => [PartyRegistered({ type, canonicalName })]),

  RecordDesignation: when('REGISTERED', {
    reads: (_, { usedByPartyId }) => ({ user: at(party, usedByPartyId) }),
    decide: ({ designations }, { name, lang, script, usedByPartyId }, { user }) => {
      if (user.status === 'NONE') return refuse.userUnknown('There is no party with the id that uses this name.');
      if (designations.some((known) => known.name === name && known.lang === lang && known.usedByPartyId === usedByPartyId))
        return refuse.designationKnown(`That party is already known to say "${name}".`);
      return [DesignationRecorded({ name, lang, script, usedByPartyId })];
    },
  }),
};
