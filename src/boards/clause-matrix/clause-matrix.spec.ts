import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowAfter, rowsAfter, type Told } from '../../../test/support/board-spec';
import { reviewOf } from '../../../test/support/clearance-sample';
import { eventId, gone, NOW } from '../../../test/support/decider-spec';
import {
  accepted,
  accepts,
  agreed,
  assessed,
  CONTACT,
  draft,
  drafted,
  draftedWithBracket,
  draftedWithChoice,
  INITIATIVE,
  onTable,
  PROVINCE,
  RED_LINE,
  REVIEW,
  shorter,
  tabled,
  textHash,
  TRIBE,
} from '../../../test/support/proposal-sample';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import { isErased } from '../../kernel/erased';
import type { DomainEvent } from '../../kernel/events';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import { policyFrameworkEvents } from '../../negotiation/policy-framework/policy-framework.events';
import { proposalEvents } from '../../negotiation/proposal/proposal.events';
import { POLICY_FRAMEWORK_ID } from '../../negotiation/singletons';
import { type BoardPage, type BoardQuestion, cursorOf } from '../../views/board-query';
import { isWithheld, readableBy } from '../../views/visibility';
import { clauseMatrix, type TextRow } from './clause-matrix.projection';
import { type Beside, type ClauseAnswer, clauseAnswers, clauseMatrixQuery } from './clause-matrix.queries';

const PROPOSAL = '80000000-0000-4000-8000-000000000001';
const OTHER = '80000000-0000-4000-8000-000000000002';
const COMMITMENT = '70000000-0000-4000-8000-000000000009';
const { StanceRecorded, ReservationEntered, ProposalRevised, SilenceProcedureOpened, SilenceProcedureConcluded } = proposalEvents;

const NOTHING_BESIDE: Beside = { framework: undefined, entered: new Set(), cleared: undefined };
const text = (...events: readonly (DomainEvent | Told)[]): TextRow => rowAfter(clauseMatrix, 'proposal', PROPOSAL, ...events) as TextRow;
const clauses = (...events: readonly (DomainEvent | Told)[]): ClauseAnswer[] => clauseAnswers(text(...events), NOTHING_BESIDE);
const clause = (eId: string, ...events: readonly (DomainEvent | Told)[]): ClauseAnswer => {
  const found = clauses(...events).find((it) => it.eId === eId);
  if (!found) throw new Error(`there is no clause ${eId}`);
  return found;
};
const cell = (partyId: string, { parties }: ClauseAnswer) => parties.find((it) => it.partyId === partyId);

const revised = ProposalRevised({ revision: 2, baseRevision: 1, text: shorter, reason: 'Too long.' });
const submitted = proposalEvents.ProposalSubmittedForClearance({
  reviewId: REVIEW,
  revision: 1,
  textHash,
  urgency: 'ROUTINE',
  question: 'May it be agreed?',
});
const cleared = proposalEvents.ProposalCleared({ reviewId: REVIEW });
const linked = proposalEvents.PolicyAlignmentAssessed({ ...assessed.data, redLineIds: [RED_LINE] });
const declared = policyFrameworkEvents.RedLineDeclared({
  redLineId: RED_LINE,
  topic: 'SECURITY',
  text: { lang: 'en', body: 'No.', textHash: 'a'.repeat(64) },
  effect: 'PROHIBITED',
  examples: [],
});
const published = policyFrameworkEvents.FrameworkVersionPublished({ version: 1, redLineIds: [RED_LINE], effectiveFrom: '2025-01-01' });

