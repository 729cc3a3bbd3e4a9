import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowAfter, rowsAfter, type Told } from '../../../test/support/board-spec';
import { drafted as draftedCommitment, INITIATIVE, proposed, PROVINCE, REVIEW, TRIBE } from '../../../test/support/clearance-sample';
import { day, held, NEGOTIATOR, plan, scheduled } from '../../../test/support/contact-sample';
import { eventId, gone, NOW } from '../../../test/support/decider-spec';
import { approved, drafted, inForce, submitted, terms } from '../../../test/support/mandate-sample';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import type { DomainEvent } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { contactEvents } from '../../negotiation/contact/contact.events';
import { deviationsEvents } from '../../negotiation/deviations/deviations.events';
import { mandateEvents } from '../../negotiation/mandate/mandate.events';
import type { BoardPage, BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { type AgreementRow, agreementState, type CountedContact, type MandateRow } from './agreement-state.projection';
import { type AgreementAnswer, agreementStateQuery, lastContactOf, mandateAt, nextContactOf } from './agreement-state.queries';

const CONTACT = '80000000-0000-4000-8000-000000000003';
const OTHER_CONTACT = '80000000-0000-4000-8000-000000000004';
const MANDATE = '80000000-0000-4000-8000-000000000005';
const REGISTER = '80000000-0000-4000-8000-000000000006';

const { MandateAmended, MandateDeclined, MandateReturned, MandateRevoked, MandateExpired } = mandateEvents;
const mandate = (...events: readonly (DomainEvent | Told)[]): MandateRow =>
  rowAfter(agreementState, 'mandate', MANDATE, ...events) as MandateRow;
const amended = MandateAmended({ ...terms, acts: { phase1: ['LISTEN'], phase2: [] }, changes: 'Less of it.' });
const later = mandateEvents.MandateApproved({
  ...approved.data,
  validFrom: '2025-04-01T00:00:00.000Z',
  validUntil: '2025-12-01T00:00:00.000Z',
});
const revoked = MandateRevoked({ approvalId: eventId(3), reason: 'No more of it.' });

const contact = (...events: readonly (DomainEvent | Told)[]): CountedContact =>
  rowAfter(agreementState, 'contact', CONTACT, ...events) as CountedContact;
const heldOn = (from: string): CountedContact => contact({ event: held, occurredAt: day(from) });
const plannedFor = (planned: ReturnType<typeof day> | null, plannedText?: string): CountedContact =>
  contact(contactEvents.ContactScheduled({ ...scheduled.data, plannedFor: planned, ...(plannedText !== undefined && { plannedText }) }));

const promised = contactEvents.UnauthorisedUndertakingReported({
  speakerId: NEGOTIATOR,
  toPartyId: TRIBE,
  text: textOf({ lang: 'ps', body: 'دروازه به سبا خلاصه شي.' }),
  circumstances: 'At the door.',
  reviewId: REVIEW,
});
const disavowed = contactEvents.UndertakingDisavowed({ undertakingId: eventId(2), byPartyId: PROVINCE, communicatedToPartyId: TRIBE });
const deviated = deviationsEvents.ProtocolDeviationRecorded({
  initiativeId: INITIATIVE,
  rule: 'INV-23',
  flag: 'UNSANCTIONED',
  eventId: eventId(2),
  record: { kind: 'contact', id: CONTACT },
  severity: 'HIGH',
  explanation: 'Nobody had cleared what was promised.',
});

describe('the state of an agreement says of its mandate', () => {
  const at = (now: string, ...events: readonly (DomainEvent | Told)[]) => mandateAt(mandate(...events), now);

  it('which terms are in force at the moment, with their acts and their end, whether or not a clock has said so', () => {
    expect(at('2025-02-28T00:00:00.000Z', ...inForce)).toMatchObject({ state: 'APPROVED' });
    expect(at('2025-03-01T00:00:00.000Z', ...inForce)).toMatchObject({
      mandateId: MANDATE,
      state: 'IN_FORCE',
      version: 1,
      acts: terms.acts,
      topics: terms.topics,
      validUntil: '2025-09-01T00:00:00.000Z',
      amendment: null,
    });
    const over = MandateExpired({ approvalId: eventId(3), validUntil: '2025-09-01T00:00:00.000Z' });
    expect(at('2025-09-01T00:00:00.000Z', ...inForce)).toMatchObject({ state: 'EXPIRED' });
    expect(at('2025-09-01T00:00:00.000Z', ...inForce, over)).toMatchObject({ state: 'EXPIRED' });
    expect(at(NOW, ...inForce, { event: revoked, at: NOW })).toMatchObject({ state: 'REVOKED' });
    expect(at(NOW, ...inForce, gone(revoked, 'approvalId'))).toMatchObject({ state: 'REVOKED' });
    expect(at(NOW, drafted, submitted, gone(approved, 'validUntil'))).toMatchObject({ state: 'ERASED' });
  });

  it('where terms stand that were never approved', () => {
    expect(at(NOW, drafted)).toMatchObject({ state: 'DRAFT', version: 1, validFrom: null, validUntil: null, amendment: null });
    expect(at(NOW, drafted, submitted)).toMatchObject({ state: 'SUBMITTED' });
    expect(at(NOW, drafted, submitted, MandateReturned({ reviewId: REVIEW }))).toMatchObject({ state: 'DRAFT' });
    expect(at(NOW, drafted, submitted, MandateDeclined({ reviewId: REVIEW }))).toMatchObject({ state: 'DECLINED' });
  });

  it('that approved terms go on while an amendment is on its way, and until it counts', () => {
    expect(at(NOW, ...inForce, amended)).toMatchObject({ state: 'IN_FORCE', version: 1, amendment: { version: 2, state: 'DRAFT' } });
    const both = [...inForce, amended, submitted, later];
    expect(at('2025-03-31T00:00:00.000Z', ...both)).toMatchObject({ version: 1, acts: terms.acts, amendment: null });
    expect(at('2025-04-01T00:00:00.000Z', ...both)).toMatchObject({ version: 2, acts: { phase1: ['LISTEN'], phase2: [] } });
  });
});

describe('the state of an agreement says of its contacts', () => {
  it('which was the last in the time of the world', () => {
    expect(lastContactOf([heldOn('2025-02-20'), heldOn('2025-02-27'), plannedFor(day('2025-03-10'))])).toMatchObject({
      heldAt: day('2025-02-27'),
      kind: 'MEETING',
      unsanctioned: false,
    });
    const unsanctioned = contactEvents.UnsanctionedContactReported({ ...held.data, explanation: 'Nobody was asked.' });
    expect(lastContactOf([contact(unsanctioned)])).toMatchObject({ unsanctioned: true });
    expect(lastContactOf([plannedFor(null)])).toBeNull();
  });

  it('which is the next one: the first whose time is not over', () => {
    const next = (...contacts: readonly CountedContact[]) => nextContactOf(contacts, NOW)?.plannedFor;
    expect(next(plannedFor(day('2025-03-20')), plannedFor(day('2025-03-10')), plannedFor(null))).toEqual(day('2025-03-10'));
    expect(next(plannedFor(day('2025-02-10')))).toBeUndefined();
    expect(next(plannedFor(day('2025-03-01')))).toEqual(day('2025-03-01'));
    expect(next(heldOn('2025-02-20'))).toBeUndefined();
    expect(next(contact(scheduled, contactEvents.ContactCancelled({ byPartyId: TRIBE, reason: 'Snow.' })))).toBeUndefined();
    expect(next(contact(scheduled, held))).toBeUndefined();
    expect(next(contact(scheduled, held, annulled(2)))).toEqual(plan.plannedFor);
  });

  it('TBD where nobody named a date, with what was said instead of one (S28)', () => {
    expect(nextContactOf([plannedFor(null, 'very soon')], NOW)).toEqual({
      contactId: CONTACT,
      kind: 'MEETING',
      plannedFor: 'TBD',
      plannedText: 'very soon',
    });
    const dated = contactEvents.ContactRescheduled({ plannedFor: day('2025-03-12'), reason: 'Agreed on the telephone.' });
    expect(nextContactOf([contact(contactEvents.ContactScheduled({ ...scheduled.data, plannedFor: null }), dated)], NOW)).toMatchObject({
      plannedFor: day('2025-03-12'),
      plannedText: null,
    });
  });
});

describeOnEach('the state of an agreement, as its reader gets it', (on) => {
  const question: BoardQuestion = { filters: {}, sort: 'proposedAt', size: 10, now: NOW };
  const EVERYTHING: Clearance = { level: 4, caveats: 0x3f };

  async function answer(clearance: Clearance = EVERYTHING, caveats = 0): Promise<AgreementAnswer> {
    const { database, put } = await boardOf(agreementState, on);
    const to = (row: AgreementRow): AgreementRow => ({ ...row, initiativeId: INITIATIVE });
    const meeting = rowsAfter(agreementState, 'contact', CONTACT, { event: held, initiativeId: INITIATIVE }, promised, promised, disavowed);
    const settled = deviationsEvents.DeviationDispositioned({ deviationId: eventId(1), result: 'ACCEPTED' });
    const register = rowsAfter(agreementState, 'deviations', REGISTER, deviated, deviated, settled);
    const initiative = rowAfter(agreementState, 'initiative', INITIATIVE, proposed);
    const commitment = rowAfter(agreementState, 'commitment', OTHER_CONTACT, draftedCommitment);
    await put({ id: 'i', level: 0, caveats: 0, row: initiative }, { id: 'c', level: 0, caveats: 0, row: commitment });
    for (const [id, row] of [...meeting, ...register]) await put({ id: `${row.of} ${id}`, level: 0, caveats, row: to(row) });
    await put({ id: 'm', level: 0, caveats, row: mandate(...inForce) });
    const page = (await agreementStateQuery.ask(readableBy(database, agreementState, clearance), question)) as BoardPage<AgreementAnswer>;
    return page.rows[0] as AgreementAnswer;
  }

  it('counts promises without leave apart from what is agreed (INV-23), and deviations that wait', async () => {
    expect(await answer()).toMatchObject({
      commitments: { total: 1, byLegalState: { DRAFT: { NOT_ASSESSED: 1 } } },
      unauthorisedUndertakings: { total: 2, open: 1 },
      openDeviations: 1,
      mandate: { state: 'IN_FORCE', version: 1 },
      lastContact: { contactId: CONTACT },
      nextContact: null,
    });
  });

  it('tells nothing of what is hidden from its reader', async () => {
    expect(await answer({ level: 4, caveats: 0 }, caveatBits(['KP_EYES_ONLY']))).toMatchObject({
      unauthorisedUndertakings: { total: 0, open: 0 },
      openDeviations: 0,
      mandate: null,
      lastContact: null,
      nextContact: null,
    });
  });
});
