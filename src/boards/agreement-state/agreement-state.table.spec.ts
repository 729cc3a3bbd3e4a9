import { describe, expect, it } from '@jest/globals';
import { boardOf } from '../../../test/support/board-rows';
import { annulled, rowAfter, rowsAfter, type Told } from '../../../test/support/board-spec';
import { INITIATIVE, proposed, PROVINCE, TRIBE } from '../../../test/support/clearance-sample';
import { day, held } from '../../../test/support/contact-sample';
import { eventId, gone, NOW, specOf } from '../../../test/support/decider-spec';
import * as agreementSample from '../../../test/support/agreement-sample';
import * as sample from '../../../test/support/proposal-sample';
import { describeOnEach } from '../../../test/support/view-databases';
import { caveatBits, type Clearance } from '../../kernel/classification';
import type { DomainEvent, EventOf } from '../../kernel/events';
import { agreementDecider } from '../../negotiation/agreement/agreement.decider';
import { agreementEvents } from '../../negotiation/agreement/agreement.events';
import { agreement } from '../../negotiation/agreement/agreement.state';
import { contactEvents } from '../../negotiation/contact/contact.events';
import { proposalDecider } from '../../negotiation/proposal/proposal.decider';
import { proposalEvents } from '../../negotiation/proposal/proposal.events';
import { proposal } from '../../negotiation/proposal/proposal.state';
import type { BoardPage, BoardQuestion } from '../../views/board-query';
import { readableBy } from '../../views/visibility';
import type { InstrumentRow } from '../agreement-row';
import type { TextRow } from '../text-row';
import type { TruceRow } from '../truce-row';
import { type AgreementRow, agreementState } from './agreement-state.projection';
import { type AgreementAnswer, agreementStateQuery, trucesAt } from './agreement-state.queries';

const CONTACT = '80000000-0000-4000-8000-000000000003';
const PROPOSAL = '80000000-0000-4000-8000-000000000007';
const THIRD = '30000000-0000-4000-8000-000000000009';

const stone = contactEvents.TruceDeclared({
  form: 'TEEGA',
  partyIds: [PROVINCE, TRIBE],
  coverage: 'The valley road',
  until: day('2025-03-31'),
  oral: true,
});
const declared = (over: Partial<(typeof stone)['data']> = {}, on = '2025-02-20'): Told => ({
  event: contactEvents.TruceDeclared({ ...stone.data, ...over }),
  occurredAt: day(on),
  initiativeId: INITIATIVE,
});
const ended = (n: number, on = '2025-02-26'): Told => ({
  event: contactEvents.TruceEnded({ truceId: eventId(n), reason: 'Shots were fired.' }),
  occurredAt: day(on),
});
const rows = (...events: readonly (DomainEvent | Told)[]): TruceRow[] =>
  [...rowsAfter(agreementState, 'contact', CONTACT, held, ...events).values()].filter((row): row is TruceRow => row.of === 'TRUCE');
const at = (now: string, ...events: readonly (DomainEvent | Told)[]) => trucesAt(rows(...events), now);

