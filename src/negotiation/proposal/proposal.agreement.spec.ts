import { describe, expect, it } from '@jest/globals';
import * as clearance from '../../../test/support/clearance-sample';
import * as contactSample from '../../../test/support/contact-sample';
import { derived, eventId, gone, happened, NOW, SELF, SOMEBODY, specOf } from '../../../test/support/decider-spec';
import * as sample from '../../../test/support/proposal-sample';
import {
  CONTACT,
  INITIATIVE,
  KABUL,
  NOTHING,
  OTHER_PROPOSAL,
  PROVINCE,
  RED_LINE,
  REVIEW,
  TRIBE,
} from '../../../test/support/proposal-sample';
import { flagged, type EventOf } from '../../kernel/events';
import { textOf } from '../../kernel/text';
import { linkedRedLines } from '../alignment';
import { contact } from '../contact/contact.state';
import { initiative } from '../initiative/initiative.state';
import { mandate } from '../mandate/mandate.state';
import { party } from '../party/party.state';
import { policyFramework } from '../policy-framework/policy-framework.state';
import { POLICY_FRAMEWORK_ID } from '../singletons';
import {
  AcceptSilenceProcedure,
  AddTranslation,
  AgreeAdReferendum,
  AssessProposalAlignment,
  BreakSilence,
  ClearProposal,
  ConcludeSilence,
  CounterPropose,
  DeclineProposal,
  IncorporateProposal,
  JoinPackage,
  LapseProposal,
  MarkAlignmentStale,
  NoteCounterProposal,
  OpenSilenceProcedure,
  PackageProposals,
  ReceiveProposal,
  RejectProposal,
  ReturnProposal,
  ReviseProposal,
  SubmitProposalForClearance,
  SupersedeProposal,
  VerifyProposalTranslation,
  WithdrawProposal,
} from './proposal.commands';
import { proposalDecider } from './proposal.decider';
import { proposalEvents } from './proposal.events';
import {
  isAgreedUpon,
  isOnTable,
  isWorded,
  layOnTable,
  namedParties,
  plainTextOf,
  type Proposal,
  proposal,
  stanceOn,
} from './proposal.state';

const { given, stateAfter } = specOf(proposal, proposalDecider);
const { drafted, tabled, onTable, accepted, agreed, textHash, parties } = sample;
const events = proposalEvents;
type Past = EventOf<typeof proposalEvents>;

const negotiating = (...history: readonly Past[]) =>
  given(...history)
    .and(initiative, INITIATIVE, ...sample.inPhase2)
    .and(mandate, sample.MANDATE, ...sample.mandated)
    .and(policyFramework, POLICY_FRAMEWORK_ID, ...clearance.framework)
    .and(contact, CONTACT, sample.meeting)
    .and(party, PROVINCE, sample.provinceRegistered)
    .and(party, TRIBE, sample.tribeRegistered);

const worded = (it: Proposal) => {
  if (!isWorded(it)) throw new Error('it was never drafted');
  return it;
};
const stancesOf = (it: Proposal, partyId: string) => {
  const { text } = worded(it);
  return 'clauses' in text ? text.clauses.map((clause) => stanceOn(clause, partyId)) : [];
};

/** The clauses of the draft as a command of SELF keeps them. */
const ownText = sample.wholeOf(
  drafted.data.text.clauses.map((it) => ({
    ...it,
    segments: it.segments.map((segment) => ({ ...segment, segId: derived(`${it.eId} 0`) })),
  })),
);
const proposed = { ...drafted.data, text: ownText, authorPartyId: TRIBE };

