import { describe, expect, it } from '@jest/globals';
import * as sample from '../../../test/support/clearance-sample';
import { INITIATIVE, NOTHING, PROOF, PROVINCE, REVIEW, TRIBE } from '../../../test/support/clearance-sample';
import * as contactSample from '../../../test/support/contact-sample';
import { ELDER } from '../../../test/support/contact-sample';
import { derived, eventId, gone, happened, SELF, specOf } from '../../../test/support/decider-spec';
import * as mandateSample from '../../../test/support/mandate-sample';
import type { EventOf } from '../../kernel/events';
import type { Occurrence } from '../../kernel/occurrence';
import { commitment } from '../commitment/commitment.state';
import { commitmentEvents } from '../commitment/commitment.events';
import { contactEvents } from '../contact/contact.events';
import { contact } from '../contact/contact.state';
import { deviationsEvents } from '../deviations/deviations.events';
import { deviations, deviationsIdOf } from '../deviations/deviations.state';
import { evidence } from '../evidence/evidence.state';
import { federalReviewEvents } from '../federal-review/federal-review.events';
import { federalReview } from '../federal-review/federal-review.state';
import { mandateEvents } from '../mandate/mandate.events';
import { mandate, mandateIdOf } from '../mandate/mandate.state';
import { type CounterpartKind, participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { ConcludePhase, OpenPhase } from './initiative.commands';
import { initiativeDecider } from './initiative.decider';
import { initiativeEvents, type PhaseOutcome } from './initiative.events';
import { PhaseCriterion } from './initiative.parts';
import { initiative, phaseAt, phaseOf } from './initiative.state';

const { given, stateAfter } = specOf(initiative, initiativeDecider);
const { PhaseOpened, PhaseConcluded, FederalGovernmentNotified, FederalObjectionRaised } = initiativeEvents;

const notified = FederalGovernmentNotified({
  reference: 'KP/2025/17 (invented)',
  addressee: 'The ministry',
  channel: 'LETTER',
  documentEvidenceId: PROOF,
  summary: 'Two delegations.',
});
const objected = FederalObjectionRaised({ byOffice: 'A division', ground: 'TIMING', text: 'Not yet.', public: false });
const prepared = [sample.proposed, sample.designated, notified] as const;
const opened = PhaseOpened({ phase: 1, clearanceId: REVIEW });
const criteria = [{ text: 'The elders agree to meet again.', met: true, evidenceIds: [PROOF] }];
const judged = [{ id: derived('criterion 0'), text: 'The elders agree to meet again.', met: true, evidenceIds: [PROOF] }];
const blank = { criteria: judged, engaged: [], commitmentIds: [], landscape: null };
const laid = PhaseConcluded({ phase: 1, outcome: 'FOUNDATION_LAID', ...blank });
const notLaid = PhaseConcluded({ phase: 1, outcome: 'FOUNDATION_NOT_LAID', ...blank });
const second = PhaseOpened({ phase: 2 });

const toTerms = mandateSample.reviewOf(mandateIdOf(SELF));
const start = (subjectId: string) => {
  const { opened: submitted } = sample.reviewOf(subjectId);
  const { text: _, ...asked } = submitted.data;
  const { textHash: __, lang: ___, ...granted } = sample.reviewOf(subjectId).granted.data;
  return [
    federalReviewEvents.ReviewSubmitted({ ...asked, subject: 'START_NEGOTIATIONS' }),
    ...sample.reviewOf(subjectId).underReview.slice(1),
    federalReviewEvents.ClearanceGranted({ ...granted, subject: 'START_NEGOTIATIONS', purpose: 'START' }),
  ] as const;
};

describe('the first phase is opened', () => {
  const open = { phase: 1, clearanceId: REVIEW };
  const under = (...history: readonly EventOf<typeof initiativeEvents>[]) =>
    given(...history).and(mandate, mandateIdOf(SELF), ...mandateSample.inForce);

  it('under terms of reference that are in force and were cleared', () => {
    under(...prepared)
      .and(federalReview, REVIEW, ...toTerms.underReview, toTerms.granted)
      .when(OpenPhase, open)
      .then(opened)
      .leaving({ status: 'PHASE_1', phases: [{ phase: 1, openedId: eventId(4), since: '2025-03-01T09:00:00.000Z' }] });
  });

  it('or with the clearance of the start of negotiations', () => {
    under(...prepared)
      .and(federalReview, REVIEW, ...start(SELF))
      .when(OpenPhase, open)
      .then(opened);
  });

  it('not without a clearance, nor with that of another initiative', () => {
    under(...prepared)
      .when(OpenPhase, open)
      .thenRefused('initiative.not-cleared');
    under(...prepared)
      .and(federalReview, REVIEW, ...start(NOTHING))
      .when(OpenPhase, open)
      .thenRefused('initiative.not-cleared');
    under(...prepared)
      .and(federalReview, REVIEW, ...start(SELF), federalReviewEvents.ClearanceRevoked({ clearanceId: REVIEW, reason: 'Second thoughts.' }))
      .when(OpenPhase, open)
      .thenRefused('initiative.not-cleared');
    expect(Object.assign(new OpenPhase(), { phase: 1 }).faults()).toMatchObject([{ pointer: '/clearanceId' }]);
    expect(Object.assign(new OpenPhase(), { phase: 2 }).faults()).toEqual([]);
  });

  it('not without a mandate in force (INV-10)', () => {
    const cleared = [...toTerms.underReview, toTerms.granted] as const;
    given(...prepared)
      .and(federalReview, REVIEW, ...cleared)
      .when(OpenPhase, open)
      .thenRefused('initiative.no-mandate', 'INV-10');
    given(...prepared)
      .and(mandate, mandateIdOf(SELF), ...mandateSample.inForce, mandateEvents.MandateRevoked({ approvalId: eventId(3), reason: 'No.' }))
      .and(federalReview, REVIEW, ...cleared)
      .when(OpenPhase, open)
      .thenRefused('initiative.no-mandate', 'INV-10');
  });

  it('not before the federal government is notified, and not while it objects', () => {
    under(sample.proposed, sample.designated).when(OpenPhase, open).thenRefused('initiative.out-of-turn');
    under(...prepared, objected)
      .and(federalReview, REVIEW, ...start(SELF))
      .when(OpenPhase, open)
      .thenRefused('initiative.objection-open');
  });

  it('not while nobody is in office as focal person (INV-03)', () => {
    under(sample.proposed, notified)
      .and(federalReview, REVIEW, ...start(SELF))
      .when(OpenPhase, open)
      .thenRefused('initiative.gap-in-office', 'INV-03');
  });

  it('again where it came to nothing, but not the second before its foundation is laid', () => {
    const stalled = [...prepared, opened, notLaid] as const;
    under(...stalled)
      .and(federalReview, REVIEW, ...start(SELF))
      .when(OpenPhase, open)
      .then(opened)
      .leaving({ status: 'PHASE_1' });
    under(...stalled)
      .when(OpenPhase, { phase: 2 })
      .thenRefused('initiative.other-phase');
    under(...prepared, opened, laid)
      .when(OpenPhase, open)
      .thenRefused('initiative.other-phase');
  });
});

describe('the first phase is concluded', () => {
  const conclude = (outcome: PhaseOutcome) => ({ phase: 1, outcome, criteria, engaged: [], commitmentIds: [] });
  const underWay = (...more: readonly EventOf<typeof initiativeEvents>[]) =>
    given(...prepared, opened, ...more).and(evidence, PROOF, sample.proof);
  const plain = deviationsIdOf(SELF, []);
  const deviation = deviationsEvents.ProtocolDeviationRecorded({
    initiativeId: INITIATIVE,
    rule: 'INV-02',
    flag: 'BEFORE_NOTIFICATION',
    eventId: NOTHING,
    record: { kind: 'contact', id: NOTHING },
    severity: 'HIGH',
    explanation: 'It happened before the federal government was notified.',
  });
  const accepted = deviationsEvents.DeviationDispositioned({ deviationId: eventId(1), result: 'ACCEPTED', reason: 'Known beforehand.' });

  it('by criteria, each with what shows that it is met (S21); what is reached leads on to the second', () => {
    underWay().when(ConcludePhase, conclude('FOUNDATION_LAID')).then(laid).leaving({ status: 'BETWEEN_PHASES' });
    underWay().when(ConcludePhase, conclude('FOUNDATION_NOT_LAID')).then(notLaid).leaving({ status: 'STALLED' });
    given(...prepared, opened)
      .when(ConcludePhase, conclude('FOUNDATION_LAID'))
      .thenRefused('initiative.evidence-unknown');
    const unproved = Object.assign(new PhaseCriterion(), { ...criteria[0], evidenceIds: [] });
    expect(unproved.faults()).toMatchObject([{ pointer: '/evidenceIds' }]);
    expect(Object.assign(unproved, { met: false }).faults()).toEqual([]);
  });

  it('not as a foundation that is laid while one of them is not met', () => {
    underWay()
      .when(ConcludePhase, {
        ...conclude('FOUNDATION_LAID'),
        criteria: [...criteria, { text: 'Safe passage.', met: false, evidenceIds: [] }],
      })
      .thenRefused('initiative.criterion-not-met', 'INV-04');
  });

  it('with an outcome of its own, and reasons where it was broken off', () => {
    const faults = (fields: object) =>
      Object.assign(new ConcludePhase(), { ...conclude('FOUNDATION_LAID'), ...fields })
        .faults()
        .map(({ pointer }) => pointer);
    expect(faults({})).toEqual([]);
    expect(faults({ outcome: 'TANGIBLE_OUTCOME' })).toEqual(['/outcome']);
    expect(faults({ phase: 2 })).toEqual(['/outcome']);
    expect(faults({ outcome: 'ABORTED' })).toEqual(['/reason']);
    expect(faults({ outcome: 'ABORTED', reason: 'No visas.' })).toEqual([]);
    expect(faults({ phase: 2, outcome: 'NO_AGREEMENT' })).toEqual(['/reason']);
  });

  it('while it is under way, and not in the name of the other', () => {
    given(...prepared)
      .when(ConcludePhase, conclude('FOUNDATION_LAID'))
      .thenRefused('initiative.out-of-turn');
    underWay(laid, second).when(ConcludePhase, conclude('FOUNDATION_LAID')).thenRefused('initiative.other-phase');
  });

  it('not as a foundation that is laid while a deviation is open (INV-43)', () => {
    underWay()
      .and(deviations, plain, deviation)
      .when(ConcludePhase, conclude('FOUNDATION_LAID'))
      .thenRefused('initiative.deviations-open', 'INV-43');
    underWay()
      .and(deviations, deviationsIdOf(SELF, ['FEDERAL_EYES_ONLY']), deviation)
      .when(ConcludePhase, conclude('FOUNDATION_LAID'))
      .thenRefused('initiative.hidden-deviations-open', 'INV-43');
  });

  it('but once the federal side has disposed of it, and whatever is open where it came to nothing', () => {
    underWay().and(deviations, plain, deviation, accepted).when(ConcludePhase, conclude('FOUNDATION_LAID')).then(laid);
    underWay().and(deviations, plain, deviation).when(ConcludePhase, conclude('FOUNDATION_NOT_LAID')).then(notLaid);
  });

  it('an objection of the federal side does not keep it from being concluded', () => {
    underWay(objected).when(ConcludePhase, conclude('FOUNDATION_NOT_LAID')).then(notLaid);
  });
});

describe('the second phase', () => {
  const underWay = [...prepared, opened, laid, second] as const;
  const conclude = (outcome: PhaseOutcome, commitmentIds: string[] = []) => ({ phase: 2, outcome, criteria, engaged: [], commitmentIds });

  it('is opened after the first has laid its foundation, under the same mandate', () => {
    given(...prepared, opened, laid)
      .and(mandate, mandateIdOf(SELF), ...mandateSample.inForce)
      .when(OpenPhase, { phase: 2 })
      .then(second)
      .leaving({ status: 'PHASE_2' });
    given(...prepared, opened, laid)
      .when(OpenPhase, { phase: 2 })
      .thenRefused('initiative.no-mandate', 'INV-10');
  });

  const elder = participantEvents.ParticipantRegistered({ displayName: 'Gul Agha (fictitious)', languages: ['ps'] });
  const as = (counterpartKind: CounterpartKind, partyId: string) =>
    participantEvents.RoleAssumed({ role: 'COUNTERPART', partyId, counterpartKind });
  const met = (participantId: string, initiativeId: string = SELF) =>
    contactEvents.ContactHeld({ ...contactSample.held.data, initiativeId, counterparts: [{ participantId, partyId: TRIBE }] });
  const [OFFICIAL, FIRST, SECOND] = [contactSample.SECOND_ELDER, REVIEW, NOTHING];
  const engaged = [
    { participantId: ELDER, contactId: FIRST },
    { participantId: OFFICIAL, contactId: SECOND },
  ];
  const under = (initiativeId: string) =>
    [commitmentEvents.CommitmentDrafted({ ...sample.drafted.data, initiativeId }), ...sample.binding.slice(1)] as const;
  const proved = () =>
    given(...underWay)
      .and(evidence, PROOF, sample.proof)
      .and(participant, ELDER, elder, as('AFGHAN_TRIBAL_LEADER', TRIBE))
      .and(participant, OFFICIAL, elder, as('AFGHAN_GOVERNMENT_REPRESENTATIVE', TRIBE))
      .and(contact, FIRST, met(ELDER))
      .and(contact, SECOND, met(OFFICIAL));
  const tangible = { ...conclude('TANGIBLE_OUTCOME', [NOTHING]), engaged };

  it('comes to at least one text that was entered under this initiative (S26)', () => {
    proved()
      .and(commitment, NOTHING, ...under(SELF))
      .when(ConcludePhase, tangible)
      .then(PhaseConcluded({ phase: 2, outcome: 'TANGIBLE_OUTCOME', ...blank, engaged, commitmentIds: [NOTHING] }))
      .leaving({ status: 'FOLLOW_UP' });
    proved()
      .and(commitment, NOTHING, ...under(INITIATIVE))
      .when(ConcludePhase, tangible)
      .thenRefused('initiative.no-outcome');
    proved().when(ConcludePhase, tangible).thenRefused('initiative.no-outcome');
    proved()
      .when(ConcludePhase, { ...tangible, commitmentIds: [] })
      .thenRefused('initiative.no-outcome');
  });

  it('after both kinds of counterparts were spoken with (INV-09)', () => {
    for (const other of [contactSample.scheduled, met(ELDER, INITIATIVE), met(NOTHING)])
      proved()
        .and(contact, FIRST, other)
        .and(commitment, NOTHING, ...under(SELF))
        .when(ConcludePhase, tangible)
        .thenRefused('initiative.not-engaged', 'INV-09');
    for (const one of engaged)
      proved()
        .and(commitment, NOTHING, ...under(SELF))
        .when(ConcludePhase, { ...tangible, engaged: [one] })
        .thenRefused('initiative.not-engaged', 'INV-09');
    proved()
      .and(participant, ELDER, elder, as('AFGHAN_TRIBAL_LEADER', PROVINCE))
      .and(commitment, NOTHING, ...under(SELF))
      .when(ConcludePhase, tangible)
      .thenRefused('initiative.not-engaged', 'INV-09');
  });

  it('or says why it came to nothing, whoever was spoken with', () => {
    given(...underWay)
      .and(evidence, PROOF, sample.proof)
      .when(ConcludePhase, { ...conclude('NO_AGREEMENT'), reason: 'They could not agree on the gate.' })
      .then(PhaseConcluded({ phase: 2, outcome: 'NO_AGREEMENT', reason: 'They could not agree on the gate.', ...blank }))
      .leaving({ status: 'FOLLOW_UP' });
  });
});

describe('which phase was under way', () => {
  const on = (day: string): { occurredAt: Occurrence } => ({
    occurredAt: { from: `2025-02-${day}`, precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' },
  });
  const past = [...prepared, happened(opened, on('10')), happened(laid, on('20')), happened(second, on('25'))] as const;

  it('is known now and for every instant before (INV-50)', () => {
    const state = stateAfter(...past);
    expect(phaseOf(state)).toBe(2);
    expect(['09', '10', '19', '20', '25'].map((day) => phaseAt(state, on(day).occurredAt))).toEqual([undefined, 1, 1, undefined, 2]);
    expect(phaseAt(state, { from: null, precision: 'UNKNOWN', zone: 'UTC', calendar: 'GREGORIAN', originalText: 'x' })).toBeUndefined();
    expect([phaseOf(stateAfter(...prepared)), phaseOf(stateAfter(...prepared, opened)), phaseAt(stateAfter(), NOON)]).toEqual([
      undefined,
      1,
      undefined,
    ]);
  });

  it('but where nobody can say any more how the first one ended, only the record itself remains (domain 4.3.18)', () => {
    const state = stateAfter(...prepared, opened, gone(laid, 'outcome'), second);
    expect(state).toEqual({ status: 'ERASED' });
    expect([phaseOf(state), phaseAt(state, NOON)]).toEqual([undefined, undefined]);
    given(...prepared, opened, gone(laid, 'outcome'))
      .when(OpenPhase, { phase: 2 })
      .thenRefused('initiative.out-of-turn');
  });
});

const NOON = '2025-02-15T12:00:00.000Z';
