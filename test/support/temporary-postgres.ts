import { afterAll } from '@jest/globals';
import { PostgresServer } from './postgres';

const started: PostgresServer[] = [];
afterAll(async () => {
  for (const server of started.splice(0)) await server.remove();
});

/** A PostgreSQL server of the test's own, removed after the test file. */
export async function temporaryPostgres(): Promise<PostgresServer> {
  const server = await PostgresServer.start();
  started.push(server);
  return server;
}
