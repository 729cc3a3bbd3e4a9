import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowAfter, rowsAfter, type Told } from '../../../test/support/board-spec';
import { INITIATIVE, PROVINCE, REVIEW, reviewOf, TRIBE } from '../../../test/support/clearance-sample';
import { day, held, NEGOTIATOR } from '../../../test/support/contact-sample';
import { eventId, gone, NOW, SOMEBODY } from '../../../test/support/decider-spec';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import type { DomainEvent } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { contactEvents } from '../../negotiation/contact/contact.events';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import type { BoardPage, BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import { type LookingRow, unauthorisedUndertakings, type UndertakingRow } from './unauthorised-undertakings.projection';
import { stateOf, type UndertakingAnswer, unauthorisedUndertakingsQuery } from './unauthorised-undertakings.queries';

const CONTACT = '80000000-0000-4000-8000-000000000003';
const COMMITMENT = '70000000-0000-4000-8000-000000000001';
const promised = contactEvents.UnauthorisedUndertakingReported({
  speakerId: NEGOTIATOR,
  toPartyId: TRIBE,
  text: textOf({ lang: 'ps', body: 'دروازه به سبا خلاصه شي.' }),
  circumstances: 'At the door, after the meeting.',
  reviewId: REVIEW,
});
const disavowed = contactEvents.UndertakingDisavowed({ undertakingId: eventId(2), byPartyId: PROVINCE, communicatedToPartyId: TRIBE });
const confirmed = contactEvents.UndertakingConfirmed({ undertakingId: eventId(2), clearanceId: REVIEW, commitmentId: COMMITMENT });

const rows = (...events: readonly (DomainEvent | Told)[]) => rowsAfter(unauthorisedUndertakings, 'contact', CONTACT, ...events);
const undertaking = (...events: readonly (DomainEvent | Told)[]): UndertakingRow => rows(held, ...events).get(eventId(2)) as UndertakingRow;
const review = (...events: readonly DomainEvent[]): LookingRow =>
  rowAfter(unauthorisedUndertakings, 'federalReview', REVIEW, ...events) as LookingRow;
const { opened, underReview, granted } = reviewOf(CONTACT);

describe('the board of unauthorised undertakings', () => {
  it('says what was promised in the words and the language of who promised it, to whom, and when', () => {
    expect(undertaking({ event: promised, occurredAt: day('2025-02-27'), initiativeId: INITIATIVE })).toMatchObject({
      initiativeId: INITIATIVE,
      contactId: CONTACT,
      speakerId: NEGOTIATOR,
      toPartyId: TRIBE,
      text: { lang: 'ps', body: 'دروازه به سبا خلاصه شي.' },
      circumstances: 'At the door, after the meeting.',
      madeAt: day('2025-02-27'),
      reportedAt: NOW,
      reportedBy: SOMEBODY,
      standing: 'OPEN',
      settled: null,
    });
  });

  it('says how it was settled', () => {
    expect(undertaking(promised, disavowed)).toMatchObject({
      standing: 'DISAVOWED',
      settled: { at: NOW, by: SOMEBODY, byPartyId: PROVINCE, communicatedToPartyId: TRIBE, commitmentId: null },
    });
    expect(undertaking(promised, confirmed)).toMatchObject({
      standing: 'CONFIRMED',
      settled: { commitmentId: COMMITMENT, clearanceId: REVIEW, byPartyId: null },
    });
  });

  it('keeps two promises of one contact apart, and each apart from the contact', () => {
    const second = contactEvents.UndertakingDisavowed({ ...disavowed.data, undertakingId: eventId(3) });
    const made = rows(held, promised, promised, second);
    expect([...made.keys()].sort()).toEqual([CONTACT, eventId(2), eventId(3)].sort());
    expect(made.get(eventId(2))).toMatchObject({ standing: 'OPEN' });
    expect(made.get(eventId(3))).toMatchObject({ standing: 'DISAVOWED' });
  });

  it('takes a disavowal back that was annulled, and leaves open what nobody can tell any more', () => {
    expect(undertaking(promised, disavowed, annulled(3))).toMatchObject({ standing: 'OPEN', settled: null });
    expect(undertaking(promised, gone(disavowed, 'undertakingId'))).toMatchObject({ standing: 'OPEN' });
    expect(rows(held, promised, annulled(2)).has(eventId(2))).toBe(false);
  });

  it('is under review while that lies on the federal desk', () => {
    const state = (standing: UndertakingRow['standing'], ...events: readonly DomainEvent[]) =>
      stateOf({ standing }, events.length === 0 ? null : review(...events).review);
    expect(state('OPEN')).toBe('REPORTED');
    expect(state('OPEN', opened)).toBe('UNDER_REVIEW');
    expect(state('OPEN', ...underReview)).toBe('UNDER_REVIEW');
    expect(state('OPEN', ...underReview, granted)).toBe('REPORTED');
    expect(state('OPEN', ...underReview, federalReviewEvents.ReviewDeclined({ reason: 'It cannot be.', redLineIds: [] }))).toBe('REPORTED');
    expect(state('CONFIRMED', ...underReview, granted)).toBe('CONFIRMED');
    expect(state('DISAVOWED', opened)).toBe('DISAVOWED');
    expect(stateOf({ standing: 'OPEN' }, { withheld: 'SECRET' })).toBe('REPORTED');
  });

  describeOnEach('as its reader gets it', (on) => {
    const question: BoardQuestion = { filters: {}, sort: '-madeAt', size: 10, now: NOW };
    const officer: Clearance = { level: 1, caveats: 0 };

    async function answer(marks: { readonly contact?: number; readonly review?: number } = {}, caveats = 0) {
      const { database, put } = await boardOf(unauthorisedUndertakings, on);
      const [contact, its] = [...rows(held, promised).values()];
      if (!contact || !its) throw new Error('a contact and an undertaking make two rows');
      await put({ id: '1', level: 1, caveats, row: its }, { id: '2', level: marks.contact ?? 1, caveats: 0, row: contact });
      await put({ id: '3', level: marks.review ?? 1, caveats: 0, row: review(...underReview) });
      const readable = readableBy(database, unauthorisedUndertakings, officer);
      return (await unauthorisedUndertakingsQuery.ask(readable, question)) as BoardPage<UndertakingAnswer>;
    }

    it('stands beside the contact in which it was made and the review that looks at it, which are no rows of their own', async () => {
      const { rows: shown, total } = await answer();
      expect(total).toBe(1);
      expect(shown).toMatchObject([{ state: 'UNDER_REVIEW', contact: { kind: 'MEETING' }, review: { state: 'IN_REVIEW' } }]);
      expect(shown[0]).not.toHaveProperty('standing');
    });

    it('shows of neither what its reader may not see', async () => {
      expect((await answer({ contact: 3, review: 3 })).rows).toMatchObject([
        { state: 'REPORTED', contact: { withheld: 'SECRET' }, review: { withheld: 'SECRET' } },
      ]);
      expect(await answer({}, caveatBits(['KP_EYES_ONLY']))).toEqual({ rows: [], next: null, total: 0 });
    });
  });
});
