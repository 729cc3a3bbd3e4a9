import { type Erased, isErased, type Legible, legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type In, IntegrityError, type States } from '../../kernel/fold';
import type { Occurrence } from '../../kernel/occurrence';
import type { Text } from '../../kernel/text';
import { type Aligned, withAlignment } from '../alignment';
import {
  type Clause,
  clauseHashOf,
  marksOf,
  type PartyAtTable,
  plainOf,
  type TextChange,
  textFrom,
  type WholeText,
} from '../negotiating-text';
import type { Stance } from '../terms';
import { proposalEvents } from './proposal.events';

type Data<Type extends keyof (typeof proposalEvents)['schemas']> = Legible<DataOf<typeof proposalEvents, Type>>;

/** Where a party stands on a clause. Who is not named has no position: silence is none (INV-21). */
export interface StanceTaken {
  readonly stance: Stance | Erased;
  /** The revision that it had before it. */
  readonly revision: number | Erased;
  readonly stanceId: string;
  /** When it took it. */
  readonly since: Occurrence | Erased;
  readonly contactId: string | Erased | null;
  /** It said nothing, under a silence procedure that all had accepted. */
  readonly bySilence: boolean;
}

/** A clause as it reads now, and who stands where. Other words are another clause under the same name: nobody has a position on them (INV-20). */
export interface NegotiatedClause extends Clause {
  /** Its plain rendering. */
  readonly plain: string;
  readonly clauseHash: string;
  /** The revision in which these words came. */
  readonly since: number;
  readonly stances: Readonly<Record<string, StanceTaken>>;
}

/** The text as it lies on the table. */
export interface NegotiatedText {
  readonly lang: string;
  readonly parties: readonly PartyAtTable[];
  readonly clauses: readonly NegotiatedClause[];
  readonly textHash: string;
}

export interface Tabling {
  readonly revision: number | Erased;
  readonly contactId: string | Erased | null;
  readonly toPartyIds: readonly string[] | Erased;
  readonly nature: Data<'ProposalTabled'>['nature'];
}

export type Reservation = Data<'ReservationEntered'> & { readonly reservationId: string };

/** A rendering in another language. It never replaces the original (INV-37). */
export type Translation = Pick<Data<'TranslationAdded'>, 'revision' | 'originalTextHash' | 'text' | 'method' | 'authentic'> & {
  readonly translationId: string;
  readonly translatedBy: string;
  /** Until somebody else has verified it, it is a draft and nothing rests on it. */
  readonly verifiedBy: string | null;
};

export interface SilenceProcedure {
  readonly procedureId: string;
  readonly deadline: string | Erased;
  readonly parties: readonly string[] | Erased;
  readonly acceptedBy: readonly string[];
}

/** What the federal side was asked about the text as it stands, and what it said. */
export interface TextReview {
  readonly reviewId: string | Erased;
  readonly revision: number | Erased;
  readonly standing: 'SUBMITTED' | 'CLEARED' | 'RETURNED' | 'DECLINED';
}

type Course = Omit<Data<'ProposalDrafted'>, 'text'> &
  Aligned & {
    /** The proposal that it counters; null where it answers none. */
    readonly answers: { readonly proposalId: string | Erased; readonly revision: number | Erased } | null;
    readonly revision: number;
    readonly text: NegotiatedText | Erased;
    readonly tablings: readonly Tabling[];
    /** Those that stand. */
    readonly reservations: readonly Reservation[];
    /** The newest version of the framework for which earlier assessments were found stale; null while none were. */
    readonly staleSince: number | Erased | null;
    readonly review: TextReview | null;
    readonly translations: readonly Translation[];
    /** The procedure that is open. */
    readonly silence: SilenceProcedure | null;
    readonly counterProposals: readonly { readonly proposalId: string | Erased; readonly revision: number | Erased }[];
    readonly package: Data<'ProposalsPackaged'> | null;
  };

/** What was agreed. */
export type Agreed = Omit<Data<'ProposalAgreedAdReferendum'>, 'landscape'> & { readonly agreementId: string };

/** A proposal as it stands (domain.md 4.3.6). */
export type Proposal = States<{
  NONE: object;
  DRAFT: Course;
  TABLED: Course;
  UNDER_NEGOTIATION: Course;
  COUNTERED: Course;
  AGREED_AD_REFERENDUM: Course & { readonly agreed: Agreed };
  INCORPORATED: Course & {
    readonly agreed: Agreed;
    readonly commitmentIds: readonly (string | Erased)[];
    readonly agreementIds: readonly (string | Erased)[];
  };
  REJECTED: Course;
  WITHDRAWN: Course;
  LAPSED: Course;
  SUPERSEDED: Course & { readonly byProposalId: string | Erased };
}>;