describe('a counter-proposal is a text of its own that answers one on the table (INV-19)', () => {
  const counter = (...answered: readonly Past[]) => negotiating().and(proposal, OTHER_PROPOSAL, ...answered);
  const countered = events.CounterProposalTabled({
    ...proposed,
    title: sample.counter.title,
    answersProposalId: OTHER_PROPOSAL,
    answersRevision: 1,
    contactId: CONTACT,
    toPartyIds: [PROVINCE],
    nature: 'NON_PAPER',
  });

  it('it names the proposal and the revision that it answers; topic, parties and initials are the same', () => {
    counter(...onTable)
      .when(CounterPropose, sample.counter)
      .then(countered)
      .leaving({ status: 'TABLED', answers: { proposalId: OTHER_PROPOSAL, revision: 1 } });
  });

  it('not one that is no longer on the table, never was, or is of another initiative', () => {
    for (const answered of [[], [drafted], [...onTable, events.ProposalWithdrawn({ reason: 'No.' })]])
      counter(...answered)
        .when(CounterPropose, sample.counter)
        .thenRefused('proposal.answered-unknown', 'INV-19');
    counter(...onTable)
      .when(CounterPropose, { ...sample.counter, answersRevision: 2 })
      .thenRefused('proposal.answered-unknown', 'INV-19');
    counter(events.ProposalDrafted({ ...drafted.data, initiativeId: NOTHING }), tabled)
      .when(CounterPropose, sample.counter)
      .thenRefused('proposal.answered-unknown', 'INV-19');
  });

  it('under an open initiative, by parties of the text, and as one tables', () => {
    counter(...onTable)
      .and(initiative, INITIATIVE)
      .when(CounterPropose, sample.counter)
      .thenRefused('proposal.initiative-unknown');
    for (const other of [{ authorPartyId: KABUL }, { toPartyIds: [KABUL] }])
      counter(...onTable)
        .when(CounterPropose, { ...sample.counter, ...other })
        .thenRefused('proposal.not-at-table');
    counter(...onTable)
      .and(mandate, sample.MANDATE)
      .when(CounterPropose, sample.counter)
      .thenRefused('proposal.no-mandate', 'INV-10');
    const segments = [{ state: 'BRACKETED', text: 'Words', by: [KABUL] }] as const;
    counter(...onTable)
      .when(CounterPropose, { ...sample.counter, clauses: [{ eId: 'art_1', segments }] })
      .thenRefused('proposal.not-at-table');
  });

  it('the proposal that it answers is told once, and stays live', () => {
    const note = { counterProposalId: OTHER_PROPOSAL, revision: 1 };
    given(...onTable)
      .when(NoteCounterProposal, note)
      .then(events.ProposalCountered(note))
      .leaving({ status: 'COUNTERED', counterProposals: [{ proposalId: OTHER_PROPOSAL, revision: 1 }] });
    given(...onTable, events.ProposalCountered(note))
      .when(NoteCounterProposal, note)
      .thenRefused('proposal.already-countered');
    expect(stateAfter(...onTable, events.ProposalCountered(note), sample.accepts(TRIBE))).toMatchObject({ status: 'COUNTERED' });
  });
});

describe('what another party puts on the table is recorded, and marked where no mandate allowed it (domain 0.1, INV-08)', () => {
  const receiving = () => negotiating().and(proposal, OTHER_PROPOSAL, ...onTable);
  const received = events.ProposalReceived({ ...proposed, contactId: CONTACT, toPartyIds: [PROVINCE], nature: 'ORAL' });
  const yesterday = contactSample.day('2025-02-28');

  it('on the table from the first', () => {
    receiving().occurring(yesterday).when(ReceiveProposal, sample.receipt).then(received).leaving({ status: 'TABLED', answers: null });
    receiving()
      .occurring(yesterday)
      .when(ReceiveProposal, { ...sample.receipt, answersProposalId: OTHER_PROPOSAL, answersRevision: 1 })
      .then(events.ProposalReceived({ ...received.data, answersProposalId: OTHER_PROPOSAL, answersRevision: 1 }))
      .leaving({ answers: { proposalId: OTHER_PROPOSAL, revision: 1 } });
  });

  it('also while the federal side objects, and without a contact', () => {
    const { contactId: _, ...receipt } = sample.receipt;
    const { contactId: __, ...data } = received.data;
    receiving()
      .and(initiative, INITIATIVE, ...sample.inPhase2, contactSample.objected)
      .occurring(yesterday)
      .when(ReceiveProposal, receipt)
      .then(events.ProposalReceived(data));
  });

  it('on a topic that no mandate held then, with the mark of that', () => {
    receiving()
      .and(mandate, sample.MANDATE, ...sample.onOtherTopic)
      .occurring(yesterday)
      .when(ReceiveProposal, sample.receipt)
      .then(flagged(received, ['OUTSIDE_MANDATE']));
    receiving()
      .occurring(contactSample.day('2025-01-01'))
      .when(ReceiveProposal, sample.receipt)
      .then(flagged(received, ['OUTSIDE_MANDATE']));
  });

  it('not what nobody can place: initiative, parties, contact, what it answers', () => {
    const report = () => receiving().occurring(yesterday);
    report().and(initiative, INITIATIVE).when(ReceiveProposal, sample.receipt).thenRefused('proposal.initiative-unknown');
    report().and(party, TRIBE).when(ReceiveProposal, sample.receipt).thenRefused('proposal.party-unknown');
    report().and(contact, CONTACT, sample.elsewhere).when(ReceiveProposal, sample.receipt).thenRefused('proposal.contact-unknown');
    report().and(contact, CONTACT).when(ReceiveProposal, sample.receipt).thenRefused('proposal.contact-unknown');
    for (const answers of [
      { answersProposalId: NOTHING, answersRevision: 1 },
      { answersProposalId: OTHER_PROPOSAL, answersRevision: 2 },
    ])
      report()
        .when(ReceiveProposal, { ...sample.receipt, ...answers })
        .thenRefused('proposal.answered-unknown', 'INV-19');
    report()
      .and(party, KABUL, sample.kabul)
      .when(ReceiveProposal, { ...sample.receipt, toPartyIds: [KABUL] })
      .thenRefused('proposal.not-at-table');
    const segments = [{ state: 'BRACKETED', text: 'Words', by: [KABUL] }] as const;
    report()
      .when(ReceiveProposal, { ...sample.receipt, clauses: [{ eId: 'art_1', segments }] })
      .thenRefused('proposal.not-at-table');
  });

  it('an ended proposal was on the table, and what was tabled is asked by revision', () => {
    const it = worded(stateAfter(...onTable));
    expect([1, 2].map((revision) => layOnTable(it, revision))).toEqual([true, false]);
    expect(layOnTable(worded(stateAfter(drafted)), 1)).toBe(false);
  });
});

