import { caveatBits, HIDING, highest, type Marking, rankOf, UNMARKED } from './classification';
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
  const { events, annulled } = corrected(history, effectiveAt);
  return [...events.values()].filter(({ id }) => !annulled.has(id));
}

/** The same history for who shows what was corrected: what was annulled stays in its place, and each corrected event says so. */
export function markedEvents(history: readonly Happened[], { effectiveAt }: EffectiveAt = {}): readonly Happened[] {
  if (!history.some(isControl)) return history;
  const { events, annulled, rectified } = corrected(history, effectiveAt);
  return [...events.values()].map((event) => {
    const corrections = { rectified: rectified.has(event.id), annulled: annulled.has(event.id) };
    return corrections.rectified || corrections.annulled ? { ...event, corrections } : event;
  });
}

/** How high a record is marked: as its highest effective event. What its first event hides stays hidden, also where that was annulled. */
export function markOfRecord(history: readonly Happened[], effective = effectiveEvents(history)): Marking {
  return effective.reduce<Marking>(highest, { ...UNMARKED, caveats: (history[0]?.caveats ?? 0) & HIDING });
}

/**
 * How high each event of a history is marked now, for who reads it event by event: as reclassified, also where it was annulled since, and a
 * correction, which says what stood there, as high as the event it speaks of.
 */
export function marksOf(history: readonly Happened[]): ReadonlyMap<string, Marking> {
  const { events } = corrected(history, undefined);
  const marks = new Map<string, Marking>();
  for (const event of history) {
    const { level, caveats } = events.get(event.id) ?? event;
    const about = isControl(event) ? marks.get(targetOf(event) ?? '') : undefined;
    marks.set(event.id, about ? highest({ level, caveats }, about) : { level, caveats });
  }
  return marks;
}

/** The events that corrections speak of, as corrected, and which of them were annulled, and given another value. */
function corrected(
  history: readonly Happened[],
  effectiveAt: string | undefined,
): { readonly events: ReadonlyMap<string, Happened>; readonly annulled: ReadonlySet<string>; readonly rectified: ReadonlySet<string> } {
  const withdrawn = withdrawnCorrections(history);
  const events = new Map(history.filter((event) => !isControl(event)).map((event) => [event.id, event]));
  const annulled = new Set<string>();
  const rectified = new Set<string>();
  for (const correction of history) {
    if (!isControl(correction) || withdrawn.has(correction.id)) continue;
    const target = events.get(targetOf(correction) ?? '');
    if (!target) continue; // it is erased, or speaks of a correction
    if (correction.type === 'RecordAnnulled') annulled.add(target.id);
    const changed = CHANGES[correction.type]?.(target, correction, effectiveAt);
    if (!changed) continue;
    events.set(target.id, changed);
    if (correction.type === 'RecordRectified') rectified.add(target.id);
  }
  return { events, annulled, rectified };
}

/** The event that a correction speaks of; nobody knows it where the correction is erased. */
const targetOf = ({ data }: Happened): string | undefined =>
  typeof data['targetEventId'] === 'string' ? data['targetEventId'] : undefined;

/** What a correction makes of its target; `undefined` where that stays as it is. */
type Change = (target: Happened, correction: Happened, effectiveAt: string | undefined) => Happened | undefined;
const CHANGES: Readonly<Record<string, Change>> = {
  RecordRectified: (target, correction, effectiveAt) => {
    const { effective, fromDate, pointer, newValue } = correction.data as Rectified;
    if (isErased(newValue) || isErased(pointer)) return undefined;
    if (effective === 'FROM_DATE' && effectiveAt !== undefined && fromDate !== undefined && effectiveAt < fromDate) return undefined;
    const changed = withValue(target, pointer, newValue);
    if (changed === target) return undefined;
    // The new value is as secret as the event that brought it (INV-31); whoever raised the mark by that has authority over it.
    const { level, caveats } = highest(target, correction);
    const raised = level !== target.level || caveats !== target.caveats;
    return raised ? { ...changed, level, caveats, authorityId: correction.authorityId } : changed;
  },
  ClassificationChanged: (target, { data }) => {
    const { to, authorityId } = data as Reclassified;
    if (isErased(to)) return undefined;
    // Hiding caveats belong to the stream from its creation; no later change takes them away.
    return { ...target, level: rankOf(to.level), caveats: caveatBits(to.caveats) | (target.caveats & HIDING), authorityId };
  },
};

/** Corrections that were reversed or annulled in their turn; the last word counts, so a reversal may itself be annulled. */
function withdrawnCorrections(history: readonly Happened[]): ReadonlySet<string> {
  const withdrawn = new Set<string>();
  for (const event of [...history].reverse()) {
    if ((event.type !== 'RectificationReversed' && event.type !== 'RecordAnnulled') || withdrawn.has(event.id)) continue;
    const target = targetOf(event);
    if (target !== undefined) withdrawn.add(target);
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

/** An item of a list, counted from 0, or a member that the object itself has: neither `length` nor `__proto__` names anything (RFC 6901, 4). */
const names = (step: string, part: object): boolean =>
  (Array.isArray(part) ? /^(0|[1-9]\d*)$/.test(step) : true) && Object.hasOwn(part, step);

/** The value a pointer names, `undefined` where there is none. */
export function valueAt(event: Pick<Happened, 'data' | 'occurredAt'>, pointer: string): unknown {
  if (pointer === OCCURRED_AT) return event.occurredAt;
  return stepsOf(pointer).reduce<unknown>(
    (part, step) => (typeof part === 'object' && part !== null && names(step, part) ? (part as Record<string, unknown>)[step] : undefined),
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
