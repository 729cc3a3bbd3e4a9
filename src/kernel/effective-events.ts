import { caveatBits, HIDING, rankOf } from './classification';
import { isErased } from './erased';
import type { Happened } from './happened';
import type { Occurrence } from './occurrence';
import { CONTROL, type Reclassified, type Rectified } from './record.events';

/** An event that speaks of earlier events of its stream instead of the world. */
export const isControl = ({ type }: { readonly type: string }): boolean => CONTROL.has(type);

/** World day up to which corrections "from a date" are applied; all that are known, by default. */
export interface EffectiveAt {
  readonly effectiveAt?: string;
}

/**
 * A stream's history as it counts: rectified values in place of the old ones, changed marks, annulled events left out, and what did this
 * left out as well. Applied before every fold, of deciders and boards alike, so that no fold has to know of it. Where the history is cut
 * off (as-of) decides which corrections are known. An erased correction is no longer known either.
 */
export function effectiveEvents(history: readonly Happened[], { effectiveAt }: EffectiveAt = {}): readonly Happened[] {
  if (!history.some(isControl)) return history;
  const withdrawn = withdrawnCorrections(history);
  const effective = new Map(history.map((event) => [event.id, event]));
  for (const event of history) {
    if (!isControl(event)) continue;
    effective.delete(event.id);
    const { targetEventId } = event.data;
    if (withdrawn.has(event.id) || typeof targetEventId !== 'string') continue;
    const target = effective.get(targetEventId);
    if (!target) continue; // annulled before, or itself a correction
    const changed = CHANGES[event.type]?.(target, event.data, effectiveAt);
    if (changed === null) effective.delete(targetEventId);
    else if (changed) effective.set(targetEventId, changed);
  }
  return [...effective.values()];
}

/** What a correction makes of its target: another event, none (`null`), or no other one (`undefined`). */
type Change = (target: Happened, data: Happened['data'], effectiveAt: string | undefined) => Happened | null | undefined;
const CHANGES: Readonly<Record<string, Change>> = {
  RecordAnnulled: () => null,
  RecordRectified: (target, data, effectiveAt) => {
    const { effective, fromDate, pointer, newValue } = data as Rectified;
    if (isErased(newValue) || isErased(pointer)) return undefined;
    if (effective === 'FROM_DATE' && effectiveAt !== undefined && fromDate !== undefined && effectiveAt < fromDate) return undefined;
    return withValue(target, pointer, newValue);
  },
  ClassificationChanged: (target, data) => {
    const { to, authorityId } = data as Reclassified;
    if (isErased(to)) return undefined;
    // Hiding caveats belong to the stream from its creation; no later change takes them away.
    return { ...target, level: rankOf(to.level), caveats: caveatBits(to.caveats) | (target.caveats & HIDING), authorityId };
  },
};

/** Corrections that were reversed or annulled in their turn; the last word counts, so a reversal may itself be annulled. */
function withdrawnCorrections(history: readonly Happened[]): ReadonlySet<string> {
  const withdrawn = new Set<string>();
  for (const { id, type, data } of [...history].reverse()) {
    if ((type !== 'RectificationReversed' && type !== 'RecordAnnulled') || withdrawn.has(id)) continue;
    if (typeof data['targetEventId'] === 'string') withdrawn.add(data['targetEventId']);
  }
  return withdrawn;
}

/** Where a correction may point to beside an event's data. */
export const OCCURRED_AT = '/record/occurredAt';

/** RFC 6901: the steps of a pointer, unescaped. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value a pointer names, `undefined` where there is none. Only own members count: `__proto__` names nothing. */
export function valueAt(event: Pick<Happened, 'data' | 'occurredAt'>, pointer: string): unknown {
  if (pointer === OCCURRED_AT) return event.occurredAt;
  return stepsOf(pointer).reduce<unknown>(
    (part, step) => (typeof part === 'object' && part !== null && Object.hasOwn(part, step) ? (part as Record<string, unknown>)[step] : undefined),
    event.data,
  );
}

/** The event with another value in one place; the event itself where there is no such place any more. */
export function withValue(event: Happened, pointer: string, newValue: unknown): Happened {
  if (pointer === OCCURRED_AT) return { ...event, occurredAt: newValue as Occurrence };
  if (valueAt(event, pointer) === undefined) return event;
  const steps = stepsOf(pointer);
  const data = structuredClone(event.data) as Record<string, unknown>;
  let part = data;
  for (const step of steps.slice(0, -1)) part = part[step] as Record<string, unknown>;
  part[steps[steps.length - 1] ?? ''] = newValue;
  return { ...event, data };
}
