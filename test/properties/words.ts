import { CAVEATS, LEVELS } from '../../src/kernel/classification';
import { legible } from '../../src/kernel/erased';
import type { In, State } from '../../src/kernel/fold';
import { Role } from '../../src/kernel/roles';
import { textOf } from '../../src/kernel/text';
import type * as attemptsCommands from '../../src/negotiation/attempts/attempts.commands';
import type * as commitmentCommands from '../../src/negotiation/commitment/commitment.commands';
import type { Commitment } from '../../src/negotiation/commitment/commitment.state';
import type * as contactCommands from '../../src/negotiation/contact/contact.commands';
import type { ContactKind, ReferredKind } from '../../src/negotiation/contact/contact.events';
import { type Contact, isHeld, type Meeting } from '../../src/negotiation/contact/contact.state';
import type * as delegationCommands from '../../src/negotiation/delegation/delegation.commands';
import type { Delegation } from '../../src/negotiation/delegation/delegation.state';
import type * as deviationsCommands from '../../src/negotiation/deviations/deviations.commands';
import type * as erasureCommands from '../../src/negotiation/erasure/erasure.commands';
import type { Erasure } from '../../src/negotiation/erasure/erasure.state';
import type * as evidenceCommands from '../../src/negotiation/evidence/evidence.commands';
import type * as reviewCommands from '../../src/negotiation/federal-review/federal-review.commands';
import type { FederalReview } from '../../src/negotiation/federal-review/federal-review.state';
import type * as houseRulesCommands from '../../src/negotiation/house-rules/house-rules.commands';
import type * as initiativeCommands from '../../src/negotiation/initiative/initiative.commands';
import { type Initiative, isKnown } from '../../src/negotiation/initiative/initiative.state';
import type * as mandateCommands from '../../src/negotiation/mandate/mandate.commands';
import { type Mandate, standingApproval } from '../../src/negotiation/mandate/mandate.state';
import type * as measureCommands from '../../src/negotiation/measure/measure.commands';
import { isKnown as isProposed, type Measure } from '../../src/negotiation/measure/measure.state';
import type * as participantCommands from '../../src/negotiation/participant/participant.commands';
import type * as partyCommands from '../../src/negotiation/party/party.commands';
import type * as frameworkCommands from '../../src/negotiation/policy-framework/policy-framework.commands';
import type { PolicyFramework } from '../../src/negotiation/policy-framework/policy-framework.state';
import type * as proposalCommands from '../../src/negotiation/proposal/proposal.commands';
import { isWorded, namedParties, type NegotiatedClause, type Proposal, stanceOn } from '../../src/negotiation/proposal/proposal.state';
import type { Stance, Topic } from '../../src/negotiation/terms';
import * as sample from '../support/clearance-sample';
import * as delegationSample from '../support/delegation-sample';
import * as mandateSample from '../support/mandate-sample';
import * as contactSample from '../support/contact-sample';
import * as measureSample from '../support/measure-sample';
import * as proposalSample from '../support/proposal-sample';
import { type Fields, SELF } from '../support/decider-spec';
import { enrolment, keyFrom } from '../support/signer';
import { agreementWords } from './agreement.words';
import type { Scene, Words } from './scene';
import { later, PARTIES, PEOPLE, TEXTS } from './world';

/* What somebody may say next, for every command of every noun: mostly what fits the record as it stands. */

const person = ({ draw }: Scene) => draw.mostly(draw.of(...PEOPLE), sample.NOTHING);
const party = ({ draw }: Scene) => draw.mostly(draw.of(...PARTIES), sample.NOTHING);
const proof = ({ draw }: Scene) => draw.mostly(sample.PROOF, sample.NOTHING);
const text = ({ draw }: Scene) => draw.of(...TEXTS);
const initiative = ({ draw }: Scene) => draw.mostly(sample.INITIATIVE, sample.NOTHING);
const said = { text: 'As it was said.' } as const;
const because = { reason: 'For a reason.' } as const;