describe('the state of an agreement says of truces', () => {
  it('which run, with their coverage and their end', () => {
    expect(at(NOW, declared())).toEqual({
      running: [
        {
          truceId: eventId(2),
          contactId: CONTACT,
          form: 'TEEGA',
          declaration: 'BILATERAL',
          partyIds: [PROVINCE, TRIBE],
          coverage: 'The valley road',
          declaredAt: day('2025-02-20'),
          until: day('2025-03-31'),
        },
      ],
      ended: 0,
      expired: 0,
    });
  });

  it('by how many each was declared', () => {
    const by = (...partyIds: string[]) => at(NOW, declared({ partyIds })).running.map(({ declaration }) => declaration);
    expect(by(TRIBE)).toEqual(['UNILATERAL']);
    expect(by(TRIBE, TRIBE)).toEqual(['UNILATERAL']);
    expect(by(TRIBE, PROVINCE, THIRD)).toEqual(['MULTILATERAL']);
    expect(at(NOW, gone(stone, 'partyIds')).running).toMatchObject([{ declaration: null }]);
  });

  it('which have run out, by the clock alone', () => {
    const lastMoment = '2025-03-31T19:29:59.999Z';
    expect(at(lastMoment, declared())).toMatchObject({ running: [{ form: 'TEEGA' }], expired: 0 });
    expect(at('2025-03-31T19:30:00.000Z', declared())).toEqual({ running: [], ended: 0, expired: 1 });
    expect(at('2035-01-01T00:00:00.000Z', declared({ until: null })).running).toHaveLength(1);
    expect(at('2035-01-01T00:00:00.000Z', gone(stone, 'until')).running).toHaveLength(1);
  });

  it('which somebody ended, from then on', () => {
    expect(at(NOW, declared(), ended(2))).toEqual({ running: [], ended: 1, expired: 0 });
    expect(at('2025-02-24T00:00:00.000Z', declared(), ended(2))).toMatchObject({ running: [{ truceId: eventId(2) }], ended: 0 });
    expect(at('2025-06-01T00:00:00.000Z', declared(), ended(2))).toMatchObject({ ended: 1, expired: 0 });
    expect(at(NOW, declared(), ended(2), annulled(3)).running).toHaveLength(1);
    expect(
      at(NOW, declared(), gone(contactEvents.TruceEnded({ truceId: eventId(2), reason: 'It ended.' }), 'truceId')).running,
    ).toHaveLength(1);
  });

  it('each for itself, in the order of the world', () => {
    const undated: Told = { event: stone, occurredAt: { ...day('x'), from: null, precision: 'UNKNOWN', originalText: 'one day' } };
    const three = at(NOW, undated, declared({}, '2025-02-25'), declared({}, '2025-02-20'), declared({}, '2025-02-10'), ended(5));
    expect(three.running.map(({ truceId }) => truceId)).toEqual([eventId(4), eventId(3), eventId(2)]);
    expect(three.ended).toBe(1);
  });
});

describe('the state of an agreement says of texts', () => {
  const { stateAfter } = specOf(proposal, proposalDecider);
  const { revision, textHash } = { revision: 2, textHash: sample.textHash };
  const text = { clauses: [], textHash };
  const revised = proposalEvents.ProposalRevised({ revision, baseRevision: 1, text, reason: 'Worded anew.' });
  const countered = proposalEvents.ProposalCountered({ counterProposalId: THIRD, revision: 1 });
  const incorporated = proposalEvents.ProposalIncorporated({ commitmentId: THIRD, entryId: THIRD });
  const over = { reason: 'It is over.' };
  const rejected = proposalEvents.ProposalRejected({ partyId: TRIBE, ...over });
  const silence = proposalEvents.SilenceProcedureConcluded({ procedureId: eventId(3), consentingPartyIds: [TRIBE] });
  const nobodySilent = proposalEvents.SilenceProcedureConcluded({ procedureId: eventId(3), consentingPartyIds: [] });
  const { onTable, accepted, agreed } = sample;
  type Events = readonly EventOf<typeof proposalEvents>[];
  const lives: readonly Events[] = [
    [sample.drafted, revised],
    [...onTable, revised],
    [...onTable, countered, sample.accepts(TRIBE), revised],
    [...onTable, silence],
    [...onTable, gone(silence, 'consentingPartyIds')],
    [...onTable, nobodySilent],
    [...onTable, countered, sample.tabled, silence],
    [...accepted, agreed, incorporated, incorporated],
    [...accepted, agreed, revised],
    [...onTable, rejected],
    [...onTable, proposalEvents.ProposalWithdrawn(over)],
    [...onTable, proposalEvents.ProposalLapsed(over)],
    [...onTable, proposalEvents.ProposalSuperseded({ byProposalId: THIRD })],
  ];

  it('what their records say, after each of their events', () => {
    const met = new Set<string>();
    for (const life of lives)
      for (const length of life.keys()) {
        const history = life.slice(0, length + 1);
        const { state, initiativeId } = rowAfter(agreementState, 'proposal', PROPOSAL, ...history) as TextRow;
        expect([state, initiativeId]).toEqual([stateAfter(...history).status, INITIATIVE]);
        met.add(state);
      }
    expect([...met].sort()).toEqual([
      ...['AGREED_AD_REFERENDUM', 'COUNTERED', 'DRAFT', 'INCORPORATED', 'LAPSED', 'REJECTED'],
      ...['SUPERSEDED', 'TABLED', 'UNDER_NEGOTIATION', 'WITHDRAWN'],
    ]);
  });

  it('that what others table lies on the table at once', () => {
    const begun = sample.drafted.data;
    const given = { toPartyIds: [PROVINCE], nature: 'ORAL' } as const;
    const received = proposalEvents.ProposalReceived({ ...begun, ...given, toPartyIds: [PROVINCE] });
    const counter = { answersProposalId: THIRD, answersRevision: 1, contactId: CONTACT };
    const answering = proposalEvents.CounterProposalTabled({ ...begun, ...given, toPartyIds: [PROVINCE], ...counter });
    for (const event of [received, answering])
      expect(rowAfter(agreementState, 'proposal', PROPOSAL, event)).toMatchObject({ state: 'TABLED' });
  });
});

