import { beforeAll, describe } from '@jest/globals';
import { type PostgresServer, whyNoPostgres } from './postgres';
import { temporaryPostgres } from './temporary-postgres';

let server: PostgresServer | undefined;

/** The one server of the test file, started when it is asked for first. */
export const runningPostgres = async (): Promise<PostgresServer> => (server ??= await temporaryPostgres());

/** What a spec is given of a database. */
interface Named {
  readonly name: 'SQLite' | 'PostgreSQL';
}

/** The same specs for SQLite and for PostgreSQL; where that is not installed they are skipped and say so, under CI they fail. */
export function describeOn<Database extends Named>(
  title: string,
  sqlite: Database,
  postgres: Database,
  specs: (database: Database) => void,
): void {
  const reason = whyNoPostgres();
  describe.each([sqlite, ...(reason === undefined ? [postgres] : [])])(`${title}: $name`, (database) => {
    if (database === postgres)
      beforeAll(async () => {
        await runningPostgres();
      });
    specs(database);
  });
  if (reason !== undefined)
    describe.skip(`${title}: PostgreSQL (skipped: ${reason})`, () => {
      specs(postgres);
    });
}
