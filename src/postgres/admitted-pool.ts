import { Pool, type PoolClient, type PoolConfig, type QueryResultRow, TypeOverrides, types } from 'pg';
import { PREPARED_STATEMENTS_MAX } from '../kernel/limits';
import { inWords, isOutdatedPlan, PostgresError } from './postgres-fault';

/** Looks at a new connection before anything is said on it; what it throws goes to whoever wanted to say something. */
export type Admission = (ask: <Row>(text: string, values?: readonly unknown[]) => Promise<Row | undefined>) => Promise<void>;

/** Counts and positions are far below 2^53, and SQLite gives numbers too. Of this pool alone: the parsers of `pg` are everybody's. */
const OWN_TYPES = new TypeOverrides();
OWN_TYPES.setTypeParser(types.builtins.INT8, Number);

/** A connection while it is lent. Errors of the server say what to do. */
export class Lent {
  /** The server was at fault on it. */
  isFaulty = false;

  /** @param names of statements by their text, for all connections alike */
  constructor(
    private readonly client: PoolClient,
    private readonly names: Map<string, string>,
  ) {}

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<{ readonly rows: Row[] }> {
    try {
      return await this.client.query<Row & QueryResultRow>({ text, values: [...values], ...this.named(text) });
    } catch (error) {
      const fault = inWords(error);
      this.isFaulty ||= fault instanceof PostgresError;
      if (!isOutdatedPlan(error)) throw fault;
      // Nothing was carried out. Where it belongs to a transaction that is lost, and this says so.
      return this.client.query<Row & QueryResultRow>({ text, values: [...values] }).catch(() => {
        throw fault;
      });
    }
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

  constructor(
    config: PoolConfig,
    private readonly admission: Admission | undefined,
  ) {
    this.pool = new Pool({ types: OWN_TYPES, keepAlive: true, ...config });
    // A connection that is lost says so also by itself, and unheard would end the process; whoever uses it next is told by his statement.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async connect(): Promise<Lent> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw inWords(error);
    });
    const lent = new Lent(client, this.names);
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

  end(): Promise<void> {
    return this.pool.end();
  }
}
