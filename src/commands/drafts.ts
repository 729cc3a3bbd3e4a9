import type { Classification } from '../kernel/classification';
import type { AskedCommand, Envelope, Flag } from '../kernel/envelope';
import { type DomainEvent, type EventCatalogue, UnknownEventError } from '../kernel/events';
import type { AnyFold } from '../kernel/fold';
import { latest, type Occurrence } from '../kernel/occurrence';
import { recordEvents } from '../kernel/record.events';
import type { Basis } from '../ledger/event-store';
import { eventIdOf } from '../trust/ids';
import type { Draft } from '../trust/scribe';
import type { RecordPart } from './record-part';

/** A decision with all that becomes its events' envelope. */
export interface Decided {
  readonly fold: AnyFold;
  readonly events: readonly DomainEvent[];
  readonly asked: AskedCommand;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly actor: { readonly participantId: string; readonly role: string };
  readonly now: string;
  readonly occurredAt: Occurrence;
  readonly classification: Classification;
  readonly initiativeId: string | undefined;
  readonly record: RecordPart | undefined;
  /** The actor's own, over `asked`; it was checked. */
  readonly signature: string | undefined;
  readonly flags: readonly Flag[];
  readonly basis: Basis;
}

/** LATE_RECORDED: more than the house rules' time lies between the end of what happened and its recording (domain.md 4.1). */
export function flagsOf(occurredAt: Occurrence, now: string, lateAfterMs: number): Flag[] {
  const end = latest(occurredAt);
  return end !== undefined && Date.parse(now) - Date.parse(end) > lateAfterMs ? ['LATE_RECORDED'] : [];
}

/** The marks of one event: those of the occasion, those that its type bears by itself, and those that the decision gave it. */
export const flagsFor = ({ fold, flags }: Pick<Decided, 'fold' | 'flags'>, event: Pick<DomainEvent, 'type' | 'flags'>): readonly Flag[] => [
  ...new Set([...flags, ...(fold.events.schemas[event.type]?.flags ?? []), ...(event.flags ?? [])]),
];

/** What every record can undergo beside what its noun knows. */
const CORRECTIONS: EventCatalogue = recordEvents;

/** Checks each event against its schema, for what is appended stays for ever; throws where a decider breaks its own. */
export function draftsOf(decided: Decided): Draft[] {
  const { fold, events, actor, commandId, now } = decided;
  const basis = decided.basis.map(([stream, revision]) => [stream, String(revision)] as const);
  return events.map((event, n) => {
    const { type, version, data } = event;
    const schema = fold.events.schemas[type] ?? CORRECTIONS.schemas[type];
    if (!schema) throw new UnknownEventError(`${fold.events.stream} knows no event ${type}`);
    schema.check(data);
    return {
      open: {
        actor: actor.participantId,
        at: now,
        basis,
        caus: decided.causationId,
        cmd: commandId,
        corr: decided.correlationId,
        id: eventIdOf(commandId, n),
        tv: String(version),
        type,
      },
      data: data as object,
      env: envelopeOf(decided, event, n === 0),
    };
  });
}

function envelopeOf(decided: Decided, event: DomainEvent, first: boolean): Envelope {
  const { initiativeId, occurredAt, actor, classification, record, asked, signature } = decided;
  return {
    ...(initiativeId !== undefined && { initiativeId }),
    occurredAt,
    capture: { mode: 'ONLINE' },
    role: actor.role,
    ...(record?.onBehalfOf !== undefined && { onBehalfOf: record.onBehalfOf }),
    classification,
    ...(record?.sources !== undefined && { sources: record.sources.map((source) => ({ ...source }) as never) }),
    ...(record?.evidence !== undefined && { evidence: record.evidence.map((evidence) => ({ ...evidence }) as never) }),
    flags: flagsFor(decided, event),
    ...(first && { command: asked, ...(signature !== undefined && { sig: signature }) }),
  };
}
