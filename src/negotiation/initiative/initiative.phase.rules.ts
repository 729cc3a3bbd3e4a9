import { legible } from '../../kernel/erased';
import { at } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import { type Commitment, commitment, isAgreed } from '../commitment/commitment.state';
import { type Contact, contact, counterpartsOf, isHeld } from '../contact/contact.state';
import { type Deviations, openIn, registersOf } from '../deviations/deviations.state';
import { evidence, type Evidence, isIngested } from '../evidence/evidence.state';
import { counterpartKindsFor, participant, type Participant } from '../participant/participant.state';
import type { ConcludePhase } from './initiative.commands';
import { refuse } from './initiative.refusals';

/* What a phase may be said to have come to. */

type Concluding = Omit<ConcludePhase, 'faults'>;

/** What it is judged on, elsewhere. */
interface Judged {
  readonly self: string;
  readonly proofs: readonly Evidence[];
  readonly texts: readonly Commitment[];
  readonly contacts: readonly Contact[];
  readonly people: readonly Participant[];
  readonly deviations: readonly Deviations[];
  readonly hiddenDeviations: readonly Deviations[];
}

export const groundOf = ({ outcome, criteria, commitmentIds, engaged }: Concluding, self: string) => ({
  // Only the foundation needs them: how a phase comes to nothing waits for no process.
  ...registersOf(self, outcome === 'FOUNDATION_LAID'),
  proofs: criteria.flatMap(({ evidenceIds }) => evidenceIds.map((id) => at(evidence, id))),
  texts: commitmentIds.map((id) => at(commitment, id)),
  contacts: engaged.map(({ contactId }) => at(contact, contactId)),
  people: engaged.map(({ participantId }) => at(participant, participantId)),
});

/** @returns why a phase has not come to what is said, `undefined` if nothing stands in the way */
export function mayConclude(command: Concluding, ground: Judged): Rejection | undefined {
  if (!ground.proofs.every(isIngested)) return refuse.evidenceUnknown('A piece of the evidence named is not in the ledger.');
  return unlaid(command, ground) ?? unengaged(command, ground) ?? intangible(command, ground);
}

/** S21, INV-43. */
function unlaid({ outcome, criteria }: Concluding, ground: Judged): Rejection | undefined {
  if (outcome !== 'FOUNDATION_LAID') return undefined;
  if (!criteria.every(({ met }) => met)) return refuse.criterionNotMet('Not every criterion is met.');
  const open = openIn(ground.deviations);
  if (open > 0) return refuse.deviationsOpen(`${open} are open.`);
  return openIn(ground.hiddenDeviations) > 0 ? refuse.hiddenDeviationsOpen('Some that not everybody knows of are open.') : undefined;
}

const NEEDED = ['AFGHAN_TRIBAL_LEADER', 'AFGHAN_GOVERNMENT_REPRESENTATIVE'] as const;

/** INV-09: whoever is named took part in a contact under this initiative; something tangible takes both kinds of counterparts. */
function unengaged({ outcome, engaged }: Concluding, { self, contacts, people }: Judged): Rejection | undefined {
  const kinds = new Set<string>();
  for (const [n, { participantId }] of engaged.entries()) {
    const [met, person] = [contacts[n], people[n]];
    if (!met || !person || !isHeld(met) || legible(met.initiativeId) !== self)
      return refuse.notEngaged('A contact named was not held under it.');
    const part = counterpartsOf(met).find((counterpart) => counterpart.participantId === participantId);
    if (!part) return refuse.notEngaged('Somebody named did not take part in his contact as a counterpart.');
    for (const kind of counterpartKindsFor(person, part.partyId)) kinds.add(kind);
  }
  const missing = NEEDED.filter((kind) => !kinds.has(kind));
  return outcome === 'TANGIBLE_OUTCOME' && missing.length > 0 ? refuse.notEngaged(`Nobody named is ${missing.join(' or ')}.`) : undefined;
}

/** S26. */
function intangible({ outcome }: Concluding, { self, texts }: Judged): Rejection | undefined {
  const entered = texts.filter((it) => isAgreed(it) && legible(it.initiativeId) === self);
  return entered.length < texts.length || (outcome === 'TANGIBLE_OUTCOME' && entered.length === 0)
    ? refuse.noOutcome('Not every commitment named, or none at all, is entered under this initiative.')
    : undefined;
}
