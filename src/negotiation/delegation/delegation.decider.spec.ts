import { describe, expect, it } from '@jest/globals';
import { proof, proposed, somebody, tribe } from '../../../test/support/clearance-sample';
import { day, forTribalLeaders, mandated } from '../../../test/support/contact-sample';
import { eventId, gone, happened, specOf } from '../../../test/support/decider-spec';
import * as sample from '../../../test/support/delegation-sample';
import {
  authorised,
  constitutedAs,
  credentialsOf,
  DOCTOR,
  ELDER,
  FIRST,
  firstConstituted,
  firstMembers,
  firstSeats,
  FOCAL_PERSON,
  inPhase1,
  INITIATIVE,
  NOTHING,
  OFFICIAL,
  plan,
  POLITICIAN,
  PROOF,
  SCHOLAR,
  seat,
  SECOND_ELDER,
  TRIBE,
} from '../../../test/support/delegation-sample';
import type { EventOf } from '../../kernel/events';
import type { Occurrence } from '../../kernel/occurrence';
import { evidence } from '../evidence/evidence.state';
import { initiative } from '../initiative/initiative.state';
import { mandateEvents } from '../mandate/mandate.events';
import { mandate, mandateIdOf } from '../mandate/mandate.state';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import {
  AbortDelegation,
  AppointDelegate,
  ChangeLeg,
  ConstituteDelegation,
  DissolveDelegation,
  FileDebrief,
  IssueCredentials,
  NameHead,
  PlanLeg,
  PostponeDelegation,
  RecordArrival,
  RecordCrossing,
  RecordReturn,
  RecordSafePassage,
  ReplaceDelegate,
  ReportSafetyIncident,
  WithdrawDelegate,
} from './delegation.commands';
import { delegationDecider } from './delegation.decider';
import { delegationEvents, LEGS_MAX, MEMBERS_MAX } from './delegation.events';
import { Delegate } from './delegation.parts';
import { delegation, delegationsOf, isAbroadWithout, isDelegate, sizeDeparted } from './delegation.state';

const { given, stateAfter } = specOf(delegation, delegationDecider);
const {
  DelegationConstituted,
  DelegateAppointed,
  DelegateWithdrawn,
  DelegateReplaced,
  HeadOfDelegationNamed,
  ItineraryLegPlanned,
  ItineraryLegChanged,
  DelegationDeparted,
  BorderCrossed,
  DelegationArrived,
  DelegationReturned,
  SafePassageGuaranteed,
  SafetyIncidentReported,
  DebriefFiled,
  VisitPostponed,
  VisitAborted,
  DelegationDissolved,
} = delegationEvents;

type History = readonly EventOf<typeof delegationEvents>[];
const MANDATE = mandateIdOf(INITIATIVE);
const ask = { initiativeId: INITIATIVE, ordinal: 1, purpose: 'It lays the foundation.', delegates: firstSeats, ...plan };

/** Everybody of the first delegation is registered, the official with his post. */
const withPeople = (scenario = given()) =>
  firstMembers
    .reduce((it, id) => it.and(participant, id, somebody), scenario)
    .and(participant, OFFICIAL, somebody, happened(sample.official, { occurredAt: day('2025-01-01') }));

