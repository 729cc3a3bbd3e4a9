import { type Erased, type Legible, legible, unlessErased } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import { type Fold, from, type In, IntegrityError, type States } from '../../kernel/fold';
import type { Text } from '../../kernel/text';
import { type Aligned, withAlignment } from '../alignment';
import { agreementEvents } from './agreement.events';
import { instrumentTextOf } from './agreement.text.rules';

type Data<Type extends keyof (typeof agreementEvents)['schemas']> = Legible<DataOf<typeof agreementEvents, Type>>;

/** The federal review of exactly one text for one step. */
export interface AgreementReview {
  readonly reviewId: string | Erased;
  readonly step: Data<'AgreementSubmittedForClearance'>['step'];
  readonly textHash: string | Erased;
  readonly standing: 'SUBMITTED' | 'CLEARED' | 'RETURNED' | 'DECLINED';
}

/** The last signature of a party; one ad referendum waits for another that confirms it. */
export interface Signing {
  readonly signatureId: string;
  readonly partyId: string | Erased;
  readonly signatoryId: string | Erased;
  readonly adReferendum: boolean | Erased;
}

export type Reservation = Data<'ReservationFormulated'> & {
  readonly reservationId: string;
  readonly objections: readonly Data<'ReservationObjected'>[];
};

/** A change of the text that all have before them. */
export interface Change {
  readonly changeId: string;
  readonly kind: 'CORRECTION' | 'AMENDMENT';
  readonly texts: Data<'AmendmentProposed'>['texts'];
  /** The instrument as it is to read; null where some of it can no longer be read. */
  readonly text: Text | null;
}

/** What can be said of every agreement. */
interface Told {
  readonly thirdParties: readonly Data<'ThirdPartyJoined'>[];
  /** As last coded, by issue and clause. */
  readonly issues: readonly Data<'IssueCoded'>[];
}

/** One that is drawn up in this ledger. */
export type Instrument = Data<'AgreementDrafted'> &
  Aligned &
  Told & {
    /** The whole of what is adopted, cleared and signed; null where some of it can no longer be read. */
    readonly text: Text | null;
    /** The last of each step, of whichever words. */
    readonly reviews: readonly AgreementReview[];
    /** Clearances that it has used; none is used twice. */
    readonly clearanceIds: readonly (string | Erased)[];
    /** Whom it binds, or is to bind; null before it is adopted. */
    readonly parties: readonly string[] | Erased | null;
    readonly authentication: Data<'AgreementAuthenticated'>['how'] | null;
    readonly signatures: readonly Signing[];
    readonly consents: readonly Data<'CounterpartConsented'>[];
    readonly withdrawn: readonly (string | Erased)[];
    readonly reservations: readonly Reservation[];
    readonly provisionallyApplied: boolean;
    readonly change: Change | null;
    /** The last day on which it holds; null where it says none. */
    readonly until: string | Erased | null;
  };

/** What its source calls its status stands apart from its state here. */
type History = Omit<Data<'AgreementRegistered'>, 'status'> & Told & { readonly statusTold: Data<'AgreementRegistered'>['status'] };

/** An agreement as it stands: the states of the law of treaties (domain.md 4.3.9). Provisional application stands beside them. */
export type Agreement = States<{
  NONE: object;
  /** Made without this ledger: what its source says of it, until it is recorded that it ended. */
  REGISTERED: History;
  DRAFT: Instrument;
  ADOPTED: Instrument;
  AUTHENTICATED: Instrument;
  SIGNED_AD_REFERENDUM: Instrument;
  SIGNED: Instrument;
  CONSENT_EXPRESSED: Instrument;
  IN_FORCE: Instrument;
  SUSPENDED: Instrument & { readonly suspensionId: string };
  /** Fewer than two of its parties are left. */
  WITHDRAWN: Instrument;
  LAPSED: Instrument;
  TERMINATED: (Instrument | History) & { readonly ground: Data<'AgreementTerminated'>['ground'] };
  ERASED: object;
}>;

