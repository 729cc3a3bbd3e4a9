import { type Decider, when } from '../../kernel/decider';
import { legible } from '../../kernel/erased';
import { at } from '../../kernel/fold';
import { earliest } from '../../kernel/occurrence';
import { textOf } from '../../kernel/text';
import { evidence, isIngested } from '../evidence/evidence.state';
import type * as commands from './policy-framework.commands';
import { policyFrameworkEvents } from './policy-framework.events';
import { refuse } from './policy-framework.refusals';
import { nextVersion, type policyFramework, redLinesInForce, standingRedLine } from './policy-framework.state';

const {
  PolicyInstrumentRegistered,
  RedLineDeclared,
  RedLineAmended,
  RedLineWithdrawn,
  FrameworkVersionPublished,
  FrameworkVersionSuperseded,
} = policyFrameworkEvents;

/** Where the federal government's days begin. */
const ISLAMABAD = 'Asia/Karachi';
const startOf = (day: string): string | undefined => earliest({ from: day, precision: 'DAY', zone: ISLAMABAD, calendar: 'GREGORIAN' });

/** What may happen next to the policy framework (domain.md 4.3.2); the federal side alone writes it (INV-17). */
export const policyFrameworkDecider: Decider<typeof policyFramework, typeof commands> = {
  RegisterInstrument: when(['NONE', 'DRAFT', 'IN_FORCE'], {
    reads: (_, { evidenceId }) => ({ instrument: at(evidence, evidenceId) }),
    decide: (_, command, { instrument }) => {
      if (!isIngested(instrument)) return refuse.evidenceUnknown('The text of the instrument is not in the ledger.');
      return [PolicyInstrumentRegistered({ ...command })];
    },
  }),

  DeclareRedLine: when(['NONE', 'DRAFT', 'IN_FORCE'], (_, { topic, text, effect, examples }, { derive }) => [
    RedLineDeclared({ redLineId: derive('redLine'), topic, text: textOf(text), effect, examples }),
  ]),

  AmendRedLine: when(['DRAFT', 'IN_FORCE'], (it, { redLineId, text, effect }) => {
    const line = standingRedLine(it, redLineId);
    if (!line) return refuse.redLineUnknown('No red line with this id stands.');
    return [RedLineAmended({ redLineId, text: textOf(text), effect, supersedes: line.wordedBy })];
  }),

  WithdrawRedLine: when(['DRAFT', 'IN_FORCE'], (it, { redLineId, reason }) => {
    const line = standingRedLine(it, redLineId);
    if (!line) return refuse.redLineUnknown('No red line with this id stands.');
    return [RedLineWithdrawn({ redLineId, declarationId: line.declarationId, reason })];
  }),

  PublishFrameworkVersion: when(['DRAFT', 'IN_FORCE'], (it, { redLineIds, effectiveFrom }, { now }) => {
    if ((startOf(effectiveFrom) ?? now) > now) return refuse.notYetEffective(`${effectiveFrom} has not begun in Islamabad.`);
    if (redLineIds.some((redLineId) => !standingRedLine(it, redLineId)))
      return refuse.redLineUnknown('One of the red lines named is not declared, or has been withdrawn.');
    const dropped = redLinesInForce(it).filter((line) => legible(line.effect) === 'PROHIBITED' && !redLineIds.includes(line.redLineId));
    if (dropped.length > 0)
      return refuse.prohibitionDropped(`The new version leaves out ${dropped.map(({ redLineId }) => redLineId).join(', ')}.`);
    const version = nextVersion(it);
    const published = FrameworkVersionPublished({ version, redLineIds, effectiveFrom });
    if (it.status === 'DRAFT') return [published];
    const { inForce } = it;
    return [
      FrameworkVersionSuperseded({ version: legible(inForce.version), publicationId: inForce.publicationId, by: version }),
      published,
    ];
  }),
};