describe('the text as it stands is held against the framework in force (INV-13)', () => {
  const assess = { revision: 1, result: 'ALIGNED', redLineIds: [] } as const;
  const linking = events.PolicyAlignmentAssessed({ ...sample.assessed.data, result: 'POTENTIAL_CONFLICT', redLineIds: [RED_LINE] });

  it('by its hash, and a red line once linked stays linked (INV-12)', () => {
    negotiating(...onTable)
      .when(AssessProposalAlignment, { ...assess, note: 'Nothing.' })
      .then(events.PolicyAlignmentAssessed({ ...sample.assessed.data, note: 'Nothing.' }));
    expect(linkedRedLines(stateAfter(...onTable, linking, sample.assessed), textHash)).toEqual([RED_LINE]);
  });

  it('not other words, not without a framework, not by a line that does not stand', () => {
    negotiating(...onTable)
      .when(AssessProposalAlignment, { ...assess, revision: 2 })
      .thenRefused('proposal.other-revision');
    negotiating(...onTable)
      .and(policyFramework, POLICY_FRAMEWORK_ID, clearance.redLine)
      .when(AssessProposalAlignment, assess)
      .thenRefused('proposal.no-framework', 'INV-13');
    negotiating(...onTable)
      .when(AssessProposalAlignment, { ...assess, redLineIds: [NOTHING] })
      .thenRefused('proposal.red-line-unknown');
  });

  it('a newer version makes it stale, which is noted once', () => {
    const mark = { frameworkVersion: 2, causeId: NOTHING };
    const stale = events.AlignmentBecameStale(mark);
    given(...onTable, sample.assessed)
      .when(MarkAlignmentStale, mark)
      .then(stale)
      .leaving({ staleSince: 2 });
    given(...onTable, sample.assessed, stale)
      .when(MarkAlignmentStale, mark)
      .thenRefused('proposal.nothing-stale');
    given(...onTable)
      .when(MarkAlignmentStale, mark)
      .thenRefused('proposal.nothing-stale');
    given(...onTable, sample.assessed)
      .when(MarkAlignmentStale, { ...mark, frameworkVersion: 1 })
      .thenRefused('proposal.nothing-stale');
  });
});

