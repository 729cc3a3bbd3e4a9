import { beforeEach, expect, it } from '@jest/globals';
import * as sample from '../../test/support/clearance-sample';
import * as contactSample from '../../test/support/contact-sample';
import * as mandateSample from '../../test/support/mandate-sample';
import { nth, RecordedLedger } from '../../test/support/recorded-ledger';
import { describeOnEach } from '../../test/support/view-databases';
import { boardQueries } from '../boards/queries';
import { commitmentTracker, type CommitmentRow, type TrackerRow } from '../boards/commitment-tracker/commitment-tracker.projection';
import { commitmentTrackerQuery, type TrackerPage } from '../boards/commitment-tracker/commitment-tracker.queries';
import { federalReviewQueue, type ReviewRow } from '../boards/federal-review-queue/federal-review-queue.projection';
import { type Clearance, rankOf } from '../kernel/classification';
import { occurringAt } from '../kernel/occurrence';
import { recordEvents } from '../kernel/record.events';
import { textOf } from '../kernel/text';
import { commitmentEvents } from '../negotiation/commitment/commitment.events';
import { contactEvents } from '../negotiation/contact/contact.events';
import { deviationsEvents } from '../negotiation/deviations/deviations.events';
import { federalReviewEvents } from '../negotiation/federal-review/federal-review.events';
import { type AsOf, boardAsOf } from './as-of';
import type { Board, RowShape } from './board';
import type { BoardQuestion } from './board-query';
import type { ReadEvent } from '../ledger/event-store';
import type { LogReader } from '../ledger/log-reader';
import { Runner } from './runner';
import { readableBy } from './visibility';

const EVERYTHING: Clearance = { level: rankOf('TOP_SECRET'), caveats: 0x3f };
const OFFICER: Clearance = { level: rankOf('RESTRICTED'), caveats: 0 };
const rectified = { reason: 'CLERICAL_ERROR', authorityId: sample.FOCAL_PERSON } as const;

/** A contact that was planned, and held with a promise made without leave; its mandate; and a deviation. */
function recordContact(to: RecordedLedger): void {
  const { ELDER, held, NEGOTIATOR, scheduled } = contactSample;
  const { PositionStated, StatementRecorded, UnauthorisedUndertakingReported } = contactEvents;
  const said = textOf({ lang: 'ps', body: 'دروازه به خلاصه شي.' });
  const position = PositionStated({ partyId: sample.TRIBE, topic: 'TRADE', stance: 'OPPOSE', text: said });
  const [, , positionId = '', , undertakingId = ''] = to.add('contact', nth(5), [
    scheduled,
    held,
    position,
    StatementRecorded({ speakerId: ELDER, text: said, attribution: 'ATTRIBUTABLE', verbatim: true }),
    UnauthorisedUndertakingReported({
      ...{ speakerId: NEGOTIATOR, toPartyId: sample.TRIBE, text: said, circumstances: 'At the door.', reviewId: sample.REVIEW },
    }),
  ]);
  to.add('contact', nth(5), [
    contactEvents.UndertakingDisavowed({ undertakingId, byPartyId: sample.PROVINCE, communicatedToPartyId: sample.TRIBE }),
    recordEvents.RecordAnnulled({ targetEventId: positionId, reason: 'entered twice' }),
  ]);
  to.add('mandate', nth(6), mandateSample.inForce);
  const [deviationId = ''] = to.add('deviations', nth(7), [
    deviationsEvents.ProtocolDeviationRecorded({
      ...{ initiativeId: sample.INITIATIVE, rule: 'INV-23', flag: 'UNSANCTIONED', severity: 'HIGH', explanation: 'Not cleared.' },
      ...{ eventId: undertakingId, record: { kind: 'contact', id: nth(5) } },
    }),
  ]);
  to.add('deviations', nth(7), [deviationsEvents.DeviationDispositioned({ deviationId, result: 'ACCEPTED', reason: 'Harmless.' })]);
}

