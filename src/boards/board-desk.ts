import type { Clock } from '../commands/clock';
import type { BoardReader } from '../views/board-reader';
import type { LaneHealth } from '../views/runner';
import type { Views } from '../views/views';
import { type AskedOfBoard, BOARD_WAIT_MS, type ReadBoard } from './board.questions';

/** What an answer says of the projection it was made from (api.md "Reading"). */
export interface ProjectionSeen {
  readonly board: string;
  /** Version of the board; raised when its rows come out differently. */
  readonly version: string;
  readonly position: number;
  readonly caughtUp: boolean;
  /** Why it stands still; absent while it runs. */
  readonly halted?: string;
}

/** Where boards are asked for: it waits for what the reader wants to see, and has the reader thread answer. */
export class BoardDesk {
  constructor(
    private readonly views: Views,
    private readonly reader: BoardReader,
    private readonly head: () => Promise<number>,
    private readonly clock: Clock,
  ) {}

  /** Why no board is answered at all; `undefined` while they are. */
  failure(): string | undefined {
    return this.reader.failure();
  }

  /** The whole answer as JSON text. Throws `ViewBehindError`, `QueueFullError`. */
  async read({ name, clearance, asked }: ReadBoard): Promise<string> {
    const { knownAt, effectiveAt, filters, sort, size, after } = asked;
    const now = new Date(this.clock()).toISOString();
    // An age as of an earlier day is the age it had then.
    const question = { filters, sort, size, now: effectiveAt ?? knownAt ?? now, ...(after && { after }) };
    if (knownAt !== undefined || effectiveAt !== undefined) {
      const from = { ...(knownAt !== undefined && { knownAt }), ...(effectiveAt !== undefined && { effectiveAt }) };
      const { json, position = 0 } = await this.reader.ask({ board: name, clearance, question, from });
      return answerOf(json, { projection: { board: name, version: 'as-of', position, caughtUp: true }, asked, now });
    }
    const lane = await this.views.reached(name, asked.atLeast ?? 0, BOARD_WAIT_MS);
    const { json } = await this.reader.ask({ board: name, clearance, question, from: { table: lane.lane } });
    return answerOf(json, { projection: seen(lane, await this.head()), asked, now });
  }

  /** Every lane with where it stands: the board `projection-health` (domain.md 5). */
  async health(): Promise<readonly (ProjectionSeen & { readonly active: boolean; readonly lag: number })[]> {
    const head = await this.head();
    return this.views.health().map((lane) => ({ ...seen(lane, head), active: lane.active, lag: head - lane.position }));
  }
}

const seen = ({ board, lane, position, halted }: LaneHealth, head: number): ProjectionSeen => ({
  board,
  version: lane,
  position,
  caughtUp: position >= head,
  ...(halted !== undefined && { halted }),
});

/** The board's own members come from the reader thread as text and are not parsed again. */
function answerOf(json: string, { projection, asked, now }: { projection: ProjectionSeen; asked: AskedOfBoard; now: string }): string {
  const about = JSON.stringify({ projection, effectiveAt: asked.effectiveAt ?? now, knownAt: asked.knownAt ?? now });
  return `${about.slice(0, -1)},${json.slice(1)}`;
}
