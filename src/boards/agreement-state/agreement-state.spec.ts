import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowAfter } from '../../../test/support/board-spec';
import * as sample from '../../../test/support/clearance-sample';
import { eventId, gone, NOW } from '../../../test/support/decider-spec';
import { describeOnEach } from '../../../test/support/view-databases';
import type { Clearance } from '../../kernel/classification';
import { caveatBits } from '../../kernel/classification';
import { isErased } from '../../kernel/erased';
import type { DomainEvent } from '../../kernel/events';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { initiativeEvents } from '../../negotiation/initiative/initiative.events';
import type { BoardPage, BoardQuestion } from '../../views/board-query';
import { isWithheld, readableBy } from '../../views/visibility';
import { commitmentTracker, type CommitmentRow } from '../commitment-tracker/commitment-tracker.projection';
import { type AgreementRow, agreementState, type CountedCommitment, type InitiativeRow } from './agreement-state.projection';
import { type AgreementAnswer, agreementStateQuery, countsOf } from './agreement-state.queries';

const COMMITMENT = '70000000-0000-4000-8000-000000000001';
const OTHER_INITIATIVE = '10000000-0000-4000-8000-000000000002';
const { binding, drafted, entered, INITIATIVE, OBSERVER, PROOF, PROVINCE, proposed, submitted, TRIBE } = sample;
const { BreachAlleged, BreachInvestigationOpened, BreachFindingRecorded, BreachRemedied, CommitmentFlaggedForReview } = commitmentEvents;

const initiative = (...events: readonly DomainEvent[]): InitiativeRow =>
  rowAfter(agreementState, 'initiative', INITIATIVE, ...events) as InitiativeRow;
const commitment = (...events: readonly DomainEvent[]): CountedCommitment =>
  rowAfter(agreementState, 'commitment', COMMITMENT, ...events) as CountedCommitment;
const counts = (...commitments: readonly (readonly DomainEvent[])[]) =>
  countsOf(commitments.map((events) => commitment(...events).counted));

const reported = (level: number): DomainEvent =>
  commitmentEvents.ImplementationReported({
    level,
    periodFrom: '2025-03-01',
    periodTo: '2025-03-31',
    assessorId: OBSERVER,
    evidenceIds: [PROOF],
  });
const verified = commitmentEvents.ImplementationVerified({ reportId: eventId(7), level: 3, by: [OBSERVER], method: 'Counted at the gate' });
const flagged = CommitmentFlaggedForReview({ cause: 'FRAMEWORK_CHANGED', causeId: eventId(90) });
const alleged = BreachAlleged({ byPartyId: TRIBE, againstPartyId: PROVINCE, incidentIds: [eventId(80)], text: 'The gate was shut.' });
const investigated = BreachInvestigationOpened({ allegationId: eventId(7), mechanism: 'A joint committee of elders' });
const found = (result: 'CONFIRMED' | 'INCONCLUSIVE') =>
  BreachFindingRecorded({ allegationId: eventId(7), result, by: 'A joint committee of elders' });
const remedied = BreachRemedied({ allegationId: eventId(7), text: 'It is open again.' });
const of = (pillar: 'SECURITY' | 'DEVELOPMENT', ...later: readonly DomainEvent[]): readonly DomainEvent[] => [
  { ...drafted, data: { ...drafted.data, pillar } },
  ...binding.slice(1, 3),
  ...later,
];

const notified = initiativeEvents.FederalGovernmentNotified({
  reference: 'KP/7 (invented)',
  addressee: 'Foreign Office',
  channel: 'LETTER',
  documentEvidenceId: PROOF,
  summary: 'That talks are planned.',
});