const commitment: Words<typeof commitmentCommands, Commitment> = {
  DraftCommitment: (scene) => ({
    ...sample.terms,
    initiativeId: initiative(scene),
    competence: scene.draw.mostly<'FEDERAL' | 'PROVINCIAL'>('FEDERAL', 'PROVINCIAL'),
    due: scene.draw.of<Fields<commitmentCommands.DraftCommitment>['due']>(
      { kind: 'FIXED', date: '2025-06-30' },
      { kind: 'RELATIVE', afterEventType: 'CommitmentCameIntoForce', days: 90 },
      { kind: 'CONDITIONAL', condition: 'Once the gate is repaired' },
      { kind: 'CONTINUOUS', reportEveryDays: 30 },
    ),
  }),
  RedraftCommitment: (scene) => ({ text: text(scene) }),
  AssessAlignment: ({ draw }) => ({
    ...(draw.once(2) && { textHash: textOf(draw.of(...TEXTS)).textHash }),
    result: draw.of('ALIGNED', 'ALIGNED', 'ALIGNED', 'CONFLICT', 'POTENTIAL_CONFLICT'),
    redLineIds: draw.mostly<string[]>([], [sample.RED_LINE]),
  }),
  SubmitForClearance: () => ({ urgency: 'ROUTINE', question: 'May it be entered?' }),
  ClearCommitment: (scene) => ({ reviewId: reviewOf(scene) }),
  ReturnCommitment: (scene) => ({ reviewId: reviewOf(scene) }),
  DeclineCommitment: (scene) => ({ reviewId: reviewOf(scene) }),
  EnterCommitment: (scene) => ({ text: standing(scene), clearanceId: reviewOf(scene), reservations: [] }),
  RecordEntryIntoForce: () => ({ rule: 'With its entry.' }),
  AmendCommitment: (scene) => ({
    text: text(scene),
    clearanceId: `20000000-0000-4000-8000-${String(scene.draw.below(1_000)).padStart(12, '0')}`,
  }),
  FlagForReview: ({ draw }) => ({
    cause: draw.of('FRAMEWORK_CHANGED', 'CLEARANCE_REVOKED', 'CIRCUMSTANCES'),
    causeId: draw.of(sample.REVIEW, sample.RED_LINE, sample.PROOF),
  }),
  ReportImplementation: (scene) => ({
    level: scene.draw.of(0, 1, 2, 3, 3, 3),
    periodFrom: '2025-02-01',
    periodTo: '2025-02-28',
    assessorId: person(scene),
    evidenceIds: [proof(scene)],
  }),
  VerifyImplementation: ({ draw, last }) => ({
    reportId: last('ImplementationReported'),
    level: draw.of(3, 3, 2),
    by: [...PEOPLE],
    method: 'Counted',
  }),
  AssessEnforcementCapacity: (scene) => ({ partyId: sample.PROVINCE, level: scene.draw.of('NONE', 'PARTIAL'), ...said }),
  ResolveDueDate: () => ({ due: '2025-05-30' }),
  ExtendDueDate: ({ draw }) => ({ to: draw.of('2025-05-01', '2025-09-30', '2026-09-30'), agreedBy: [sample.PROVINCE] }),
  AllegeBreach: (scene) => ({ byPartyId: party(scene), againstPartyId: sample.PROVINCE, incidentIds: [], ...said }),
  InvestigateBreach: () => ({ mechanism: 'A committee of elders' }),
  FindBreach: ({ draw }) => ({
    result: draw.of('CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'UNSUBSTANTIATED', 'INCONCLUSIVE'),
    by: 'A committee of elders',
  }),
  RemedyBreach: () => said,
  ApplySanction: ({ draw }) => ({ kind: draw.of('NAGHA', 'DEPOSIT_FORFEIT', 'SUSPENSION', 'OTHER'), ...said }),
  SuspendCommitment: (scene) => ({ byPartyId: party(scene), ground: 'The crossing is closed.' }),
  ReinstateCommitment: () => because,
  FulfilCommitment: ({ last }) => ({ reportId: last('ImplementationReported') }),
  TerminateCommitment: ({ draw }) => ({ ground: draw.of('CONSENT', 'EXPIRY', 'BREACH'), ...said }),
};

/** The review that the commitment is in, mostly. */
const reviewOf = ({ state, draw }: Scene<Commitment>): string =>
  draw.mostly('reviewId' in state && typeof state.reviewId === 'string' ? state.reviewId : sample.NOTHING, sample.NOTHING);

/** The words as they stand, mostly. */
function standing(scene: Scene<Commitment>): { lang: string; body: string } {
  const { state, draw } = scene;
  const own = 'text' in state && 'body' in state.text ? { lang: state.text.lang, body: state.text.body } : sample.openingHours;
  return draw.mostly(own, text(scene));
}

const federalReview: Words<typeof reviewCommands, FederalReview> = {
  SubmitForReview: (scene) => ({
    initiativeId: initiative(scene),
    subject: scene.draw.of('COMMITMENT_TEXT', 'START_NEGOTIATIONS'),
    subjectId: sample.INITIATIVE,
    text: text(scene),
    urgency: 'URGENT',
    question: 'May we?',
    exPostFacto: false,
  }),
  OpenReview: (scene) => ({
    initiativeId: sample.INITIATIVE,
    subject: 'COMMITMENT_TEXT',
    subjectId: sample.INITIATIVE,
    text: text(scene),
    urgency: 'ROUTINE',
    question: 'May it be entered?',
    submittedBy: person(scene),
  }),
  AcknowledgeReview: () => ({ reference: 'FO/91 (invented)' }),
  AssignReview: ({ draw }) => ({ division: draw.of('FOREIGN_AFFAIRS', 'INTERIOR', 'OTHER') }),
  RequestInformation: () => ({ questions: ['Who counts?'] }),
  ProvideInformation: (scene) => ({ requestId: scene.last('InformationRequested'), answers: ['The elders.'], evidenceIds: [proof(scene)] }),
  IssueGuidance: ({ draw }) => ({ ...said, binding: draw.once(2) }),
  DecideReview: (scene) => decision(scene),
  SatisfyCondition: (scene) => ({ conditionId: conditionOf(scene), evidenceId: proof(scene) }),
  RevokeClearance: () => because,
  WithdrawSubmission: () => because,
  SupersedeReview: () => ({ by: sample.PROOF }),
  ConsumeClearance: () => ({ by: sample.PROOF }),
  ExpireClearance: () => ({}),
  ReceiveFederalDecision: (scene) => ({
    initiativeId: initiative(scene),
    reference: 'FO/12 (invented)',
    evidenceId: proof(scene),
    subject: 'COMMITMENT_TEXT',
    decision: 'APPROVED',
  }),
  ConfirmFederalDecision: ({ last }) => ({ receiptId: last('FederalDecisionReceived') }),
};

function decision({ state, draw, now }: Scene<FederalReview>): Fields<reviewCommands.DecideReview> {
  const kind = draw.of(
    'APPROVED',
    'APPROVED_WITH_CONDITIONS',
    'APPROVED_WITH_CONDITIONS',
    'NO_OBJECTION',
    'RETURNED_FOR_REVISION',
    'DECLINED',
  );
  if (kind === 'RETURNED_FOR_REVISION') return { decision: kind, comments: [said] };
  if (kind === 'DECLINED') return { decision: kind, ...because, redLineIds: [sample.RED_LINE] };
  const textHash = 'text' in state && state.text && 'textHash' in state.text ? state.text.textHash : sample.textHash;
  return {
    decision: kind,
    textHash: draw.mostly(textHash, sample.textHash),
    purpose: 'ENTER',
    validFrom: now,
    validUntil: later(now, 1),
    authorityId: draw.mostly<string>(sample.FEDERATION, sample.PROVINCE),
    ...(kind === 'APPROVED_WITH_CONDITIONS' && { conditions: ['Customs agree.', 'The hours are posted.'] }),
  };
}

/** One of the conditions of the clearance, where it has any. */
function conditionOf({ state, draw }: Scene<FederalReview>): string {
  const conditions = state.status === 'DECIDED' && !('erased' in state.clearance.conditions) ? state.clearance.conditions : [];
  return conditions[draw.below(Math.max(1, conditions.length))]?.id ?? sample.NOTHING;
}

const policyFramework: Words<typeof frameworkCommands, PolicyFramework> = {
  RegisterInstrument: (scene) => ({
    title: 'A policy (fictitious)',
    issuer: 'The federation',
    kind: 'DIRECTIVE',
    effectiveFrom: '2025-01-01',
    evidenceId: proof(scene),
    classification: 'RESTRICTED',
  }),
  DeclareRedLine: (scene) => ({ topic: 'SECURITY', text: text(scene), effect: effect(scene), examples: [] }),
  AmendRedLine: (scene) => ({ redLineId: redLineOf(scene), text: text(scene), effect: effect(scene) }),
  WithdrawRedLine: (scene) => ({ redLineId: redLineOf(scene), ...because }),
  PublishFrameworkVersion: ({ state, draw }) => ({
    redLineIds: state.status === 'NONE' ? [] : Object.values(state.redLines).flatMap((line) => (line.withdrawn ? [] : [line.redLineId])),
    effectiveFrom: draw.mostly('2025-01-01', '2045-01-01'),
  }),
};

const mandateWords: Words<typeof mandateCommands, Mandate> = {
  DraftMandate: (scene) => ({ ...termsOfReference(scene), initiativeId: initiative(scene) }),
  SubmitMandate: () => mandateSample.request,
  AmendMandate: (scene) => ({ ...termsOfReference(scene), changes: 'Worded anew.' }),
  ApproveMandate: (scene) => ({ reviewId: mandateReviewOf(scene) }),
  ReturnMandate: (scene) => ({ reviewId: mandateReviewOf(scene) }),
  DeclineMandate: (scene) => ({ reviewId: mandateReviewOf(scene) }),
  RevokeMandate: () => because,
  RevokeWithClearance: ({ state, draw }) => {
    const { clearanceId = sample.NOTHING } = standingApproval(state) ?? {};
    return { reviewId: draw.mostly(legible(clearanceId), sample.NOTHING), revocationId: sample.PROOF };
  },
  ExpireMandate: () => ({}),
};

const mandateReviewOf = ({ state, draw }: Scene<Mandate>) =>
  draw.mostly('reviewId' in state ? legible(state.reviewId) : sample.NOTHING, sample.NOTHING);

const termsOfReference = (scene: Scene) => {
  const { initiativeId: _, ...asked } = mandateSample.asked;
  return {
    ...asked,
    counterpartPartyIds: scene.draw.mostly<string[]>([], [party(scene)]),
    acts: { ...asked.acts, phase1: scene.draw.mostly<('LISTEN' | 'SIGN')[]>(['LISTEN'], ['SIGN']) },
    delegationsMax: 1 + scene.draw.below(3),
    validUntil: later(scene.now, 1 + scene.draw.below(9)),
  };
};

const effect = ({ draw }: Scene) => draw.of('PROHIBITED', 'FEDERAL_APPROVAL_REQUIRED', 'ADVISORY');

function redLineOf({ state, draw }: Scene<PolicyFramework>): string {
  const ids = state.status === 'NONE' ? [] : Object.keys(state.redLines);
  return ids[draw.below(Math.max(1, ids.length))] ?? sample.NOTHING;
}

const initiativeWords: Words<typeof initiativeCommands, Initiative> = {
  ProposeInitiative: (scene) => ({ title: 'Dialogue', sponsorPartyId: party(scene), objectives: [{ code: 'O1', text: 'Peace' }] }),
  DesignateFocalPerson: (scene) => ({ participantId: person(scene) }),
  NotifyFederalGovernment: (scene) => ({
    reference: 'KP/17 (invented)',
    addressee: 'The ministry',
    channel: scene.draw.of('LETTER', 'MEETING', 'E_OFFICE'),
    documentEvidenceId: proof(scene),
    summary: 'Two delegations.',
  }),
  AcknowledgeNotification: () => ({ reference: 'FO/88 (invented)' }),
  HandOverFocalPerson: (scene) => ({ ...(scene.draw.once(3) ? {} : { toId: person(scene) }), ...because }),
  RaiseFederalObjection: ({ draw }) => ({ byOffice: 'A division', ground: draw.of('COMPETENCE', 'TIMING'), ...said, public: draw.once(2) }),
  LiftFederalObjection: ({ state }) => ({
    objectionId: (isKnown(state) ? state.objections.find(({ until }) => until === undefined)?.eventId : undefined) ?? sample.NOTHING,
    ...because,
  }),
  OpenPhase: (scene) => ({ phase: scene.state.status === 'BETWEEN_PHASES' ? 2 : 1, clearanceId: sample.REVIEW }),
  ConcludePhase: (scene) => conclusion(scene),
  AssessObjective: ({ draw }) => ({ objective: draw.mostly('O1', 'O2'), assessment: draw.of('NO_MOVEMENT', 'REVERSED'), ...said }),
  RecordParallelTrack: ({ draw }) => ({ level: draw.of('FEDERAL', 'TRIBAL', 'THIRD_COUNTRY'), ...said }),
  RecordCircumstances: ({ draw }) => ({ ...said, affects: [draw.of('SECURITY', 'TRADE')] }),
  SuspendInitiative: () => ({ ground: 'NO_VISAS', ...because }),
  ResumeInitiative: () => ({}),
  TerminateInitiative: () => ({ ground: 'COLLAPSE_OF_TALKS', ...because }),
  CloseInitiative: () => ({ summary: 'What it came to.' }),
};

function conclusion(scene: Scene<Initiative>): Fields<initiativeCommands.ConcludePhase> {
  const { draw } = scene;
  const criteria = [{ text: 'The elders agree to meet again.', met: true, evidenceIds: [proof(scene)] }];
  const common = { ...because, criteria, engaged: [], commitmentIds: [] };
  if (scene.state.status === 'PHASE_2') return { ...common, phase: 2, outcome: draw.of('NO_AGREEMENT', 'ABORTED', 'TANGIBLE_OUTCOME') };
  return { ...common, phase: 1, outcome: draw.of('FOUNDATION_LAID', 'FOUNDATION_LAID', 'FOUNDATION_NOT_LAID', 'ABORTED') };
}

/** One of its members, mostly one of whom something is still wanted. */
function memberOf(
  { state, draw }: Scene<Delegation>,
  wanted: (member: { readonly credentials: object | null }) => boolean = () => true,
): string {
  const members = state.status === 'NONE' ? [] : state.members;
  const some = members.filter(wanted);
  const choice = some.length > 0 ? some : members;
  return legible(choice[draw.below(Math.max(1, choice.length))]?.participantId ?? sample.NOTHING);
}

const departedWith = ({ state }: Scene<Delegation>): string[] => ('departure' in state ? [...legible(state.departure.members)] : []);
const everybody = ({ state }: Scene<Delegation>): string[] =>
  state.status === 'NONE' ? [] : state.members.map(({ participantId }) => legible(participantId));
const legOf = ({ state, draw }: Scene<Delegation>): string => {
  const [leg] = state.status === 'NONE' ? [] : state.legs;
  return draw.mostly(leg?.legId ?? sample.NOTHING, sample.NOTHING);
};

const delegationLeg = {
  from: 'Peshawar',
  to: 'Jalalabad',
  crossing: 'TORKHAM',
  plannedDepart: null,
  plannedArrive: null,
} as const;

const delegationWords: Words<typeof delegationCommands, Delegation> = {
  ConstituteDelegation: (scene) => {
    const ordinal = scene.draw.of(1, 1, 1, 2, 3);
    const seats = ordinal === 1 ? delegationSample.firstSeats : delegationSample.secondSeats;
    return { initiativeId: initiative(scene), ordinal, purpose: 'To listen.', delegates: seats, ...delegationSample.plan };
  },
  AppointDelegate: ({ draw }) => delegationSample.seat(draw.of(delegationSample.POLITICIAN, delegationSample.ELDER), 'TRIBAL_ELDER'),
  // Who is in it mostly stays: without the others it never travels.
  WithdrawDelegate: (scene) => ({
    participantId: scene.draw.mostly(delegationSample.POLITICIAN, memberOf(scene)),
    ...because,
  }),
  ReplaceDelegate: (scene) => ({
    outId: scene.draw.once(4) ? memberOf(scene) : sample.NOTHING,
    inId: delegationSample.POLITICIAN,
    languages: ['ps'],
    ...because,
  }),
  NameHead: (scene) => ({ participantId: memberOf(scene) }),
  IssueCredentials: (scene) => ({
    participantId: memberOf(scene, ({ credentials }) => credentials === null),
    acts: ['LISTEN'],
    validFrom: '2025-01-01T00:00:00Z',
    validUntil: '2030-01-01T00:00:00Z',
    documentEvidenceId: proof(scene),
  }),
  PlanLeg: () => delegationLeg,
  ChangeLeg: (scene) => ({ ...delegationLeg, legId: legOf(scene), ...because }),
  AuthoriseTravel: () => ({ clearanceId: delegationSample.TRAVEL_REVIEW, phaseReportId: delegationSample.REPORT_REVIEW }),
  RecordDeparture: (scene) => ({ members: scene.draw.mostly(everybody(scene), [memberOf(scene)]) }),
  ReportUnsanctionedDeparture: (scene) => ({
    members: scene.draw.mostly([sample.NOTHING], [memberOf(scene)]),
    explanation: 'The bus left.',
  }),
  RecordCrossing: (scene) => ({
    ...(scene.draw.once(2) && { legId: legOf(scene) }),
    crossing: 'TORKHAM',
    direction: scene.draw.of('OUT', 'IN'),
  }),
  RecordArrival: (scene) => ({ place: 'Jalalabad', ...(scene.draw.once(2) && { legId: legOf(scene) }) }),
  RecordSafePassage: (scene) => ({ guarantorPartyId: party(scene), form: 'BADRAGGA', route: 'From Torkham' }),
  ReportSafetyIncident: (scene) => ({ kind: scene.draw.of('THREAT', 'ILLNESS'), memberIds: [memberOf(scene)], severity: 'LOW' }),
  PostponeDelegation: () => ({ ...because, plannedFor: null }),
  AbortDelegation: () => because,
  RecordReturn: (scene) => ({ members: scene.draw.mostly(departedWith(scene), []) }),
  FileDebrief: (scene) => ({ evidenceId: proof(scene), summary: 'They listened.' }),
  DissolveDelegation: () => ({}),
};

const deviationsWords: Words<typeof deviationsCommands, State> = {
  RecordDeviation: ({ draw }) => ({
    initiativeId: sample.INITIATIVE,
    rule: 'INV-02',
    flag: draw.of('BEFORE_NOTIFICATION', 'UNSANCTIONED'),
    eventId: draw.of(sample.PROOF, sample.REVIEW, sample.RED_LINE),
    record: { kind: 'contact', id: sample.NOTHING },
    severity: 'HIGH',
    explanation: 'It happened before.',
  }),
  DispositionDeviation: ({ draw, last }) => ({
    deviationId: last('ProtocolDeviationRecorded'),
    result: draw.of('ACCEPTED', 'REFERRED', 'REFERRED'),
    ...because,
  }),
  RemedyDeviation: ({ last }) => ({ deviationId: last('ProtocolDeviationRecorded'), remedyId: sample.PROOF }),
};

const attemptsWords: Words<typeof attemptsCommands, State> = {
  KeepAttempt: ({ draw }) => ({
    attemptId: draw.of(sample.PROOF, sample.REVIEW),
    participantId: sample.OBSERVER,
    command: 'EnterCommitment',
    code: 'commitment.not-cleared',
  }),
  CountAttempts: ({ draw }) => ({ participantId: sample.OBSERVER, since: '2025-03-01T09:00:00.000Z', count: draw.below(1_000) }),
};

const partyWords: Words<typeof partyCommands, State> = {
  RegisterParty: ({ draw }) => ({ type: draw.of('TRIBE', 'COMMUNITY'), canonicalName: 'A tribe (fictitious)' }),
  RecordDesignation: (scene) => ({
    name: scene.draw.of('One name', 'Another name', 'A third name'),
    lang: scene.draw.of('ps', 'en'),
    script: 'Latn',
    usedByPartyId: party(scene),
  }),
  RecordPartyRelation: (scene) => ({
    toPartyId: party(scene),
    relation: scene.draw.of('PART_OF', 'ALLIED', 'OPPOSED'),
    ...(scene.draw.once(2) && { until: contactSample.day(scene.draw.of('2025-02-20', '2025-02-28')) }),
  }),
  EndPartyRelation: ({ last }) => ({ relationId: last('PartyRelationRecorded') }),
  RecordListingStatus: ({ draw }) => ({ list: draw.of('A list', 'Another list'), status: draw.of('LISTED', 'PROSCRIBED', 'DELISTED') }),
};

/** Made once, for proofs take their time. */
const KEYS = [enrolment(keyFrom('one'), SELF), enrolment(keyFrom('two'), SELF), enrolment(keyFrom('a device'), SELF, 'DEVICE')] as const;

const participantWords: Words<typeof participantCommands, State> = {
  RegisterParticipant: () => ({ displayName: 'Palwasha (fictitious)', languages: ['ps'] }),
  AssumeRole: (scene) => ({ role: scene.draw.of('SPOKESMAN', 'ADVISER', 'MONITOR'), partyId: party(scene) }),
  RelinquishRole: ({ last }) => ({ roleEventId: last('RoleAssumed') }),
  ConferAuthority: (scene) => ({
    byPartyId: party(scene),
    acts: ['LISTEN'],
    ...(scene.draw.once(2) && { validUntil: scene.draw.of('2025-02-27T09:00:00Z', '2026-02-28T09:00:00Z') }),
  }),
  RevokeAuthority: ({ last }) => ({ conferralId: last('AuthorityConferred') }),
  RecordConsent: ({ draw }) => ({ purpose: draw.of('TAKING_PART', 'BEING_NAMED'), given: draw.once(2) }),
  PseudonymiseParticipant: ({ draw }) => ({ pseudonym: draw.of('A', 'B', 'C') }),
  DeactivateParticipant: () => because,
  ReactivateParticipant: () => because,
  GrantRole: ({ draw }) => ({ role: Role.options[draw.below(Role.options.length)] ?? 'NEGOTIATOR' }),
  WithdrawRole: ({ last }) => ({ grantEventId: last('RoleGranted') }),
  GrantClearanceLevel: ({ draw }) => ({
    level: LEVELS[draw.below(LEVELS.length)] ?? 'PUBLIC',
    caveats: draw.once(2) ? [CAVEATS[draw.below(CAVEATS.length)] ?? 'NO_EXPORT'] : [],
  }),
  BindAccount: ({ draw }) => ({ accountId: draw.of(sample.PROOF, sample.REVIEW), invitedBy: sample.OBSERVER }),
  UnbindAccount: ({ last }) => ({ bindingEventId: last('AccountBound') }),
  EnrolKey: ({ draw }) => draw.of(...KEYS),
  RevokeKey: ({ last }) => ({ keyEventId: last('KeyEnrolled'), ...because }),
};

const evidenceWords: Words<typeof evidenceCommands, State> = {
  IngestEvidence: (scene) => ({
    sha256: 'c'.repeat(64),
    bytes: scene.draw.below(1_000),
    mediaType: 'image/jpeg',
    capturedAt: { from: '2025-02', precision: 'MONTH', zone: 'Asia/Kabul', calendar: 'GREGORIAN' },
    lang: 'ps',
    kind: 'PHOTO',
    ...(scene.draw.once(2) && { collectedBy: person(scene) }),
  }),
  VerifyEvidence: () => ({}),
  TransferCustody: (scene) => ({
    from: scene.draw.mostly((scene.state as { custodianId?: string }).custodianId ?? person(scene), person(scene)),
    to: person(scene),
    means: 'By courier.',
    ...(scene.draw.once(2) && { sealNo: 'KP 17' }),
  }),
};

const erased = { subject: { kind: 'party', id: sample.TRIBE }, legalBasis: 'An order (fictitious)' } as const;

const erasureWords: Words<typeof erasureCommands, State> = {
  ProposeErasure: ({ draw }) => ({
    ...erased,
    ...(draw.once(2) && { subject: { kind: 'participant', id: draw.of(...PEOPLE) } as const }),
    ...because,
  }),
  ApproveErasure: ({ state, draw }) => ({
    ...erased,
    ...(state.status === 'PROPOSED' && draw.mostly({ subject: (state as In<Erasure, 'PROPOSED'>).subject as typeof erased.subject }, {})),
    lastBackupGoneBy: draw.mostly('2026-02-28', '2025-02-28'),
  }),
  RefuseErasure: () => because,
  WithdrawErasure: () => because,
  RecordKeysDestroyed: ({ draw }) => ({
    keys: [{ id: draw.of(sample.PROOF, sample.REVIEW), stream: `party-${sample.TRIBE}` }],
    keysInAll: draw.of(1, 2),
    destroyedAt: '2025-03-01T09:00:00.000Z',
    forgotten: [{ place: 'WRITER', count: draw.below(3) }],
  }),
};

const houseRulesWords: Words<typeof houseRulesCommands, State> = {
  SetHouseRule: ({ draw }) => ({ rule: 'LATE_RECORDED_HOURS', value: draw.mostly(draw.below(1_000), 1_000_000) }),
};

const contactWords: Words<typeof contactCommands, Contact> = {
  ScheduleContact: (scene) => ({
    ...contactSample.plan,
    initiativeId: initiative(scene),
    kind: scene.draw.mostly<ContactKind>('JIRGA_SESSION', 'MEETING'),
    acts: scene.draw.mostly<Fields<contactCommands.ScheduleContact>['acts']>(['LISTEN', 'EXPLORE'], ['SIGN']),
    counterparts: counterparts(scene),
    topics: [scene.draw.mostly(topic(scene), 'TRADE')],
    plannedFor: plannedFor(scene),
  }),
  SchedulePublicStatement: (scene) => ({
    initiativeId: initiative(scene),
    speakerId: person(scene),
    text: text(scene),
    refersTo: references(scene),
    mode: 'WRITTEN',
    place: contactSample.jirgaGround,
    plannedFor: plannedFor(scene),
    clearanceIds: scene.draw.once(2) ? [sample.REVIEW] : [],
  }),
  RescheduleContact: (scene) => ({ plannedFor: plannedFor(scene), ...because }),
  CancelContact: (scene) => ({ byPartyId: party(scene), ...because }),
  ReportCounterpartAbsence: (scene) => ({ participantIds: [person(scene)] }),
  RecordContactHeld: (scene) => ({ ...(scene.draw.once(2) && { counterparts: counterparts(scene) }), agenda: agenda(scene) }),
  RecordUnplannedContact: (scene) => meeting(scene),
  ReportUnsanctionedContact: (scene) => ({ ...meeting(scene), explanation: 'They came by themselves.' }),
  RecordAttendance: (scene) => ({
    attendance: [
      { participantId: person(scene), capacity: scene.draw.of('DELEGATE', 'INTERPRETER', 'OBSERVER', 'HOST') },
      { participantId: person(scene), capacity: 'COUNTERPART', partyId: party(scene) },
    ],
  }),
  RecordStatement: (scene) => ({
    speakerId: person(scene),
    text: text(scene),
    attribution: scene.draw.of('ATTRIBUTABLE', 'CHATHAM_HOUSE', 'OFF_THE_RECORD'),
    verbatim: scene.draw.once(2),
    ...(scene.draw.once(2) && { topic: topic(scene) }),
    ...(scene.draw.once(2) && { refersTo: references(scene) }),
  }),
  RecordPosition: (scene) => ({
    partyId: party(scene),
    topic: topic(scene),
    stance: scene.draw.of('ACCEPT', 'OPPOSE', 'NO_POSITION_STATED'),
    text: text(scene),
  }),
  ReportUndertaking: (scene) => ({ speakerId: person(scene), toPartyId: party(scene), text: text(scene), circumstances: 'At table.' }),
  DisavowUndertaking: (scene) => ({ undertakingId: undertakingOf(scene), byPartyId: party(scene), communicatedToPartyId: party(scene) }),
  ConfirmUndertaking: (scene) => ({
    undertakingId: undertakingOf(scene),
    commitmentId: sample.PROOF,
    clearanceId: scene.draw.mostly(sample.REVIEW, sample.NOTHING),
  }),
  DraftMinutes: (scene) => ({ text: text(scene), rapporteurId: person(scene) }),
  ConfirmMinutes: (scene) => ({ byPartyIds: scene.draw.of([party(scene)], minuted(scene).partyIds), textHash: minuted(scene).textHash }),
  DisputeMinutes: (scene) => ({ partyId: scene.draw.of(...PARTIES), passage: 'All of it.', ...said }),
  AttachTranslation: ({ last, draw }) => ({
    originalEventId: last(draw.of('StatementRecorded', 'PositionStated', 'UnauthorisedUndertakingReported', 'MinutesDrafted')),
    text: { lang: draw.mostly('ur', 'en'), body: 'ایک ترجمہ' },
    method: draw.of('HUMAN', 'MACHINE'),
  }),
  VerifyTranslation: ({ last }) => ({ translationId: last('TranslationAttached') }),
  AssignFollowUp: (scene) => ({ toParticipantId: person(scene), ...said }),
  CompleteFollowUp: (scene) => ({ actionId: scene.last('FollowUpAssigned'), ...(scene.draw.once(2) && { evidenceId: proof(scene) }) }),

  ConferWaak: (scene) => ({
    fromPartyId: party(scene),
    scope: 'The quarrel over the pasture',
    revocable: scene.draw.mostly(true, false),
    ...(scene.draw.once(2) && { validUntil: later(scene.now, scene.draw.mostly(9, -9)) }),
  }),
  WithdrawWaak: ({ last }) => ({ waakId: last('WaakConferred'), ...because }),
  AnnounceJirgaDecision: (scene) => ({
    text: text(scene),
    basis: scene.draw.mostly<Fields<contactCommands.AnnounceJirgaDecision>['basis']>(
      { kind: 'RELIGIOUS' },
      { kind: 'CUSTOMARY', narkhOf: party(scene) },
    ),
    partyIds: [party(scene)],
    unanimous: scene.draw.once(2),
    sessionIds: scene.draw.mostly<string[]>([], [scene.draw.of(proposalSample.CONTACT, sample.NOTHING)]),
  }),
  DeclareTruce: (scene) => ({
    form: scene.draw.of('TEEGA', 'CEASEFIRE', 'OTHER'),
    partyIds: [party(scene), sample.TRIBE],
    coverage: 'The valley road',
    until: plannedFor(scene),
    oral: scene.draw.once(2),
  }),
  EndTruce: (scene) => ({ truceId: scene.last('TruceDeclared'), ...(scene.draw.once(2) && { byPartyId: party(scene) }), ...because }),
  LodgeSecurityDeposit: (scene) => ({
    partyId: party(scene),
    items: [{ kind: 'ARMS', description: 'Rifles', quantity: 5 }],
    custodianId: person(scene),
    ...(scene.draw.once(8) && { truceId: scene.last('TruceDeclared') }),
  }),
  ForfeitSecurityDeposit: (scene) => ({ depositId: scene.last('SecurityDepositLodged'), toPartyId: party(scene), ...because }),
  ReturnSecurityDeposit: ({ last }) => ({ depositId: last('SecurityDepositLodged') }),
  SeekReconciliation: (scene) => ({ form: 'NANAWATAI', byPartyId: party(scene), ofPartyId: sample.TRIBE }),
  AcceptReconciliation: (scene) => ({ soughtId: scene.last('ReconciliationSought'), outcome: scene.draw.of('ROGHA', 'SAZ') }),
  OfferPrayer: (scene) => ({ ...(scene.draw.once(2) && { ledById: person(scene) }), occasion: 'At its end' }),
  GiveBadragga: (scene) => ({
    guarantorPartyId: party(scene),
    participantIds: [person(scene)],
    route: 'From the crossing to the guest house',
    until: plannedFor(scene),
  }),
};

const topic = ({ draw }: Scene) => draw.of<Topic>('SECURITY', 'CROSS_BORDER_COLLABORATION', 'REFUGEES');
const references = ({ draw }: Scene) =>
  draw.of<Fields<contactCommands.SchedulePublicStatement>['refersTo']>(
    [],
    [{ kind: draw.of<ReferredKind>('commitment', 'contact', 'evidence'), id: sample.PROOF }],
  );
const counterparts = (scene: Scene) => (scene.draw.once(8) ? [] : [{ participantId: person(scene), partyId: party(scene) }]);
const agenda = (scene: Scene) => [{ topic: topic(scene), text: 'As it came up', raisedByPartyId: party(scene) }];
const plannedFor = ({ draw, now }: Scene) =>
  draw.of(null, contactSample.day(later(now, 3).slice(0, 10)), contactSample.day(later(now, draw.mostly(20, -20)).slice(0, 10)));
const meeting = (scene: Scene) => ({
  ...contactSample.report,
  kind: scene.draw.mostly<ContactKind>('JIRGA_SESSION', 'CALL'),
  initiativeId: initiative(scene),
  counterparts: counterparts(scene),
  agenda: agenda(scene),
});

/** One of the promises that were reported. */
function undertakingOf({ state, draw }: Scene<Contact>): string {
  const undertakings: Meeting['undertakings'] = isHeld(state) ? state.undertakings : [];
  return undertakings[draw.below(Math.max(1, undertakings.length))]?.undertakingId ?? sample.NOTHING;
}

/** Whose the minutes are, and which words they are in. */
function minuted({ state }: Scene<Contact>): { readonly partyIds: readonly string[]; readonly textHash: string } {
  const { partyIds, text: words } = 'minutes' in state ? state.minutes : { partyIds: [sample.PROVINCE], text: textOf(TEXTS[0]) };
  return { partyIds: 'erased' in partyIds ? [] : partyIds, textHash: 'erased' in words ? sample.textHash : words.textHash };
}

const proposalWords: Words<typeof proposalCommands, Proposal> = {
  DraftProposal: (scene) => ({
    ...proposalSample.draft,
    initiativeId: initiative(scene),
    singleUndertaking: scene.draw.mostly(true, false),
    clauses: clauses(scene),
  }),
  CounterPropose: (scene) => ({ ...proposalSample.counter, initiativeId: initiative(scene), clauses: clauses(scene) }),
  ReceiveProposal: (scene) => ({ ...proposalSample.receipt, initiativeId: initiative(scene), clauses: clauses(scene) }),
  TableProposal: (scene) => ({ ...proposalSample.tabling, revision: revisionOf(scene) }),
  NoteCounterProposal: ({ draw }) => ({ counterProposalId: draw.of(sample.PROOF, sample.REVIEW), revision: 1 }),
  ReviseProposal: (scene) => ({
    ...because,
    baseRevision: seldom(scene),
    clauses: clauses(scene).slice(scene.draw.below(2)),
  }),
  BracketText: (scene) => ({ ...because, ...passage(scene, 'CLEAN'), baseRevision: seldom(scene), byPartyId: side(scene) }),
  AddAlternative: (scene) => ({ ...passage(scene, 'BRACKETED'), text: `Or ${scene.draw.below(100)}`, byPartyId: side(scene) }),
  ResolveBracket: (scene) => resolution(scene),
  RecordStance: (scene) => ({
    partyId: undecided(scene),
    revision: revisionOf(scene),
    stance: scene.draw.mostly<Stance>('ACCEPT', scene.draw.of('OPPOSE', 'ACCEPT_WITH_RESERVATION')),
  }),
  EnterReservation: (scene) => ({ partyId: side(scene), eId: scene.draw.mostly('art_1', 'art_9'), ...said }),
  WithdrawReservation: ({ last }) => ({ reservationId: last('ReservationEntered') }),
  AssessProposalAlignment: (scene) => ({
    revision: revisionOf(scene),
    result: scene.draw.mostly('ALIGNED', 'CONFLICT'),
    redLineIds: scene.draw.mostly<string[]>([], [sample.RED_LINE]),
  }),
  MarkAlignmentStale: ({ draw }) => ({ frameworkVersion: 1 + draw.below(4), causeId: sample.PROOF }),
  SubmitProposalForClearance: () => ({ urgency: 'ROUTINE', question: 'May it be agreed?' }),
  ClearProposal: (scene) => ({ reviewId: proposalReviewOf(scene) }),
  ReturnProposal: (scene) => ({ reviewId: proposalReviewOf(scene) }),
  DeclineProposal: (scene) => ({ reviewId: proposalReviewOf(scene) }),
  AddTranslation: (scene) => ({
    revision: revisionOf(scene),
    text: { lang: scene.draw.mostly('ur', 'en'), body: 'ایک ترجمہ' },
    method: 'HUMAN',
    authentic: scene.draw.once(32),
  }),
  VerifyProposalTranslation: ({ last }) => ({ translationId: last('TranslationAdded') }),
  OpenSilenceProcedure: (scene) => ({
    revision: revisionOf(scene),
    deadline: later(scene.now, scene.draw.mostly(1, -1)),
    parties: [sample.PROVINCE, sample.TRIBE],
  }),
  AcceptSilenceProcedure: (scene) => ({ procedureId: scene.last('SilenceProcedureOpened'), partyId: waiting(scene) }),
  BreakSilence: (scene) => ({ procedureId: scene.last('SilenceProcedureOpened'), partyId: side(scene) }),
  ConcludeSilence: () => ({}),
  PackageProposals: () => ({ proposalIds: [SELF, proposalSample.OTHER_PROPOSAL] }),
  JoinPackage: () => ({ packageId: sample.PROOF, proposalIds: [SELF, proposalSample.OTHER_PROPOSAL] }),
  AgreeAdReferendum: (scene) => ({ revision: revisionOf(scene), textHash: scene.draw.mostly(hashOf(scene), sample.textHash) }),
  IncorporateProposal: ({ draw }) => {
    const carrier = draw.of(sample.PROOF, sample.REVIEW, sample.RED_LINE);
    return { ...(draw.once(2) ? { commitmentId: carrier } : { agreementId: carrier }), entryId: sample.PROOF };
  },
  RejectProposal: (scene) => ({ partyId: side(scene), ...because }),
  WithdrawProposal: () => because,
  LapseProposal: () => because,
  SupersedeProposal: () => ({ byProposalId: proposalSample.OTHER_PROPOSAL }),
};

const side = ({ draw }: Scene) => draw.mostly<string>(draw.of(sample.PROVINCE, sample.TRIBE), sample.FEDERATION);
const revisionOf = ({ state, draw }: Scene<Proposal>): number => draw.mostly(isWorded(state) ? state.revision : 1, 1);
const hashOf = ({ state }: Scene<Proposal>): string => (isWorded(state) ? legible(state.text).textHash : sample.textHash);
const proposalReviewOf = ({ state, draw }: Scene<Proposal>): string =>
  draw.mostly(isWorded(state) && state.review ? legible(state.review.reviewId) : sample.NOTHING, sample.NOTHING);

/** Words that change all the time are never agreed: mostly a revision that does not stand. */
const seldom = ({ state, draw }: Scene<Proposal>): number => (isWorded(state) && draw.once(5) ? state.revision : 1_000);

/** A party that has still to accept the procedure, where one is open. */
function waiting(scene: Scene<Proposal>): string {
  const silence = isWorded(scene.state) ? scene.state.silence : null;
  const left = legible(silence?.parties ?? []).filter((id) => silence?.acceptedBy.includes(id) === false);
  return scene.draw.mostly(left[0] ?? sample.PROVINCE, side(scene));
}

/** Mostly a party that has not yet accepted all of it. */
function undecided(scene: Scene<Proposal>): string {
  const { state, draw } = scene;
  const all: readonly NegotiatedClause[] = isWorded(state) ? legible(state.text).clauses : [];
  const open = [sample.PROVINCE, sample.TRIBE].find((id) => all.some((clause) => stanceOn(clause, id) !== 'ACCEPT'));
  return draw.mostly(open ?? sample.PROVINCE, side(scene));
}

/** Two clauses, clean or not. */
const clauses = ({ draw }: Scene): Fields<proposalCommands.DraftProposal>['clauses'] => [
  {
    eId: 'art_1',
    segments: [draw.mostly({ state: 'CLEAN', text: `Open ${draw.below(100)}` }, { state: 'BRACKETED', text: 'Shut', by: [sample.TRIBE] })],
  },
  { eId: 'art_2', segments: [{ state: 'CLEAN', text: draw.of('Patients cross.', 'Nobody crosses.') }] },
];

/** A part of the text that is in a state, where there is one. */
function passage({ state, draw }: Scene<Proposal>, wanted: string): { baseRevision: number; eId: string; part: number } {
  const all: readonly NegotiatedClause[] = isWorded(state) ? legible(state.text).clauses : [];
  const parts = all.flatMap(({ eId, segments }) =>
    segments.flatMap(({ state: its }, n) => (its === wanted || draw.once(8) ? [{ eId, part: n + 1 }] : [])),
  );
  const part = parts[draw.below(Math.max(1, parts.length))] ?? { eId: 'art_1', part: 9 };
  return { ...part, baseRevision: isWorded(state) ? state.revision : 1 };
}

/** Mostly what makes an end of a bracket, or of a choice. */
function resolution(scene: Scene<Proposal>): Fields<proposalCommands.ResolveBracket> {
  const { state, draw } = scene;
  const wanted = passage(scene, draw.of('BRACKETED', 'ALTERNATIVES'));
  const clause = isWorded(state) ? legible(state.text).clauses.find(({ eId }) => eId === wanted.eId) : undefined;
  const part = clause?.segments[wanted.part - 1];
  const agreedBy = isWorded(state) ? [...namedParties(state)].filter((id) => id !== sample.FEDERATION) : [sample.PROVINCE];
  if (draw.once(4)) return { ...wanted, agreedBy, how: 'DELETED' };
  if (draw.once(3)) return { ...wanted, agreedBy, how: 'REWORDED', text: 'By day' };
  return { ...wanted, agreedBy, how: 'ACCEPTED', ...(part?.state === 'ALTERNATIVES' && { alternative: 1 }) };
}

const measureWords: Words<typeof measureCommands, Measure> = {
  ProposeCbm: (scene) => ({
    ...measureSample.asked,
    initiativeId: initiative(scene),
    pattern: scene.draw.of('UNILATERAL', 'RECIPROCAL_SEQUENCED', 'JOINT'),
    ...scene.draw.of<object>({}, { competence: 'PROVINCIAL', subTopics: ['HEALTH'] }),
  }),
  ReviseCbm: ({ draw }) => ({ ...measureSample.wording, indicator: `Patients, list ${draw.below(100)}`, ...because }),
  AgreeCbm: ({ state, draw }) => ({
    parties: draw.mostly<string[]>([sample.PROVINCE, sample.TRIBE], [sample.TRIBE]),
    textHash: draw.mostly((isProposed(state) ? state.text?.textHash : undefined) ?? sample.textHash, sample.textHash),
  }),
  SubmitCbmForClearance: () => measureSample.request,
  ClearCbm: (scene) => ({ reviewId: cbmReviewOf(scene) }),
  ReturnCbm: (scene) => ({ reviewId: cbmReviewOf(scene) }),
  DeclineCbm: (scene) => ({ reviewId: cbmReviewOf(scene) }),
  StartCbm: () => ({}),
  RecordDelivery: (scene) => ({
    ...measureSample.delivery,
    evidenceIds: [proof(scene)],
    answersMeasureIds: scene.draw.of<string[]>([], [measureSample.OTHER]),
  }),
  VerifyCbm: ({ draw }) => ({ by: [...PEOPLE], method: 'Counted', result: draw.of('CONFIRMED', 'PARTIAL', 'NOT_CONFIRMED') }),
  LinkReciprocal: ({ draw }) => ({ byMeasureId: draw.of(measureSample.OTHER, sample.PROOF, SELF) }),
  ReportCbmLapse: () => because,
  WithdrawCbm: (scene) => ({ byPartyId: party(scene), ...because }),
  EndCbm: () => ({ summary: 'What it came to.' }),
};

const cbmReviewOf = ({ state, draw }: Scene<Measure>): string =>
  draw.mostly(isProposed(state) && state.review ? legible(state.review.reviewId) : sample.NOTHING, sample.NOTHING);

/** By the kind of the stream and the name of the command. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each command's words are for the state of its own noun; the life pairs them
export const WORDS: Readonly<Record<string, Readonly<Record<string, (scene: Scene<any>) => object>>>> = {
  contact: contactWords,
  proposal: proposalWords,
  measure: measureWords,
  commitment,
  agreement: agreementWords,
  federalReview,
  policyFramework,
  initiative: initiativeWords,
  attempts: attemptsWords,
  delegation: delegationWords,
  deviations: deviationsWords,
  mandate: mandateWords,
  party: partyWords,
  participant: participantWords,
  evidence: evidenceWords,
  erasure: erasureWords,
  houseRules: houseRulesWords,
};
