import type { z } from 'zod';
import { DeviationFlag } from '../../kernel/envelope';
import { act, defineEvents } from '../../kernel/events';
import { group, id, oneOf, text } from '../../kernel/fields';

/** How far from what was agreed among ourselves. */
export const Severity = oneOf('LOW', 'MEDIUM', 'HIGH');
export type Severity = z.infer<typeof Severity>;

export const DispositionResult = oneOf('ACCEPTED', 'REMEDIED', 'REFERRED');
export type DispositionResult = z.infer<typeof DispositionResult>;

/** What can have happened to the deviations of an initiative (domain.md 4.3.1, INV-43, INV-50). */
export const deviationsEvents = defineEvents('deviations', {
  ProtocolDeviationRecorded: act({
    initiativeId: id,
    /** The rule of the domain that would not have allowed it: `INV-02`. */
    rule: text(10),
    flag: DeviationFlag,
    /** The event that bears the flag, and in which record it lies. */
    eventId: id,
    record: group({ kind: text(40), id }),
    severity: Severity,
    explanation: text(2_000),
  }),
  DeviationDispositioned: act({
    /** The event that is answered. */
    deviationId: id,
    result: DispositionResult,
    /** Why, where a person decided it. */
    reason: text(2_000).optional(),
    /** The event that remedies it, where one does. */
    remedyId: id.optional(),
  }),
});