/** While its words may change as drafts do. */
export const BEFORE_AUTHENTICATION = ['DRAFT', 'ADOPTED'] as const;
/** While some party has not signed it definitively. */
export const SIGNABLE = ['AUTHENTICATED', 'SIGNED_AD_REFERENDUM'] as const;
/** While parties sign it and consent to it. */
export const BINDING = [...SIGNABLE, 'SIGNED'] as const;
/** Before it is in force. */
export const BEFORE_FORCE = [...BEFORE_AUTHENTICATION, ...BINDING, 'CONSENT_EXPRESSED'] as const;
/** Once its text is definitive: it changes only with the concurrence of all (INV-24). */
export const DEFINITIVE = [...BINDING, 'CONSENT_EXPRESSED', 'IN_FORCE', 'SUSPENDED'] as const;
/** Once all are bound by it. */
export const BOUND = ['CONSENT_EXPRESSED', 'IN_FORCE', 'SUSPENDED'] as const;
/** Until it ends. */
export const BEFORE_END = [...BEFORE_AUTHENTICATION, ...DEFINITIVE] as const;
const ENDED = ['WITHDRAWN', 'LAPSED', 'TERMINATED'] as const;

type Living = In<Agreement, (typeof BEFORE_END)[number]>;
type Definitive = In<Agreement, (typeof DEFINITIVE)[number]>;