describe('the state of an agreement says of instruments', () => {
  const { stateAfter } = specOf(agreement, agreementDecider);
  type Events = readonly EventOf<typeof agreementEvents>[];
  const { adopted, bothSigned, binding, bound, drafted, signing, theySigned, toSign } = agreementSample;
  const events = agreementEvents;
  const adReferendum = events.AgreementSigned({ ...signing, adReferendum: true });
  const confirmed = events.AgreementSigned({ ...signing, clearanceId: THIRD });
  const suspended = events.AgreementSuspended({ byPartyId: TRIBE, scope: 'All of it', ground: 'The gate is shut.' });
  const resumed = events.AgreementResumed({ suspensionId: eventId(9), reason: 'It is open.' });
  const withdrew = (partyId: string) => events.PartyWithdrew({ partyId, text: 'We withdraw.' });
  const ofThree = [drafted, events.AgreementTextAdopted({ ...adopted.data, parties: [PROVINCE, TRIBE, THIRD] }), ...toSign.slice(2)];
  const redrafted = events.AgreementRedrafted({ ...agreementSample.wording, texts: drafted.data.texts, commitmentIds: [] });
  const ended = events.AgreementTerminated({ ground: 'BREACH', text: 'It was broken.' });
  const registered = events.AgreementRegistered({
    initiativeId: INITIATIVE,
    ...{
      title: 'A truce (invented)',
      form: 'JIRGA_DECISION_ORAL',
      stage: 'CEA',
      subStage: 'CEAS',
      status: 'STATUS_UNCLEAR',
      nature: 'INTRA',
    },
    ...{ sourceRef: 'A newspaper (invented)', preLedger: true },
  });
  const lives: readonly Events[] = [
    [registered, ended],
    [drafted, redrafted],
    [drafted, adopted, redrafted],
    [...toSign, adReferendum, theySigned, confirmed],
    [...binding, suspended, resumed, withdrew(TRIBE)],
    [...ofThree, ...bothSigned.slice(3), withdrew(THIRD)],
    [...ofThree, withdrew(TRIBE), withdrew(THIRD)],
    [...bound, ended],
    [...toSign, events.AgreementLapsed({ reason: 'No agreement.' })],
    [drafted, gone(adopted, 'parties'), ...bothSigned.slice(2, 4)],
    [drafted, gone(adopted, 'parties'), ...toSign.slice(2), withdrew(TRIBE)],
  ];

  it('what their records say, after each of their events', () => {
    const met = new Set<string>();
    for (const life of lives)
      for (const length of life.keys()) {
        const history = life.slice(0, length + 1);
        const { legalState, initiativeId } = rowAfter(agreementState, 'agreement', PROPOSAL, ...history) as InstrumentRow;
        expect([legalState, initiativeId]).toEqual([stateAfter(...history).status, INITIATIVE]);
        met.add(legalState);
      }
    expect([...met].sort()).toEqual([
      ...['ADOPTED', 'AUTHENTICATED', 'CONSENT_EXPRESSED', 'DRAFT', 'ERASED', 'IN_FORCE', 'LAPSED', 'REGISTERED', 'SIGNED'],
      ...['SIGNED_AD_REFERENDUM', 'SUSPENDED', 'TERMINATED', 'WITHDRAWN'],
    ]);
  });

  it('which of them are applied, until when; also where a view leaves out what came before', () => {
    const row = (...history: Events) => rowAfter(agreementState, 'agreement', PROPOSAL, ...history) as InstrumentRow;
    const limited = events.AgreementEnteredIntoForce({ rule: 'At once.', until: '2026-03-01' });
    const began = events.ProvisionalApplicationBegan({ text: 'Article 1.' });
    const renewed = events.AgreementRenewed({ until: '2027-03-01', agreedBy: [], clearanceId: THIRD });
    expect(row(...bothSigned, began)).toMatchObject({ legalState: 'SIGNED', provisionallyApplied: true, until: null });
    expect(row(...bound, began, limited)).toMatchObject({ legalState: 'IN_FORCE', provisionallyApplied: false, until: '2026-03-01' });
    expect(row(...bound, limited, renewed)).toMatchObject({ until: '2027-03-01' });
    expect(row(...bothSigned, began, ended)).toMatchObject({ legalState: 'TERMINATED', provisionallyApplied: false });
    expect(row(drafted, theySigned, withdrew(TRIBE))).toMatchObject({ legalState: 'DRAFT', withdrawn: [TRIBE] });
  });
});

