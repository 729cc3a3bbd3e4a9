import type { z } from 'zod';
import { Level } from '../../kernel/classification';
import { act, defineEvents } from '../../kernel/events';
import { count, day, id, list, oneOf, text, writtenText } from '../../kernel/fields';
import { Topic } from '../terms';

export const InstrumentKind = oneOf('SECURITY_POLICY', 'FOREIGN_POLICY', 'LAW', 'AGREEMENT_IN_FORCE', 'DIRECTIVE');
export type InstrumentKind = z.infer<typeof InstrumentKind>;

export const RedLineEffect = oneOf('PROHIBITED', 'FEDERAL_APPROVAL_REQUIRED', 'ADVISORY');
export type RedLineEffect = z.infer<typeof RedLineEffect>;

/** Lines of one framework: what nobody can keep in mind guides nobody. The list of a version is one stored value. */
export const RED_LINES_MAX = 200;

/** What can have happened to the policy framework (domain.md 4.3.2). */
export const policyFrameworkEvents = defineEvents('policyFramework', {
  PolicyInstrumentRegistered: act({
    title: text(500),
    issuer: text(200),
    kind: InstrumentKind,
    effectiveFrom: day,
    evidenceId: id,
    /** The mark that the instrument itself bears; what it says is never kept here. */
    classification: Level,
  }),
  RedLineDeclared: act({
    redLineId: id,
    topic: Topic,
    text: writtenText,
    effect: RedLineEffect,
    examples: list(text(1_000), 20),
  }),
  RedLineAmended: act({
    redLineId: id,
    text: writtenText,
    effect: RedLineEffect,
    /** The declaration or amendment whose words no longer hold. */
    supersedes: id,
  }),
  RedLineWithdrawn: act({
    redLineId: id,
    /** The event that declared it. */
    declarationId: id,
    reason: text(2_000),
  }),
  FrameworkVersionPublished: act({ version: count, redLineIds: list(id, RED_LINES_MAX), effectiveFrom: day }),
  FrameworkVersionSuperseded: act({
    version: count,
    /** The event that published it. */
    publicationId: id,
    /** Number of the version that takes its place, published by the same command. */
    by: count,
  }),
});