export const agreement: Fold<Agreement, typeof agreementEvents> = {
  events: agreementEvents,
  initial: { status: 'NONE' },
  evolve: {
    AgreementRegistered: from('NONE', (_, { status: statusTold, ...registered }) => ({
      ...registered,
      statusTold,
      status: 'REGISTERED',
      thirdParties: [],
      issues: [],
    })),
    AgreementDrafted: from('NONE', (_, terms) => ({
      ...terms,
      status: 'DRAFT',
      text: wholeOf(terms),
      alignments: {},
      reviews: [],
      clearanceIds: [],
      parties: null,
      authentication: null,
      signatures: [],
      consents: [],
      withdrawn: [],
      reservations: [],
      provisionallyApplied: false,
      change: null,
      until: null,
      thirdParties: [],
      issues: [],
    })),
    AgreementRedrafted: from(BEFORE_AUTHENTICATION, ({ prevailingLanguage: _, ...it }, wording) => {
      const next = { ...it, ...wording };
      return { ...next, status: 'DRAFT', text: wholeOf(next), parties: null };
    }),
    AgreementTextAdopted: from('DRAFT', (it, { parties }) => ({ ...it, status: 'ADOPTED', parties })),
    AgreementAuthenticated: from('ADOPTED', (it, { how }) => ({ ...it, status: 'AUTHENTICATED', authentication: how })),
    PolicyAlignmentAssessed: from(BEFORE_END, (it, assessed, { eventId }) => withAlignment(it, assessed, eventId)),

    AgreementSubmittedForClearance: from(DEFINITIVE, (it, { reviewId, step, textHash }) => ({
      ...it,
      reviews: [...it.reviews.filter((each) => each.step !== step), { reviewId, step, textHash, standing: 'SUBMITTED' }],
    })),
    AgreementCleared: from(DEFINITIVE, (it, { reviewId }) => withAnswer(it, reviewId, 'CLEARED')),
    AgreementReturned: from(DEFINITIVE, (it, { reviewId }) => withAnswer(it, reviewId, 'RETURNED')),
    AgreementDeclined: from(DEFINITIVE, (it, { reviewId }) => withAnswer(it, reviewId, 'DECLINED')),

    AgreementSigned: from(SIGNABLE, (it, { clearanceId, ...signed }, { eventId }) =>
      binding({ ...withSignature(it, { ...signed, signatureId: eventId }), clearanceIds: [...it.clearanceIds, clearanceId] }),
    ),
    CounterpartSigned: from(SIGNABLE, (it, signed, { eventId }) => binding(withSignature(it, { ...signed, signatureId: eventId }))),
    ConsentToBeBoundExpressed: from(BINDING, (it, { clearanceId, ...consent }) =>
      binding({
        ...it,
        consents: [...it.consents, consent],
        clearanceIds: clearanceId === undefined ? it.clearanceIds : [...it.clearanceIds, clearanceId],
      }),
    ),
    CounterpartConsented: from(BINDING, (it, consent) => binding({ ...it, consents: [...it.consents, consent] })),
    ReservationFormulated: from(BINDING, (it, formulated, { eventId }) => ({
      ...it,
      reservations: [...it.reservations, { ...formulated, reservationId: eventId, objections: [] }],
    })),
    ReservationObjected: from(DEFINITIVE, (it, objection) => ({
      ...it,
      reservations: it.reservations.map((each) =>
        each.reservationId === objection.reservationId ? { ...each, objections: [...each.objections, objection] } : each,
      ),
    })),
    ReservationWithdrawn: from(DEFINITIVE, (it, { reservationId }) => ({
      ...it,
      reservations: it.reservations.filter((each) => each.reservationId !== reservationId),
    })),

    ProvisionalApplicationBegan: from(['SIGNED', 'CONSENT_EXPRESSED'], (it) => ({ ...it, provisionallyApplied: true })),
    AgreementEnteredIntoForce: from('CONSENT_EXPRESSED', (it, { until }) => ({
      ...it,
      status: 'IN_FORCE',
      provisionallyApplied: false,
      until: until ?? null,
    })),

    CorrectionProposed: from(DEFINITIVE, (it, { texts }, { eventId }) => withChange(it, 'CORRECTION', texts, eventId)),
    AuthenticTextCorrected: from(DEFINITIVE, (it, { changeId, clearanceId }) => changed(it, changeId, clearanceId)),
    AmendmentProposed: from(BOUND, (it, { texts }, { eventId }) => withChange(it, 'AMENDMENT', texts, eventId)),
    AgreementAmended: from(BOUND, (it, { changeId, clearanceId }) => changed(it, changeId, clearanceId)),

    AgreementSuspended: from('IN_FORCE', (it, _, { eventId }) => ({ ...it, status: 'SUSPENDED', suspensionId: eventId })),
    AgreementResumed: from('SUSPENDED', ({ suspensionId: _, ...it }) => ({ ...it, status: 'IN_FORCE' })),
    PartyWithdrew: from(DEFINITIVE, (it, { partyId }) => {
      const next = { ...it, withdrawn: [...it.withdrawn, partyId] };
      // Whom the text names, and so whether two are left, decides whether anything still binds.
      if (boundBy(next).length < 2) return { ...next, status: 'WITHDRAWN', provisionallyApplied: false };
      return isBinding(next) ? binding(next) : next;
    }),
    AgreementRenewed: from('IN_FORCE', (it, { until, clearanceId }) => ({
      ...it,
      until,
      clearanceIds: [...it.clearanceIds, clearanceId],
    })),
    AgreementTerminated: from(['REGISTERED', ...DEFINITIVE], (it, { ground }) => ({ ...it, status: 'TERMINATED', ground })),
    AgreementLapsed: from(BEFORE_FORCE, (it) => ({ ...it, status: 'LAPSED', provisionallyApplied: false })),

    ThirdPartyJoined: from(['REGISTERED', ...BEFORE_END], (it, joined) => ({ ...it, thirdParties: [...it.thirdParties, joined] })),
    IssueCoded: from(['REGISTERED', ...BEFORE_END, ...ENDED], (it, coded) => ({ ...it, issues: [...othersThan(it.issues, coded), coded] })),
  },
};

const wholeOf = (terms: Parameters<typeof instrumentTextOf>[0]): Text | null => unlessErased(() => instrumentTextOf(terms), null);

const withAnswer = <S extends Definitive>(it: S, reviewId: string | Erased, standing: AgreementReview['standing']): S => ({
  ...it,
  reviews: it.reviews.map((each) => (each.reviewId === reviewId ? { ...each, standing } : each)),
});