/** While it lies on the table and nothing is agreed. */
export const ON_TABLE = ['TABLED', 'UNDER_NEGOTIATION', 'COUNTERED'] as const;
/** While its words may change. */
export const BEFORE_END = ['DRAFT', ...ON_TABLE, 'AGREED_AD_REFERENDUM'] as const;
/** Once it was tabled, while it has not ended. */
export const TABLED = [...ON_TABLE, 'AGREED_AD_REFERENDUM'] as const;
type Open = In<Proposal, (typeof BEFORE_END)[number]>;

const begun = ({ text, ...proposed }: Data<'ProposalDrafted'>): Course => ({
  ...proposed,
  text: isErased(text) ? text : begunText(text),
  answers: null,
  revision: 1,
  tablings: [],
  reservations: [],
  alignments: {},
  staleSince: null,
  review: null,
  translations: [],
  silence: null,
  counterProposals: [],
  package: null,
});

const begunText = ({ lang, parties, clauses, textHash }: WholeText): NegotiatedText => {
  const marks = marksOf(parties);
  return { lang, parties, textHash, clauses: clauses.map((it) => worded(it, plainOf(it, marks), 1)) };
};

const worded = (it: Clause, plain: string, since: number): NegotiatedClause => ({
  ...it,
  plain,
  clauseHash: clauseHashOf(plain),
  since,
  stances: {},
});

/** What is on the table from its first event on. */
const received = (it: Data<'ProposalReceived'>): Course => {
  const { answersProposalId, answersRevision, contactId, toPartyIds, nature, ...proposed } = it;
  return {
    ...begun(proposed),
    answers:
      answersProposalId === undefined || answersRevision === undefined
        ? null
        : { proposalId: answersProposalId, revision: answersRevision },
    tablings: [{ revision: 1, contactId: contactId ?? null, toPartyIds, nature }],
  };
};

/** The text with a change; clauses with the same words keep the stances on them (INV-20). */
function changedText(text: NegotiatedText, change: TextChange, revision: number): NegotiatedText {
  const parties = [...text.parties, ...(change.joining ?? [])];
  const marks = marksOf(parties);
  const clauses = [...text.clauses];
  for (const it of change.clauses) {
    const place = clauses.findIndex(({ eId }) => eId === it.eId);
    const before = clauses[place];
    const next = worded(it, plainOf(it, marks), revision);
    const same = before?.clauseHash === next.clauseHash;
    clauses[before ? place : clauses.length] = before && same ? { ...next, since: before.since, stances: before.stances } : next;
  }
  const { order } = change;
  if (!order) return { ...text, parties, textHash: change.textHash, clauses };
  const named = new Map(clauses.map((it) => [it.eId, it]));
  return { ...text, parties, textHash: change.textHash, clauses: order.flatMap((eId) => named.get(eId) ?? []) };
}

/** What every event that changes the text says. */
interface Change {
  readonly revision: number | Erased;
  readonly text: TextChange | Erased;
}

/** In other words: what was said of the earlier ones by the federal side, or by silence, does not hold for these. */
function reworded(it: Open, { revision: said, text: change }: Change): Proposal {
  const revision = isErased(said) ? it.revision + 1 : said;
  // A change is one of exactly the words before it.
  if (revision !== it.revision + 1) throw new IntegrityError(`revision ${revision} cannot follow revision ${it.revision}`);
  const text = isErased(it.text) ? it.text : isErased(change) ? change : changedText(it.text, change, revision);
  const next = { ...unagreed(it), revision, text, review: null, silence: null };
  return { ...next, status: it.status === 'DRAFT' ? 'DRAFT' : 'UNDER_NEGOTIATION' };
}

function unagreed(it: Open): Course {
  if (it.status !== 'AGREED_AD_REFERENDUM') return it;
  const { agreed: _, ...course } = it;
  return course;
}

/** Where somebody has spoken to it. */
const spokenTo = (status: (typeof ON_TABLE)[number]): 'UNDER_NEGOTIATION' | 'COUNTERED' =>
  status === 'COUNTERED' ? 'COUNTERED' : 'UNDER_NEGOTIATION';

/** The clauses with a stance of some parties on those for which `on` says so. */
const withStances = (
  text: NegotiatedText | Erased,
  partyIds: readonly string[],
  taken: StanceTaken,
  on: (it: NegotiatedClause, partyId: string) => boolean,
): NegotiatedText | Erased =>
  isErased(text)
    ? text
    : {
        ...text,
        clauses: text.clauses.map((it) => {
          let { stances } = it;
          for (const partyId of partyIds) if (on(it, partyId)) stances = { ...stances, [partyId]: taken };
          return stances === it.stances ? it : { ...it, stances };
        }),
      };

