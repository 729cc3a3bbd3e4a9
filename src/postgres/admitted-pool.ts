import { Pool, type PoolClient, type PoolConfig, type QueryConfig, type QueryResultRow, TypeOverrides, types } from 'pg';
import { Deadline, within } from '../kernel/deadline';
import { POSTGRES_CONNECT_MS, PREPARED_STATEMENTS_MAX } from '../kernel/limits';
import { inWords, isOutdatedPlan, isTimeout, PostgresError } from './postgres-fault';

/** Looks at a new connection before anything is said on it; what it throws goes to whoever wanted to say something. */
export type Admission = (ask: <Row>(text: string, values?: readonly unknown[]) => Promise<Row | undefined>) => Promise<void>;

/** Counts and positions are far below 2^53, and SQLite gives numbers too. Of this pool alone: the parsers of `pg` are everybody's. */
const OWN_TYPES = new TypeOverrides();
OWN_TYPES.setTypeParser(types.builtins.INT8, Number);

const unanswered = (): PostgresError =>
  new PostgresError('PostgreSQL does not answer: see that it runs, and that nothing holds it up (pg_locks, pg_stat_activity)');

/** How often a connection is tried while this thread is held up. */
const CONNECT_TRIES_MAX = 3;

/** A connection while it is lent. Errors of the server say what to do. */
export class Lent {
  /** The server was at fault on it. */
  isFaulty = false;

  /**
   * @param names of statements by their text, for all connections alike
   * @param answerMs milliseconds for which an answer is waited; `undefined` for as long as the server takes
   */
  constructor(
    private readonly client: PoolClient,
    private readonly names: Map<string, string>,
    private readonly answerMs: number | undefined,
  ) {}

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<{ readonly rows: Row[] }> {
    try {
      return await this.answered<Row>({ text, values: [...values], ...this.named(text) });
    } catch (error) {
      const fault = inWords(error);
      this.isFaulty ||= fault instanceof PostgresError;
      if (!isOutdatedPlan(error)) throw fault;
      // Nothing was carried out. Where it belongs to a transaction that is lost, and this says so.
      return this.answered<Row>({ text, values: [...values] }).catch(() => {
        throw fault;
      });
    }
  }

  private answered<Row>(query: QueryConfig): Promise<{ readonly rows: (Row & QueryResultRow)[] }> {
    const answer = this.client.query<Row & QueryResultRow>(query);
    return this.answerMs === undefined ? answer : within(this.answerMs, answer, unanswered);
  }

  /** What has a name is parsed and planned once for a connection, which is most of the price of a small question, and of writing 50 rows. */
  private named(text: string): { readonly name?: string } {
    let name = this.names.get(text);
    if (name === undefined && this.names.size === PREPARED_STATEMENTS_MAX) return {};
    if (name === undefined) this.names.set(text, (name = `jirga_${this.names.size}`));
    return { name };
  }

  /** After a fault of the server nobody uses the connection again: what it has prepared may be of tables that are gone. */
  release(): void {
    this.client.release(this.isFaulty);
  }
}

/** node-postgres, with connections that were looked at before they are used. In the shape that Kysely asks for. */
export class AdmittedPool {
  private readonly pool: Pool;
  private readonly admitted = new WeakSet<PoolClient>();
  private readonly names = new Map<string, string>();
  private readonly connectMs: number;

  /** @param answerMs milliseconds for which a statement's answer is waited; `undefined` for as long as the server takes */
  constructor(
    config: PoolConfig,
    private readonly admission: Admission | undefined,
    private readonly answerMs?: number,
  ) {
    this.connectMs = config.connectionTimeoutMillis ?? POSTGRES_CONNECT_MS;
    this.pool = new Pool({ types: OWN_TYPES, keepAlive: true, ...config, connectionTimeoutMillis: this.connectMs });
    // A connection that is lost says so also by itself, and unheard would end the process; whoever uses it next is told by his statement.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async connect(): Promise<Lent> {
    const client = await this.connected();
    const lent = new Lent(client, this.names, this.answerMs);
    if (!this.admission || this.admitted.has(client)) return lent;
    try {
      await this.admission(async <Row>(text: string, values?: readonly unknown[]) => (await lent.query<Row>(text, values)).rows[0]);
    } catch (error) {
      lent.release();
      throw error;
    }
    this.admitted.add(client);
    return lent;
  }

  /** The time limits of `pg` pass also while this thread gets no turns: what has run out then says nothing of the server, and is tried again. */
  private async connected(): Promise<PoolClient> {
    for (let tries = 1; ; tries++) {
      const half = new Deadline(this.connectMs / 2);
      try {
        return await this.pool.connect();
      } catch (error) {
        if (half.hasPassed || !isTimeout(error) || tries === CONNECT_TRIES_MAX) throw inWords(error);
      } finally {
        half.stop();
      }
    }
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}