/** A party's last signature takes the place of its earlier one. */
const withSignature = <S extends Definitive>(it: S, { signatureId, partyId, signatoryId, adReferendum }: Signing): S => ({
  ...it,
  signatures: [...it.signatures.filter((each) => each.partyId !== partyId), { signatureId, partyId, signatoryId, adReferendum }],
});

const withChange = <S extends Definitive>(it: S, kind: Change['kind'], texts: Change['texts'], changeId: string): S => ({
  ...it,
  change: { changeId, kind, texts, text: wholeOf({ ...it, texts }) },
});

/** What was proposed stands. */
function changed<S extends Definitive>(it: S, changeId: string | Erased, clearanceId: string | Erased | undefined): S {
  if (it.change?.changeId !== legible(changeId)) throw new IntegrityError('a change of an agreement that was not the last one proposed');
  const { texts } = it.change;
  const clearanceIds = clearanceId === undefined ? it.clearanceIds : [...it.clearanceIds, clearanceId];
  return { ...it, texts, text: wholeOf({ ...it, texts }), change: null, clearanceIds };
}

const isBinding = (it: Agreement): it is In<Agreement, (typeof BINDING)[number]> => (BINDING as readonly string[]).includes(it.status);

const binding = (it: In<Agreement, (typeof BINDING)[number]>): Agreement => ({ ...it, status: howFarBound(it) });

/** Who has done what that binds, and who is to. */
type Bindings = Pick<Instrument, 'parties' | 'withdrawn'> & {
  readonly signatures: readonly Pick<Signing, 'partyId' | 'adReferendum'>[];
  readonly consents: readonly { readonly partyId: string | Erased }[];
};

/** How far the parties have come: all have consented, all have signed, or not yet. Throws `ErasedError` where nobody can say any more. */
export function howFarBound(it: Bindings): (typeof BINDING)[number] | 'CONSENT_EXPRESSED' {
  const parties = boundBy(it);
  if (parties.every((id) => it.consents.some(({ partyId }) => partyId === id))) return 'CONSENT_EXPRESSED';
  const signatures = parties.map((id) => it.signatures.find(({ partyId }) => partyId === id));
  if (signatures.some((each) => each === undefined)) return 'AUTHENTICATED';
  return signatures.every((each) => each?.adReferendum === false) ? 'SIGNED' : 'SIGNED_AD_REFERENDUM';
}

/** Whom it binds, or is to bind, and who has not withdrawn. Throws `ErasedError` where nobody can say any more. */
export const boundBy = ({ parties, withdrawn }: Pick<Instrument, 'parties' | 'withdrawn'>): readonly string[] =>
  legible(parties ?? []).filter((id) => !withdrawn.includes(id));

/** Whether this party has signed, and not only ad referendum. */
export const isSignedBy = ({ signatures }: Pick<Instrument, 'signatures'>, partyId: string): boolean =>
  signatures.some((each) => each.partyId === partyId && each.adReferendum === false);

/** Everything coded but for the same issue in the same place. */
const othersThan = (issues: Told['issues'], { code, eId }: Data<'IssueCoded'>): Told['issues'] =>
  issues.filter((each) => each.code !== code || each.eId !== eId);

/** Whether it is an instrument of this ledger, and not one that was only registered. */
export const isDrawnUp = (it: Agreement): it is Exclude<Agreement, { readonly status: 'NONE' | 'REGISTERED' | 'ERASED' }> & Instrument =>
  'reviews' in it;

/** The text that would be cleared: the change that is proposed, or what stands. Throws `ErasedError` where it can no longer be read. */
export function textBefore({
  change,
  ...it
}: Pick<Living, 'change' | 'title' | 'form' | 'texts' | 'prevailingLanguage' | 'commitmentIds'>): Text {
  return instrumentTextOf(change === null ? it : { ...it, texts: change.texts });
}