describe('a delegation is constituted (domain.md 4.3.4)', () => {
  it('with the focal person in office, and who else is to go; when, nobody need have said (S28)', () => {
    withPeople()
      .and(initiative, INITIATIVE, ...inPhase1)
      .when(ConstituteDelegation, ask)
      .then(constitutedAs(1), ...firstSeats.map((it) => DelegateAppointed(it)))
      .leaving({ status: 'CONSTITUTING', plannedFor: null, plannedText: 'very soon', headId: null });
  });

  it('never without the focal person (INV-03)', () => {
    const others = firstSeats.slice(1);
    withPeople()
      .and(initiative, INITIATIVE, ...inPhase1)
      .when(ConstituteDelegation, { ...ask, delegates: others })
      .thenRefused('delegation.without-focal-person', 'INV-03');
    withPeople()
      .and(initiative, INITIATIVE, proposed)
      .when(ConstituteDelegation, ask)
      .thenRefused('delegation.without-focal-person', 'INV-03');
  });

  it('under an open initiative, of people who are registered and are named once', () => {
    withPeople().when(ConstituteDelegation, ask).thenRefused('delegation.initiative-unknown');
    withPeople()
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(participant, ELDER)
      .when(ConstituteDelegation, ask)
      .thenRefused('delegation.participant-unknown');
    withPeople()
      .and(initiative, INITIATIVE, ...inPhase1)
      .when(ConstituteDelegation, { ...ask, delegates: [...firstSeats, seat(ELDER, 'POLITICAL_LEADER')] })
      .thenRefused('delegation.already-delegate');
  });

  it('an official by his post of the province (S16)', () => {
    withPeople()
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(participant, OFFICIAL, somebody, participantEvents.RoleAssumed({ role: 'GOVERNMENT_OFFICIAL', partyId: TRIBE }))
      .when(ConstituteDelegation, ask)
      .thenRefused('delegation.without-post');
  });

  it('not for a time that is over', () => {
    withPeople()
      .and(initiative, INITIATIVE, ...inPhase1)
      .when(ConstituteDelegation, { ...ask, plannedFor: day('2025-02-28') })
      .thenRefused('delegation.plan-in-the-past');
    withPeople()
      .and(initiative, INITIATIVE, ...inPhase1)
      .when(ConstituteDelegation, { ...ask, plannedFor: day('2025-03-10') })
      .then(
        DelegationConstituted({ ...constitutedAs(1).data, plannedFor: day('2025-03-10') }),
        ...firstSeats.map((it) => DelegateAppointed(it)),
      );
  });

  describe('two of them, one of each number (INV-07)', () => {
    const third = { ...ask, ordinal: 3 };
    const terms = (delegationsMax: number) =>
      [mandateEvents.MandateDrafted({ ...mandated[0].data, delegationsMax }), mandated[1], mandated[2]] as const;
    const under = (...history: readonly EventOf<typeof mandateEvents>[]) =>
      withPeople()
        .and(initiative, INITIATIVE, ...inPhase1)
        .and(mandate, MANDATE, ...history);

    it('a third only where the mandate in force allows it', () => {
      under().when(ConstituteDelegation, third).thenRefused('delegation.beyond-mandate', 'INV-07');
      under(...terms(2))
        .when(ConstituteDelegation, third)
        .thenRefused('delegation.beyond-mandate', 'INV-07');
      under(...terms(3))
        .when(ConstituteDelegation, third)
        .then(constitutedAs(3), ...firstSeats.map((it) => DelegateAppointed(it)));
    });

    it('a second not where it allows one', () => {
      under(...terms(1))
        .when(ConstituteDelegation, { ...ask, ordinal: 2 })
        .thenRefused('delegation.beyond-mandate', 'INV-07');
      under()
        .when(ConstituteDelegation, { ...ask, ordinal: 2 })
        .then(constitutedAs(2), ...firstSeats.map((it) => DelegateAppointed(it)));
    });

    it('no number twice', () => {
      given(constitutedAs(1)).when(ConstituteDelegation, ask).thenRefused('delegation.out-of-turn');
      const ids = delegationsOf(INITIATIVE).map(({ streamId }) => streamId);
      expect(ids.slice(0, 2)).toEqual([FIRST, sample.SECOND]);
      expect(new Set(ids).size).toBe(20);
    });
  });
});

