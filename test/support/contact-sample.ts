import { contactEvents } from '../../src/negotiation/contact/contact.events';
import { initiativeEvents } from '../../src/negotiation/initiative/initiative.events';
import { mandateEvents } from '../../src/negotiation/mandate/mandate.events';
import { mandateIdOf } from '../../src/negotiation/mandate/mandate.state';
import { type CounterpartKind, participantEvents } from '../../src/negotiation/participant/participant.events';
import * as clearance from './clearance-sample';
import { happened } from './decider-spec';
import * as mandate from './mandate-sample';

/* One contact with elders across the border, and what must come before it. Everybody and everything in it is invented. */

export const { INITIATIVE, PROVINCE, TRIBE, NOTHING, FOCAL_PERSON, PROOF } = clearance;
export const ELDER = '40000000-0000-4000-8000-000000000011';
export const SECOND_ELDER = '40000000-0000-4000-8000-000000000012';
export const NEGOTIATOR = '40000000-0000-4000-8000-000000000013';
export const MANDATE = mandateIdOf(INITIATIVE);
const MANDATE_REVIEW = clearance.REVIEW;

export const day = (from: string) => ({ from, precision: 'DAY', zone: 'Asia/Kabul', calendar: 'GREGORIAN' }) as const;

/** The initiative, with its focal person. */
export const proposed = [clearance.proposed, clearance.designated];
export const notification = initiativeEvents.FederalGovernmentNotified({
  reference: 'KP/2025/17 (invented)',
  addressee: 'Ministry of Foreign Affairs',
  channel: 'LETTER',
  documentEvidenceId: PROOF,
  summary: 'The province intends to send two delegations.',
});
/** The same, once the federal government had been notified on 20 February. */
export const notified = [...proposed, happened(notification, { occurredAt: day('2025-02-20') })];
export const phase1 = happened(initiativeEvents.PhaseOpened({ phase: 1, clearanceId: MANDATE_REVIEW }), {
  occurredAt: day('2025-02-22'),
});
/** The same, with its first phase open since 22 February. */
export const inPhase1 = [...notified, phase1];
export const objected = happened(
  initiativeEvents.FederalObjectionRaised({ byOffice: 'Foreign Office', ground: 'COMPETENCE', text: 'It is for us.', public: true }),
  { occurredAt: day('2025-02-26') },
);

/** Terms of reference that are in force from 21 February to the end of the year. */
export const mandated = [
  mandate.drafted,
  mandate.submitted,
  mandateEvents.MandateApproved({
    clearanceId: MANDATE_REVIEW,
    conditions: [],
    validFrom: '2025-02-21T00:00:00.000Z',
    validUntil: '2025-12-31T00:00:00.000Z',
  }),
] as const;

export const jirgaGround = {
  name: 'A guest house in Jalalabad (fictitious)',
  adm1: 'Nangarhar',
  country: 'AF',
  placePrecision: 2,
} as const;
const elder = { participantId: ELDER, partyId: TRIBE };

/** He speaks for the tribe as a counterpart of this kind. */
export const counterpart = (counterpartKind: CounterpartKind, partyId = TRIBE) =>
  happened(participantEvents.RoleAssumed({ role: 'COUNTERPART', partyId, counterpartKind }), { occurredAt: day('2025-01-01') });
/** The same terms, for tribal leaders only, and no party by name. */
export const forTribalLeaders = [
  mandateEvents.MandateDrafted({ ...mandate.drafted.data, counterpartKinds: ['AFGHAN_TRIBAL_LEADER'], counterpartPartyIds: [] }),
  mandated[1],
  mandated[2],
] as const;

/** What ScheduleContact says. */
export const plan = {
  initiativeId: INITIATIVE,
  kind: 'MEETING',
  track: 'TRACK_1',
  channel: 'OPEN',
  mode: 'DIRECT',
  acts: ['LISTEN', 'EXPLORE'],
  counterparts: [elder],
  topics: ['CROSS_BORDER_COLLABORATION'],
  place: jirgaGround,
  plannedFor: day('2025-03-10'),
  clearanceIds: [],
} as const;
export const scheduled = contactEvents.ContactScheduled({
  ...plan,
  acts: [...plan.acts],
  counterparts: [elder],
  topics: [...plan.topics],
  clearanceIds: [],
  mandateId: MANDATE,
});

const crossing = { topic: 'CROSS_BORDER_COLLABORATION', text: 'How patients cross', raisedByPartyId: PROVINCE } as const;
/** What RecordUnplannedContact says; ReportUnsanctionedContact adds an explanation. */
export const report = {
  initiativeId: INITIATIVE,
  kind: 'MEETING',
  track: 'TRACK_1',
  channel: 'OPEN',
  mode: 'DIRECT',
  acts: ['LISTEN'],
  counterparts: [elder],
  place: jirgaGround,
  agenda: [crossing],
  clearanceIds: [],
} as const;
export const held = contactEvents.ContactHeld({
  ...report,
  acts: [...report.acts],
  counterparts: [elder],
  agenda: [crossing],
  clearanceIds: [],
});
/** The contact of the plan, held as it was planned. */
export const heldAsPlanned = contactEvents.ContactHeld({ ...held.data, acts: [...plan.acts] });
