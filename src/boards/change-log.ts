import { CHANGES_KEPT_PER_BOARD_MAX } from '../kernel/limits';
import type { BoardChange, ChangedRow } from '../views/changes';

/** More than is kept, so that the oldest are not dropped one by one. */
const DROPPED_AT_ONCE = 1_000;

/** What has changed lately on one board, for who was away a moment. It forgets with the process: then the board is read again. */
export class ChangeLog {
  private kept: { readonly to: number; readonly row: ChangedRow }[] = [];
  /** What came up to here cannot be told any more. */
  private floor: number;

  /** @param position how far the board is, in its version `lane` */
  constructor(
    private lane: string,
    public position: number,
  ) {
    this.floor = position;
  }

  take({ lane, from, to, rows }: BoardChange): void {
    for (const row of rows) this.kept.push({ to, row });
    const known = lane === this.lane && from === this.position;
    this.position = to;
    if (!known) {
      // Another version of the board, any row of which may have come out differently; or others have built it meanwhile.
      this.lane = lane;
      this.kept = [];
      this.floor = to;
    } else if (this.kept.length > CHANGES_KEPT_PER_BOARD_MAX + DROPPED_AT_ONCE) {
      const dropped = this.kept.splice(0, this.kept.length - CHANGES_KEPT_PER_BOARD_MAX);
      this.floor = dropped.at(-1)?.to ?? this.floor;
    }
  }

  /** What has changed up to here is no longer known: who would hear of it reads the board again. @returns how many changes that were */
  forget(): number {
    const known = this.kept.length;
    this.kept = [];
    // Also who knows everything up to here has seen what is gone.
    this.floor = this.position + 1;
    return known;
  }

  /** Each row once, from what it was at that position to what it is now; `undefined` where that is not known any more. */
  since(position: number): readonly ChangedRow[] | undefined {
    if (position < this.floor) return undefined;
    let first = this.kept.length;
    while (first > 0 && (this.kept[first - 1]?.to ?? 0) > position) first--;
    const rows = new Map<string, ChangedRow>();
    for (const { row } of this.kept.slice(first)) {
      const key = `${row.stream} ${row.id}`;
      const earlier = rows.get(key);
      const { before, ...now } = row;
      const known = earlier ? earlier.before : before;
      rows.set(key, { ...now, ...(known && { before: known }) });
    }
    return [...rows.values()];
  }
}