describe('who goes', () => {
  const begun = [constitutedAs(1), ...firstSeats.map((it) => DelegateAppointed(it))] as const;
  const of = (...history: History) => given(...history).and(initiative, INITIATIVE, ...inPhase1);

  it('what is asked of one category is not said of another (S16)', () => {
    const faults = (over: object) => Object.assign(new Delegate(), { ...seat(ELDER, 'TRIBAL_ELDER'), ...over }).faults();
    expect(faults({})).toEqual([]);
    expect(faults({ senior: true })).toMatchObject([{ pointer: '/senior' }]);
    expect(faults({ category: 'GOVERNMENT_OFFICIAL' })).toMatchObject([{ pointer: '/senior' }]);
    expect(faults({ category: 'KEY_STAKEHOLDER' })).toMatchObject([{ pointer: '/constituency' }]);
  });

  it('is appointed, and needs credentials before it is constituted again', () => {
    of(...firstConstituted)
      .and(participant, SCHOLAR, somebody)
      .when(AppointDelegate, seat(SCHOLAR, 'RELIGIOUS_SCHOLAR'))
      .then(DelegateAppointed(seat(SCHOLAR, 'RELIGIOUS_SCHOLAR')))
      .leaving({ status: 'CONSTITUTING' });
    expect(stateAfter(...firstConstituted, authorised, DelegateAppointed(seat(SCHOLAR, 'RELIGIOUS_SCHOLAR')))).not.toHaveProperty(
      'authorisation',
    );
  });

  it('once, registered, an official by his post, and not more than one can be told of at once', () => {
    of(...begun)
      .and(participant, ELDER, somebody)
      .when(AppointDelegate, seat(ELDER, 'TRIBAL_ELDER'))
      .thenRefused('delegation.already-delegate');
    of(...begun)
      .when(AppointDelegate, seat(SCHOLAR, 'RELIGIOUS_SCHOLAR'))
      .thenRefused('delegation.participant-unknown');
    of(...begun)
      .and(participant, SCHOLAR, somebody)
      .when(AppointDelegate, seat(SCHOLAR, 'GOVERNMENT_OFFICIAL'))
      .thenRefused('delegation.without-post');
    const many = Array.from({ length: MEMBERS_MAX }, (_, n) =>
      DelegateAppointed(seat(`40000000-0000-4000-8000-000000001${String(n).padStart(3, '0')}`, 'TRIBAL_ELDER')),
    );
    of(constitutedAs(1), ...many)
      .and(participant, SCHOLAR, somebody)
      .when(AppointDelegate, seat(SCHOLAR, 'RELIGIOUS_SCHOLAR'))
      .thenRefused('delegation.full');
    of(constitutedAs(1), ...many.slice(1))
      .and(participant, SCHOLAR, somebody)
      .when(AppointDelegate, seat(SCHOLAR, 'RELIGIOUS_SCHOLAR'))
      .then(DelegateAppointed(seat(SCHOLAR, 'RELIGIOUS_SCHOLAR')));
  });

  it('or does not go, whoever it is; whether it is complete is asked when it travels', () => {
    const withdrawal = { participantId: ELDER, reason: 'He is ill.' };
    given(...begun)
      .when(WithdrawDelegate, withdrawal)
      .then(DelegateWithdrawn(withdrawal));
    given(...begun)
      .when(WithdrawDelegate, { ...withdrawal, participantId: NOTHING })
      .thenRefused('delegation.not-delegate');
    const without = (...history: History) => stateAfter(...history, DelegateWithdrawn(withdrawal));
    expect(without(...firstConstituted)).toMatchObject({ status: 'CONSTITUTED' });
    expect(without(...firstConstituted, authorised)).toMatchObject({ status: 'CLEARED', authorisation: authorised.data });
    // Everybody else has his credentials.
    const rest = firstMembers.filter((id) => id !== ELDER).map(credentialsOf);
    expect(without(...begun, ...rest)).toMatchObject({ status: 'CONSTITUTED' });
    expect(without(...begun)).toMatchObject({ status: 'CONSTITUTING' });
  });

  it('somebody else takes the seat of one who does not go', () => {
    const replacement = { outId: OFFICIAL, inId: POLITICIAN, languages: ['ur'], reason: 'He was posted elsewhere.' };
    const led = [...firstConstituted, HeadOfDelegationNamed({ participantId: OFFICIAL })];
    of(...led)
      .and(participant, POLITICIAN, somebody, sample.official)
      .when(ReplaceDelegate, replacement)
      .then(DelegateReplaced(replacement))
      .leaving({ status: 'CONSTITUTING', headId: null });
    const after = stateAfter(...led, DelegateReplaced(replacement));
    expect('members' in after && after.members.at(-1)).toEqual({
      ...seat(OFFICIAL, 'GOVERNMENT_OFFICIAL'),
      participantId: POLITICIAN,
      languages: ['ur'],
      credentials: null,
    });
    of(...led)
      .and(participant, POLITICIAN, somebody)
      .when(ReplaceDelegate, replacement)
      .thenRefused('delegation.without-post');
    of(...led)
      .when(ReplaceDelegate, { ...replacement, outId: NOTHING })
      .thenRefused('delegation.not-delegate');
    of(...led)
      .when(ReplaceDelegate, { ...replacement, inId: ELDER })
      .thenRefused('delegation.already-delegate');
    of(...led)
      .when(ReplaceDelegate, { ...replacement, outId: ELDER })
      .thenRefused('delegation.participant-unknown');
  });

  it('one of them leads it, apart from who the focal person is', () => {
    given(...begun)
      .when(NameHead, { participantId: ELDER })
      .then(HeadOfDelegationNamed({ participantId: ELDER }))
      .leaving({ headId: ELDER });
    given(...begun)
      .when(NameHead, { participantId: NOTHING })
      .thenRefused('delegation.not-delegate');
    given(...begun, HeadOfDelegationNamed({ participantId: ELDER }))
      .when(NameHead, { participantId: ELDER })
      .thenRefused('delegation.already-head');
  });
});

