import { legible } from '../../kernel/erased';
import type { Rejection } from '../../kernel/rejection';
import type { Text } from '../../kernel/text';
import { linkedRedLines } from '../alignment';
import { type Commitment, isAgreed } from '../commitment/commitment.state';
import { type Deviations, openIn } from '../deviations/deviations.state';
import { type ClearedAct, type FederalReview, type Shortfall, shortfallOf } from '../federal-review/federal-review.state';
import type { Party } from '../party/party.state';
import { type PolicyFramework, prohibitedAmong } from '../policy-framework/policy-framework.state';
import { namesListedParty, type Powers, withoutPowers } from '../powers';
import { plainTextOf, isAgreedUpon, type Proposal } from '../proposal/proposal.state';
import type { MandatedAct } from '../terms';
import type { ClearedStep } from './agreement.events';
import { refuse } from './agreement.refusals';
import type { Instrument } from './agreement.state';
import { leadingTextOf } from './agreement.text.rules';

/* What must hold before an agreement goes forward (INV-08, INV-10, INV-32), and before our side is bound by it (INV-11, INV-12, INV-13, INV-16, INV-43). */

/** By what it is judged whether it goes forward. */
export interface Ground extends Powers {
  /** Those whom it binds, or is to bind, in the order of their ids. */
  readonly parties: readonly Party[];
}

/** @returns why it does not go forward by this act with these parties, `undefined` if nothing stands in the way */
export function mayGoForward(
  it: Pick<Instrument, 'topics'>,
  act: MandatedAct,
  partyIds: readonly string[],
  ground: Ground,
): Rejection | undefined {
  for (const topic of legible(it.topics)) {
    const refused = withoutPowers(refuse, act, topic, ground);
    if (refused) return refused;
  }
  return namesListedParty(ground.parties, partyIds, ground) ? refuse.listedParty('A list names a party of it.') : undefined;
}

/** Whether a party is of our side: what it signs and consents to is cleared by the federal side before. */
export const isOurs = (it: Party): boolean =>
  it.status === 'REGISTERED' && ['PROVINCIAL_GOVERNMENT', 'FEDERAL_GOVERNMENT'].includes(legible(it.type));

/** INV-18: whether what was agreed on the table is exactly the leading text. */
export const isMadeOf = (it: Pick<Instrument, 'texts' | 'prevailingLanguage'>, source: Proposal): boolean => {
  if (!isAgreedUpon(source)) return false;
  const [agreed, leading] = [plainTextOf(source), leadingTextOf(it)];
  return agreed.textHash === leading.textHash && agreed.lang === leading.lang;
};

/** For what each step is cleared. */
const PURPOSES: Readonly<Record<ClearedStep, ClearedAct['purpose']>> = { SIGNATURE: 'SIGN', RATIFICATION: 'RATIFY' };

const SHORTFALLS: Readonly<Record<Shortfall, () => Rejection>> = {
  UNDECIDED: () => refuse.silenceIsNoConsent('The review is still open.'),
  ONLY_GUIDANCE: () => refuse.guidanceIsNoClearance('The review is still open; what it has given is guidance.'),
  NOT_CLEARED: () => refuse.notCleared('The review named has not cleared this agreement for this step.'),
  OTHER_TEXT: () => refuse.notCleared('The text differs from the cleared one, if only by a sign or by its language.'),
  OTHER_PURPOSE: () => refuse.notCleared('It was cleared for another purpose.'),
  REVOKED: () => refuse.notCleared('The federal side has taken the clearance back.'),
  USED: () => refuse.notCleared('One clearance is used once.'),
  OUT_OF_TIME: () => refuse.notCleared('Its validity has not begun, or is over.'),
  CONDITION_OPEN: () => refuse.notCleared('The federal side has not confirmed every condition.'),
};

/** By what exactly one text is cleared for a step. */
export interface Clearing {
  /** Absent where none was named: then nothing has cleared it. */
  readonly clearanceId: string | undefined;
  readonly review: FederalReview | undefined;
  readonly framework: PolicyFramework;
  readonly text: Text;
  /** UTC with milliseconds. */
  readonly now: string;
  /** The agreement. */
  readonly self: string;
}

/** INV-11, INV-12. @returns why this step may not be taken with this text, `undefined` if nothing stands in the way */
export function clearedFor(
  it: Pick<Instrument, 'alignments' | 'clearanceIds'>,
  step: ClearedStep,
  clearing: Clearing,
): Rejection | undefined {
  const { clearanceId, review, framework, text, now, self } = clearing;
  const [crossed] = prohibitedAmong(framework, linkedRedLines(it, text.textHash));
  if (crossed) return refuse.redLine(`The text crosses the red line ${crossed.redLineId}.`);
  if (review === undefined || clearanceId === undefined) return SHORTFALLS.NOT_CLEARED();
  // The process that tells the review of its use runs a moment behind.
  if (it.clearanceIds.includes(clearanceId)) return SHORTFALLS.USED();
  const shortfall = shortfallOf(review, { subject: step, subjectId: self, text, purpose: PURPOSES[step], at: now });
  return shortfall && SHORTFALLS[shortfall]();
}

/** What is settled before our side signs or is bound. */
export interface Settled {
  readonly deviations: readonly Deviations[];
  readonly hiddenDeviations: readonly Deviations[];
  readonly held: readonly Commitment[];
}

/** INV-16, INV-43. @returns why our side neither signs nor consents yet, `undefined` if nothing stands in the way */
export function unsettled({ deviations, hiddenDeviations, held }: Settled): Rejection | undefined {
  const open = openIn(deviations);
  if (open > 0) return refuse.deviationsOpen(`${open} are open.`);
  if (openIn(hiddenDeviations) > 0) return refuse.hiddenDeviationsOpen('Some that not everybody knows of are open.');
  return held.every((it) => isAgreed(it) || it.status === 'FULFILLED')
    ? undefined
    : refuse.commitmentNotEntered('A commitment that it holds is not entered, or has ended.');
}
