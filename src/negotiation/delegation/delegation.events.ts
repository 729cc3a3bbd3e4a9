import { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { flag, id, instant, language, list, occurrence, oneOf, text } from '../../kernel/fields';
import { DELEGATIONS_MAX } from '../mandate/mandate.events';
import { MandatedAct } from '../terms';

/** As what somebody goes (S3). */
export const DelegateCategory = oneOf('TRIBAL_ELDER', 'RELIGIOUS_SCHOLAR', 'POLITICAL_LEADER', 'GOVERNMENT_OFFICIAL', 'KEY_STAKEHOLDER');
export type DelegateCategory = z.infer<typeof DelegateCategory>;

/** Where the border is crossed (domain.md 4.3.4); routes that no list names are OTHER (S62). */
export const CrossingPoint = oneOf('TORKHAM', 'GHULAM_KHAN', 'ANGOOR_ADDA', 'KHARLACHI', 'CHAMAN', 'AIR', 'OTHER');
export type CrossingPoint = z.infer<typeof CrossingPoint>;

export const CrossingDirection = oneOf('OUT', 'IN');
export type CrossingDirection = z.infer<typeof CrossingDirection>;

/** How safe passage is guaranteed; badragga is the escort of customary law (domain.md 2.3). */
export const PassageForm = oneOf('BADRAGGA', 'OFFICIAL_ESCORT', 'WRITTEN');
export type PassageForm = z.infer<typeof PassageForm>;

export const SafetyIncidentKind = oneOf('MEMBER_MISSING', 'ATTACK', 'THREAT', 'DETENTION', 'ACCIDENT', 'ILLNESS', 'DEATH', 'OTHER');
export type SafetyIncidentKind = z.infer<typeof SafetyIncidentKind>;

export const SafetySeverity = oneOf('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');
export type SafetySeverity = z.infer<typeof SafetySeverity>;

/** Members of one delegation: with its safety incidents they stay within what one act may record. */
export const MEMBERS_MAX = 50;
/** Legs of one itinerary. */
export const LEGS_MAX = 50;

const members = list(id, MEMBERS_MAX);

const plan = {
  /** Null where nobody has named a time; none is made up (S28). */
  plannedFor: occurrence.nullable(),
  /** In the words of who said when. */
  plannedText: text(500).optional(),
};

const leg = {
  from: text(200),
  to: text(200),
  crossing: CrossingPoint.optional(),
  plannedDepart: occurrence.nullable(),
  plannedArrive: occurrence.nullable(),
};

/** When it set out is the event's own time. */
const departure = {
  members: members.min(1),
  /** The leg that began with it, where the itinerary has one. */
  legId: id.optional(),
};

/** What can have happened to a delegation (domain.md 4.3.4). */
export const delegationEvents = defineEvents('delegation', {
  DelegationConstituted: act({
    initiativeId: id,
    ordinal: z.int().min(1).max(DELEGATIONS_MAX),
    purpose: text(2_000),
    ...plan,
  }),
  DelegateAppointed: act({
    participantId: id,
    category: DelegateCategory,
    /** Of a government official: whether he is a senior one (S16). */
    senior: flag.optional(),
    /** For whom a key stakeholder stands (S16). */
    constituency: text(200).optional(),
    languages: list(language, 20),
  }),
  DelegateWithdrawn: act({ participantId: id, reason: text(2_000) }),
  /** The successor takes the seat: its category, seniority and constituency. */
  DelegateReplaced: act({ outId: id, inId: id, languages: list(language, 20), reason: text(2_000) }),
  HeadOfDelegationNamed: act({ participantId: id }),
  CredentialsIssued: act({
    participantId: id,
    /** What he may do, in words of full powers. */
    acts: list(MandatedAct, MandatedAct.options.length).min(1),
    validFrom: instant,
    /** They no longer count at this instant. */
    validUntil: instant,
    documentEvidenceId: id,
  }),

  /** The event names the leg. */
  ItineraryLegPlanned: act(leg),
  /** All of the leg as it is now planned. */
  ItineraryLegChanged: act({ legId: id, ...leg, reason: text(2_000) }),

  TravelAuthorised: act({
    /** The review that cleared the travel of exactly this delegation. */
    clearanceId: id,
    /** The review of the report on the first phase, where this is not the first delegation (INV-04). */
    phaseReportId: id.optional(),
  }),
  DelegationDeparted: fact(departure),
  /** Nobody had leave for it, and it happened: the ledger says so (domain.md 0.1). */
  UnsanctionedDepartureReported: fact({ ...departure, explanation: text(10_000) }, ['UNSANCTIONED']),
  BorderCrossed: fact({
    /** Absent where no leg was planned for it. */
    legId: id.optional(),
    crossing: CrossingPoint,
    direction: CrossingDirection,
  }),
  DelegationArrived: fact({ place: text(200), legId: id.optional() }),
  DelegationReturned: fact({
    /** Who came back; whoever departed and is not named is missing. */
    members,
    /** The leg that ended with it. */
    legId: id.optional(),
  }),

  SafePassageGuaranteed: fact({
    guarantorPartyId: id,
    form: PassageForm,
    route: text(500),
    /** It no longer counts at this instant; absent where no end was named. */
    validUntil: instant.optional(),
  }),
  SafetyIncidentReported: fact({
    kind: SafetyIncidentKind,
    memberIds: members,
    severity: SafetySeverity,
    text: text(10_000).optional(),
  }),

  DebriefFiled: act({ evidenceId: id, summary: text(10_000) }),
  VisitPostponed: act({ reason: text(2_000), ...plan }),
  VisitAborted: act({ reason: text(2_000) }),
  DelegationDissolved: act({}),
});
