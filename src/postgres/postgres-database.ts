import { POSTGRES_ANSWER_WAIT_MS, POSTGRES_AWAY_MS, WRITE_LOCK_WAIT_MS } from '../kernel/limits';
import { AdmittedPool, type Admission, type Lent } from './admitted-pool';
import { PostgresBusyError, PostgresError } from './postgres-fault';
import { poolConfigOf, type PostgresPlace, setting } from './postgres-place';

/** Says one statement; gives its rows. */
export type Ask = <Row = unknown>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/**
 * What was committed is on the disk of the server, whatever it was told to do by default; and no statement takes longer than we wait for it, so that
 * none is carried out after we have given it up.
 */
const PRECIOUS = setting({
  synchronous_commit: 'on',
  lock_timeout: WRITE_LOCK_WAIT_MS,
  statement_timeout: POSTGRES_ANSWER_WAIT_MS,
  idle_in_transaction_session_timeout: POSTGRES_ANSWER_WAIT_MS,
});

/** A database of PostgreSQL in which something precious lies, spoken to in plain statements. What it throws says what to do: `PostgresError`. */
export class PostgresDatabase {
  private readonly pool: AdmittedPool;
  /** What was last waited for in vain, and until when whoever asks hears it too. */
  private away: { readonly fault: PostgresError; readonly until: number } | undefined;

  /** Connects when something is asked for the first time, and anew where a connection is lost. */
  constructor(place: PostgresPlace, { max, admission }: { readonly max: number; readonly admission: Admission }) {
    const config = poolConfigOf(place, { max, options: PRECIOUS });
    this.pool = new AdmittedPool(config, admission, POSTGRES_ANSWER_WAIT_MS);
  }

  /** One statement by itself. */
  ask: Ask = async (text, values) => this.lend(({ ask }) => ask(text, values));

  /** All or nothing. */
  transaction<Result>(work: (ask: Ask) => Promise<Result>): Promise<Result> {
    return this.lend(async ({ ask, lent }) => {
      await ask('BEGIN');
      try {
        const result = await work(ask);
        await ask('COMMIT');
        return result;
      } catch (error) {
        // A connection that the server is at fault on is closed, which undoes it too.
        if (!lent.isFaulty) await ask('ROLLBACK');
        throw error;
      }
    });
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async lend<Result>(work: (to: { readonly ask: Ask; readonly lent: Lent }) => Promise<Result>): Promise<Result> {
    if (this.away && performance.now() < this.away.until) throw this.away.fault;
    const begun = performance.now();
    try {
      return await this.lendNow(work);
    } catch (error) {
      const now = performance.now();
      const isAway = error instanceof PostgresError && !(error instanceof PostgresBusyError);
      if (isAway && now - begun > WRITE_LOCK_WAIT_MS) this.away = { fault: error, until: now + POSTGRES_AWAY_MS };
      throw error;
    }
  }

  private async lendNow<Result>(work: (to: { readonly ask: Ask; readonly lent: Lent }) => Promise<Result>): Promise<Result> {
    const lent = await this.pool.connect();
    try {
      return await work({
        lent,
        ask: async <Row>(text: string, values?: readonly unknown[]) => (await lent.query<Row>(text, values)).rows,
      });
    } finally {
      lent.release();
    }
  }
}
