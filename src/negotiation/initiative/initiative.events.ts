import type { z } from 'zod';
import { act, defineEvents, fact } from '../../kernel/events';
import { group, id, list, oneOf, text } from '../../kernel/fields';

/** The objectives of domain.md 1.3, S33 to S42. */
export const Objective = oneOf('O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8', 'O9', 'O10');
export type Objective = z.infer<typeof Objective>;

export const NotificationChannel = oneOf('LETTER', 'MEETING', 'E_OFFICE');
export type NotificationChannel = z.infer<typeof NotificationChannel>;

/** What can have happened to an initiative (domain.md 4.3.1). */
export const initiativeEvents = defineEvents('initiative', {
  InitiativeProposed: act({
    title: text(200),
    sponsorPartyId: id,
    objectives: list(group({ code: Objective, text: text(2_000) }), 10),
    basisConsultationId: id.optional(),
  }),
  /** In office from the event's own time on. */
  FocalPersonDesignated: act({ participantId: id }),
  /** A report of what was sent; when it was sent is the event's own time (INV-01 compares its earliest instant). */
  FederalGovernmentNotified: fact({
    reference: text(200),
    addressee: text(200),
    channel: NotificationChannel,
    documentEvidenceId: id,
    summary: text(10_000),
  }),
  FederalNotificationAcknowledged: act({
    /** The event that is acknowledged. */
    notificationId: id,
    /** Under which the federal side keeps it. */
    reference: text(200),
  }),
});
