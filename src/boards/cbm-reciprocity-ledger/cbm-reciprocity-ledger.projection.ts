import { type Erased, isErased, type Legible } from '../../kernel/erased';
import type { DataOf } from '../../kernel/events';
import type { Happened } from '../../kernel/happened';
import type { Occurrence } from '../../kernel/occurrence';
import { measureEvents } from '../../negotiation/measure/measure.events';
import { windowEndOf } from '../../negotiation/measure/measure.state';
import type { Side } from '../../negotiation/terms';
import { type Board, changes, opens } from '../../views/board';
import { momentOf } from '../world-time';

type Terms = Legible<DataOf<typeof measureEvents, 'CbmProposed'>>;
type Delivered = Legible<DataOf<typeof measureEvents, 'CbmDelivered'>>;

/** Where a measure stands in its life. */
export type CbmState =
  'PROPOSED' | 'AGREED' | 'CLEARED' | 'UNDER_WAY' | 'DELIVERED' | 'VERIFIED' | 'RECIPROCATED' | 'LAPSED' | 'WITHDRAWN' | 'ENDED';

/** Between whom and whom across the border, whichever of them does it (S35): on each side people, or those who govern them. */
export type Pairing = `PK_${'COMMUNITY' | 'AUTHORITY'}_AF_${'COMMUNITY' | 'AUTHORITY'}`;

/** One measure as the ledger shows it; whether it went unanswered depends on when that is asked, and is computed by the query. */
export interface MeasureRow extends Record<string, unknown> {
  readonly measureId: string;
  readonly initiativeId: string | Erased;
  readonly title: Terms['title'];
  readonly type: Terms['type'];
  readonly pattern: Terms['pattern'];
  readonly topic: Terms['topic'];
  readonly competence: Terms['competence'];
  readonly visibility: Terms['visibility'];
  readonly actorEnd: Terms['actorEnd'];
  readonly recipientEnd: Terms['recipientEnd'];
  /** Null where nobody can know any more who stands at its ends; so is the side. */
  readonly pairing: Pairing | null;
  /** The side that gives; both do where the pattern is JOINT. */
  readonly givenBy: Side | null;
  readonly state: CbmState;
  readonly indicator: Terms['indicator'];
  readonly plannedWindow: Terms['plannedWindow'];
  readonly reciprocityWindowDays: number | Erased | null;
  /** Null while nothing is delivered. */
  readonly deliveredAt: Occurrence | Erased | null;
  /** By its first instant, then in the order of the ledger; null where nobody knows when it was, or it was not. */
  readonly moment: string | null;
  readonly quantity: number | Erased | null;
  readonly unit: Exclude<Delivered['unit'], undefined> | null;
  readonly evidenceIds: Delivered['evidenceIds'];
  /** What the last verification found; null before the first. */
  readonly verified: Legible<DataOf<typeof measureEvents, 'CbmVerified'>>['result'] | null;
  /** The measures of the other side that answer it. */
  readonly answeredBy: readonly (string | Erased)[];
  /** Last instant at which it is answered in time, UTC; null where no answer is looked for. */
  readonly windowEnd: string | null;
  readonly proposedAt: string;
}

const at = (state: CbmState) => changes<MeasureRow, Happened>((row) => ({ ...row, state }));

function betweenWhom({ actorEnd, recipientEnd }: Terms): Pick<MeasureRow, 'pairing' | 'givenBy'> {
  if (isErased(actorEnd) || isErased(recipientEnd)) return { pairing: null, givenBy: isErased(actorEnd) ? null : actorEnd.country };
  const [here, there] = actorEnd.country === 'PK' ? [actorEnd, recipientEnd] : [recipientEnd, actorEnd];
  return { pairing: `PK_${here.kind}_AF_${there.kind}`, givenBy: actorEnd.country };
}

/** Null as well where it can no longer be computed. */
const windowEnd = ({ reciprocityWindowDays: days }: MeasureRow, deliveredAt: Occurrence | Erased): string | null =>
  days === null || isErased(days) || isErased(deliveredAt) ? null : windowEndOf(deliveredAt, days);

/** Every measure with what was delivered of it and what answers it (domain.md 5). */
export const cbmReciprocityLedger: Board<MeasureRow, typeof measureEvents> = {
  name: 'cbm-reciprocity-ledger',
  version: 1,
  events: [measureEvents],
  columns: {
    measureId: 'text',
    initiativeId: 'text',
    pairing: 'text',
    givenBy: 'text',
    type: 'text',
    pattern: 'text',
    topic: 'text',
    state: 'text',
    moment: 'text',
    windowEnd: 'text',
    proposedAt: 'text',
  },
  on: {
    CbmProposed: opens(({ data, streamId, recordedAt }) => ({
      measureId: streamId,
      initiativeId: data.initiativeId,
      title: data.title,
      type: data.type,
      pattern: data.pattern,
      topic: data.topic,
      competence: data.competence,
      visibility: data.visibility,
      actorEnd: data.actorEnd,
      recipientEnd: data.recipientEnd,
      ...betweenWhom(data),
      state: 'PROPOSED',
      indicator: data.indicator,
      plannedWindow: data.plannedWindow,
      reciprocityWindowDays: data.reciprocityWindowDays ?? null,
      deliveredAt: null,
      moment: null,
      quantity: null,
      unit: null,
      evidenceIds: [],
      verified: null,
      answeredBy: [],
      windowEnd: null,
      proposedAt: recordedAt,
    })),
    CbmRevised: changes((row, { data }) => ({
      ...row,
      state: 'PROPOSED',
      indicator: data.indicator,
      plannedWindow: data.plannedWindow,
      reciprocityWindowDays: data.reciprocityWindowDays ?? null,
    })),
    CbmAgreed: at('AGREED'),
    CbmCleared: at('CLEARED'),
    CbmInitiated: at('UNDER_WAY'),
    CbmDelivered: changes((row, event) => ({
      ...row,
      state: 'DELIVERED',
      deliveredAt: event.occurredAt,
      moment: momentOf(event),
      quantity: event.data.quantity ?? null,
      unit: event.data.unit ?? null,
      evidenceIds: event.data.evidenceIds,
      windowEnd: windowEnd(row, event.occurredAt),
    })),
    CbmVerified: changes((row, { data: { result } }) => ({
      ...row,
      state: row.state === 'DELIVERED' && result === 'CONFIRMED' ? 'VERIFIED' : row.state,
      verified: result,
    })),
    CbmReciprocated: changes((row, { data }) => ({
      ...row,
      state: row.state === 'ENDED' ? row.state : 'RECIPROCATED',
      answeredBy: [...row.answeredBy, data.byMeasureId],
    })),
    CbmLapsed: at('LAPSED'),
    CbmWithdrawn: at('WITHDRAWN'),
    CbmEnded: at('ENDED'),
  },
};
