import type { Clock } from '../commands/clock';
import type { Clearance } from '../kernel/classification';
import type { EventStore } from '../ledger/event-store';
import { recordedAtOf } from '../trust/record';
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
  /** Milliseconds since the oldest event that it has not taken in was recorded; 0 where there is none. */
  readonly lagMs: number;
  /** Why it stands still; absent while it runs. */
  readonly halted?: string;
}

/** A lane of the board `projection-health` (domain.md 5). */
export interface ProjectionHealth extends ProjectionSeen {
  /** Whether questions are answered from it, or from an older version while this one is built. */
  readonly active: boolean;
  /** From its position to the end of the log: events where the log lies in the folder, bytes of the log on KurrentDB. */
  readonly lag: number;
  /** How long it took to build; absent until then. */
  readonly rebuildMs?: number;
  /** Over what this reader may see; only where it was asked for, as it reads every row. */
  readonly checksum?: string;
}

/** Where boards are asked for: it waits for what the reader wants to see, and has the reader thread answer. */
export class BoardDesk {
  constructor(
    private readonly views: Views,
    private readonly reader: BoardReader,
    private readonly log: Pick<EventStore, 'head' | 'readAll'>,
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
      return answerOf(json, { projection: { board: name, version: 'as-of', position, caughtUp: true, lagMs: 0 }, asked, now });
    }
    const lane = await this.views.reached(name, asked.atLeast ?? 0, BOARD_WAIT_MS);
    const { json } = await this.reader.ask({ board: name, clearance, question, from: { table: lane.lane } });
    return answerOf(json, { projection: await this.seen(lane), asked, now });
  }

  /** Every lane with where it stands. Throws `QueueFullError`. */
  async health(clearance: Clearance, { checksum = false } = {}): Promise<readonly ProjectionHealth[]> {
    const head = await this.log.head();
    return Promise.all(
      this.views.health().map(async (lane) => {
        const { active, position, rebuildMs } = lane;
        const health = {
          ...(await this.seen(lane)),
          active,
          lag: Math.max(0, head - position),
          ...(rebuildMs !== undefined && { rebuildMs }),
        };
        return checksum ? { ...health, checksum: await this.checksumOf(lane, clearance) } : health;
      }),
    );
  }

  private async checksumOf({ board, lane: table }: LaneHealth, clearance: Clearance): Promise<string> {
    const { json } = await this.reader.ask({ board, clearance, question: 'CHECKSUM', from: { table } });
    return JSON.parse(json) as string;
  }

  private async seen({ board, lane, position, halted }: LaneHealth): Promise<ProjectionSeen> {
    const [next] = await this.log.readAll(position, 1);
    const lagMs = next ? Math.max(0, this.clock() - Date.parse(recordedAtOf(next.record))) : 0;
    return { board, version: lane, position, caughtUp: next === undefined, lagMs, ...(halted !== undefined && { halted }) };
  }
}

/** The board's own members come from the reader thread as text and are not parsed again. */
function answerOf(json: string, { projection, asked, now }: { projection: ProjectionSeen; asked: AskedOfBoard; now: string }): string {
  const about = JSON.stringify({ projection, effectiveAt: asked.effectiveAt ?? now, knownAt: asked.knownAt ?? now });
  return `${about.slice(0, -1)},${json.slice(1)}`;
}