describe('exactly one revision is submitted for clearance', () => {
  const request = { urgency: 'ROUTINE', question: 'May it be agreed?' } as const;
  const submitted = events.ProposalSubmittedForClearance({ ...request, reviewId: REVIEW, revision: 1, textHash });

  it('with the hash of its plain rendering', () => {
    negotiating(...onTable, sample.assessed)
      .when(SubmitProposalForClearance, request)
      .then(events.ProposalSubmittedForClearance({ ...submitted.data, reviewId: derived('review') }))
      .leaving({ review: { reviewId: derived('review'), revision: 1, standing: 'SUBMITTED' } });
    expect(plainTextOf(worded(stateAfter(...onTable)))).toEqual(
      textOf({ lang: 'en', body: 'Article 1\nTorkham is open from 06:00 to 20:00.\n\nPatients cross with one companion.' }),
    );
  });

  it('once it is assessed and found not to conflict, and not twice', () => {
    negotiating(...onTable)
      .when(SubmitProposalForClearance, request)
      .thenRefused('proposal.not-assessed', 'INV-13');
    negotiating(...onTable, sample.assessed)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...clearance.movedFramework)
      .when(SubmitProposalForClearance, request)
      .thenRefused('proposal.not-assessed', 'INV-13');
    negotiating(...onTable, events.PolicyAlignmentAssessed({ ...sample.assessed.data, result: 'CONFLICT' }))
      .when(SubmitProposalForClearance, request)
      .thenRefused('proposal.conflict', 'INV-13');
    negotiating(...onTable, sample.assessed)
      .and(policyFramework, POLICY_FRAMEWORK_ID, clearance.redLine)
      .when(SubmitProposalForClearance, request)
      .thenRefused('proposal.no-framework', 'INV-13');
    negotiating(...onTable, sample.assessed, submitted)
      .when(SubmitProposalForClearance, request)
      .thenRefused('proposal.in-clearance');
  });

  it('the answer stands in the proposal, unless it is about earlier words', () => {
    const told = [
      [ClearProposal, events.ProposalCleared({ reviewId: REVIEW }), 'CLEARED'],
      [ReturnProposal, events.ProposalReturned({ reviewId: REVIEW }), 'RETURNED'],
      [DeclineProposal, events.ProposalDeclined({ reviewId: REVIEW }), 'DECLINED'],
    ] as const;
    for (const [command, event, standing] of told) {
      given(...onTable, submitted)
        .when(command, { reviewId: REVIEW })
        .then(event)
        .leaving({ review: { reviewId: REVIEW, revision: 1, standing } });
      given(...onTable, submitted)
        .when(command, { reviewId: NOTHING })
        .thenRefused('proposal.other-review');
      given(...onTable, submitted, event)
        .when(command, { reviewId: REVIEW })
        .thenRefused('proposal.other-review');
      expect(stateAfter(...onTable, event)).toMatchObject({ review: null });
    }
  });

  it('other words name the review that ends with these', () => {
    negotiating(...onTable, submitted)
      .when(ReviseProposal, {
        baseRevision: 1,
        clauses: [{ eId: 'art_2', segments: [{ state: 'CLEAN', text: 'No.' }] }],
        reason: 'Shorter.',
      })
      .then(events.ProposalRevised({ revision: 2, baseRevision: 1, reason: 'Shorter.', text: sample.shorter, supersededReviewId: REVIEW }))
      .leaving({ review: null });
  });
});

describe('the original holds; a translation is beside it (INV-22, INV-37)', () => {
  const add = { revision: 1, text: { lang: 'ur', body: 'ایک ترجمہ' }, method: 'HUMAN', authentic: true } as const;
  const added = events.TranslationAdded({ ...add, text: textOf(add.text), originalTextHash: textHash });

  it('of the revision as it stands, a draft until somebody else has verified it', () => {
    negotiating(...onTable)
      .when(AddTranslation, add)
      .then(added);
    const translationId = eventId(3);
    given(...onTable, happened(added, { recordedBy: NOTHING }))
      .when(VerifyProposalTranslation, { translationId })
      .then(events.TranslationVerified({ translationId }))
      .leaving({ translations: [expect.objectContaining({ verifiedBy: SOMEBODY, translatedBy: NOTHING }) as never] });
    given(...onTable, added)
      .when(VerifyProposalTranslation, { translationId })
      .thenRefused('proposal.own-translation', 'INV-37');
    given(...onTable, added)
      .when(VerifyProposalTranslation, { translationId: NOTHING })
      .thenRefused('proposal.translation-unknown');
  });

  it('not in the language of the original, nor of words that do not stand', () => {
    negotiating(...onTable)
      .when(AddTranslation, { ...add, text: { lang: 'en', body: 'The same' } })
      .thenRefused('proposal.same-language', 'INV-37');
    negotiating(...onTable)
      .when(AddTranslation, { ...add, revision: 2 })
      .thenRefused('proposal.other-revision');
  });

  it('one that is to be authentic and is a draft is no basis of an agreement', () => {
    negotiating(...accepted, added)
      .when(AgreeAdReferendum, { revision: 1, textHash })
      .thenRefused('proposal.translation-is-draft', 'INV-37');
    negotiating(...accepted, events.TranslationAdded({ ...added.data, authentic: false }))
      .when(AgreeAdReferendum, { revision: 1, textHash })
      .then(agreed);
    negotiating(...accepted, added, events.TranslationVerified({ translationId: eventId(6) }))
      .when(AgreeAdReferendum, { revision: 1, textHash })
      .then(agreed);
  });
});

