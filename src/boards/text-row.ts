import { type Erased, isErased } from '../kernel/erased';
import type { Happened } from '../kernel/happened';
import type { proposalEvents } from '../negotiation/proposal/proposal.events';
import type { Proposal } from '../negotiation/proposal/proposal.state';
import { type Board, changes, opens } from '../views/board';

type TextState = Exclude<Proposal['status'], 'NONE'>;

/** A text on the table, as far as boards count it. */
export interface TextRow extends Record<string, unknown> {
  readonly of: 'TEXT';
  readonly proposalId: string;
  readonly initiativeId: string | Erased;
  readonly state: TextState;
}

const begins = (state: TextState) =>
  opens<TextRow, Happened<string, { readonly initiativeId: string | Erased }>>(({ data: { initiativeId }, streamId }) => ({
    of: 'TEXT',
    proposalId: streamId,
    initiativeId,
    state,
  }));
const becomes = (state: TextState) => changes<TextRow, Happened>((row) => ({ ...row, state }));
/** Other words take it back to the table; before it lies there, they leave it a draft. */
const reworded = changes<TextRow, Happened>((row) => ({ ...row, state: row.state === 'DRAFT' ? 'DRAFT' : 'UNDER_NEGOTIATION' }));
/** Somebody has spoken to it; what is countered stays so. */
const spokenTo = (row: TextRow): TextRow => ({ ...row, state: row.state === 'COUNTERED' ? 'COUNTERED' : 'UNDER_NEGOTIATION' });

/** What each event makes of a text; as-of views leave events out, so none relies on what came before. */
export const textReducers = {
  ProposalDrafted: begins('DRAFT'),
  CounterProposalTabled: begins('TABLED'),
  ProposalReceived: begins('TABLED'),
  ProposalTabled: changes((row) => ({ ...row, state: row.state === 'DRAFT' ? 'TABLED' : row.state })),
  ProposalCountered: becomes('COUNTERED'),
  ProposalRevised: reworded,
  TextBracketed: reworded,
  AlternativeAdded: reworded,
  BracketResolved: reworded,
  StanceRecorded: changes(spokenTo),
  // Silence that was consent is as if those had spoken.
  SilenceProcedureConcluded: changes((row, { data: { consentingPartyIds } }) =>
    !isErased(consentingPartyIds) && consentingPartyIds.length > 0 ? spokenTo(row) : row,
  ),
  ProposalAgreedAdReferendum: becomes('AGREED_AD_REFERENDUM'),
  ProposalIncorporated: becomes('INCORPORATED'),
  ProposalRejected: becomes('REJECTED'),
  ProposalWithdrawn: becomes('WITHDRAWN'),
  ProposalLapsed: becomes('LAPSED'),
  ProposalSuperseded: becomes('SUPERSEDED'),
} satisfies Board<TextRow, typeof proposalEvents>['on'];