describe('the state of the agreement', () => {
  it('says where an initiative stands, and how far the federal side is with it', () => {
    expect(initiative(proposed)).toMatchObject({ phase: 'PROPOSED', federalStanding: 'NONE', notifiedAt: null, focalPersonId: null });
    expect(initiative(proposed, sample.designated).focalPersonId).toBe(sample.FOCAL_PERSON);
    const standing = initiative(proposed, notified);
    expect(standing).toMatchObject({ phase: 'NOTIFIED', federalStanding: 'NOTIFIED', notifiedAt: NOW });
    const acknowledged = initiativeEvents.FederalNotificationAcknowledged({ notificationId: eventId(2), reference: 'FO/91 (invented)' });
    expect(initiative(proposed, notified, acknowledged)).toMatchObject({ phase: 'NOTIFIED', federalStanding: 'ACKNOWLEDGED' });
    expect(initiative(proposed, notified, annulled(2)).federalStanding).toBe('NONE');
  });

  it('shows an erased title as erased', () => {
    expect(isErased(initiative(gone(proposed, 'title')).title)).toBe(true);
  });

  it('counts commitments by legal state and, apart from it, by level of implementation', () => {
    const { total, byLegalState } = counts(
      [drafted],
      [drafted, submitted],
      [...binding],
      [...binding, reported(1)],
      [...binding, reported(3)],
      [...binding, reported(3), verified],
    );
    expect(total).toBe(6);
    expect(byLegalState).toEqual({
      DRAFT: { NOT_ASSESSED: 1 },
      IN_CLEARANCE: { NOT_ASSESSED: 1 },
      IN_FORCE: { NOT_ASSESSED: 1, 1: 1, 2: 1, 3: 1 }, // a report of 3 counts as 2 until it is verified (INV-25)
    });
  });

  it('weighs the pillars over what was entered, and over that alone (S59)', () => {
    const { pillarBalance } = counts(
      of('SECURITY'),
      of('SECURITY', entered),
      of('DEVELOPMENT', entered),
      of('DEVELOPMENT', entered, sample.inForce),
      of('DEVELOPMENT', entered, commitmentEvents.CommitmentTerminated({ ground: 'CONSENT', text: 'Both agreed.' })),
      [gone(drafted, 'pillar'), entered],
    );
    expect(pillarBalance).toEqual({ SECURITY: 1, DEVELOPMENT: 2 });
  });

  it('counts what is flagged for review once, however many causes there are', () => {
    expect(counts([...binding]).flaggedForReview).toBe(0);
    expect(counts([...binding], [...binding, flagged], [...binding, flagged, flagged]).flaggedForReview).toBe(2);
  });

  it('counts a breach as open from the allegation until it is found otherwise or remedied', () => {
    const open = [[alleged], [alleged, investigated], [alleged, investigated, found('CONFIRMED')]];
    const over = [[], [alleged, investigated, found('INCONCLUSIVE')], [alleged, investigated, found('CONFIRMED'), remedied]];
    expect(counts(...open.map((events) => [...binding, ...events])).breachesOpen).toBe(open.length);
    expect(counts(...over.map((events) => [...binding, ...events])).breachesOpen).toBe(0);
  });

  it('counts of a commitment what the tracker shows of it, after each of its events', () => {
    const life = [...binding, flagged, alleged, reported(1), flagged, reported(3), investigated, found('CONFIRMED'), alleged, remedied];
    for (const length of life.keys()) {
      const events = life.slice(0, length + 1);
      const shown = rowAfter(commitmentTracker, 'commitment', COMMITMENT, ...events) as CommitmentRow;
      const { legalState, implementationLevel, pillar, breachState } = shown;
      const { initiativeId, counted } = commitment(...events);
      expect(initiativeId).toBe(shown.initiativeId);
      expect(counted).toMatchObject({ legalState, implementationLevel, pillar, breachState });
      expect(counted.flaggedForReview !== null).toBe(shown.flaggedForReview.length > 0);
    }
  });

  describeOnEach('as its reader gets it', (on) => {
    const KP_ONLY = caveatBits(['KP_EYES_ONLY']);
    const EVERYTHING: Clearance = { level: 4, caveats: 0x3f };
    const question: BoardQuestion = { filters: {}, sort: 'proposedAt', size: 10, now: NOW };
    const made = (id: string, row: AgreementRow, { level = 0, caveats = 0 } = {}) => ({ id, level, caveats, row });

    async function answers(clearance: Clearance, ...rows: readonly ReturnType<typeof made>[]): Promise<BoardPage<AgreementAnswer>> {
      const { database, put } = await boardOf(agreementState, on);
      await put(...rows);
      return (await agreementStateQuery.ask(readableBy(database, agreementState, clearance), question)) as BoardPage<AgreementAnswer>;
    }
    const counted = ({ rows }: BoardPage<AgreementAnswer>): unknown =>
      rows.map((row) => (isWithheld(row) ? row.withheld : row.commitments.total));

    it('has one row for each initiative, with the commitments under it and no others', async () => {
      const other = { ...initiative(proposed), initiativeId: OTHER_INITIATIVE, proposedAt: '2025-04-01T00:00:00.000Z' };
      const elsewhere = { ...commitment(drafted), initiativeId: OTHER_INITIATIVE };
      const rows = [made('1', initiative(proposed)), made('2', other), made('3', commitment(...binding)), made('4', commitment(drafted))];
      const page = await answers(EVERYTHING, ...rows, made('5', elsewhere));
      expect([page.total, page.next, counted(page)]).toEqual([2, null, [2, 1]]);
      expect(page.rows[0]).toMatchObject({ initiativeId: INITIATIVE, commitments: { pillarBalance: { DEVELOPMENT: 1 } } });
      expect(page.rows[0]).not.toHaveProperty('of');
    });

    it('counts only what this reader may see: neither what is withheld from him nor what is hidden moves a number', async () => {
      const seen = [made('1', initiative(proposed)), made('2', commitment(...binding))];
      const secret = made('3', commitment(...binding, flagged, alleged), { level: 3 });
      const hidden = made('4', commitment(...binding, reported(1), flagged), { caveats: KP_ONLY });
      const officer: Clearance = { level: 1, caveats: 0 };
      expect(await answers(officer, ...seen, secret, hidden)).toEqual(await answers(officer, ...seen));
      expect(counted(await answers({ level: 3, caveats: 0 }, ...seen, secret, hidden))).toEqual([2]);
      expect(counted(await answers(EVERYTHING, ...seen, secret, hidden))).toEqual([3]);
    });

    it('keeps the place of an initiative above the reader, and tells nothing of what is under it', async () => {
      const rows = [made('1', initiative(proposed), { level: 3 }), made('2', commitment(...binding))];
      expect(await answers({ level: 1, caveats: 0 }, ...rows)).toEqual({ rows: [{ withheld: 'SECRET' }], next: null, total: 1 });
      const hidden = [made('1', initiative(proposed), { caveats: KP_ONLY }), made('2', commitment(...binding))];
      expect(await answers({ level: 4, caveats: 0 }, ...hidden)).toEqual({ rows: [], next: null, total: 0 });
    });
  });
});