describe('credentials', () => {
  const begun = [constitutedAs(1), ...firstSeats.map((it) => DelegateAppointed(it))] as const;
  const issue = {
    participantId: ELDER,
    acts: ['LISTEN', 'EXPLORE'] as ('LISTEN' | 'EXPLORE' | 'NEGOTIATE_TEXT')[],
    validFrom: '2025-03-01T00:00:00Z',
    validUntil: '2025-06-01T00:00:00Z',
    documentEvidenceId: PROOF,
  };
  const issued = delegationEvents.CredentialsIssued({
    ...issue,
    validFrom: '2025-03-01T00:00:00.000Z',
    validUntil: '2025-06-01T00:00:00.000Z',
  });
  const of = (...history: History) =>
    given(...history)
      .and(initiative, INITIATIVE, ...inPhase1)
      .and(mandate, MANDATE, ...mandated)
      .and(evidence, PROOF, proof);

  it('say what somebody may do, and for how long; once all have them it is constituted', () => {
    of(...begun)
      .when(IssueCredentials, issue)
      .then(issued)
      .leaving({ status: 'CONSTITUTING' });
    of(...firstConstituted.slice(0, -1))
      .when(IssueCredentials, { ...issue, participantId: OFFICIAL })
      .then(delegationEvents.CredentialsIssued({ ...issued.data, participantId: OFFICIAL }))
      .leaving({ status: 'CONSTITUTED' });
  });

  it('are issued anew while it waits, and nothing else changes', () => {
    of(...firstConstituted)
      .when(IssueCredentials, issue)
      .then(issued)
      .leaving({ status: 'CONSTITUTED' });
    of(...firstConstituted, authorised)
      .when(IssueCredentials, issue)
      .then(issued)
      .leaving({ status: 'CLEARED' });
  });

  it('the last do not constitute one that is incomplete (INV-03, INV-05)', () => {
    const lacking = (id: string) => [
      ...begun,
      DelegateWithdrawn({ participantId: id, reason: 'He is ill.' }),
      ...firstMembers.filter((each) => each !== id && each !== SECOND_ELDER).map(credentialsOf),
    ];
    const last = { ...issue, participantId: SECOND_ELDER };
    of(...lacking(ELDER))
      .when(IssueCredentials, last)
      .thenRefused('delegation.first-incomplete', 'INV-05');
    of(...lacking(OFFICIAL))
      .when(IssueCredentials, last)
      .thenRefused('delegation.first-incomplete', 'INV-05');
    of(...lacking(FOCAL_PERSON))
      .when(IssueCredentials, last)
      .thenRefused('delegation.without-focal-person', 'INV-03');
  });

  it('of a later one, whose size is compared once the first has departed (INV-06)', () => {
    const later = sample.secondConstituted.slice(0, -1);
    const last = { ...issue, participantId: DOCTOR };
    of(...later)
      .when(IssueCredentials, last)
      .then(delegationEvents.CredentialsIssued({ ...issued.data, participantId: DOCTOR }))
      .leaving({ status: 'CONSTITUTED' });
    const many = Array.from({ length: 7 }, (_, n) => `40000000-0000-4000-8000-00000000010${n}`);
    of(...later)
      .and(delegation, FIRST, ...firstConstituted, authorised, DelegationDeparted({ members: many }))
      .when(IssueCredentials, last)
      .thenRefused('delegation.later-incomplete', 'INV-06');
  });

  it('are under a mandate in force when they begin, and give no more than it lists (INV-10)', () => {
    of(...begun)
      .and(mandate, MANDATE)
      .when(IssueCredentials, issue)
      .thenRefused('delegation.no-mandate', 'INV-10');
    of(...begun)
      .when(IssueCredentials, { ...issue, validFrom: '2026-01-01T00:00:00Z', validUntil: '2026-02-01T00:00:00Z' })
      .thenRefused('delegation.no-mandate', 'INV-10');
    of(...begun)
      .when(IssueCredentials, { ...issue, acts: ['NEGOTIATE_TEXT'] })
      .thenRefused('delegation.act-not-mandated', 'INV-10');
    of(constitutedAs(2), DelegateAppointed(seat(ELDER, 'TRIBAL_ELDER')), DelegateAppointed(seat(SCHOLAR, 'RELIGIOUS_SCHOLAR')))
      .and(mandate, MANDATE, ...forTribalLeaders)
      .when(IssueCredentials, { ...issue, acts: ['NEGOTIATE_TEXT'] })
      .then(delegationEvents.CredentialsIssued({ ...issued.data, acts: ['NEGOTIATE_TEXT'] }));
  });

  it('are of a member, on a document in the ledger, and not over', () => {
    of(...begun)
      .when(IssueCredentials, { ...issue, participantId: NOTHING })
      .thenRefused('delegation.not-delegate');
    of(...begun)
      .and(evidence, PROOF)
      .when(IssueCredentials, issue)
      .thenRefused('delegation.evidence-unknown');
    of(...begun)
      .when(IssueCredentials, { ...issue, validFrom: '2025-02-01T00:00:00Z', validUntil: '2025-03-01T09:00:00Z' })
      .thenRefused('delegation.credentials-over');
    of(...begun)
      .when(IssueCredentials, { ...issue, validFrom: '2025-02-01T00:00:00Z', validUntil: '2025-03-01T09:00:00.001Z' })
      .then(
        delegationEvents.CredentialsIssued({
          ...issued.data,
          validFrom: '2025-02-01T00:00:00.000Z',
          validUntil: '2025-03-01T09:00:00.001Z',
        }),
      );
    const backwards = Object.assign(new IssueCredentials(), { ...issue, validUntil: issue.validFrom });
    expect(backwards.faults()).toMatchObject([{ pointer: '/validUntil' }]);
  });
});

