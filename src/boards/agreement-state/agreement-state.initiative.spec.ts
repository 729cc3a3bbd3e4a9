import { describe, expect, it } from '@jest/globals';
import { annulled, rowAfter, type Told } from '../../../test/support/board-spec';
import { designated, FOCAL_PERSON, INITIATIVE, OBSERVER, PROOF, proposed } from '../../../test/support/clearance-sample';
import { eventId, gone } from '../../../test/support/decider-spec';
import type { DomainEvent } from '../../kernel/events';
import { initiativeEvents, type PhaseOutcome } from '../../negotiation/initiative/initiative.events';
import { agreementState, type AgreementRow } from './agreement-state.projection';

const row = (...events: readonly (DomainEvent | Told)[]): AgreementRow => rowAfter(agreementState, 'initiative', INITIATIVE, ...events);

const notified = (from: string): Told => ({
  event: initiativeEvents.FederalGovernmentNotified({
    reference: 'KP/17 (invented)',
    addressee: 'The ministry',
    channel: 'LETTER',
    documentEvidenceId: PROOF,
    summary: 'Two delegations.',
  }),
  occurredAt: { from, precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
});
const acknowledged = initiativeEvents.FederalNotificationAcknowledged({ notificationId: eventId(2), reference: 'FO/88 (invented)' });
const objected = initiativeEvents.FederalObjectionRaised({ byOffice: 'A division', ground: 'TIMING', text: 'Not yet.', public: false });
const lifted = (n: number) => initiativeEvents.FederalObjectionLifted({ objectionId: eventId(n), reason: 'It is settled.' });
const opened = (phase: 1 | 2) => initiativeEvents.PhaseOpened({ phase });
const concluded = (phase: 1 | 2, outcome: PhaseOutcome) =>
  initiativeEvents.PhaseConcluded({ phase, outcome, criteria: [], engaged: [], commitmentIds: [], landscape: null });
const suspended = initiativeEvents.InitiativeSuspended({ ground: 'NO_VISAS', reason: 'Nobody can travel.' });
const resumed = initiativeEvents.InitiativeResumed({ suspensionId: eventId(2) });

describe('the state of an agreement says of its initiative', () => {
  it('in which phase it is, and where it goes on after a suspension', () => {
    const past = [proposed, notified('2025-02-20'), opened(1)];
    expect(row(proposed).phase).toBe('PROPOSED');
    expect(row(...past).phase).toBe('PHASE_1');
    expect(row(...past, concluded(1, 'FOUNDATION_NOT_LAID')).phase).toBe('STALLED');
    const second = [...past, concluded(1, 'FOUNDATION_LAID')];
    expect(row(...second).phase).toBe('BETWEEN_PHASES');
    expect(row(...second, opened(2)).phase).toBe('PHASE_2');
    expect(row(...second, opened(2), suspended)).toMatchObject({ phase: 'SUSPENDED', suspendedFrom: 'PHASE_2' });
    expect(row(...second, opened(2), suspended, resumed)).toMatchObject({ phase: 'PHASE_2', suspendedFrom: null });
    expect(row(proposed, suspended, notified('2025-02-20'), resumed).phase).toBe('NOTIFIED');
    const over = [...second, opened(2), concluded(2, 'NO_AGREEMENT')];
    expect(row(...over).phase).toBe('FOLLOW_UP');
    expect(row(...over, initiativeEvents.InitiativeClosed({ summary: 'Done.' })).phase).toBe('CLOSED');
    expect(row(...past, initiativeEvents.InitiativeTerminated({ ground: 'OTHER', reason: 'It ended.' })).phase).toBe('TERMINATED');
    expect(row(...past, gone(concluded(1, 'FOUNDATION_LAID'), 'outcome')).phase).toBe('ERASED');
  });

  it('how the federal side stands towards it', () => {
    const standing = (...events: readonly (DomainEvent | Told)[]) => row(...events).federalStanding;
    expect(standing(proposed)).toBe('NONE');
    expect(standing(proposed, notified('2025-02-20'))).toBe('NOTIFIED');
    expect(standing(proposed, notified('2025-02-20'), acknowledged)).toBe('ACKNOWLEDGED');
    expect(standing(proposed, notified('2025-02-20'), acknowledged, notified('2025-02-10'))).toBe('ACKNOWLEDGED');
    expect(standing(proposed, objected, notified('2025-02-20'), acknowledged)).toBe('OBJECTION_OPEN');
    expect(standing(proposed, objected, objected, lifted(2))).toBe('OBJECTION_OPEN');
    expect(row(proposed, objected, objected, lifted(2)).openObjectionIds).toEqual([eventId(3)]);
    expect(standing(proposed, objected, lifted(2), notified('2025-02-20'))).toBe('OBJECTION_LIFTED');
  });

  it('when it was notified: the earliest letter counts, whenever it was found (INV-50)', () => {
    const when = (...events: readonly (DomainEvent | Told)[]) => row(...events).notifiedAt;
    expect(when(proposed, notified('2025-02-20'), notified('2025-02-10'))).toBe('2025-02-10');
    expect(when(proposed, notified('2025-02-10'), notified('2025-02-20'))).toBe('2025-02-10');
    expect(when(proposed, notified('2025-02-10'), notified('2025-02-20'), annulled(2))).toBe('2025-02-20');
    const undated: Told = {
      event: notified('2025').event,
      occurredAt: { from: null, precision: 'UNKNOWN', zone: 'Asia/Karachi', calendar: 'GREGORIAN', originalText: 'undated' },
    };
    expect(when(proposed, notified('2025-02-10'), undated)).toBe('2025-02-10');
    expect(when(proposed, undated, notified('2025-02-10'))).toBe('2025-02-10');
  });

  it('who is its focal person', () => {
    const handedOver = (toId?: string) =>
      initiativeEvents.FocalPersonHandedOver({ fromId: FOCAL_PERSON, ...(toId !== undefined && { toId }), reason: 'Called elsewhere.' });
    expect(row(proposed, designated).focalPersonId).toBe(FOCAL_PERSON);
    expect(row(proposed, designated, handedOver(OBSERVER)).focalPersonId).toBe(OBSERVER);
    expect(row(proposed, designated, suspended, handedOver()).focalPersonId).toBeNull();
  });
});
