import { canonicalJson } from '../../kernel/canonical-json';
import { effectiveEvents, isControl } from '../../kernel/effective-events';
import { type AnyFold, replay, type State } from '../../kernel/fold';
import type { Happened } from '../../kernel/happened';

/** One field of the record that an event has changed. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The record as it stood before and after each of its events. */
export class Told {
  private before: State;
  /** Ids of the corrections by that of the event they speak of; asked for each event, so that it must not be searched. */
  private readonly corrections = new Map<unknown, string[]>();

  constructor(
    private readonly fold: AnyFold,
    private readonly history: readonly Happened[],
    /** Whether the reader may see the whole record. */
    private whole: boolean,
  ) {
    this.before = fold.initial;
    for (const { id, data } of history.filter(isControl)) {
      const target = data['targetEventId'];
      this.corrections.set(target, [...(this.corrections.get(target) ?? []), id]);
    }
  }

  /** Something is missing here: how the record stood from now on cannot be told. */
  lost(): void {
    this.whole = false;
  }

  /** To be asked in the order of the history; null where it cannot be told. */
  changesOf(event: Happened): readonly FieldChange[] | null {
    if (!this.whole) return null;
    // A correction changes what lies behind it: then the record is folded anew.
    const after = isControl(event)
      ? replay<State>(this.fold, effectiveEvents(this.history.slice(0, this.history.indexOf(event) + 1)))
      : replay<State>(this.fold, [event], this.before);
    const changes = changesBetween(this.before, after);
    this.before = after;
    return changes;
  }

  correctionsOf(id: string | undefined): readonly string[] {
    return id === undefined ? [] : (this.corrections.get(id) ?? []);
  }
}

function changesBetween(before: object, after: object): FieldChange[] {
  const [old, now] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after));
}
