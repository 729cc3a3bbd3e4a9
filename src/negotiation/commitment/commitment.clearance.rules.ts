import type { In } from '../../kernel/fold';
import type { Rejection } from '../../kernel/rejection';
import type { Text } from '../../kernel/text';
import { linkedRedLines } from '../alignment';
import { misaligned } from '../alignment.rules';
import { type FederalReview, type Shortfall, shortfallOf } from '../federal-review/federal-review.state';
import { type PolicyFramework, prohibitedAmong } from '../policy-framework/policy-framework.state';
import { refuse } from './commitment.refusals';
import type { Commitment } from './commitment.state';

/* The two gates before a text may bind: it is held against the framework (INV-13), and exactly it is cleared (INV-11, INV-12). */

type Drafted = In<Commitment, Exclude<Commitment['status'], 'NONE'>>;

/** INV-13. @returns why this text may not go further, `undefined` if nothing stands in the way */
export const assessedFor = (it: Drafted, textHash: string, framework: PolicyFramework): Rejection | undefined =>
  misaligned(refuse, it, textHash, framework);

/** What the text is to be cleared by and for. */
export interface Clearing {
  readonly review: FederalReview;
  readonly framework: PolicyFramework;
  readonly text: Text;
  readonly now: string;
  /** The commitment. */
  readonly self: string;
}

const REFUSALS: Readonly<Record<Shortfall, () => Rejection>> = {
  UNDECIDED: () => refuse.silenceIsNoConsent('The review is still open.'),
  ONLY_GUIDANCE: () => refuse.guidanceIsNoClearance('The review is still open; what it has given is guidance.'),
  NOT_CLEARED: () => refuse.notCleared('The review named has not cleared this commitment.'),
  OTHER_TEXT: () => refuse.otherText('The text differs from the cleared one, if only by a sign or by its language.'),
  OTHER_PURPOSE: () => refuse.otherPurpose('It was cleared for another purpose than to be entered.'),
  REVOKED: () => refuse.clearanceRevoked('The federal side has taken the clearance back.'),
  USED: () => refuse.clearanceUsed('One clearance is used once.'),
  OUT_OF_TIME: () => refuse.clearanceOver('Its validity has not begun, or is over.'),
  CONDITION_OPEN: () => refuse.conditionOpen('The federal side has not confirmed every condition.'),
};

/** INV-11, INV-12. @returns why this text may not bind, `undefined` if nothing stands in the way */
export function clearedFor(it: Drafted, { review, framework, text, now, self }: Clearing): Rejection | undefined {
  const [crossed] = prohibitedAmong(framework, linkedRedLines(it, text.textHash));
  if (crossed) return refuse.redLine(`The text crosses the red line ${crossed.redLineId}.`);
  const shortfall = shortfallOf(review, { subject: 'COMMITMENT_TEXT', subjectId: self, text, purpose: 'ENTER', at: now });
  return shortfall && REFUSALS[shortfall]();
}
