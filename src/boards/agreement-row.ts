import { type Erased, isErased, type Legible, unlessErased } from '../kernel/erased';
import type { DataOf } from '../kernel/events';
import type { Happened } from '../kernel/happened';
import type { agreementEvents } from '../negotiation/agreement/agreement.events';
import { type Agreement, boundBy, howFarBound, type Signing } from '../negotiation/agreement/agreement.state';
import { type Board, changes, opens } from '../views/board';

type Drafted = Legible<DataOf<typeof agreementEvents, 'AgreementDrafted'>>;
type LegalState = Exclude<Agreement['status'], 'NONE'>;

/** An agreement, as far as boards speak of it. */
export interface InstrumentRow extends Record<string, unknown>, Pick<Drafted, 'title' | 'form'> {
  readonly of: 'AGREEMENT';
  readonly agreementId: string;
  readonly initiativeId: string | Erased;
  readonly legalState: LegalState;
  readonly provisionallyApplied: boolean;
  /** The last day on which it holds; null where it says none. */
  readonly until: string | Erased | null;
  /** Whom it binds, or is to bind; null before it is adopted. */
  readonly parties: readonly string[] | Erased | null;
  readonly signatures: readonly Pick<Signing, 'partyId' | 'adReferendum'>[];
  readonly consents: readonly { readonly partyId: string | Erased }[];
  readonly withdrawn: readonly (string | Erased)[];
}

const begins = (legalState: LegalState) =>
  opens<InstrumentRow, Happened<string, Pick<Drafted, 'initiativeId' | 'title' | 'form'>>>(
    ({ data: { initiativeId, title, form }, streamId }) => ({
      of: 'AGREEMENT',
      agreementId: streamId,
      initiativeId,
      title,
      form,
      legalState,
      provisionallyApplied: false,
      until: null,
      parties: null,
      signatures: [],
      consents: [],
      withdrawn: [],
    }),
  );
const becomes = (legalState: LegalState) => changes<InstrumentRow, Happened>((row) => ({ ...row, legalState }));
const ends = (legalState: LegalState) => changes<InstrumentRow, Happened>((row) => ({ ...row, legalState, provisionallyApplied: false }));

const BINDING: ReadonlySet<string> = new Set(['AUTHENTICATED', 'SIGNED_AD_REFERENDUM', 'SIGNED']);

/** Where it stands once a party has done something; nobody can say where those it binds are erased, and nothing follows before they are known. */
const binding = (row: InstrumentRow): InstrumentRow =>
  row.parties === null || !BINDING.has(row.legalState) ? row : { ...row, legalState: unlessErased(() => howFarBound(row), 'ERASED') };

const signed = changes<InstrumentRow, Happened<string, { readonly partyId: string | Erased; readonly adReferendum: boolean | Erased }>>(
  (row, { data: { partyId, adReferendum } }) =>
    binding({ ...row, signatures: [...row.signatures.filter((each) => each.partyId !== partyId), { partyId, adReferendum }] }),
);
const consented = changes<InstrumentRow, Happened<string, { readonly partyId: string | Erased }>>((row, { data: { partyId } }) =>
  binding({ ...row, consents: [...row.consents, { partyId }] }),
);

/** What each event makes of an agreement; as-of views leave events out, so none relies on what came before. */
export const instrumentReducers = {
  AgreementRegistered: begins('REGISTERED'),
  AgreementDrafted: begins('DRAFT'),
  AgreementRedrafted: changes((row, { data: { title, form } }) => ({ ...row, title, form, legalState: 'DRAFT', parties: null })),
  AgreementTextAdopted: changes((row, { data: { parties } }) => ({ ...row, legalState: 'ADOPTED', parties })),
  AgreementAuthenticated: becomes('AUTHENTICATED'),
  AgreementSigned: signed,
  CounterpartSigned: signed,
  ConsentToBeBoundExpressed: consented,
  CounterpartConsented: consented,
  ProvisionalApplicationBegan: changes((row) => ({ ...row, provisionallyApplied: true })),
  AgreementEnteredIntoForce: changes((row, { data: { until } }) => ({
    ...row,
    legalState: 'IN_FORCE',
    provisionallyApplied: false,
    until: until ?? null,
  })),
  AgreementSuspended: becomes('SUSPENDED'),
  AgreementResumed: becomes('IN_FORCE'),
  AgreementRenewed: changes((row, { data: { until } }) => ({ ...row, until })),
  PartyWithdrew: changes((row, { data: { partyId } }) => {
    const next = { ...row, withdrawn: [...row.withdrawn, partyId] };
    if (row.parties === null) return next;
    if (isErased(row.parties)) return { ...next, legalState: 'ERASED' };
    return boundBy(next).length < 2 ? { ...next, legalState: 'WITHDRAWN', provisionallyApplied: false } : binding(next);
  }),
  AgreementTerminated: ends('TERMINATED'),
  AgreementLapsed: ends('LAPSED'),
} satisfies Board<InstrumentRow, typeof agreementEvents>['on'];
