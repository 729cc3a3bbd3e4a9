import { legible } from '../kernel/erased';
import type { Rejection } from '../kernel/rejection';
import { alignmentOf, type AlignmentResult } from './alignment';
import { type PolicyFramework, standingRedLine, versionInForce } from './policy-framework/policy-framework.state';

/* How a text is held against the policy framework in force (INV-13), of whatever record it is. */

/** How a record says what stands in the way (`MISALIGNED`). */
interface Refusing {
  readonly noFramework: (detail: string) => Rejection;
  readonly redLineUnknown: (detail: string) => Rejection;
  readonly notAssessed: (detail: string) => Rejection;
  readonly conflict: (detail: string) => Rejection;
}

/** What somebody says of a text. */
interface Assessing {
  readonly result: AlignmentResult;
  readonly redLineIds: string[];
  readonly note?: string;
}

/** What is recorded of an assessment by the version in force, or why it is not. */
export function assessedBy(refuse: Refusing, framework: PolicyFramework, { result, redLineIds, note }: Assessing) {
  const frameworkVersion = versionInForce(framework);
  if (frameworkVersion === undefined) return refuse.noFramework('No version of the framework is in force.');
  if (redLineIds.some((id) => !standingRedLine(framework, id))) return refuse.redLineUnknown('A red line named does not stand.');
  return { frameworkVersion, result, redLineIds, ...(note !== undefined && { note }) };
}

/** INV-13. @returns why a text of this record goes no further, `undefined` if nothing stands in the way */
export function misaligned(refuse: Refusing, it: object, textHash: string, framework: PolicyFramework): Rejection | undefined {
  const version = versionInForce(framework);
  if (version === undefined) return refuse.noFramework('No version of the framework is in force.');
  const assessed = alignmentOf(it, textHash, version);
  if (!assessed) return refuse.notAssessed(`Nobody has assessed this text against version ${version}.`);
  return legible(assessed.result) === 'CONFLICT' ? refuse.conflict('It was found to conflict with the framework.') : undefined;
}
