import { describe, expect, it } from '@jest/globals';
import { eventId, gone, happened, NOW, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import type { Occurrence } from '../../kernel/occurrence';
import { EndPartyRelation, RecordDesignation, RecordListingStatus, RecordPartyRelation, RegisterParty } from './party.commands';
import { partyDecider } from './party.decider';
import { partyEvents } from './party.events';
import { isListed, party, wasEverListed } from './party.state';

const { given, stateAfter } = specOf(party, partyDecider);
const { PartyRegistered, DesignationRecorded, PartyRelationRecorded, PartyRelationEnded, ListingStatusRecorded } = partyEvents;

const PROVINCE = '30000000-0000-4000-8000-000000000001';
const kabul = PartyRegistered({ type: 'DE_FACTO_AUTHORITY', canonicalName: 'Authorities in Kabul' });
const province = PartyRegistered({ type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Provincial government' });
const ownName = { name: 'د افغانستان اسلامي امارت', lang: 'ps', script: 'Arab', usedByPartyId: SELF } as const;
const theirName = { name: 'Interim Afghan government', lang: 'en', script: 'Latn', usedByPartyId: PROVINCE } as const;

describe('a party is registered', () => {
  it('with its kind and the name of the register', () => {
    given()
      .when(RegisterParty, { type: 'DE_FACTO_AUTHORITY', canonicalName: 'Authorities in Kabul' })
      .then(kabul)
      .leaving({ status: 'REGISTERED', designations: [] });
  });

  it('only once', () => {
    given(kabul).when(RegisterParty, { type: 'TRIBE', canonicalName: 'Other' }).thenRefused('party.out-of-turn');
  });
});

describe('names stand side by side, and none is forced on anybody (S4)', () => {
  it('as the party calls itself, and as another one calls it', () => {
    given(kabul).when(RecordDesignation, ownName).then(DesignationRecorded(ownName));
    given(kabul, DesignationRecorded(ownName))
      .and(party, PROVINCE, province)
      .when(RecordDesignation, theirName)
      .then(DesignationRecorded(theirName))
      .leaving({ canonicalName: 'Authorities in Kabul', designations: [ownName, theirName] });
  });

  it('the same name is another designation where somebody else uses it', () => {
    given(kabul, DesignationRecorded(ownName))
      .and(party, PROVINCE, province)
      .when(RecordDesignation, { ...ownName, usedByPartyId: PROVINCE })
      .then(DesignationRecorded({ ...ownName, usedByPartyId: PROVINCE }));
  });

  it('but not the same one twice', () => {
    given(kabul, DesignationRecorded(ownName)).when(RecordDesignation, ownName).thenRefused('party.designation-known');
  });

  it('and not one that nobody known uses', () => {
    given(kabul).when(RecordDesignation, theirName).thenRefused('party.user-unknown');
  });

  it('and only of a party that is registered', () => {
    given().when(RecordDesignation, ownName).thenRefused('party.out-of-turn');
  });
});

const day = (from: string) => ({ from, precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' }) as const;
const UNDATED = { from: null, precision: 'UNKNOWN', zone: 'UTC', calendar: 'GREGORIAN', originalText: 'undated' } as const;

describe('how one party stands to another is told as an interval', () => {
  const splitFrom = { toPartyId: PROVINCE, relation: 'SPLIT_FROM' } as const;
  const split = happened(PartyRelationRecorded(splitFrom), { occurredAt: day('2014-08-26') });
  const since = '2014-08-26T00:00:00.000Z';
  const between = (...history: readonly EventOf<typeof partyEvents>[]) =>
    given(kabul, ...history)
      .and(party, PROVINCE, province)
      .occurring(day('2014-08-26'));

  it('from when it began', () => {
    between()
      .when(RecordPartyRelation, splitFrom)
      .then(PartyRelationRecorded(splitFrom))
      .leaving({ relations: [{ eventId: eventId(2), ...splitFrom, since }] });
  });

  it('until it ended, where that is known at once', () => {
    const until = day('2015-03-01');
    between()
      .when(RecordPartyRelation, { ...splitFrom, until })
      .then(PartyRelationRecorded({ ...splitFrom, until }))
      .leaving({ relations: [{ eventId: eventId(2), ...splitFrom, since, until: '2015-03-01T23:59:59.999Z' }] });
    between()
      .when(RecordPartyRelation, { ...splitFrom, until: day('2014-08-25') })
      .thenRefused('party.ended-before-it-began');
  });

  it('or reported later; where nobody knows when, it was when that was recorded', () => {
    for (const [occurredAt, until] of [
      [day('2015-03-01'), '2015-03-01T23:59:59.999Z'],
      [UNDATED, NOW],
    ] as const)
      given(kabul, split)
        .occurring(occurredAt)
        .when(EndPartyRelation, { relationId: eventId(2) })
        .then(PartyRelationEnded({ relationId: eventId(2) }))
        .leaving({ relations: [{ eventId: eventId(2), ...splitFrom, since, until }] });
    expect(stateAfter(kabul, happened(gone(PartyRelationRecorded({ ...splitFrom, until: day('2015-03-01') }), 'until'), {}))).toMatchObject(
      {
        relations: [{ until: NOW }],
      },
    );
  });

  it('not before it began, nor twice, nor one of another party', () => {
    const relationId = eventId(2);
    given(kabul, split).occurring(day('2014-08-25')).when(EndPartyRelation, { relationId }).thenRefused('party.ended-before-it-began');
    given(kabul, split, PartyRelationEnded({ relationId })).when(EndPartyRelation, { relationId }).thenRefused('party.relation-unknown');
    given(kabul, split, PartyRelationRecorded({ toPartyId: PROVINCE, relation: 'OPPOSED' }))
      .when(EndPartyRelation, { relationId: eventId(1) })
      .thenRefused('party.relation-unknown');
  });

  it('not to itself, and not to a party that nobody knows', () => {
    between()
      .when(RecordPartyRelation, { ...splitFrom, toPartyId: SELF })
      .thenRefused('party.relation-to-itself');
    given(kabul).occurring(day('2014-08-26')).when(RecordPartyRelation, splitFrom).thenRefused('party.other-unknown');
  });

  it('once while it goes on; another one may stand beside it, and an earlier one before it', () => {
    between(split).when(RecordPartyRelation, splitFrom).thenRefused('party.relation-known');
    between(split)
      .when(RecordPartyRelation, { ...splitFrom, relation: 'OPPOSED' })
      .then(PartyRelationRecorded({ ...splitFrom, relation: 'OPPOSED' }));
    const before = { ...splitFrom, until: day('2014-09-01') };
    between(split).when(RecordPartyRelation, before).then(PartyRelationRecorded(before));
    between(split, PartyRelationEnded({ relationId: eventId(2) }))
      .when(RecordPartyRelation, splitFrom)
      .then(PartyRelationRecorded(splitFrom));
  });
});

describe('lists say of a party since when they name it (S11, INV-32)', () => {
  const LIST = 'First Schedule (invented)';
  const saying = (status: 'LISTED' | 'PROSCRIBED' | 'DELISTED', occurredAt: Occurrence, list = LIST) =>
    happened(ListingStatusRecorded({ list, status }), { occurredAt });
  const listed = saying('PROSCRIBED', day('2008-08-25'));
  const delisted = saying('DELISTED', day('2020-01-10'));

  it('and each speaks for itself', () => {
    given(kabul, listed)
      .occurring(day('2010-09-01'))
      .when(RecordListingStatus, { list: 'Another list (invented)', status: 'LISTED' })
      .then(ListingStatusRecorded({ list: 'Another list (invented)', status: 'LISTED' }))
      .leaving({
        listings: [
          { eventId: eventId(2), list: LIST, status: 'PROSCRIBED', since: '2008-08-25T00:00:00.000Z' },
          { eventId: eventId(3), list: 'Another list (invented)', status: 'LISTED', since: '2010-09-01T00:00:00.000Z' },
        ],
      });
  });

  it('once for each time', () => {
    given(kabul, listed)
      .occurring(day('2008-08-25'))
      .when(RecordListingStatus, { list: LIST, status: 'PROSCRIBED' })
      .thenRefused('party.listing-known');
    for (const [list, status, from] of [
      ['Another list (invented)', 'PROSCRIBED', '2008-08-25'],
      [LIST, 'LISTED', '2008-08-25'],
      [LIST, 'PROSCRIBED', '2008-08-26'],
    ] as const)
      given(kabul, listed).occurring(day(from)).when(RecordListingStatus, { list, status }).then(ListingStatusRecorded({ list, status }));
    given(kabul, saying('LISTED', UNDATED))
      .occurring(UNDATED)
      .when(RecordListingStatus, { list: LIST, status: 'LISTED' })
      .thenRefused('party.listing-known');
  });

  it('that one no longer does is reported by the federal side alone', () => {
    const delisting = { list: LIST, status: 'DELISTED' } as const;
    given(kabul, listed)
      .by(SOMEBODY, 'PROVINCIAL_OFFICIAL')
      .occurring(day('2020-01-10'))
      .when(RecordListingStatus, delisting)
      .thenRefused('party.delisting-is-federal', 'INV-32');
    given(kabul, listed)
      .by(SOMEBODY, 'FEDERAL_LIAISON')
      .occurring(day('2020-01-10'))
      .when(RecordListingStatus, delisting)
      .then(ListingStatusRecorded(delisting))
      .leaving({ listings: [expect.anything() as never, { eventId: eventId(3), ...delisting, since: '2020-01-10T23:59:59.999Z' }] });
  });

  it('so that a party is listed from the first moment of the one day to the last of the other', () => {
    const it = stateAfter(kabul, listed, delisted);
    for (const [instant, expected] of [
      ['2008-08-24T23:59:59.999Z', false],
      ['2008-08-25T00:00:00.000Z', true],
      ['2020-01-10T23:59:59.998Z', true],
      ['2020-01-10T23:59:59.999Z', false],
    ] as const)
      expect([instant, isListed(it, instant)]).toEqual([instant, expected]);
    expect([isListed(stateAfter(kabul), NOW), isListed(stateAfter(), NOW)]).toEqual([false, false]);
  });

  it('in whatever order it is reported; of two for the same time the later report counts', () => {
    expect(isListed(stateAfter(kabul, delisted, listed), NOW)).toBe(false);
    expect(
      isListed(
        stateAfter(kabul, delisted, saying('LISTED', { ...day('2020-01-10'), from: '2020-01-10T23:59:59.999Z', precision: 'INSTANT' })),
        NOW,
      ),
    ).toBe(true);
  });

  it('by any of the lists', () => {
    expect(isListed(stateAfter(kabul, listed, saying('LISTED', day('2009-01-01'), 'Another list (invented)'), delisted), NOW)).toBe(true);
  });

  it('and what is erased lifts nothing', () => {
    expect(isListed(stateAfter(kabul, happened(gone(listed, 'status'), { occurredAt: day('2008-08-25') })), NOW)).toBe(true);
    expect(isListed(stateAfter(kabul, listed, happened(gone(delisted, 'list'), { occurredAt: day('2020-01-10') })), NOW)).toBe(true);
  });

  it('ever, where it did at any time', () => {
    expect([stateAfter(), stateAfter(kabul), stateAfter(kabul, delisted), stateAfter(kabul, listed, delisted)].map(wasEverListed)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});