describeOnEach('a board as of another time', (on) => {
  let ledger: RecordedLedger;

  beforeEach(() => {
    ledger = new RecordedLedger();
    ledger.add('initiative', sample.INITIATIVE, [sample.proposed]);
    ledger.add('commitment', nth(1), sample.binding);
    ledger.add('federalReview', nth(2), sample.reviewOf(nth(1)).underReview);
    ledger.add('commitment', nth(3), [sample.drafted], { level: 'SECRET' });
    ledger.add('commitment', nth(4), [sample.drafted], { caveats: ['KP_EYES_ONLY'] });
  });

  async function rowsOf<Row extends RowShape>(board: Board<Row>, asOf: Partial<AsOf> = {}): Promise<Row[]> {
    const readable = await boardAsOf(board, asOf, ledger, EVERYTHING);
    const found = await readable.rows.select('row').orderBy('id').execute();
    await readable.close();
    return (found as unknown as { row: string }[]).map(({ row }) => JSON.parse(row) as Row);
  }

  const commitments = async (asOf: Partial<AsOf> = {}): Promise<CommitmentRow[]> =>
    (await rowsOf<TrackerRow>(commitmentTracker, asOf)).filter((row) => row.of === 'COMMITMENT');

  it.each(Object.keys(boardQueries))('of now and now is the live one byte for byte: %s', async (name) => {
    const query = boardQueries[name];
    if (!query) throw new Error(`there is no board ${name}`);
    const [event] = ledger.eventsOf('commitment', nth(1));
    const correction = { targetEventId: event?.id ?? '', pointer: '/due/date', oldValue: '2025-06-30', newValue: '2025-07-31' };
    ledger.add('commitment', nth(1), [
      recordEvents.RecordRectified({ ...rectified, ...correction, effective: 'AB_INITIO' }),
      commitmentEvents.CommitmentSuspended({ byPartyId: sample.PROVINCE, ground: 'floods' }),
    ]);
    const { underReview, granted } = sample.reviewOf(nth(1));
    ledger.add('federalReview', sample.REVIEW, [...underReview, granted]);
    recordContact(ledger);
    const views = await ledger.views(await on.place());
    const runner = await new Runner(views, ledger.log, ledger.opener).start([query.board]);
    while (await runner.turn(3));
    const now = ledger.now;
    for (const clearance of [EVERYTHING, OFFICER]) {
      for (const sort of query.sorts) {
        const question: BoardQuestion = { filters: {}, sort, size: 2, now };
        const asOf = await boardAsOf(query.board, { knownAt: now, effectiveAt: now }, ledger, clearance);
        const live = JSON.stringify(await query.ask(readableBy(views, query.board, clearance), question));
        expect(JSON.stringify(await query.ask(asOf, question))).toBe(live);
        await asOf.close();
      }
    }
  });

  it('knows no correction that was recorded later', async () => {
    const before = ledger.now;
    const [event] = ledger.eventsOf('commitment', nth(1));
    const correction = { targetEventId: event?.id ?? '', pointer: '/topic', oldValue: 'CROSS_BORDER_COLLABORATION', newValue: 'TRADE' };
    ledger.add('commitment', nth(1), [recordEvents.RecordRectified({ ...rectified, ...correction, effective: 'AB_INITIO' })]);
    const topicAt = async (knownAt: string): Promise<unknown> => {
      const [row] = await commitments({ knownAt });
      return row?.topic;
    };
    expect(await topicAt(before)).toBe('CROSS_BORDER_COLLABORATION');
    expect(await topicAt(ledger.now)).toBe('TRADE');
  });

  it('applies a correction that holds from a date from that date on', async () => {
    const [event] = ledger.eventsOf('commitment', nth(1));
    const correction = { targetEventId: event?.id ?? '', pointer: '/pillar', oldValue: 'DEVELOPMENT', newValue: 'SECURITY' };
    ledger.add('commitment', nth(1), [
      recordEvents.RecordRectified({ ...rectified, ...correction, effective: 'FROM_DATE', fromDate: '2025-03-10' }),
    ]);
    const pillarAt = async (effectiveAt: string): Promise<unknown> => (await commitments({ effectiveAt }))[0]?.pillar;
    expect(await pillarAt('2025-03-09T00:00:00.000Z')).toBe('DEVELOPMENT');
    expect(await pillarAt('2025-03-10T00:00:00.000Z')).toBe('SECURITY');
  });

  it('counts a fact from when it happened, however late it was recorded', async () => {
    const report = { level: 2, periodFrom: '2025-01-01', periodTo: '2025-01-31', assessorId: sample.OBSERVER, evidenceIds: [sample.PROOF] };
    const occurredAt = occurringAt('2025-03-01T04:30:00.000Z');
    ledger.add('commitment', nth(1), [commitmentEvents.ImplementationReported(report)], { occurredAt });
    const levelAt = async (effectiveAt: string): Promise<unknown> =>
      (await commitments({ effectiveAt })).find(({ commitmentId }) => commitmentId === nth(1))?.implementationLevel;
    expect(ledger.now < '2025-03-01T04:30:00.000Z').toBe(true);
    expect(await levelAt('2025-03-01T04:29:59.999Z')).toBeNull();
    expect(await levelAt('2025-03-01T04:30:00.000Z')).toBe(2);
  });

  it('counts an act never before the one that precedes it in its stream', async () => {
    const occurredAt = occurringAt('2025-02-01T00:00:00.000Z');
    ledger.add('federalReview', nth(9), [sample.reviewOf(nth(1)).opened]);
    const opened = ledger.now;
    ledger.add('federalReview', nth(9), [sample.reviewOf(nth(1)).acknowledged], { occurredAt });
    const stateAt = async (effectiveAt: string): Promise<unknown> =>
      (await rowsOf<ReviewRow>(federalReviewQueue, { effectiveAt })).find(({ reviewId }) => reviewId === nth(9))?.state;
    expect(await stateAt('2025-02-02T00:00:00.000Z')).toBeUndefined();
    expect(await stateAt(opened)).toBe('ACKNOWLEDGED');
  });

  it('goes by the time of an event as it was put right', async () => {
    const [event] = ledger.eventsOf('commitment', nth(3));
    const correction = { targetEventId: event?.id ?? '', pointer: '/record/occurredAt', oldValue: null };
    const newValue = { from: '2025-02-01', precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' };
    ledger.add('commitment', nth(3), [recordEvents.RecordRectified({ ...rectified, ...correction, newValue, effective: 'AB_INITIO' })]);
    const ids = (await commitments({ effectiveAt: '2025-02-15T00:00:00.000Z' })).map((row) => row.commitmentId);
    expect(ids).toEqual([nth(3)]);
  });

  it('shows beside a commitment its clearance as it stood then', async () => {
    const { underReview, granted } = sample.reviewOf(nth(1));
    ledger.add('federalReview', sample.REVIEW, underReview);
    const undecided = ledger.now;
    ledger.add('federalReview', sample.REVIEW, [granted]);
    const decided = ledger.now;
    ledger.add('federalReview', sample.REVIEW, [federalReviewEvents.ClearanceConsumed({ clearanceId: sample.REVIEW, by: nth(1) })]);
    const clearanceAt = async (now: string): Promise<unknown> => {
      const readable = await boardAsOf(commitmentTracker, { knownAt: now }, ledger, OFFICER);
      const page = await commitmentTrackerQuery.ask(readable, { filters: {}, sort: 'draftedAt', size: 1, now });
      await readable.close();
      return (page as TrackerPage).rows.map((row) => 'clearance' in row && row.clearance);
    };
    expect(await clearanceAt(undecided)).toEqual([null]);
    expect(await clearanceAt(decided)).toMatchObject([{ id: sample.REVIEW, state: 'LIVE', live: true }]);
    expect(await clearanceAt(ledger.now)).toMatchObject([{ id: sample.REVIEW, state: 'CONSUMED', live: false }]);
  });

  it('cuts the log behind a whole command', async () => {
    const positionAt = async (knownAt: string): Promise<number> => {
      const readable = await boardAsOf(commitmentTracker, { knownAt }, ledger, EVERYTHING);
      await readable.close();
      return readable.position;
    };
    const positions = ledger.log.readAll(0, 100).map((row) => [ledger.opener.open(row).recordedAt, row.position] as const);
    expect(await positionAt('2025-01-01T00:00:00.000Z')).toBe(0);
    for (const [recordedAt, position] of positions) expect(await positionAt(recordedAt)).toBe(position);
    expect(await positionAt('2030-01-01T00:00:00.000Z')).toBe(ledger.log.head());
  });

  it('finds what two programs have appended in the other order than that of their times', async () => {
    const asLaidDown = ledger.log.readAll(0, 100);
    const [last, beforeLast] = [asLaidDown.at(-1), asLaidDown.at(-2)].map((row) => row && ledger.opener.open(row));
    if (!last || !beforeLast || last.stream === beforeLast.stream) throw new Error('two streams were written at last');
    const [swapped, other] = [asLaidDown.at(-1), asLaidDown.at(-2)] as [ReadEvent, ReadEvent];
    const log = [...asLaidDown.slice(0, -2), { ...swapped, position: other.position }, { ...other, position: swapped.position }];
    const reader: LogReader = { ...logOf(log), readStream: (stream) => ledger.log.readStream(stream) };
    const shown = async (knownAt: string): Promise<string[]> => {
      const readable = await boardAsOf(commitmentTracker, { knownAt }, { log: reader, opener: ledger.opener }, EVERYTHING);
      const found = (await readable.rows.select('stream').execute()) as { stream: string }[];
      await readable.close();
      return found.map(({ stream }) => stream);
    };
    expect(await shown(beforeLast.recordedAt)).toContain(beforeLast.stream);
    expect(await shown(beforeLast.recordedAt)).not.toContain(last.stream);
  });
});

const logOf = (events: readonly ReadEvent[]): Omit<LogReader, 'readStream'> => ({
  readAll: (after, limit) => events.filter(({ position }) => position > after).slice(0, limit),
  head: () => events.at(-1)?.position ?? 0,
  close: () => undefined,
});
