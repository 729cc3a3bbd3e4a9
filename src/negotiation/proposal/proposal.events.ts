import { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { day, eId, flag, group, id, instant, list, oneOf, text, textHash, writtenText } from '../../kernel/fields';
import { assessment } from '../alignment';
import { TranslationMethod } from '../contact/contact.events';
import { Urgency } from '../federal-review/federal-review.events';
import { AT_TABLE_MAX, CLAUSES_MAX, textChange, wholeText } from '../negotiating-text';
import { landscape, Stance, SubTopic, Topic } from '../terms';

/** In which form a text was put on the table. */
export const TablingNature = oneOf('FORMAL', 'NON_PAPER', 'ORAL');
export type TablingNature = z.infer<typeof TablingNature>;

/** What became of bracketed words. */
export const Resolution = oneOf('ACCEPTED', 'DELETED', 'REWORDED');
export type Resolution = z.infer<typeof Resolution>;

/** Reservations that stand against one text: who has more rejects it. */
export const RESERVATIONS_MAX = 200;
/** Proposals that are agreed together or not at all. */
export const PACKAGE_MAX = 20;

const partyIds = list(id, AT_TABLE_MAX).min(1);
/** Counts the wordings from 1. */
const revision = z.int().min(1);

const proposed = {
  initiativeId: id,
  title: text(500),
  topic: Topic,
  subTopics: list(SubTopic, 17),
  /** The party whose text it is. */
  authorPartyId: id,
  /** Nothing of it is agreed until everything in its package is. */
  singleUndertaking: flag,
  text: wholeText,
};
const tabled = { toPartyIds: partyIds, nature: TablingNature };

/** What can have happened to a proposal (domain.md 4.3.6). Every event that changes the text says what of it has changed, and no more. */
export const proposalEvents = defineEvents('proposal', {
  ProposalDrafted: act(proposed),
  /** A counter-proposal is a text of its own, on the table from the first (INV-19). */
  CounterProposalTabled: act({ ...proposed, answersProposalId: id, answersRevision: revision, contactId: id, ...tabled }),
  /** Another party has put its text on the table, in answer to one of ours or not: what happened is recorded (domain.md 0.1). */
  ProposalReceived: fact({
    ...proposed,
    answersProposalId: id.optional(),
    answersRevision: revision.optional(),
    contactId: id.optional(),
    ...tabled,
  }),
  ProposalTabled: act({ revision, contactId: id, ...tabled }),
  ProposalCountered: act({
    counterProposalId: id,
    /** The one that is answered. */
    revision,
  }),

  ProposalRevised: act({
    revision,
    baseRevision: revision,
    text: textChange,
    reason: text(2_000),
    /** The review of the words that no longer hold, which ends with them. */
    supersededReviewId: id.optional(),
  }),
  TextBracketed: act({
    revision,
    eId,
    segId: id,
    byPartyId: id,
    reason: text(2_000),
    text: textChange,
    supersededReviewId: id.optional(),
  }),
  AlternativeAdded: act({
    revision,
    eId,
    segId: id,
    altId: id,
    byPartyId: id,
    text: textChange,
    supersededReviewId: id.optional(),
  }),
  BracketResolved: act({
    revision,
    eId,
    segId: id,
    how: Resolution,
    altId: id.optional(),
    agreedBy: partyIds,
    text: textChange,
    supersededReviewId: id.optional(),
  }),

  /** A party has said where it stands; whoever says nothing has no position (INV-21). */
  StanceRecorded: act({
    partyId: id,
    /** The clauses that it spoke about. */
    eIds: list(eId, CLAUSES_MAX).min(1),
    /** Whose words it had before it. */
    revision,
    stance: Stance,
    rationale: text(10_000).optional(),
    contactId: id.optional(),
  }),
  ReservationEntered: act({ partyId: id, eId, text: text(10_000) }),
  ReservationWithdrawn: act({ reservationId: id }),

  PolicyAlignmentAssessed: act({ revision, ...assessment }),
  /** A newer version of the framework is in force than the one that it was assessed by (INV-13). */
  AlignmentBecameStale: act({
    frameworkVersion: z.int().min(1),
    /** The publication of that version. */
    causeId: id,
  }),
  ProposalSubmittedForClearance: act({
    /** The review that a process opens for it. */
    reviewId: id,
    revision,
    textHash,
    urgency: Urgency,
    question: text(2_000),
    neededBy: day.optional(),
  }),
  ProposalCleared: act({ reviewId: id }),
  ProposalReturned: act({ reviewId: id }),
  ProposalDeclined: act({ reviewId: id }),

  TranslationAdded: act({
    revision,
    /** Hash of the text that it renders; that stays what holds (INV-37). */
    originalTextHash: textHash,
    text: writtenText,
    method: TranslationMethod,
    /** Whether the parties say that it holds as the original does (INV-22). */
    authentic: flag,
  }),
  TranslationVerified: act({ translationId: id }),

  /** From now on silence may become acceptance: of each party named, if each accepts that (INV-21). */
  SilenceProcedureOpened: act({ revision, deadline: instant, parties: partyIds }),
  SilenceProcedureAccepted: act({ procedureId: id, partyId: id }),
  SilenceBroken: act({ procedureId: id, partyId: id }),
  SilenceProcedureConcluded: act({
    procedureId: id,
    /** Whose silence is acceptance: all whom it names, or nobody where one of them had not accepted it. */
    consentingPartyIds: list(id, AT_TABLE_MAX),
  }),
  /** What is agreed together or not at all; each of them says so (single undertaking). */
  ProposalsPackaged: act({ packageId: id, proposalIds: list(id, PACKAGE_MAX).min(2) }),

  ProposalAgreedAdReferendum: act({
    revision,
    textHash,
    /** All who were named, each by its stances (INV-18). */
    parties: partyIds,
    reservations: list(group({ reservationId: id, partyId: id, eId, text: text(10_000) }), RESERVATIONS_MAX),
    landscape,
  }),
  /** By a commitment that was entered, or by an agreement whose text was adopted. */
  ProposalIncorporated: act({
    commitmentId: id.optional(),
    agreementId: id.optional(),
    /** The event by which that came about. */
    entryId: id,
  }),
  ProposalRejected: act({ partyId: id, reason: text(2_000) }),
  ProposalWithdrawn: act({ reason: text(2_000) }),
  ProposalLapsed: act({ reason: text(2_000) }),
  ProposalSuperseded: act({
    /** The proposal that took its place. */
    byProposalId: id,
  }),
});