/** Whether a party has taken no position on a clause; what it said is no silence, though nobody can read it any more. */
const isSilentOn = ({ stances }: NegotiatedClause, partyId: string): boolean =>
  !Object.hasOwn(stances, partyId) || stances[partyId]?.stance === 'NO_POSITION_STATED';

const answered = <S extends Course>(it: S, standing: TextReview['standing']): S =>
  it.review ? { ...it, review: { ...it.review, standing } } : it;

export const proposal: Fold<Proposal, typeof proposalEvents> = {
  events: proposalEvents,
  initial: { status: 'NONE' },
  evolve: {
    ProposalDrafted: from('NONE', (_, proposed) => ({ ...begun(proposed), status: 'DRAFT' })),
    CounterProposalTabled: from('NONE', (_, it) => ({ ...received(it), status: 'TABLED' })),
    ProposalReceived: from('NONE', (_, it) => ({ ...received(it), status: 'TABLED' })),
    ProposalTabled: from(['DRAFT', ...ON_TABLE], (it, tabling) => ({
      ...it,
      status: it.status === 'DRAFT' ? 'TABLED' : it.status,
      tablings: [...it.tablings, { ...tabling }],
    })),
    ProposalCountered: from(ON_TABLE, (it, { counterProposalId, revision }) => ({
      ...it,
      status: 'COUNTERED',
      counterProposals: [...it.counterProposals, { proposalId: counterProposalId, revision }],
    })),

    ProposalRevised: from(BEFORE_END, (it, change) => reworded(it, change)),
    TextBracketed: from(ON_TABLE, (it, change) => reworded(it, change)),
    AlternativeAdded: from(ON_TABLE, (it, change) => reworded(it, change)),
    BracketResolved: from(ON_TABLE, (it, change) => reworded(it, change)),

    StanceRecorded: from(ON_TABLE, (it, { partyId, eIds, revision, stance, contactId }, { eventId, occurredAt }) => {
      const taken = { stance, revision, stanceId: eventId, since: occurredAt, contactId: contactId ?? null, bySilence: false };
      if (isErased(partyId) || isErased(eIds)) return { ...it, status: spokenTo(it.status) };
      const named = new Set(eIds);
      return { ...it, status: spokenTo(it.status), text: withStances(it.text, [partyId], taken, ({ eId }) => named.has(eId)) };
    }),
    ReservationEntered: from(TABLED, (it, reservation, { eventId }) => ({
      ...it,
      reservations: [...it.reservations, { ...reservation, reservationId: eventId }],
    })),
    ReservationWithdrawn: from(TABLED, (it, { reservationId }) => ({
      ...it,
      reservations: it.reservations.filter((each) => each.reservationId !== reservationId),
    })),

    PolicyAlignmentAssessed: from(BEFORE_END, (it, assessed, { eventId }) => withAlignment(it, assessed, eventId)),
    AlignmentBecameStale: from(BEFORE_END, (it, { frameworkVersion }) => ({ ...it, staleSince: frameworkVersion })),
    ProposalSubmittedForClearance: from(BEFORE_END, (it, { reviewId, revision }) => ({
      ...it,
      review: { reviewId, revision, standing: 'SUBMITTED' },
    })),
    ProposalCleared: from(BEFORE_END, (it) => answered(it, 'CLEARED')),
    ProposalReturned: from(BEFORE_END, (it) => answered(it, 'RETURNED')),
    ProposalDeclined: from(BEFORE_END, (it) => answered(it, 'DECLINED')),

    TranslationAdded: from(BEFORE_END, (it, translation, { eventId, recordedBy }) => ({
      ...it,
      translations: [...it.translations, { ...translation, translationId: eventId, translatedBy: recordedBy, verifiedBy: null }],
    })),
    TranslationVerified: from(BEFORE_END, (it, { translationId }, { recordedBy }) => ({
      ...it,
      translations: it.translations.map((each) => (each.translationId === translationId ? { ...each, verifiedBy: recordedBy } : each)),
    })),

    SilenceProcedureOpened: from(ON_TABLE, (it, { deadline, parties }, { eventId }) => ({
      ...it,
      silence: { procedureId: eventId, deadline, parties, acceptedBy: [] },
    })),
    SilenceProcedureAccepted: from(ON_TABLE, (it, { partyId }) =>
      it.silence && !isErased(partyId) ? { ...it, silence: { ...it.silence, acceptedBy: [...it.silence.acceptedBy, partyId] } } : it,
    ),
    SilenceBroken: from(ON_TABLE, (it) => ({ ...it, silence: null })),
    SilenceProcedureConcluded: from(ON_TABLE, (it, { consentingPartyIds }, { eventId, occurredAt }) => {
      const bySilence = { stanceId: eventId, since: occurredAt, contactId: null, bySilence: true } as const;
      const taken = { ...bySilence, stance: 'ACCEPT', revision: it.revision } as const;
      const silent = isErased(consentingPartyIds) ? [] : consentingPartyIds;
      const text = withStances(it.text, silent, taken, isSilentOn);
      return { ...it, silence: null, text, status: silent.length > 0 ? spokenTo(it.status) : it.status };
    }),
    ProposalsPackaged: from(BEFORE_END, (it, packaged) => ({ ...it, package: packaged })),

    ProposalAgreedAdReferendum: from(['UNDER_NEGOTIATION', 'COUNTERED'], (it, { landscape: _, ...agreed }, { eventId }) => ({
      ...it,
      status: 'AGREED_AD_REFERENDUM',
      silence: null,
      agreed: { ...agreed, agreementId: eventId },
    })),
    ProposalIncorporated: from(['AGREED_AD_REFERENDUM', 'INCORPORATED'], (it, { commitmentId, agreementId }) => {
      const { commitmentIds, agreementIds } = it.status === 'INCORPORATED' ? it : { commitmentIds: [], agreementIds: [] };
      return {
        ...it,
        status: 'INCORPORATED',
        commitmentIds: commitmentId === undefined ? commitmentIds : [...commitmentIds, commitmentId],
        agreementIds: agreementId === undefined ? agreementIds : [...agreementIds, agreementId],
      };
    }),
    ProposalRejected: from(TABLED, (it) => ({ ...unagreed(it), status: 'REJECTED' })),
    ProposalWithdrawn: from(BEFORE_END, (it) => ({ ...unagreed(it), status: 'WITHDRAWN' })),
    ProposalLapsed: from(TABLED, (it) => ({ ...unagreed(it), status: 'LAPSED' })),
    ProposalSuperseded: from(TABLED, (it, { byProposalId }) => ({ ...unagreed(it), status: 'SUPERSEDED', byProposalId })),
  },
};