describe('an itinerary', () => {
  const out = { from: 'Peshawar', to: 'Jalalabad', crossing: 'TORKHAM', plannedDepart: day('2025-03-10'), plannedArrive: null } as const;
  const LEG = eventId(firstConstituted.length + 1);
  const planned = ItineraryLegPlanned(out);
  const changed = { ...out, legId: LEG, crossing: 'KHARLACHI', reason: 'Torkham is closed.' } as const;

  it('is planned leg by leg, with no time where nobody has named one', () => {
    given(...firstConstituted)
      .when(PlanLeg, out)
      .then(planned)
      .leaving({ status: 'CONSTITUTED', legs: [{ ...out, legId: LEG }] });
  });

  it('and planned anew, with the reason', () => {
    const { reason: _, ...leg } = changed;
    given(...firstConstituted, planned)
      .when(ChangeLeg, changed)
      .then(ItineraryLegChanged(changed))
      .leaving({ legs: [leg] });
    const other = ItineraryLegPlanned({ ...out, to: 'Kabul' });
    expect(stateAfter(...firstConstituted, planned, other, ItineraryLegChanged(changed))).toMatchObject({ legs: [leg, other.data] });
    given(...firstConstituted)
      .when(ChangeLeg, changed)
      .thenRefused('delegation.leg-unknown');
  });

  it('no leg ends before it begins, and there is a limit', () => {
    const faults = (plannedDepart: Occurrence | null, plannedArrive: Occurrence | null) =>
      Object.assign(new PlanLeg(), { ...out, plannedDepart, plannedArrive }).faults();
    expect(faults(day('2025-03-10'), day('2025-03-09'))).toMatchObject([{ pointer: '/plannedArrive' }]);
    expect(faults(day('2025-03-10'), day('2025-03-10'))).toEqual([]);
    expect(faults(null, day('2025-03-09'))).toEqual([]);
    expect(faults(day('2025-03-10'), null)).toEqual([]);
    const many = Array.from({ length: LEGS_MAX }, () => planned);
    given(...firstConstituted, ...many)
      .when(PlanLeg, out)
      .thenRefused('delegation.itinerary-full');
    given(...firstConstituted, ...many.slice(1))
      .when(PlanLeg, out)
      .then(planned);
  });

  const under = [...firstConstituted, planned, authorised, DelegationDeparted({ members: firstMembers, legId: LEG })] as const;
  const crossing = { legId: LEG, crossing: 'TORKHAM', direction: 'OUT' } as const;
  const half = { from: '2025-02-28T16:10:00+04:30', precision: 'INSTANT', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } as const;

  it('the border is crossed, where no leg was planned for it as well', () => {
    given(...under)
      .occurring(half)
      .when(RecordCrossing, crossing)
      .then(BorderCrossed(crossing))
      .leaving({ status: 'TRAVELLING', crossings: [{ ...crossing, crossedAt: half }] });
    const unplanned = { crossing: 'OTHER', direction: 'IN' } as const;
    given(...under)
      .when(RecordCrossing, unplanned)
      .then(BorderCrossed(unplanned));
    given(...under)
      .when(RecordCrossing, { ...crossing, legId: NOTHING })
      .thenRefused('delegation.leg-unknown');
  });

  it('and it arrives; of what is reported later its place in life stays the same', () => {
    const arrival = { place: 'Jalalabad', legId: LEG };
    given(...under)
      .when(RecordArrival, arrival)
      .then(DelegationArrived(arrival))
      .leaving({ status: 'IN_COUNTRY', arrivals: [{ ...arrival, arrivedAt: expect.anything() as never }] });
    given(...under)
      .when(RecordArrival, { ...arrival, legId: NOTHING })
      .thenRefused('delegation.leg-unknown');
    const back = [...under, DelegationReturned({ members: firstMembers })];
    given(...back)
      .when(RecordArrival, arrival)
      .then(DelegationArrived(arrival))
      .leaving({ status: 'RETURNED' });
    given(...back)
      .when(RecordCrossing, crossing)
      .then(BorderCrossed(crossing))
      .leaving({ status: 'RETURNED' });
    given(...firstConstituted)
      .when(RecordCrossing, { crossing: 'OTHER', direction: 'OUT' })
      .thenRefused('delegation.out-of-turn');
  });

  it('safe passage is guaranteed by somebody, and what endangers them is reported at any time', () => {
    const passage = { guarantorPartyId: TRIBE, form: 'BADRAGGA', route: 'From Torkham to Jalalabad' } as const;
    given(constitutedAs(1))
      .and(party, TRIBE, tribe)
      .when(RecordSafePassage, { ...passage, validUntil: '2025-04-01T00:00:00Z' })
      .then(SafePassageGuaranteed({ ...passage, validUntil: '2025-04-01T00:00:00.000Z' }))
      .leaving({ passages: [{ ...passage, validUntil: '2025-04-01T00:00:00.000Z', passageId: eventId(2) }] });
    given(constitutedAs(1)).and(party, TRIBE, tribe).when(RecordSafePassage, passage).then(SafePassageGuaranteed(passage));
    given(constitutedAs(1)).when(RecordSafePassage, passage).thenRefused('delegation.party-unknown');
    const threat = { kind: 'THREAT', memberIds: [ELDER], severity: 'HIGH', text: 'A letter was left at his door.' } as const;
    given(...under)
      .when(ReportSafetyIncident, { ...threat, memberIds: [...threat.memberIds] })
      .then(SafetyIncidentReported({ ...threat, memberIds: [ELDER] }))
      .leaving({ safetyIncidents: [{ ...threat, memberIds: [ELDER], incidentId: eventId(under.length + 1) }] });
    given(...under)
      .when(ReportSafetyIncident, { kind: 'THREAT', memberIds: [NOTHING], severity: 'LOW' })
      .thenRefused('delegation.not-delegate');
  });

  describe('the return', () => {
    it('of all who departed', () => {
      given(...under, DelegationArrived({ place: 'Jalalabad' }))
        .when(RecordReturn, { members: firstMembers, legId: LEG })
        .then(DelegationReturned({ members: firstMembers, legId: LEG }))
        .leaving({ status: 'RETURNED', safetyIncidents: [] });
    });

    it('who is missing is reported with it, in the same act', () => {
      const some = firstMembers.filter((id) => id !== ELDER);
      given(...under)
        .when(RecordReturn, { members: some })
        .then(
          DelegationReturned({ members: some }),
          SafetyIncidentReported({ kind: 'MEMBER_MISSING', memberIds: [ELDER], severity: 'HIGH' }),
        )
        .leaving({ status: 'RETURNED' });
    });

    it('of nobody else, each told once, on a leg that there is', () => {
      given(...under)
        .when(RecordReturn, { members: [DOCTOR] })
        .thenRefused('delegation.not-departed');
      given(...under)
        .when(RecordReturn, { members: firstMembers, legId: NOTHING })
        .thenRefused('delegation.leg-unknown');
      given(...under)
        .when(RecordReturn, { members: [...firstMembers, ELDER] })
        .then(DelegationReturned({ members: firstMembers }));
    });

    it('where it is erased who departed, nobody is said to be missing', () => {
      const erased = gone(DelegationDeparted({ members: firstMembers }), 'members');
      const history = [...firstConstituted, planned, authorised, erased] as const;
      given(...history)
        .when(RecordReturn, { members: [ELDER] })
        .then(DelegationReturned({ members: [ELDER] }));
      const state = stateAfter(...history);
      expect(sizeDeparted(state)).toBeUndefined();
      expect(isAbroadWithout(state, ELDER)).toBe(true);
      expect(isDelegate(state, ELDER)).toBe(true);
    });

    it('then it says what it brings, and is dissolved', () => {
      const debrief = { evidenceId: PROOF, summary: 'They will receive a second one.' };
      const back = [...under, DelegationReturned({ members: firstMembers })] as const;
      given(...back)
        .and(evidence, PROOF, proof)
        .when(FileDebrief, debrief)
        .then(DebriefFiled(debrief))
        .leaving({ status: 'DEBRIEFED', debrief: { ...debrief, debriefId: eventId(back.length + 1) } });
      given(...back)
        .when(FileDebrief, debrief)
        .thenRefused('delegation.evidence-unknown');
      given(...back, DebriefFiled(debrief))
        .when(DissolveDelegation, {})
        .then(DelegationDissolved({}))
        .leaving({ status: 'DISSOLVED' });
    });
  });

  it('the visit is aborted, and the delegation returns', () => {
    given(...under)
      .when(AbortDelegation, { reason: 'The road is closed.' })
      .then(VisitAborted({ reason: 'The road is closed.' }))
      .leaving({ status: 'RETURNING' });
    given(...under, VisitAborted({ reason: 'The road is closed.' }))
      .when(RecordReturn, { members: firstMembers })
      .then(DelegationReturned({ members: firstMembers }))
      .leaving({ status: 'RETURNED' });
  });

  it('the visit is postponed, to a time that is yet to come or to none; travel is authorised anew', () => {
    const later = { reason: 'No visas yet.', plannedFor: day('2025-04-10') };
    given(...firstConstituted, authorised)
      .when(PostponeDelegation, later)
      .then(VisitPostponed(later))
      .leaving({ status: 'CONSTITUTED', plannedFor: day('2025-04-10') });
    expect(stateAfter(...firstConstituted, authorised, VisitPostponed(later))).not.toHaveProperty('plannedText');
    expect(stateAfter(...firstConstituted, authorised, VisitPostponed(later))).not.toHaveProperty('authorisation');
    const tbd = { reason: 'No visas yet.', plannedFor: null, plannedText: 'after the feast' };
    given(constitutedAs(1))
      .when(PostponeDelegation, tbd)
      .then(VisitPostponed(tbd))
      .leaving({ status: 'CONSTITUTING', plannedText: 'after the feast' });
    given(...firstConstituted)
      .when(PostponeDelegation, { ...later, plannedFor: day('2025-02-28') })
      .thenRefused('delegation.plan-in-the-past');
  });
});

it('what a delegation has to do with somebody', () => {
  expect(isDelegate(stateAfter(), ELDER)).toBe(false);
  expect(isDelegate(stateAfter(...firstConstituted), ELDER)).toBe(true);
  expect(isDelegate(stateAfter(...firstConstituted), DOCTOR)).toBe(false);
  expect(isAbroadWithout(stateAfter(...firstConstituted), DOCTOR)).toBe(false);
  const abroad = stateAfter(...firstConstituted, authorised, sample.firstDeparted);
  expect(isAbroadWithout(abroad, DOCTOR)).toBe(true);
  expect(isAbroadWithout(abroad, ELDER)).toBe(false);
  expect(sizeDeparted(abroad)).toBe(firstMembers.length);
  expect(sizeDeparted(stateAfter(...firstConstituted))).toBeUndefined();
});
