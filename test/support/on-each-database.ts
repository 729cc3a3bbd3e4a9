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

/** The same specs for SQLite and for PostgreSQL. */
export function describeOn<Database extends Named>(
  title: string,
  sqlite: Database,
  postgres: Database,
  specs: (database: Database) => void,
): void {
  describe(`${title}: ${sqlite.name}`, () => {
    specs(sqlite);
  });
  describeWithPostgres(`${title}: ${postgres.name}`, () => {
    beforeAll(async () => {
      await runningPostgres();
    });
    specs(postgres);
  });
}

/** Specs of PostgreSQL; where that is not installed they are skipped and say so, under CI they fail. */
export function describeWithPostgres(title: string, specs: () => void): void {
  const reason = whyNoPostgres();
  if (reason === undefined) describe(title, specs);
  else describe.skip(`${title} (skipped: ${reason})`, specs);
}
