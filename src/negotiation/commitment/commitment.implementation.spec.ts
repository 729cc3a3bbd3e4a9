import { describe, expect, it } from '@jest/globals';
import * as sample from '../../../test/support/clearance-sample';
import { FEDERATION, NOTHING, OBSERVER, PROOF, PROVINCE, TRIBE } from '../../../test/support/clearance-sample';
import { eventId, gone, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import type { EventOf } from '../../kernel/events';
import { evidence } from '../evidence/evidence.state';
import { participantEvents } from '../participant/participant.events';
import { participant } from '../participant/participant.state';
import { party } from '../party/party.state';
import {
  AllegeBreach,
  ApplySanction,
  AssessEnforcementCapacity,
  ExtendDueDate,
  FindBreach,
  FulfilCommitment,
  InvestigateBreach,
  ReinstateCommitment,
  RemedyBreach,
  ReportImplementation,
  ResolveDueDate,
  SuspendCommitment,
  TerminateCommitment,
  VerifyImplementation,
} from './commitment.commands';
import { commitmentDecider } from './commitment.decider';
import { commitmentEvents } from './commitment.events';
import { commitment } from './commitment.state';

const { given, stateAfter } = specOf(commitment, commitmentDecider);
const { binding, drafted } = sample;
const events = commitmentEvents;
type Past = EventOf<typeof commitmentEvents>;

/** The next event after `binding` has this id. */
const NEXT = eventId(binding.length + 1);

const february = { periodFrom: '2025-02-01', periodTo: '2025-02-28', assessorId: OBSERVER, evidenceIds: [PROOF] };
const reported = (level: number) => events.ImplementationReported({ ...february, level });
const verified = (level: number) => events.ImplementationVerified({ reportId: NEXT, level, by: [SOMEBODY], method: 'Counted at the gate' });

describe('its implementation is reported, beside its legal state (INV-25)', () => {
  const binds = () =>
    given(...binding)
      .and(participant, OBSERVER, sample.somebody)
      .and(evidence, PROOF, sample.proof);

  it('with who assessed it, for which period, and what proves it', () => {
    binds()
      .when(ReportImplementation, { ...february, level: 1 })
      .then(reported(1))
      .leaving({ status: 'IN_FORCE', implementation: { reportId: NEXT, reported: 1, level: 1, asOf: '2025-02-28', verifiedBy: null } });
  });

  it('full implementation counts as intermediate until somebody verifies it', () => {
    expect(stateAfter(...binding, reported(3))).toMatchObject({ implementation: { reported: 3, level: 2 } });
    expect(stateAfter(...binding, reported(3), verified(3))).toMatchObject({ implementation: { level: 3, verifiedBy: [SOMEBODY] } });
  });

  it('it may go down again', () => {
    expect(stateAfter(...binding, reported(3), verified(3), reported(1))).toMatchObject({ implementation: { level: 1, verifiedBy: null } });
  });

  it('not by somebody unknown, and not without evidence', () => {
    given(...binding)
      .and(evidence, PROOF, sample.proof)
      .when(ReportImplementation, { ...february, level: 1 })
      .thenRefused('commitment.party-unknown');
    given(...binding)
      .and(participant, OBSERVER, sample.somebody)
      .when(ReportImplementation, { ...february, level: 1 })
      .thenRefused('commitment.evidence-unknown', 'INV-25');
  });

  it('for a period that ends after it begins', () => {
    const command = Object.assign(new ReportImplementation(), { ...february, periodTo: '2025-01-31' });
    expect(command.faults()).toMatchObject([{ pointer: '/periodTo' }]);
  });
});

describe('the report is verified by somebody who is not of a responsible party, or jointly with him (INV-26)', () => {
  const postFor = (partyId: string) => participantEvents.RoleAssumed({ role: 'MONITOR', partyId });
  const official = (side: 'PROVINCE' | 'FEDERAL') =>
    participantEvents.RoleGranted({ role: side === 'PROVINCE' ? 'PROVINCIAL_OFFICIAL' : 'FEDERAL_LIAISON', side });
  const verification = { reportId: NEXT, level: 3, by: [SOMEBODY], method: 'Counted at the gate' };
  const binds = (...who: readonly EventOf<typeof participantEvents>[]) =>
    given(...binding, reported(3))
      .and(participant, SOMEBODY, sample.somebody, ...who)
      .and(participant, OBSERVER, sample.somebody, postFor(TRIBE))
      .and(party, PROVINCE, sample.province);

  it('alone, where he is of none', () => {
    binds().when(VerifyImplementation, verification).then(verified(3)).leaving({ status: 'IN_FORCE' });
    binds(official('FEDERAL')).when(VerifyImplementation, verification).then(verified(3));
  });

  it('not alone, where he holds a post for one, or is an official of the government that is responsible', () => {
    binds(postFor(PROVINCE)).when(VerifyImplementation, verification).thenRefused('commitment.own-verification', 'INV-26');
    binds(official('PROVINCE')).when(VerifyImplementation, verification).thenRefused('commitment.own-verification', 'INV-26');
  });

  it('but together with somebody who is not', () => {
    const both = { ...verification, by: [SOMEBODY, OBSERVER] };
    binds(postFor(PROVINCE)).when(VerifyImplementation, both).then(events.ImplementationVerified(both));
  });

  it('who records it is one of them, and all of them are known', () => {
    binds()
      .when(VerifyImplementation, { ...verification, by: [OBSERVER] })
      .thenRefused('commitment.not-among-verifiers', 'INV-25');
    binds()
      .when(VerifyImplementation, { ...verification, by: [SOMEBODY, NOTHING] })
      .thenRefused('commitment.party-unknown');
  });

  it('the last report, and no more than it says', () => {
    binds()
      .when(VerifyImplementation, { ...verification, reportId: eventId(1) })
      .thenRefused('commitment.other-report', 'INV-25');
    given(...binding)
      .when(VerifyImplementation, verification)
      .thenRefused('commitment.other-report', 'INV-25');
    given(...binding, reported(2))
      .and(participant, SOMEBODY, sample.somebody)
      .when(VerifyImplementation, verification)
      .thenRefused('commitment.beyond-report', 'INV-25');
  });

  it('a verification whose report is gone verifies nothing', () => {
    expect(stateAfter(...binding, verified(3))).toMatchObject({ implementation: null });
  });
});

describe('it is fulfilled when full implementation is verified (INV-26)', () => {
  const full = { reportId: NEXT };

  it('and only then', () => {
    given(...binding, reported(3), verified(3))
      .when(FulfilCommitment, full)
      .then(events.CommitmentFulfilled({ reportId: NEXT, verifiedBy: [SOMEBODY] }))
      .leaving({ status: 'FULFILLED' });
    for (const history of [[], [reported(3)], [reported(2), verified(2)]])
      given(...binding, ...history)
        .when(FulfilCommitment, full)
        .thenRefused('commitment.not-fulfilled', 'INV-26');
    given(...binding, reported(3), verified(3))
      .when(FulfilCommitment, { reportId: NOTHING })
      .thenRefused('commitment.not-fulfilled', 'INV-26');
  });

  it('a continuous one never is', () => {
    const continuous = events.CommitmentDrafted({ ...drafted.data, due: { kind: 'CONTINUOUS', reportEveryDays: 30 } });
    given(continuous, ...binding.slice(1), reported(3), verified(3))
      .when(FulfilCommitment, full)
      .thenRefused('commitment.continuous', 'INV-26');
  });

  it('and what is erased is not guessed', () => {
    given(...binding, reported(3), gone(verified(3), 'by'))
      .when(FulfilCommitment, full)
      .thenRefused('record.erased');
    expect(stateAfter(...binding, gone(reported(3), 'level'))).toMatchObject({ implementation: { level: { erased: expect.any(String) } } });
  });
});

describe('whether a responsible party can enforce it is assessed (S56)', () => {
  const assessment = { partyId: PROVINCE, level: 'LIMITED', text: 'Two of five gates are staffed.' } as const;

  it('per responsible party', () => {
    given(...binding)
      .when(AssessEnforcementCapacity, assessment)
      .then(events.EnforcementCapacityAssessed(assessment))
      .leaving({ enforcementCapacity: { [PROVINCE]: 'LIMITED' } });
    given(...binding)
      .when(AssessEnforcementCapacity, { ...assessment, partyId: TRIBE })
      .thenRefused('commitment.not-responsible');
    expect(stateAfter(...binding, gone(events.EnforcementCapacityAssessed(assessment), 'partyId'))).toMatchObject({
      enforcementCapacity: {},
    });
  });
});

describe('its due date', () => {
  const relative = events.CommitmentDrafted({
    ...drafted.data,
    due: { kind: 'RELATIVE', afterEventType: 'CommitmentCameIntoForce', days: 90 },
  });
  const resolved = events.DueDateResolved({ due: '2025-05-30' });
  const since = (draft: Past, ...more: readonly Past[]) => given(draft, ...binding.slice(1), ...more);

  it('is said once the rule has come to a day, and once only', () => {
    since(relative).when(ResolveDueDate, { due: '2025-05-30' }).then(resolved).leaving({ dueDate: '2025-05-30' });
    since(relative, resolved).when(ResolveDueDate, { due: '2025-06-30' }).thenRefused('commitment.due-is-fixed');
    given(...binding)
      .when(ResolveDueDate, { due: '2025-05-30' })
      .thenRefused('commitment.due-is-fixed');
  });

  it('is extended to a later day by agreement of all who are responsible', () => {
    const extension = { to: '2025-09-30', agreedBy: [PROVINCE] };
    given(...binding)
      .when(ExtendDueDate, extension)
      .then(events.DueDateExtended(extension))
      .leaving({ dueDate: '2025-09-30' });
    given(...binding)
      .when(ExtendDueDate, { ...extension, agreedBy: [TRIBE] })
      .thenRefused('commitment.not-agreed-by-all');
    given(...binding)
      .when(ExtendDueDate, { ...extension, to: '2025-06-30' })
      .thenRefused('commitment.not-later');
    since(relative).when(ExtendDueDate, extension).thenRefused('commitment.not-later');
  });
});

describe('a breach is alleged, investigated, found and remedied; the legal state stands beside it', () => {
  const allegation = { byPartyId: TRIBE, againstPartyId: PROVINCE, incidentIds: [], text: 'The gate was shut at noon.' };
  const alleged = events.BreachAlleged(allegation);
  const about = { allegationId: NEXT };
  const opened = events.BreachInvestigationOpened({ ...about, mechanism: 'The committee of elders' });
  const found = (result: 'CONFIRMED' | 'UNSUBSTANTIATED') =>
    events.BreachFindingRecorded({ ...about, result, by: 'The committee of elders' });
  const remedied = events.BreachRemedied({ ...about, text: 'It has stayed open since.' });
  const investigation = { mechanism: 'The committee of elders' };
  const finding = { result: 'CONFIRMED', by: 'The committee of elders' } as const;
  const after = (...history: readonly Past[]) => given(...binding, ...history).and(party, TRIBE, sample.tribe);

  it('against one who is responsible, by a party that is known', () => {
    after()
      .when(AllegeBreach, allegation)
      .then(alleged)
      .leaving({ status: 'IN_FORCE', breach: { state: 'ALLEGED', allegationId: NEXT } });
    after()
      .when(AllegeBreach, { ...allegation, againstPartyId: TRIBE })
      .thenRefused('commitment.not-responsible');
    after()
      .when(AllegeBreach, { ...allegation, byPartyId: FEDERATION })
      .thenRefused('commitment.party-unknown');
  });

  it('each step names the allegation', () => {
    after(alleged)
      .when(InvestigateBreach, investigation)
      .then(opened)
      .leaving({ breach: { state: 'UNDER_INVESTIGATION', allegationId: NEXT } });
    after(alleged, opened)
      .when(FindBreach, finding)
      .then(found('CONFIRMED'))
      .leaving({ breach: { state: 'CONFIRMED', allegationId: NEXT } });
    after(alleged, opened, found('CONFIRMED'))
      .when(RemedyBreach, { text: 'It has stayed open since.' })
      .then(remedied)
      .leaving({ breach: { state: 'REMEDIED', allegationId: NEXT } });
  });

  it('a confirmed one may be sanctioned', () => {
    const sanction = { kind: 'NAGHA', text: 'A fine by the jirga.' } as const;
    after(alleged, opened, found('CONFIRMED'))
      .when(ApplySanction, sanction)
      .then(events.SanctionApplied({ ...about, ...sanction }))
      .leaving({ sanctions: ['NAGHA'] });
    after(alleged).when(ApplySanction, sanction).thenRefused('commitment.breach-out-of-turn');
  });

  it('one at a time, and in this order', () => {
    after(alleged).when(AllegeBreach, allegation).thenRefused('commitment.breach-out-of-turn');
    after().when(InvestigateBreach, investigation).thenRefused('commitment.breach-out-of-turn');
    after(alleged).when(FindBreach, finding).thenRefused('commitment.breach-out-of-turn');
    after(alleged, opened, found('UNSUBSTANTIATED')).when(RemedyBreach, { text: 'x' }).thenRefused('commitment.breach-out-of-turn');
  });

  it('another may follow once the last one is settled', () => {
    for (const history of [[found('UNSUBSTANTIATED')], [found('CONFIRMED'), remedied]])
      after(alleged, opened, ...history)
        .when(AllegeBreach, allegation)
        .then(alleged);
  });
});

describe('it is suspended and reinstated, and ends', () => {
  const suspended = events.CommitmentSuspended({ byPartyId: PROVINCE, ground: 'The crossing is closed.' });
  const suspension = { byPartyId: PROVINCE, ground: 'The crossing is closed.' };

  it('by a party that is known, while it is in force', () => {
    given(...binding)
      .and(party, PROVINCE, sample.province)
      .when(SuspendCommitment, suspension)
      .then(suspended)
      .leaving({ status: 'SUSPENDED', suspensionId: NEXT });
    given(...binding)
      .when(SuspendCommitment, suspension)
      .thenRefused('commitment.party-unknown');
    given(...binding, suspended)
      .when(SuspendCommitment, suspension)
      .thenRefused('commitment.out-of-turn');
  });

  it('reinstatement names the suspension that it lifts', () => {
    given(...binding, suspended)
      .when(ReinstateCommitment, { reason: 'The crossing is open.' })
      .then(events.CommitmentReinstated({ suspensionId: NEXT, reason: 'The crossing is open.' }))
      .leaving({ status: 'IN_FORCE' });
  });

  it('it is terminated on a ground, whether in force or not, and nothing follows', () => {
    const ground = { ground: 'BREACH', text: 'The gate stays shut.' } as const;
    const terminated = events.CommitmentTerminated(ground);
    for (const history of [binding.slice(0, 5), binding, [...binding, suspended]])
      given(...history)
        .when(TerminateCommitment, ground)
        .then(terminated)
        .leaving({ status: 'TERMINATED', ground: 'BREACH' });
    given(...binding, terminated)
      .when(TerminateCommitment, ground)
      .thenRefused('commitment.out-of-turn');
  });
});
