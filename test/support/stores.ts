import type { Configuration } from '../../src/configuration';
import { KurrentDbDouble } from '../kurrentdb/kurrentdb-double';
import { realServer } from '../kurrentdb/real-server';
import { PostgresServer } from './postgres';

/** Where a served ledger lies, and what ends the servers that were started for it. */
export interface Stores extends Pick<Configuration, 'kurrentdb' | 'postgres' | 'keys'> {
  readonly end: () => Promise<void>;
}

const PAIRS = ['sqlite+sqlite', 'sqlite+postgres', 'kurrentdb+sqlite', 'kurrentdb+postgres'];

/** How the program is told of them, as a process of its own. */
export const environmentOf = ({ kurrentdb, postgres, keys }: Omit<Stores, 'end'>): Readonly<Record<string, string>> => ({
  ...(kurrentdb && { JIRGA_LEDGER: 'kurrentdb', JIRGA_KURRENTDB_URL: kurrentdb.url }),
  ...(postgres && { JIRGA_VIEWS: 'postgres', JIRGA_POSTGRES_URL: postgres.url }),
  ...(keys && { JIRGA_KEYS: 'postgres', JIRGA_POSTGRES_URL: keys.url }),
});

/**
 * Empty stores for one ledger, as JIRGA_TEST_STORES names them: where the log lies, then where boards, keys and accounts do; all in the folder by
 * default. KurrentDB is the double of its protocol, or the server in JIRGA_TEST_KURRENTDB, which is empty and takes one ledger. Throws where
 * there is no such pair, or no PostgreSQL.
 */
export async function startedStores(): Promise<Stores> {
  const pair = process.env['JIRGA_TEST_STORES'] ?? 'sqlite+sqlite';
  if (!PAIRS.includes(pair)) throw new Error(`JIRGA_TEST_STORES is ${pair}: it names one of ${PAIRS.join(', ')}`);
  const [log, views] = pair.split('+');
  const double = log === 'kurrentdb' && realServer === undefined ? await KurrentDbDouble.start() : undefined;
  const server = views === 'postgres' ? await PostgresServer.start() : undefined;
  const kurrentdb = log === 'kurrentdb' ? { url: realServer ?? double?.url ?? '' } : undefined;
  const postgres = server && { url: await server.emptyPlace() };
  const end = async (): Promise<void> => {
    double?.stop();
    await server?.remove();
  };
  return { kurrentdb, postgres, keys: postgres, end };
}
