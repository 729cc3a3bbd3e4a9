import { type Decider, when } from '../../kernel/decider';
import { at } from '../../kernel/fold';
import { earliest, latest } from '../../kernel/occurrence';
import type * as commands from './party.commands';
import { partyEvents } from './party.events';
import { refuse } from './party.refusals';
import { party } from './party.state';

const { PartyRegistered, DesignationRecorded, PartyRelationRecorded, PartyRelationEnded, ListingStatusRecorded } = partyEvents;

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

  RecordPartyRelation: when('REGISTERED', {
    reads: (_, { toPartyId }) => ({ other: at(party, toPartyId) }),
    decide: ({ relations }, command, { other, self, occurredAt }) => {
      const { toPartyId, relation, until } = command;
      if (toPartyId === self) return refuse.relationToItself('Both parties named are the same.');
      if (other.status === 'NONE') return refuse.otherUnknown('There is no party with the id of the other one.');
      const [begin, end] = [earliest(occurredAt), until && latest(until)];
      if (begin !== undefined && end !== undefined && end < begin) return refuse.endedBeforeItBegan(`It would have ended at ${end}.`);
      const goesOn = relations.some((it) => it.toPartyId === toPartyId && it.relation === relation && it.until === undefined);
      // That it held before as well, and ended, is another interval.
      return goesOn && until === undefined
        ? refuse.relationKnown('This relation to the other party is recorded, and goes on.')
        : [PartyRelationRecorded({ ...command })];
    },
  }),

  EndPartyRelation: when('REGISTERED', ({ relations }, { relationId }, { occurredAt }) => {
    const relation = relations.find(({ eventId, until }) => eventId === relationId && until === undefined);
    if (!relation) return refuse.relationUnknown('No relation that this event recorded goes on.');
    const end = latest(occurredAt);
    return end !== undefined && end < relation.since
      ? refuse.endedBeforeItBegan(`It began at ${relation.since}.`)
      : [PartyRelationEnded({ relationId })];
  }),

  RecordListingStatus: when('REGISTERED', ({ listings }, { list, status }, { actor, occurredAt, now }) => {
    if (status === 'DELISTED' && actor.role !== 'FEDERAL_LIAISON')
      return refuse.delistingIsFederal('You would report that a list no longer names it.');
    const since = (status === 'DELISTED' ? latest : earliest)(occurredAt) ?? now;
    return listings.some((it) => it.list === list && it.status === status && it.since === since)
      ? refuse.listingKnown(`The list is known to say ${status} since ${since}.`)
      : [ListingStatusRecorded({ list, status })];
  }),
};
