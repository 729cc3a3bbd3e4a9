import { type BoardPage, type BoardQuery, type BoardQuestion, ofKind, pageOf, rowsBy, sortedBy } from '../../views/board-query';
import { isWithheld, type Readable, type Withheld } from '../../views/visibility';
import type { ContactRow } from '../contact-row';
import {
  type LookingRow,
  unauthorisedUndertakings,
  type UndertakingRow,
  type UndertakingsRow,
} from './unauthorised-undertakings.projection';

/** The contact in which it was made. */
export type ContactOf = Pick<ContactRow, 'contactId' | 'kind' | 'track' | 'mode' | 'place' | 'heldAt' | 'unsanctioned'>;

/** An undertaking with the contact in which it was made and the review that looks at it, as far as this reader may see them. */
export interface UndertakingAnswer extends Omit<UndertakingRow, 'of' | 'firstMadeAt' | 'standing'> {
  /** REPORTED where no review that this reader may see lies on the federal desk. */
  readonly state: 'REPORTED' | 'UNDER_REVIEW' | 'CONFIRMED' | 'DISAVOWED';
  readonly contact: ContactOf | Withheld | null;
  readonly review: LookingRow['review'] | Withheld | null;
}

type Found = UndertakingsRow | Withheld | undefined;

function contactOf(found: Found): UndertakingAnswer['contact'] {
  if (!found || isWithheld(found)) return found ?? null;
  const { contactId, kind, track, mode, place, heldAt, unsanctioned } = found as ContactRow;
  return { contactId, kind, track, mode, place, heldAt, unsanctioned };
}

function reviewOf(found: Found): UndertakingAnswer['review'] {
  if (!found || isWithheld(found)) return found ?? null;
  return (found as LookingRow).review;
}

/** It is under review from the submission until the desk has decided, whichever way; silence decides nothing (INV-14). */
export function stateOf({ standing }: Pick<UndertakingRow, 'standing'>, review: UndertakingAnswer['review']): UndertakingAnswer['state'] {
  if (standing !== 'OPEN') return standing;
  return review && !isWithheld(review) && review.closedAt === null ? 'UNDER_REVIEW' : 'REPORTED';
}

const isRow = (row: UndertakingRow | Withheld): row is UndertakingRow => !isWithheld(row);

async function ask(readable: Readable<UndertakingsRow>, question: BoardQuestion): Promise<BoardPage<UndertakingAnswer>> {
  const own = sortedBy(ofKind(readable, 'UNDERTAKING'), { madeAt: 'firstMadeAt' });
  const { rows, next, total } = await pageOf(own, question, (row) => row as UndertakingRow);
  const shown = rows.filter(isRow);
  const [contacts, reviews] = await Promise.all([
    rowsBy(
      ofKind(readable, 'CONTACT'),
      'contactId',
      shown.map(({ contactId }) => contactId),
    ),
    rowsBy(
      ofKind(readable, 'REVIEW'),
      'reviewId',
      shown.flatMap(({ reviewId }) => (typeof reviewId === 'string' ? [reviewId] : [])),
    ),
  ]);
  const answerOf = ({ of: _, firstMadeAt: __, standing, ...row }: UndertakingRow): UndertakingAnswer => {
    const review = reviewOf(typeof row.reviewId === 'string' ? reviews.get(row.reviewId) : undefined);
    return { ...row, state: stateOf({ standing }, review), contact: contactOf(contacts.get(row.contactId)), review };
  };
  return { next, total, rows: rows.map((row) => (isRow(row) ? answerOf(row) : row)) };
}

export const unauthorisedUndertakingsQuery: BoardQuery<UndertakingsRow> = {
  board: unauthorisedUndertakings,
  summary: 'Promises made without leave, what the federal side makes of them, and how they were settled; none of them is agreed',
  filters: {
    initiativeId: 'Those of one initiative',
    contactId: 'Those of one contact',
    speakerId: 'Those of one speaker',
    toPartyId: 'Those to one party',
    standing: 'OPEN, DISAVOWED or CONFIRMED',
  },
  sorts: ['madeAt', 'reportedAt', 'standing'],
  ask,
};
