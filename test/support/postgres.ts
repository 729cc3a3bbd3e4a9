import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { isCi } from './ci';
import { isHeldBelow } from './held';

/** As whom the program comes in: nobody special, so that limits and rights hold for it. */
const USER = 'jirga';
const ADMINISTRATOR = 'postgres';
const PASSWORD = 'a password of tests';
/** Longer than a start takes on a busy machine. */
const START_MS = 60_000;

/** Where Debian keeps the programs of each version, none of them in the PATH. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder of a PostgreSQL server's programs; `undefined` where none is installed. */
function programs(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')));
}

/** Why no PostgreSQL can be tested against here; `undefined` where one can, and under CI, where it must. */
export const whyNoPostgres = (): string | undefined => (isCi || programs() !== undefined ? undefined : 'PostgreSQL is not installed');

/** The server refuses to run as root: then it runs as the user that its package has made. */
function owner(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (kind: string): number => {
    const { status, stdout } = spawnSync('id', [kind, 'postgres'], { encoding: 'utf8' });
    if (status !== 0) throw new Error('PostgreSQL does not run as root, and there is no user postgres: install the package postgresql');
    return Number(stdout);
  };
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** A real PostgreSQL server, on a socket in a folder of its own. Whoever starts it removes it. */
export class PostgresServer {
  private child: ChildProcess | undefined;
  private schemas = 0;

  private constructor(
    private readonly folder: string,
    private readonly bin: string,
  ) {}

  static async start(): Promise<PostgresServer> {
    const bin = programs();
    if (bin === undefined) throw new Error('there is no PostgreSQL: install it (Debian: apt-get install postgresql)');
    const folder = mkdtempSync(join(tmpdir(), 'jirga-pg-'));
    const server = new PostgresServer(folder, bin);
    const { uid, gid } = owner();
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const passwords = join(folder, 'password');
    writeFileSync(passwords, PASSWORD);
    // A locale in which text does not sort byte by byte: what relied on the server's would be seen.
    const locale = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'];
    const how = [
      `--username=${ADMINISTRATOR}`,
      `--pwfile=${passwords}`,
      '--auth=scram-sha-256',
      ...locale,
      '--no-sync',
      '--no-instructions',
    ];
    execFileSync(join(bin, 'initdb'), [`--pgdata=${join(folder, 'data')}`, ...how], { ...owner(), stdio: ['ignore', 'ignore', 'inherit'] });
    await server.run();
    await server.ask(`CREATE ROLE ${USER} LOGIN PASSWORD '${PASSWORD}'`);
    return server;
  }

  /** Starts the server on what it has; waits until it lets somebody in. */
  async run(settings: readonly string[] = []): Promise<void> {
    const given = ['listen_addresses=', 'fsync=off', ...settings].flatMap((setting) => ['-c', setting]);
    const child = spawn(join(this.bin, 'postgres'), ['-D', join(this.folder, 'data'), '-k', this.folder, ...given], {
      ...owner(),
      stdio: 'ignore',
    });
    this.child = child;
    for (const end = performance.now() + START_MS; ;) {
      try {
        await this.ask('SELECT 1');
        return;
      } catch (error) {
        if (child.exitCode !== null || performance.now() > end) throw error;
        await new Promise((look) => setTimeout(look, 20));
      }
    }
  }

  /** As an operator stops it in a hurry (SIGINT), or as it dies (SIGQUIT, without a checkpoint). */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** The program's user has another password from now on. */
  async setPassword(password: string): Promise<void> {
    await this.ask(`ALTER ROLE ${USER} PASSWORD '${password.replaceAll("'", "''")}'`);
  }

  /** Whoever of the program is connected must come in anew. */
  async hangUp(): Promise<void> {
    await this.ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${USER}'`);
  }

  /** How many connections the program's user may have; -1 for as many as there are. Those that there are end. */
  async limitConnections(to: number): Promise<void> {
    await this.ask(`ALTER ROLE ${USER} CONNECTION LIMIT ${to}`);
    if (to >= 0) await this.hangUp();
  }

  /** The program's user writes no more, as on a standby. */
  async setReadOnly(isReadOnly: boolean): Promise<void> {
    await this.ask(`ALTER ROLE ${USER} ${isReadOnly ? 'SET default_transaction_read_only = on' : 'RESET default_transaction_read_only'}`);
    await this.hangUp();
  }

  async remove(): Promise<void> {
    await this.stop('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The address of a database with its password. */
  url({
    user = USER,
    password = PASSWORD,
    database = 'postgres',
    schema,
  }: Partial<Record<'user' | 'password' | 'database' | 'schema', string>> = {}): string {
    const address = new URL(`postgres://localhost/${database}`);
    address.username = user;
    address.password = password;
    address.searchParams.set('host', this.folder);
    if (schema !== undefined) address.searchParams.set('options', `-c search_path=${schema}`);
    return address.href;
  }

  /** An empty schema for views, and beside it one for keys and accounts; as the address that leads to both. */
  async emptyPlace(): Promise<string> {
    const schema = `views_${++this.schemas}`;
    await this.ask([schema, `${schema}_keys`].map((name) => `CREATE SCHEMA ${name} AUTHORIZATION ${USER}`).join('; '));
    return this.url({ schema });
  }

  /** Runs a program of the server's package with these arguments, as whoever operates it does. */
  tool(name: 'pg_dump' | 'pg_restore', ...args: readonly string[]): void {
    execFileSync(join(this.bin, name), args, { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  /** Whether any of these bytes stand in a file of a table or an index, on the disk; the write-ahead log is left out. */
  async tablesHold(...sought: readonly (Uint8Array | string)[]): Promise<boolean> {
    await this.ask('CHECKPOINT');
    return isHeldBelow(join(this.folder, 'data', 'base'), ...sought);
  }

  /** One statement of the administrator, on a connection of its own. */
  async ask(statement: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url({ user: ADMINISTRATOR }) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }
}