describe('silence is acceptance only where each party has accepted that it is (INV-21)', () => {
  const DEADLINE = '2025-03-02T09:00:00.000Z';
  const open = { revision: 1, deadline: '2025-03-02T09:00:00Z', parties: [PROVINCE, TRIBE] };
  const opened = events.SilenceProcedureOpened({ ...open, deadline: DEADLINE });
  const procedureId = eventId(3);
  const accepting = [PROVINCE, TRIBE].map((partyId) => events.SilenceProcedureAccepted({ procedureId, partyId }));
  const concluded = (consentingPartyIds: string[]) => events.SilenceProcedureConcluded({ procedureId, consentingPartyIds });

  it('it is opened on clean words, for some time to come, one at a time', () => {
    negotiating(...onTable)
      .when(OpenSilenceProcedure, { ...open, parties: [PROVINCE, TRIBE, TRIBE] })
      .then(opened)
      .leaving({ silence: { procedureId: eventId(3), deadline: DEADLINE, parties: [PROVINCE, TRIBE], acceptedBy: [] } });
    negotiating(...onTable, opened)
      .when(OpenSilenceProcedure, open)
      .thenRefused('proposal.silence-open');
    negotiating(...onTable)
      .when(OpenSilenceProcedure, { ...open, deadline: NOW })
      .thenRefused('proposal.deadline-passed', 'INV-21');
    negotiating(sample.draftedWithBracket, tabled).when(OpenSilenceProcedure, open).thenRefused('proposal.not-clean', 'INV-18');
    negotiating(...onTable)
      .when(OpenSilenceProcedure, { ...open, revision: 2 })
      .thenRefused('proposal.other-revision');
    negotiating(...onTable)
      .when(OpenSilenceProcedure, { ...open, parties: [KABUL] })
      .thenRefused('proposal.not-at-table');
    negotiating(...onTable)
      .and(mandate, sample.MANDATE)
      .when(OpenSilenceProcedure, open)
      .thenRefused('proposal.no-mandate', 'INV-10');
  });

  it('each party accepts it for itself, once, before the deadline', () => {
    const accept = { procedureId, partyId: TRIBE };
    given(...onTable, opened)
      .when(AcceptSilenceProcedure, accept)
      .then(events.SilenceProcedureAccepted(accept))
      .leaving({ silence: expect.objectContaining({ acceptedBy: [TRIBE] }) as never });
    given(...onTable, opened, events.SilenceProcedureAccepted(accept))
      .when(AcceptSilenceProcedure, accept)
      .thenRefused('proposal.not-in-procedure', 'INV-21');
    given(...onTable, opened)
      .when(AcceptSilenceProcedure, { ...accept, partyId: KABUL })
      .thenRefused('proposal.not-in-procedure', 'INV-21');
    given(...onTable, opened)
      .at(DEADLINE)
      .when(AcceptSilenceProcedure, accept)
      .thenRefused('proposal.deadline-passed', 'INV-21');
    given(...onTable)
      .when(AcceptSilenceProcedure, accept)
      .thenRefused('proposal.no-silence', 'INV-21');
  });

  it('one of them breaks it before the deadline, and it is over', () => {
    const broken = { procedureId, partyId: TRIBE };
    given(...onTable, opened)
      .when(BreakSilence, broken)
      .then(events.SilenceBroken(broken))
      .leaving({ silence: null });
    given(...onTable, opened)
      .when(BreakSilence, { ...broken, partyId: KABUL })
      .thenRefused('proposal.not-in-procedure', 'INV-21');
    given(...onTable, opened)
      .at(DEADLINE)
      .when(BreakSilence, broken)
      .thenRefused('proposal.deadline-passed', 'INV-21');
    given(...onTable, opened)
      .when(BreakSilence, { ...broken, procedureId: NOTHING })
      .thenRefused('proposal.no-silence', 'INV-21');
  });

  it('when the deadline has passed, who said nothing accepts; who has said something stands by that', () => {
    const opposed = events.StanceRecorded({ partyId: TRIBE, eIds: ['art_2'], revision: 1, stance: 'OPPOSE' });
    given(...onTable, opened, ...accepting, opposed)
      .at(DEADLINE)
      .when(ConcludeSilence, {})
      .then(concluded([PROVINCE, TRIBE]))
      .leaving({ status: 'UNDER_NEGOTIATION', silence: null });
    const after = stateAfter(...onTable, opened, ...accepting, opposed, concluded([PROVINCE, TRIBE]));
    expect(stancesOf(after, PROVINCE)).toEqual(['ACCEPT', 'ACCEPT']);
    expect(stancesOf(after, TRIBE)).toEqual(['ACCEPT', 'OPPOSE']);
    expect(stateAfter(...onTable, opened, ...accepting, concluded([PROVINCE]))).toMatchObject({ status: 'UNDER_NEGOTIATION' });
  });

  it('where one of them had not accepted it, silence is nothing', () => {
    given(...onTable, opened, ...accepting.slice(1))
      .at(DEADLINE)
      .when(ConcludeSilence, {})
      .then(concluded([]))
      .leaving({ status: 'TABLED', silence: null });
    expect(stancesOf(stateAfter(...onTable, opened, concluded([])), TRIBE)).toEqual(['NO_POSITION_STATED', 'NO_POSITION_STATED']);
  });

  it('not before the deadline, and not where none is open: other words end it', () => {
    given(...onTable, opened)
      .at('2025-03-02T08:59:59.999Z')
      .when(ConcludeSilence, {})
      .thenRefused('proposal.not-yet-over', 'INV-21');
    const reworded = events.ProposalRevised({ revision: 2, baseRevision: 1, reason: 'Shorter.', text: sample.shorter });
    given(...onTable, opened, reworded)
      .at(DEADLINE)
      .when(ConcludeSilence, {})
      .thenRefused('proposal.no-silence', 'INV-21');
  });
});