describe('the clause matrix', () => {
  it('has a row for each clause of a text as it stands, with what it is about', () => {
    const [first, second] = clauses(drafted);
    expect(first).toMatchObject({
      proposalId: PROPOSAL,
      initiativeId: INITIATIVE,
      title: draft.title,
      standing: 'DRAFT',
      revision: 1,
      textHash,
      lang: 'en',
      topic: 'CROSS_BORDER_COLLABORATION',
      eId: 'art_1',
      place: 1,
      heading: 'Article 1',
      subTopic: null,
      text: 'Article 1\nTorkham is open from 06:00 to 20:00.',
      wordedIn: 1,
      state: 'CLEAN',
    });
    expect(first?.paxCodes).toContain('StXbor');
    expect(second).toMatchObject({ eId: 'art_2', place: 2, heading: null });
  });

  it('says where each party stands, since when, and in which contact it said so; whoever says nothing has no position (INV-21)', () => {
    const opposes = StanceRecorded({ partyId: TRIBE, eIds: ['art_1'], revision: 1, stance: 'OPPOSE', contactId: CONTACT });
    const occurredAt = { from: '2025-03-01', precision: 'DAY', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } as const;
    const told = { event: opposes, occurredAt };
    const its = clause('art_1', ...onTable, told);
    expect(cell(TRIBE, its)).toMatchObject({
      mark: 'TB',
      named: true,
      stance: 'OPPOSE',
      since: occurredAt,
      revision: 1,
      contactId: CONTACT,
    });
    expect(cell(PROVINCE, its)).toMatchObject({ mark: 'KP', stance: 'NO_POSITION_STATED', since: null, revision: null, stale: null });
    expect(cell(TRIBE, clause('art_2', ...onTable, told))).toMatchObject({ stance: 'NO_POSITION_STATED' });
    expect(cell(TRIBE, clause('art_1', drafted))).toMatchObject({ named: false });
  });

  it('keeps what was said of a clause whose words are gone as stale, and counts it no longer (INV-20)', () => {
    const changed = clause('art_2', ...onTable, accepts(TRIBE), revised);
    expect(changed).toMatchObject({ text: 'No.', wordedIn: 2, revision: 2 });
    expect(cell(TRIBE, changed)).toMatchObject({ stance: 'NO_POSITION_STATED', since: null, stale: { stance: 'ACCEPT', revision: 1 } });
    expect(cell(PROVINCE, changed)).toMatchObject({ stance: 'NO_POSITION_STATED', stale: null });
    expect(cell(TRIBE, clause('art_1', ...onTable, accepts(TRIBE), revised))).toMatchObject({ stance: 'ACCEPT', revision: 1, stale: null });
    const again = StanceRecorded({ partyId: TRIBE, eIds: ['art_2'], revision: 2, stance: 'OPPOSE' });
    expect(cell(TRIBE, clause('art_2', ...onTable, accepts(TRIBE), revised, again))).toMatchObject({ stance: 'OPPOSE', stale: null });
    const back = { clauses: drafted.data.text.clauses.slice(1), textHash };
    const third = ProposalRevised({ revision: 3, baseRevision: 2, text: back, reason: 'After all.' });
    const twice = clause('art_2', ...onTable, accepts(TRIBE), revised, third);
    expect(cell(TRIBE, twice)).toMatchObject({ stance: 'NO_POSITION_STATED', stale: { stance: 'ACCEPT' } });
    const left = ProposalRevised({
      revision: 3,
      baseRevision: 2,
      text: { clauses: [], order: ['art_1'], textHash },
      reason: 'It goes.',
    });
    expect(text(...onTable, accepts(TRIBE), revised, left).stale).toEqual({});
  });

  it('shows what a party reserves', () => {
    const reserved = ReservationEntered({ partyId: TRIBE, eId: 'art_1', text: 'Not on Fridays.' });
    const its = [...onTable, reserved] as const;
    expect(cell(TRIBE, clause('art_1', ...its))?.reservations).toEqual([{ reservationId: eventId(3), text: 'Not on Fridays.' }]);
    expect(cell(PROVINCE, clause('art_1', ...its))?.reservations).toEqual([]);
    const withdrawn = proposalEvents.ReservationWithdrawn({ reservationId: eventId(3) });
    expect(cell(TRIBE, clause('art_1', ...its, withdrawn))?.reservations).toEqual([]);
  });

  it('says whose acceptance is silence', () => {
    const opened = SilenceProcedureOpened({ revision: 1, deadline: '2025-04-01T00:00:00.000Z', parties: [TRIBE] });
    const ended = SilenceProcedureConcluded({ procedureId: eventId(3), consentingPartyIds: [TRIBE] });
    expect(cell(TRIBE, clause('art_1', ...onTable, opened, ended))).toMatchObject({ stance: 'ACCEPT', bySilence: true });
  });

  it('counts brackets, and lists alternatives under the numbers by which they are printed', () => {
    expect(clause('art_1', draftedWithBracket)).toMatchObject({ state: 'BRACKETED', bracketCount: 1, alternatives: [] });
    expect(clause('art_2', draftedWithBracket)).toMatchObject({ state: 'CLEAN', bracketCount: 0 });
    const choice = clause('art_1', draftedWithChoice);
    expect(choice).toMatchObject({ state: 'BRACKETED', bracketCount: 0 });
    expect(choice.alternatives).toEqual([
      { part: 1, number: 1, text: 'Torkham is open by day.', proposedBy: [PROVINCE], supportedBy: [] },
      { part: 1, number: 2, text: 'Torkham is open at all hours.', proposedBy: [TRIBE], supportedBy: [PROVINCE] },
    ]);
  });

  it('says how far a clause has come: agreed ad referendum, cleared, entered', () => {
    expect(clause('art_1', ...accepted, agreed).state).toBe('AD_REFERENDUM');
    const it = text(...accepted, submitted, cleared, agreed);
    const states = (beside: Partial<Beside>) => clauseAnswers(it, { ...NOTHING_BESIDE, ...beside }).map(({ state }) => state);
    expect(states({})).toEqual(['CLEARED', 'CLEARED']);
    expect(states({ cleared: true })).toEqual(['CLEARED', 'CLEARED']);
    expect(states({ cleared: false })).toEqual(['AD_REFERENDUM', 'AD_REFERENDUM']);
    expect(states({ entered: new Set(['art_2']) })).toEqual(['CLEARED', 'ENTERED']);
    expect(clause('art_1', ...onTable, submitted).state).toBe('CLEAN');
  });

  it('says which text crosses a red line that the version in force prohibits (INV-12)', () => {
    const framework = (...events: readonly DomainEvent[]) =>
      rowAfter(clauseMatrix, 'policyFramework', POLICY_FRAMEWORK_ID, ...events) as { state: Beside['framework'] };
    const states = (its: TextRow, ...events: readonly DomainEvent[]) =>
      clauseAnswers(its, { ...NOTHING_BESIDE, framework: framework(...events).state }).map(({ state }) => state);
    const across = text(...onTable, linked);
    expect(states(across, declared, published)).toEqual(['RED_LINE', 'RED_LINE']);
    expect(states(across, declared)).toEqual(['CLEAN', 'CLEAN']);
    expect(states(text(...onTable, assessed), declared, published)).toEqual(['CLEAN', 'CLEAN']);
    expect(states(text(...onTable, gone(linked, 'redLineIds')), declared, published)).toEqual(['CLEAN', 'CLEAN']);
    expect(states(text(...onTable, linked, revised), declared, published)).toEqual(['CLEAN', 'CLEAN']);
  });

  it('knows a commitment by the clause that it carries, while it binds', () => {
    const { opened: _, ...review } = reviewOf(COMMITMENT);
    expect(Object.keys(review)).not.toHaveLength(0);
    const carrying = (...types: readonly string[]) => {
      const events = types.map((type) => ({ type, version: 1, data: { proposalId: PROPOSAL, eId: 'art_1' } }));
      return rowAfter(clauseMatrix, 'commitment', COMMITMENT, ...events);
    };
    expect(carrying('CommitmentDrafted')).toMatchObject({ of: 'COMMITMENT', proposalId: PROPOSAL, eId: 'art_1', entered: false });
    expect(carrying('CommitmentDrafted', 'CommitmentEntered')).toMatchObject({ entered: true });
    expect(carrying('CommitmentDrafted', 'CommitmentEntered', 'CommitmentTerminated')).toMatchObject({ entered: false });
  });

  it('takes no assessment of a commitment for one of a text, though both have the same name', () => {
    const assessedCommitment = commitmentEvents.PolicyAlignmentAssessed({
      textHash,
      frameworkVersion: 1,
      result: 'ALIGNED',
      redLineIds: [],
    });
    expect(rowsAfter(clauseMatrix, 'commitment', COMMITMENT, assessedCommitment).size).toBe(0);
  });

  it('has no text whose first event was annulled, and the place of one that is erased', () => {
    expect(rowsAfter(clauseMatrix, 'proposal', PROPOSAL, drafted, tabled, annulled(1)).size).toBe(0);
    const [erased, ...others] = clauses(gone(drafted, 'text', 'topic'));
    expect(others).toEqual([]);
    expect(erased).toMatchObject({ state: 'ERASED', parties: [], paxCodes: [] });
    expect(isErased(erased?.text)).toBe(true);
    expect(cell(TRIBE, clause('art_1', gone(drafted, 'authorPartyId'), tabled))).toMatchObject({ named: false });
  });

  describeOnEach('as its reader gets it', (on) => {
    const EVERYTHING: Clearance = { level: 4, caveats: 0x3f };
    const question: BoardQuestion = { filters: {}, sort: 'proposedAt', size: 20, now: NOW };

    interface Put {
      readonly kind?: string;
      readonly id: string;
      readonly level?: number;
      readonly caveats?: number;
      readonly events: readonly (DomainEvent | Told)[];
    }
    const EARLY: Put = { id: PROPOSAL, events: [{ event: drafted, at: '2025-03-01T09:00:00.000Z' }, tabled, accepts(TRIBE)] };
    const LATE: Put = { id: OTHER, events: [{ event: draftedWithBracket, at: '2025-03-02T09:00:00.000Z' }] };

    async function answers(records: readonly Put[], asked: Partial<BoardQuestion> = {}, clearance: Clearance = EVERYTHING) {
      const { database, put } = await boardOf(clauseMatrix, on);
      for (const { kind = 'proposal', id, level = 0, caveats = 0, events } of records)
        await put({ id, level, caveats, row: rowAfter(clauseMatrix, kind, id, ...events) });
      const readable = readableBy(database, clauseMatrix, clearance);
      return (await clauseMatrixQuery.ask(readable, { ...question, ...asked })) as BoardPage<ClauseAnswer>;
    }
    const named = ({ rows }: BoardPage<ClauseAnswer>) =>
      rows.map((row) =>
        isWithheld(row) ? row.withheld : `${row.proposalId === PROPOSAL ? 'early' : 'late'} ${isErased(row.eId) ? 'erased' : row.eId}`,
      );

    it('is told text by text, each in its own order, whichever text comes first', async () => {
      const page = await answers([LATE, EARLY]);
      expect(page).toMatchObject({ total: 4, next: null });
      expect(named(page)).toEqual(['early art_1', 'early art_2', 'late art_1', 'late art_2']);
      expect(named(await answers([LATE, EARLY], { sort: '-proposedAt' }))).toEqual([
        'late art_1',
        'late art_2',
        'early art_1',
        'early art_2',
      ]);
    });

    it('pages through the clauses of one text and on into the next', async () => {
      const first = await answers([EARLY, LATE], { size: 3 });
      expect(named(first)).toEqual(['early art_1', 'early art_2', 'late art_1']);
      const after = cursorOf(first.next ?? '');
      if (!after) throw new Error('there is another page');
      const second = await answers([EARLY, LATE], { size: 3, after });
      expect(second).toMatchObject({ total: 4, next: null });
      expect(named(second)).toEqual(['late art_2']);
      expect(named(await answers([EARLY], { size: 3, after }))).toEqual([]);
      const fromFirst = cursorOf((await answers([EARLY, LATE], { size: 1 })).next ?? '');
      if (!fromFirst) throw new Error('there is another page');
      expect(named(await answers([LATE], { size: 1, after: fromFirst }))).toEqual(['late art_1']);
      const turned = { sort: '-proposedAt', size: 1 };
      const fromLast = cursorOf((await answers([EARLY, LATE], turned)).next ?? '');
      if (!fromLast) throw new Error('there is another page');
      expect(named(await answers([EARLY], { ...turned, after: fromLast }))).toEqual(['early art_1']);
    });

    it('finds the clauses of one proposal, one state, one name', async () => {
      const found = async (filters: BoardQuestion['filters'], size = 20) => answers([EARLY, LATE], { filters, size });
      expect(named(await found({ proposalId: OTHER }))).toEqual(['late art_1', 'late art_2']);
      const bracketed = await found({ state: 'BRACKETED' });
      expect(named(bracketed)).toEqual(['late art_1']);
      expect(bracketed).toMatchObject({ total: 1, next: null });
      expect(await found({ eId: 'art_2' }, 1)).toMatchObject({ total: 2, next: expect.any(String) });
      expect(await found({ state: 'CLEAN', proposalId: PROPOSAL }, 2)).toMatchObject({ total: 2, next: null });
      expect(await found({ standing: 'DRAFT', initiativeId: INITIATIVE })).toMatchObject({ total: 2 });
      expect(await found({ subTopic: 'HEALTH' })).toMatchObject({ total: 0, rows: [] });
    });

    it('holds a text above the reader in its place, once, and does not find it by what it says', async () => {
      const secret = { ...LATE, level: 3 };
      const officer: Clearance = { level: 1, caveats: 0 };
      const page = await answers([EARLY, secret], {}, officer);
      expect(named(page)).toEqual(['early art_1', 'early art_2', 'SECRET']);
      expect(page.total).toBe(3);
      expect(await answers([EARLY, secret], { filters: { proposalId: OTHER } }, officer)).toMatchObject({ total: 0, rows: [] });
      expect(await answers([EARLY, secret], { filters: { eId: 'art_1' } }, officer)).toMatchObject({ total: 1 });
      const hidden = { ...LATE, caveats: caveatBits(['FEDERAL_EYES_ONLY']) };
      expect(await answers([EARLY, hidden], {}, officer)).toMatchObject({ total: 2 });
    });

    it('shows what commitments, the framework and the review have made of a text, as far as the reader may see these', async () => {
      const carried = { kind: 'commitment', id: COMMITMENT, level: 3 };
      const types = ['CommitmentDrafted', 'CommitmentEntered'];
      const events = types.map((type) => ({ type, version: 1, data: { proposalId: PROPOSAL, eId: 'art_1' } }));
      const states = async (records: readonly Put[], clearance?: Clearance) =>
        (await answers(records, {}, clearance)).rows.map((row) => (isWithheld(row) ? row.withheld : row.state));
      expect(await states([EARLY, { ...carried, events }])).toEqual(['ENTERED', 'CLEAN']);
      expect(await states([EARLY, { ...carried, events }], { level: 1, caveats: 0 })).toEqual(['CLEAN', 'CLEAN']);
      const line = { kind: 'policyFramework', id: POLICY_FRAMEWORK_ID, events: [declared, published] };
      expect(await states([{ id: PROPOSAL, events: [...onTable, linked] }, line])).toEqual(['RED_LINE', 'RED_LINE']);
      const { underReview, granted } = reviewOf(PROPOSAL);
      const revoked = federalReviewEvents.ClearanceRevoked({ clearanceId: REVIEW, reason: 'Circumstances.' });
      const its = { id: PROPOSAL, events: [...onTable, submitted, cleared] };
      const review = (...more: readonly DomainEvent[]) => ({
        kind: 'federalReview',
        id: REVIEW,
        events: [...underReview, granted, ...more],
      });
      expect(await states([its])).toEqual(['CLEARED', 'CLEARED']);
      expect(await states([its, review()])).toEqual(['CLEARED', 'CLEARED']);
      expect(await states([its, review(revoked)])).toEqual(['CLEAN', 'CLEAN']);
    });
  });
});