/** Whether it was ever drafted or tabled. */
export const isWorded = (it: Proposal): it is Exclude<Proposal, { readonly status: 'NONE' }> => it.status !== 'NONE';

/** Whether it lies on the table, and nothing is agreed yet. */
export const isOnTable = (it: Proposal): it is In<Proposal, (typeof ON_TABLE)[number]> =>
  (ON_TABLE as readonly string[]).includes(it.status);

/** Whether what it says is agreed, ad referendum at least. */
export const isAgreedUpon = (it: Proposal): it is In<Proposal, 'AGREED_AD_REFERENDUM' | 'INCORPORATED'> =>
  it.status === 'AGREED_AD_REFERENDUM' || it.status === 'INCORPORATED';

/** Exactly the text that is hashed and cleared: the plain rendering of the revision as it stands. Throws `ErasedError`. */
export function plainTextOf(it: Exclude<Proposal, { readonly status: 'NONE' }>): Text {
  const { lang, clauses } = legible(it.text);
  return textFrom(
    lang,
    clauses.map(({ plain }) => plain),
  );
}

/** Where a party stands on a clause; who has said nothing has no position (INV-21). Throws `ErasedError` where it can no longer be read. */
export const stanceOn = ({ stances }: Pick<NegotiatedClause, 'stances'>, partyId: string): Stance => {
  const taken = Object.hasOwn(stances, partyId) ? stances[partyId] : undefined;
  return taken ? legible(taken.stance) : 'NO_POSITION_STATED';
};

/** The parties whose acceptance makes it agreed: its author, and all to whom it was tabled (INV-18). Throws `ErasedError`. */
export const namedParties = ({ authorPartyId, tablings }: Pick<Course, 'authorPartyId' | 'tablings'>): readonly string[] => [
  ...new Set([legible(authorPartyId), ...tablings.flatMap(({ toPartyIds }) => legible(toPartyIds))]),
];

/** Whether a revision lay on the table: it was tabled, or came when it lay there already (INV-19). Throws `ErasedError`. */
export const layOnTable = (it: Exclude<Proposal, { readonly status: 'NONE' }>, revision: number): boolean =>
  revision <= it.revision && it.tablings.some((each) => legible(each.revision) <= revision);