describe('exactly one text is agreed ad referendum (INV-18)', () => {
  const agree = { revision: 1, textHash };

  it('that which all who are named have accepted, with what they reserve', () => {
    negotiating(...accepted)
      .when(AgreeAdReferendum, agree)
      .then(agreed)
      .leaving({ status: 'AGREED_AD_REFERENDUM' });
    const reservation = { partyId: TRIBE, eId: 'art_1', text: 'Not in winter.' };
    const reserving = events.StanceRecorded({ partyId: TRIBE, eIds: ['art_1'], revision: 1, stance: 'ACCEPT_WITH_RESERVATION' });
    negotiating(...accepted, reserving, events.ReservationEntered(reservation))
      .when(AgreeAdReferendum, agree)
      .then(events.ProposalAgreedAdReferendum({ ...agreed.data, reservations: [{ ...reservation, reservationId: eventId(7) }] }));
    expect(namedParties(worded(stateAfter(...onTable)))).toEqual([PROVINCE, TRIBE]);
  });

  it('not while somebody has not accepted all of it', () => {
    negotiating(...onTable, sample.assessed, sample.accepts(PROVINCE))
      .when(AgreeAdReferendum, agree)
      .thenRefused('proposal.not-accepted', 'INV-18');
    for (const stance of ['OPPOSE', 'AD_REFERENDUM', 'NO_POSITION_STATED'] as const)
      negotiating(...accepted, events.StanceRecorded({ partyId: TRIBE, eIds: ['art_2'], revision: 1, stance }))
        .when(AgreeAdReferendum, agree)
        .thenRefused('proposal.not-accepted', 'INV-18');
  });

  it('not while something is bracketed or waits for a choice', () => {
    for (const first of [sample.draftedWithBracket, sample.draftedWithChoice])
      negotiating(first, tabled, sample.accepts(PROVINCE), sample.accepts(TRIBE))
        .when(AgreeAdReferendum, { revision: 1, textHash: first.data.text.textHash })
        .thenRefused('proposal.not-clean', 'INV-18');
  });

  it('not another text, if only by a comma, nor another revision', () => {
    negotiating(...accepted)
      .when(AgreeAdReferendum, { ...agree, textHash: textOf(clearance.oneCommaMore).textHash })
      .thenRefused('proposal.other-text', 'INV-18');
    negotiating(...accepted)
      .when(AgreeAdReferendum, { ...agree, revision: 2 })
      .thenRefused('proposal.other-revision');
  });

  it('not across a prohibiting red line (INV-12), nor unless it is assessed (INV-13), nor without a mandate', () => {
    const linking = events.PolicyAlignmentAssessed({ ...sample.assessed.data, result: 'POTENTIAL_CONFLICT', redLineIds: [RED_LINE] });
    negotiating(...accepted, linking)
      .when(AgreeAdReferendum, agree)
      .thenRefused('proposal.red-line', 'INV-12');
    negotiating(...accepted, linking)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...clearance.openedFramework)
      .when(AgreeAdReferendum, agree)
      .then(agreed);
    negotiating(...accepted)
      .and(policyFramework, POLICY_FRAMEWORK_ID, ...clearance.movedFramework)
      .when(AgreeAdReferendum, agree)
      .thenRefused('proposal.not-assessed', 'INV-13');
    negotiating(...accepted)
      .and(mandate, sample.MANDATE)
      .when(AgreeAdReferendum, agree)
      .thenRefused('proposal.no-mandate', 'INV-10');
  });

  it('other words open it again', () => {
    const reworded = events.ProposalRevised({ revision: 2, baseRevision: 1, reason: 'Shorter.', text: sample.shorter });
    const after = stateAfter(...accepted, agreed, reworded);
    expect(after).toMatchObject({ status: 'UNDER_NEGOTIATION', revision: 2 });
    expect(after).not.toHaveProperty('agreed');
    expect([after, stateAfter(...accepted, agreed)].map(isAgreedUpon)).toEqual([false, true]);
    expect([after, stateAfter(...accepted, agreed)].map(isOnTable)).toEqual([true, false]);
  });

  it('what can no longer be read is not agreed', () => {
    negotiating(gone(drafted, 'text'), tabled, sample.accepts(TRIBE)).when(AgreeAdReferendum, agree).thenRefused('record.erased');
  });
});