describeOnEach('the state of an agreement, as its reader gets it,', (on) => {
  const question: BoardQuestion = { filters: {}, sort: 'proposedAt', size: 10, now: NOW };

  async function answer(clearance: Clearance): Promise<AgreementAnswer> {
    const { database, put } = await boardOf(agreementState, on);
    const caveats = caveatBits(['KP_EYES_ONLY']);
    const texts = [[sample.drafted], sample.onTable, sample.onTable].map((life) => rowAfter(agreementState, 'proposal', PROPOSAL, ...life));
    const all: AgreementRow[] = [...rows(declared(), declared(), ended(3)), ...texts];
    const applied = rowAfter(agreementState, 'agreement', THIRD, ...agreementSample.binding);
    const draft = rowAfter(agreementState, 'agreement', PROPOSAL, agreementSample.drafted);
    all.push(applied, draft);
    await put({ id: 'i', level: 0, caveats: 0, row: rowAfter(agreementState, 'initiative', INITIATIVE, proposed) });
    await put(...all.map((row, n) => ({ id: `${n}`, level: 0, caveats, row: { ...row, initiativeId: INITIATIVE } })));
    const page = (await agreementStateQuery.ask(readableBy(database, agreementState, clearance), question)) as BoardPage<AgreementAnswer>;
    return page.rows[0] as AgreementAnswer;
  }

  it('counts texts by their state, and tells the truces that run', async () => {
    expect(await answer({ level: 4, caveats: 0x3f })).toMatchObject({
      texts: { DRAFT: 1, TABLED: 2 },
      agreements: {
        byLegalState: { IN_FORCE: 1, DRAFT: 1 },
        applied: [
          {
            agreementId: THIRD,
            title: 'Patients at Torkham',
            form: 'MOU',
            legalState: 'IN_FORCE',
            provisionallyApplied: false,
            until: null,
          },
        ],
      },
      truces: { running: [{ truceId: eventId(2) }], ended: 1, expired: 0 },
    });
  });

  it('tells nothing of what is hidden from its reader', async () => {
    expect(await answer({ level: 4, caveats: 0 })).toMatchObject({
      texts: {},
      agreements: { byLegalState: {}, applied: [] },
      truces: { running: [], ended: 0, expired: 0 },
    });
  });
});
