import { OCCURRED_AT, stepsOf } from '../kernel/effective-events';
import type { Happened } from '../kernel/happened';

/** What says which record this is, or which event it speaks of. */
const IDENTITY =
  /^(initiativeId|commitmentId|reviewId|clearanceId|subjectId|redLineId|conditionId|supersedes|\w*EventId|(declaration|publication|notification|undertaking|translation|action)Id)$/;
const HASH = /hash|sha256/i;

/** Identities, hashes, and texts that carry their hash: these are annulled and redone (domain.md 4.3.16). */
export function isUntouchable({ data }: Happened, pointer: string): boolean {
  if (pointer === OCCURRED_AT) return false;
  let part: unknown = data;
  for (const step of stepsOf(pointer)) {
    if (IDENTITY.test(step) || HASH.test(step)) return true;
    part = (part as Record<string, unknown>)[step];
    if (typeof part === 'object' && part !== null && Object.keys(part).some((member) => HASH.test(member))) return true;
  }
  return holdsUntouchable(part);
}

const holdsUntouchable = (part: unknown): boolean =>
  typeof part === 'object' &&
  part !== null &&
  Object.entries(part).some(([member, value]) => IDENTITY.test(member) || HASH.test(member) || holdsUntouchable(value));