describe('what comes of it', () => {
  it('commitments carry it, each told once', () => {
    const carried = { commitmentId: NOTHING, entryId: REVIEW };
    const incorporated = events.ProposalIncorporated(carried);
    given(...accepted, agreed)
      .when(IncorporateProposal, carried)
      .then(incorporated)
      .leaving({ status: 'INCORPORATED', commitmentIds: [NOTHING] });
    given(...accepted, agreed, incorporated)
      .when(IncorporateProposal, carried)
      .thenRefused('proposal.already-incorporated');
    given(...accepted, agreed, incorporated)
      .when(IncorporateProposal, { ...carried, commitmentId: REVIEW })
      .then(events.ProposalIncorporated({ ...carried, commitmentId: REVIEW }))
      .leaving({ commitmentIds: [NOTHING, REVIEW] });
  });

  it('and so does an agreement that is made of it', () => {
    const carried = { agreementId: NOTHING, entryId: REVIEW };
    const incorporated = events.ProposalIncorporated(carried);
    given(...accepted, agreed)
      .when(IncorporateProposal, carried)
      .then(incorporated)
      .leaving({ status: 'INCORPORATED', commitmentIds: [], agreementIds: [NOTHING] });
    given(...accepted, agreed, incorporated)
      .when(IncorporateProposal, carried)
      .thenRefused('proposal.already-incorporated');
    const faultsOf = (fields: object) => Object.assign(new IncorporateProposal(), fields).faults();
    expect(faultsOf({ entryId: REVIEW })).toMatchObject([{ pointer: '/agreementId' }]);
    expect(faultsOf({ ...carried, commitmentId: NOTHING })).toMatchObject([{ pointer: '/agreementId' }]);
  });

  it('several are agreed together or not at all: a package', () => {
    const proposalIds = [SELF, OTHER_PROPOSAL];
    const packaged = events.ProposalsPackaged({ packageId: derived('package'), proposalIds });
    const packing = (...other: readonly Past[]) => given(...onTable).and(proposal, OTHER_PROPOSAL, ...other);
    packing(...onTable)
      .when(PackageProposals, { proposalIds: [SELF, OTHER_PROPOSAL, SELF] })
      .then(packaged)
      .leaving({ package: { packageId: derived('package'), proposalIds } });
    packing().when(PackageProposals, { proposalIds }).thenRefused('proposal.not-one-undertaking');
    for (const other of [{ singleUndertaking: false }, { initiativeId: NOTHING }])
      packing(events.ProposalDrafted({ ...drafted.data, ...other }))
        .when(PackageProposals, { proposalIds })
        .thenRefused('proposal.not-one-undertaking');
    packing(...onTable)
      .when(PackageProposals, { proposalIds: [OTHER_PROPOSAL, OTHER_PROPOSAL] })
      .thenRefused('proposal.not-one-undertaking');
    packing(...onTable)
      .when(PackageProposals, { proposalIds: [SELF, SELF] })
      .thenRefused('proposal.not-one-undertaking');
    packing(...sample.packaged)
      .when(PackageProposals, { proposalIds })
      .thenRefused('proposal.already-packaged');
    const join = { packageId: NOTHING, proposalIds };
    given(...onTable)
      .when(JoinPackage, join)
      .then(events.ProposalsPackaged(join));
    given(...onTable, packaged)
      .when(JoinPackage, join)
      .thenRefused('proposal.already-packaged');
  });

  it('it is rejected by a party of it, withdrawn, lapses, or another takes its place', () => {
    const because = { reason: 'For a reason.' };
    given(...accepted, agreed)
      .when(RejectProposal, { partyId: TRIBE, ...because })
      .then(events.ProposalRejected({ partyId: TRIBE, ...because }))
      .leaving({ status: 'REJECTED' });
    given(...onTable)
      .when(RejectProposal, { partyId: KABUL, ...because })
      .thenRefused('proposal.not-at-table');
    given(drafted).when(WithdrawProposal, because).then(events.ProposalWithdrawn(because)).leaving({ status: 'WITHDRAWN' });
    given(...onTable)
      .when(LapseProposal, because)
      .then(events.ProposalLapsed(because))
      .leaving({ status: 'LAPSED' });
    const succeeded = (...other: readonly Past[]) => given(...onTable).and(proposal, OTHER_PROPOSAL, ...other);
    succeeded(...onTable)
      .when(SupersedeProposal, { byProposalId: OTHER_PROPOSAL })
      .then(events.ProposalSuperseded({ byProposalId: OTHER_PROPOSAL }))
      .leaving({ status: 'SUPERSEDED' });
    for (const other of [[], [drafted], [events.ProposalDrafted({ ...drafted.data, initiativeId: NOTHING }), tabled]])
      succeeded(...other)
        .when(SupersedeProposal, { byProposalId: OTHER_PROPOSAL })
        .thenRefused('proposal.successor-unknown');
    given(...onTable)
      .when(SupersedeProposal, { byProposalId: SELF })
      .thenRefused('proposal.successor-unknown');
  });
});

describe('a long text stays light', () => {
  it('a revision says only what has changed, and 200 of them of 300 clauses fold in a moment', () => {
    const clauses = Array.from({ length: 300 }, (_, n) => ({
      eId: `art_${n + 1}`,
      segments: [{ segId: NOTHING, state: 'CLEAN' as const, text: `${'Words of a clause. '.repeat(16)}${n}` }],
    }));
    const first = events.ProposalDrafted({ ...drafted.data, text: sample.wholeOf(clauses) });
    const revisions = Array.from({ length: 200 }, (_, n) =>
      events.ProposalRevised({
        revision: n + 2,
        baseRevision: n + 1,
        reason: 'As asked.',
        text: { clauses: clauses.slice(n, n + 1), textHash },
      }),
    );
    expect(JSON.stringify(revisions[0]).length).toBeLessThan(1_000);
    expect(worded(stateAfter(first, ...revisions)).revision).toBe(201);
    expect(parties).toHaveLength(2);
  });
});
