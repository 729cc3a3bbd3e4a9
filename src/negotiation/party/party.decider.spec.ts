import { describe, it } from '@jest/globals';
import { SELF, specOf } from '../../../test/support/decider-spec';
import { RecordDesignation, RegisterParty } from './party.commands';
import { partyDecider } from './party.decider';
import { partyEvents } from './party.events';
import { party } from './party.state';

const { given } = specOf(party, partyDecider);
const { PartyRegistered, DesignationRecorded } = partyEvents;

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
