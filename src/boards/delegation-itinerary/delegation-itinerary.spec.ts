import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { rowAfter, rowsAfter, type Told } from '../../../test/support/board-spec';
import { designated, proposed } from '../../../test/support/clearance-sample';
import { day, held } from '../../../test/support/contact-sample';
import { eventId, gone, NOW } from '../../../test/support/decider-spec';
import * as sample from '../../../test/support/delegation-sample';
import {
  ELDER,
  FIRST,
  firstConstituted,
  firstMembers,
  FOCAL_PERSON,
  INITIATIVE,
  OFFICIAL,
  PROOF,
  SECOND,
  TRIBE,
} from '../../../test/support/delegation-sample';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import type { DomainEvent } from '../../kernel/events';
import type { Occurrence } from '../../kernel/occurrence';
import { contactEvents } from '../../negotiation/contact/contact.events';
import { delegationEvents } from '../../negotiation/delegation/delegation.events';
import { houseRulesEvents } from '../../negotiation/house-rules/house-rules.events';
import { initiativeEvents } from '../../negotiation/initiative/initiative.events';
import { HOUSE_RULES_ID } from '../../negotiation/singletons';
import type { BoardPage, BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { delegationItinerary, type DelegationRow, type ItineraryRow } from './delegation-itinerary.projection';
import { type DelegationAnswer, delegationItineraryQuery } from './delegation-itinerary.queries';

const { DelegateWithdrawn, DelegateReplaced, HeadOfDelegationNamed, ItineraryLegPlanned, ItineraryLegChanged, BorderCrossed } =
  delegationEvents;
const { DelegationArrived, DelegationReturned, SafePassageGuaranteed, SafetyIncidentReported, VisitPostponed, VisitAborted } =
  delegationEvents;
const EVERYTHING: Clearance = { level: 4, caveats: 0x3f };
const CONTACT = '80000000-0000-4000-8000-000000000003';
const LEG = eventId(firstConstituted.length + 1);
const question: BoardQuestion = { filters: {}, sort: 'ordinal', size: 20, now: NOW };

const first = (...events: readonly (DomainEvent | Told)[]): DelegationRow =>
  rowAfter(delegationItinerary, 'delegation', FIRST, ...events) as DelegationRow;
const second = (...events: readonly (DomainEvent | Told)[]): DelegationRow =>
  rowAfter(delegationItinerary, 'delegation', SECOND, ...events) as DelegationRow;
const offices = (...events: readonly (DomainEvent | Told)[]): ItineraryRow =>
  rowAfter(delegationItinerary, 'initiative', INITIATIVE, proposed, ...events);
const inOffice = { event: designated, occurredAt: day('2025-02-01') };
const met = (occurredAt: Occurrence, delegationId = FIRST): ItineraryRow =>
  rowAfter(delegationItinerary, 'contact', CONTACT, { event: contactEvents.ContactHeld({ ...held.data, delegationId }), occurredAt });
const at = (from: string): Occurrence => ({ from, precision: 'INSTANT', zone: 'Asia/Kabul', calendar: 'GREGORIAN' });

interface Stored {
  readonly row: ItineraryRow;
  readonly level?: number;
  readonly caveats?: number;
}

describeOnEach('the itinerary of a delegation', (on) => {
  async function asked(
    rows: readonly Stored[],
    clearance = EVERYTHING,
    over: Partial<BoardQuestion> = {},
  ): Promise<BoardPage<DelegationAnswer>> {
    const { database, put } = await boardOf(delegationItinerary, on);
    await put(...rows.map(({ row, level = 0, caveats = 0 }, n) => ({ id: `${n}`, level, caveats, row })));
    return (await delegationItineraryQuery.ask(readableBy(database, delegationItinerary, clearance), {
      ...question,
      ...over,
    })) as BoardPage<DelegationAnswer>;
  }
  async function answered(rows: readonly ItineraryRow[]): Promise<DelegationAnswer> {
    const [answer] = (await asked(rows.map((row) => ({ row })))).rows;
    if (!answer || !('composition' in answer)) throw new Error('nothing is answered');
    return answer;
  }

  it('says who goes, by category, with credentials, and who leads them', async () => {
    const row = first(...firstConstituted, HeadOfDelegationNamed({ participantId: ELDER }));
    expect(row).toMatchObject({
      of: 'DELEGATION',
      delegationId: FIRST,
      initiativeId: INITIATIVE,
      ordinal: 1,
      state: 'CONSTITUTED',
      headId: ELDER,
    });
    const answer = await answered([row]);
    expect(answer).toMatchObject({ plannedFor: 'TBD', plannedText: 'very soon', credentialsValid: 4, headId: ELDER });
    expect(Object.keys(answer.members)).toEqual(['TRIBAL_ELDER', 'POLITICAL_LEADER', 'GOVERNMENT_OFFICIAL']);
    expect(answer.members['GOVERNMENT_OFFICIAL']).toMatchObject([
      { participantId: OFFICIAL, senior: true, credentials: { ...sample.validity, documentEvidenceId: PROOF } },
    ]);
    expect(answer).not.toHaveProperty('of');
  });

  it('follows who comes, goes and takes a seat', () => {
    const withdrawn = DelegateWithdrawn({ participantId: ELDER, reason: 'He is ill.' });
    const led = [...firstConstituted, HeadOfDelegationNamed({ participantId: ELDER })];
    expect(first(...led, withdrawn)).toMatchObject({ state: 'CONSTITUTED', headId: null });
    expect(first(...led, sample.authorised, withdrawn)).toMatchObject({ state: 'CLEARED', travel: { clearanceId: sample.TRAVEL_REVIEW } });
    const replaced = DelegateReplaced({ outId: ELDER, inId: TRIBE, languages: ['ur'], reason: 'He is ill.' });
    const row = first(...led, sample.authorised, replaced);
    expect(row).toMatchObject({ state: 'CONSTITUTING', headId: null, travel: null });
    expect(row.members.at(-1)).toMatchObject({ participantId: TRIBE, category: 'TRIBAL_ELDER', languages: ['ur'], credentials: null });
    const postponed = VisitPostponed({ reason: 'No visas.', plannedFor: day('2025-04-01') });
    expect(first(...firstConstituted, sample.authorised, postponed)).toMatchObject({
      state: 'CONSTITUTED',
      travel: null,
      plannedFor: day('2025-04-01'),
      plannedText: null,
    });
  });

  it('shows each leg as planned and as it was, with the clocks of both sides', async () => {
    const leg = {
      from: 'Peshawar',
      to: 'Jalalabad',
      crossing: 'TORKHAM',
      plannedDepart: at('2025-02-27T08:00:00+05:00'),
      plannedArrive: null,
    } as const;
    const answer = await answered([
      first(
        ...firstConstituted,
        ItineraryLegPlanned({ ...leg, crossing: 'KHARLACHI' }),
        ItineraryLegPlanned({ ...leg, to: 'Kabul' }),
        ItineraryLegChanged({ ...leg, legId: LEG, reason: 'The road.' }),
        sample.authorised,
        { event: delegationEvents.DelegationDeparted({ members: firstMembers, legId: LEG }), occurredAt: at('2025-02-27T08:30:00+05:00') },
        { event: BorderCrossed({ legId: LEG, crossing: 'TORKHAM', direction: 'OUT' }), occurredAt: at('2025-02-27T10:00:00+04:30') },
        { event: DelegationArrived({ legId: LEG, place: 'Jalalabad' }), occurredAt: day('2025-02-27') },
      ),
    ]);
    expect(answer).toMatchObject({
      state: 'IN_COUNTRY',
      crossings: [
        { crossing: 'TORKHAM', direction: 'OUT', clocks: { karachi: '2025-02-27T10:30:00+05:00', kabul: '2025-02-27T10:00:00+04:30' } },
      ],
    });
    expect(answer.legs[0]).toEqual({
      legId: LEG,
      from: 'Peshawar',
      to: 'Jalalabad',
      crossing: 'TORKHAM',
      planned: {
        depart: { at: leg.plannedDepart, clocks: { karachi: '2025-02-27T08:00:00+05:00', kabul: '2025-02-27T07:30:00+04:30' } },
        arrive: 'TBD',
      },
      actual: {
        departed: {
          at: at('2025-02-27T08:30:00+05:00'),
          clocks: { karachi: '2025-02-27T08:30:00+05:00', kabul: '2025-02-27T08:00:00+04:30' },
        },
        crossed: [
          { at: at('2025-02-27T10:00:00+04:30'), clocks: { karachi: '2025-02-27T10:30:00+05:00', kabul: '2025-02-27T10:00:00+04:30' } },
        ],
        arrived: { at: day('2025-02-27'), clocks: null },
      },
    });
    expect(answer.legs[1]).toMatchObject({ to: 'Kabul', actual: { departed: null, crossed: [], arrived: null } });
    expect(answer.arrivals).toMatchObject([{ place: 'Jalalabad', clocks: null }]);
  });

  it('and its way back: who returned, what endangered them, what it brings', async () => {
    const gone = [...firstConstituted, sample.authorised, sample.firstDeparted];
    const missing = SafetyIncidentReported({ kind: 'MEMBER_MISSING', memberIds: [ELDER], severity: 'HIGH' });
    const passage = SafePassageGuaranteed({ guarantorPartyId: TRIBE, form: 'BADRAGGA', route: 'From Torkham' });
    const back = [...gone, passage, VisitAborted({ reason: 'The road.' }), DelegationReturned({ members: [FOCAL_PERSON] }), missing];
    expect(first(...gone)).toMatchObject({ state: 'TRAVELLING', departure: { unsanctioned: false, legId: null } });
    expect(first(...gone, VisitAborted({ reason: 'The road.' }))).toMatchObject({ state: 'RETURNING' });
    expect(first(...back)).toMatchObject({ state: 'RETURNED', passages: [passage.data] });
    expect(first(...back, sample.debriefed)).toMatchObject({ state: 'DEBRIEFED', debrief: { ...sample.debriefed.data, filedAt: NOW } });
    expect(first(...back, sample.debriefed, delegationEvents.DelegationDissolved({}))).toMatchObject({ state: 'DISSOLVED' });
    const answer = await answered([first(...back)]);
    expect(answer.safetyEvents).toMatchObject([{ kind: 'MEMBER_MISSING', memberIds: [ELDER], eventId: eventId(back.length) }]);
    expect(answer.returned).toMatchObject({ members: [FOCAL_PERSON], clocks: { kabul: '2025-03-01T13:30:00+04:30' } });
  });

  it('a departure without leave stands out', () => {
    const report = delegationEvents.UnsanctionedDepartureReported({ members: firstMembers, explanation: 'The bus left.' });
    expect(first(...firstConstituted, report)).toMatchObject({ state: 'TRAVELLING', departure: { unsanctioned: true } });
  });

  it('counts its contacts by the day on which they were held', async () => {
    const answer = await answered([
      first(...firstConstituted),
      met(at('2025-02-27T23:00:00Z')),
      met(day('2025-02-28')),
      met(day('2025-02-27')),
      met(day('2025-02-27'), SECOND),
      met({ ...at(''), from: null, precision: 'UNKNOWN', originalText: 'some day' }),
    ]);
    expect(answer.contactsPerDay.map(({ day: on, contactIds }) => [on, contactIds.length])).toEqual([
      ['2025-02-27', 1],
      ['2025-02-28', 2],
      [null, 1],
    ]);
    expect(
      rowsAfter(delegationItinerary, 'contact', CONTACT, contactEvents.UnsanctionedContactReported({ ...held.data, explanation: 'So.' }))
        .size,
    ).toBe(1);
    expect(
      rowsAfter(delegationItinerary, 'contact', CONTACT, contactEvents.CounterpartDidNotAttend({ participantIds: [ELDER] })).size,
    ).toBe(0);
  });

  describe('its composition, rule by rule', () => {
    const holding = ({ composition }: DelegationAnswer) =>
      Object.fromEntries(composition.map(({ requirement, holds }) => [requirement, holds]));

    it('of the first, with the focal person of the day', async () => {
      expect(holding(await answered([first(...firstConstituted), offices(inOffice)]))).toEqual({
        FOCAL_PERSON: true,
        TRIBAL_ELDERS: true,
        SENIOR_OFFICIAL: true,
      });
      const moved = initiativeEvents.FocalPersonHandedOver({ fromId: FOCAL_PERSON, toId: ELDER, reason: 'Ill.' });
      const handedOver = offices(inOffice, { event: moved, occurredAt: day('2025-02-10') });
      expect(holding(await answered([first(...firstConstituted), handedOver]))).toMatchObject({ FOCAL_PERSON: true });
      const without = DelegateWithdrawn({ participantId: ELDER, reason: 'He is ill.' });
      expect(holding(await answered([first(...firstConstituted, without), handedOver]))).toMatchObject({
        FOCAL_PERSON: false,
        TRIBAL_ELDERS: false,
      });
      const departed = { event: sample.firstDeparted, occurredAt: day('2025-02-05') };
      const left = offices(inOffice, {
        event: initiativeEvents.FocalPersonHandedOver({ fromId: FOCAL_PERSON, reason: 'Ill.' }),
        occurredAt: day('2025-02-10'),
      });
      expect(holding(await answered([first(...firstConstituted, sample.authorised, departed), left]))).toMatchObject({
        FOCAL_PERSON: true,
      });
      expect(holding(await answered([first(...firstConstituted), left]))).toMatchObject({ FOCAL_PERSON: false });
    });

    it('of those who departed, once they have', async () => {
      const some = delegationEvents.DelegationDeparted({ members: firstMembers.filter((id) => id !== OFFICIAL) });
      const answer = await answered([first(...firstConstituted, sample.authorised, some), offices(inOffice)]);
      expect(holding(answer)).toMatchObject({ SENIOR_OFFICIAL: false });
      expect(answer.credentialsValid).toBe(3);
    });

    it('of the second: whether it is larger nobody knows before the first has departed', async () => {
      const [, later] = (
        await asked([{ row: first(...firstConstituted) }, { row: second(...sample.secondConstituted) }, { row: offices(inOffice) }])
      ).rows;
      expect(holding(later as DelegationAnswer)).toEqual({
        FOCAL_PERSON: true,
        TRIBAL_ELDERS: true,
        RELIGIOUS_SCHOLARS: true,
        KEY_STAKEHOLDERS: true,
        LARGER_THAN_FIRST: null,
      });
      const [, larger] = (
        await asked([{ row: first(...sample.firstBack) }, { row: second(...sample.secondConstituted) }, { row: offices(inOffice) }])
      ).rows;
      expect(holding(larger as DelegationAnswer)).toMatchObject({ LARGER_THAN_FIRST: true });
    });

    it('by the numbers of the house', async () => {
      const three = houseRulesEvents.HouseRuleSet({ rule: 'DELEGATION_ELDERS_MIN', value: 3, side: 'PROVINCE' });
      const four = houseRulesEvents.HouseRuleSet({ rule: 'DELEGATION_SCHOLARS_MIN', value: 4, side: 'PROVINCE' });
      const house = rowAfter(delegationItinerary, 'houseRules', HOUSE_RULES_ID, three, four);
      expect(house).toEqual({ of: 'HOUSE_RULES', values: { DELEGATION_ELDERS_MIN: 3, DELEGATION_SCHOLARS_MIN: 4 } });
      expect((await answered([first(...firstConstituted), house, offices(inOffice)])).composition).toContainEqual({
        invariant: 'INV-05',
        requirement: 'TRIBAL_ELDERS',
        needed: 3,
        found: 2,
        holds: false,
      });
    });

    it('says nothing that rests on what its reader may not see', async () => {
      const officer: Clearance = { level: 1, caveats: 0 };
      const { rows } = await asked(
        [
          { row: first(...sample.firstBack), caveats: caveatBits(['KP_EYES_ONLY']) },
          { row: second(...sample.secondConstituted) },
          { row: offices(inOffice), level: 3 },
          { row: met(day('2025-02-27'), SECOND), level: 3 },
        ],
        officer,
      );
      expect(rows).toHaveLength(1);
      const [row] = rows as DelegationAnswer[];
      expect(row && holding(row)).toMatchObject({ FOCAL_PERSON: null, TRIBAL_ELDERS: true, LARGER_THAN_FIRST: null });
      expect(row?.contactsPerDay).toEqual([]);
    });

    it('nor on what is erased', async () => {
      const erased = [gone(sample.constitutedAs(1), 'ordinal', 'initiativeId'), ...firstConstituted.slice(1)];
      expect((await answered([first(...erased)])).composition).toEqual([]);
      const nobody = gone(sample.firstDeparted, 'members');
      const answer = await answered([first(...firstConstituted, sample.authorised, nobody), offices(inOffice)]);
      expect(holding(answer)).toMatchObject({ TRIBAL_ELDERS: false });
      const hidden = gone(sample.appointed(sample.seat(ELDER, 'TRIBAL_ELDER')), 'category');
      expect(Object.keys((await answered([first(sample.constitutedAs(1), hidden)])).members)).toEqual(['ERASED']);
    });
  });

  it('lets what is too high stand in place, and finds what is asked for', async () => {
    const officer: Clearance = { level: 1, caveats: 0 };
    const rows = [{ row: first(...firstConstituted) }, { row: second(...sample.secondConstituted), level: 3 }];
    expect(await asked(rows, officer)).toMatchObject({ total: 2, rows: [{ ordinal: 1 }, { withheld: 'SECRET' }] });
    expect(await asked(rows, EVERYTHING, { filters: { ordinal: 2 } })).toMatchObject({ total: 1, rows: [{ ordinal: 2 }] });
    expect(await asked(rows, EVERYTHING, { filters: { state: 'CLEARED' } })).toMatchObject({ total: 0 });
  });
});
