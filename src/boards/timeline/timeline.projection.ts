import type { Erased } from '../../kernel/erased';
import type { EventCatalogue } from '../../kernel/events';
import { type Happened, kindOf } from '../../kernel/happened';
import type { Occurrence } from '../../kernel/occurrence';
import { agreementEvents } from '../../negotiation/agreement/agreement.events';
import { commitmentEvents } from '../../negotiation/commitment/commitment.events';
import { contactEvents } from '../../negotiation/contact/contact.events';
import { jirgaSchemas } from '../../negotiation/contact/contact.jirga.events';
import { delegationEvents } from '../../negotiation/delegation/delegation.events';
import { deviationsEvents } from '../../negotiation/deviations/deviations.events';
import { federalReviewEvents } from '../../negotiation/federal-review/federal-review.events';
import { initiativeEvents } from '../../negotiation/initiative/initiative.events';
import { mandateEvents } from '../../negotiation/mandate/mandate.events';
import { measureEvents } from '../../negotiation/measure/measure.events';
import { proposalEvents } from '../../negotiation/proposal/proposal.events';
import { type Board, opens } from '../../views/board';
import { momentOf } from '../world-time';

export type Lane =
  'INITIATIVE' | 'MANDATE' | 'DELEGATION' | 'CONTACT' | 'JIRGA' | 'TEXT' | 'CBM' | 'COMMITMENT' | 'AGREEMENT' | 'FEDERAL' | 'DEVIATION';

/** The records whose events a timeline tells, and the lane of each. Registers belong to no initiative and stand in none. */
const LANES: readonly { readonly events: EventCatalogue; readonly lane: Lane; readonly others?: Readonly<Record<string, Lane>> }[] = [
  {
    events: initiativeEvents,
    lane: 'INITIATIVE',
    // What passes between the province and the federal side stands beside the reviews.
    others: {
      FederalGovernmentNotified: 'FEDERAL',
      FederalNotificationAcknowledged: 'FEDERAL',
      FederalObjectionRaised: 'FEDERAL',
      FederalObjectionLifted: 'FEDERAL',
    },
  },
  { events: mandateEvents, lane: 'MANDATE' },
  { events: delegationEvents, lane: 'DELEGATION' },
  {
    events: contactEvents,
    lane: 'CONTACT',
    // What is done by the custom of the jirga, its decisions and its truces, stands apart from who met whom.
    others: Object.fromEntries(Object.keys(jirgaSchemas).map((type) => [type, 'JIRGA' as const])),
  },
  { events: proposalEvents, lane: 'TEXT' },
  { events: measureEvents, lane: 'CBM' },
  {
    events: commitmentEvents,
    lane: 'COMMITMENT',
    // A wording, and what was found of it, before anything is agreed.
    others: { CommitmentDrafted: 'TEXT', CommitmentRedrafted: 'TEXT', PolicyAlignmentAssessed: 'TEXT' },
  },
  { events: agreementEvents, lane: 'AGREEMENT' },
  { events: federalReviewEvents, lane: 'FEDERAL' },
  { events: deviationsEvents, lane: 'DEVIATION' },
];

/** One event on the line: what kind it was, when it was, and how far that can be relied on. What it says stands in its record. */
export interface EntryRow extends Record<string, unknown> {
  readonly eventId: string;
  readonly initiativeId: string | null;
  readonly lane: Lane;
  readonly type: string;
  readonly record: { readonly kind: string; readonly id: string };
  readonly occurredAt: Occurrence | Erased;
  /** By its first instant, then in the order of the ledger; null where nobody knows when it was. */
  readonly moment: string | null;
  readonly recordedAt: string;
  readonly lateRecorded: boolean;
  readonly preLedger: boolean;
  readonly rectified: boolean;
  readonly annulled: boolean;
}

/** By the kind of the record first: several kinds have an event of the same name. */
function laneOf({ stream, type }: Happened): Lane {
  const found = LANES.find(({ events }) => events.stream === kindOf(stream));
  if (!found) throw new Error(`the timeline has no lane for ${stream}`);
  return found.others?.[type] ?? found.lane;
}

const entry = opens<EntryRow, Happened>((event) => ({
  eventId: event.id,
  initiativeId: event.initiativeId ?? null,
  lane: laneOf(event),
  type: event.type,
  record: { kind: kindOf(event.stream), id: event.streamId },
  occurredAt: event.occurredAt,
  moment: momentOf(event),
  recordedAt: event.recordedAt,
  lateRecorded: event.flags.includes('LATE_RECORDED'),
  preLedger: event.flags.includes('PRE_LEDGER'),
  rectified: event.corrections?.rectified ?? false,
  annulled: event.corrections?.annulled ?? false,
}));

/** Everything that happened in an initiative, one row each (domain.md 5). */
export const timeline: Board<EntryRow> = {
  name: 'timeline',
  version: 3,
  events: LANES.map(({ events }) => events),
  columns: { initiativeId: 'text', lane: 'text', type: 'text', moment: 'text', recordedAt: 'text' },
  row: ({ id }) => id,
  showsCorrections: true,
  on: Object.fromEntries(LANES.flatMap(({ events }) => Object.keys(events.schemas).map((type) => [type, entry]))),
};
