import type { Circumstances, Rule } from '../kernel/decider';
import { legible } from '../kernel/erased';
import type { DomainEvent } from '../kernel/events';
import { at, type Reference, ruling, type State } from '../kernel/fold';
import { refuse } from './initiative/initiative.refusals';
import { initiative, type Initiative, objectionIsOpen } from './initiative/initiative.state';

/** What names the initiative that it is done under. */
interface Under {
  readonly initiativeId?: Parameters<typeof legible<string>>[0];
}

/** The initiative of an act: the one that the command names, that of the record, or the record itself. */
function initiativeOf(record: Under, command: Under, { self }: Circumstances): Reference<Initiative> {
  // Who names one that he may not know of learns nothing of its standing; what the record belongs to holds whether he may see it or not.
  if (command.initiativeId !== undefined) return at(initiative, legible(command.initiativeId));
  return ruling(initiative, record.initiativeId === undefined ? self : legible(record.initiativeId));
}

/**
 * The rule of an act that goes forward with the other side: scheduling, travel, tabling, entering, signing, conducting, public statements. An
 * open objection of the federal side refuses it, before anything else does. Whatever is not declared so, such as submitting, answering, notifying,
 * safety, suspension and every report, no objection refuses (domain.md 4.3.1).
 * @param goes whether this one does, where the same act may also go back or be among ourselves
 */
export const forward = <S extends State, Command, E extends DomainEvent, In extends S = S>(
  rule: Rule<S, Command, E>,
  goes: (state: In, command: Command) => boolean = () => true,
): Rule<S, Command, E> => ({
  ...rule,
  goesForward: true,
  reads: (state, command, circumstances) => ({
    ...rule.reads(state, command, circumstances),
    ...(goes(state as In, command) && { objecting: initiativeOf(state as Under, command as Under, circumstances) }),
  }),
  decide: (state, command, facts: { readonly objecting?: Initiative }) =>
    facts.objecting && objectionIsOpen(facts.objecting)
      ? refuse.objectionOpen('An objection of the federal side stands.')
      : rule.decide(state, command, facts),
});
