import { PostgresDialect, type PostgresPool } from 'kysely';
import type { PoolConfig } from 'pg';
import { AdmittedPool, type Admission } from '../postgres/admitted-pool';

/** Kysely on node-postgres. */
export const postgresDialect = (config: PoolConfig, admission?: Admission): PostgresDialect =>
  // Boards are paged, not streamed, so nobody asks for a cursor.
  new PostgresDialect({ pool: async () => new AdmittedPool(config, admission) as unknown as PostgresPool });
