import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { Client } from 'pg';
import { openViews } from '../../src/views/open-views';
import { openViewsInMemory } from '../../src/views/sqlite-views';
import type { ViewsDatabase } from '../../src/views/views-database';
import type { ViewsPlace } from '../../src/views/views-settings';
import { describeOn, runningPostgres } from './on-each-database';
import { TEST_ORIGIN, temporaryFolder } from './temporary-ledger';

/** One of the databases that views lie in. */
export interface Database {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** What the database says of a table that is not there. */
  readonly noTable: RegExp;
  /** A place where nothing lies yet. */
  readonly place: () => Promise<ViewsPlace>;
  /** Keeps others from writing there, as somebody may who looks into it; gives what lets them again. */
  readonly hold: (place: ViewsPlace) => Promise<() => Promise<void>>;
  /** An empty database of its own; whoever opened it closes it. */
  readonly open: () => Promise<ViewsDatabase>;
}

const sqlite: Database = {
  name: 'SQLite',
  noTable: /no such table/,
  place: () => Promise.resolve({ file: join(temporaryFolder(), 'views.db') }),
  hold: (place) => {
    const other = new DatabaseSync('file' in place ? place.file : '');
    other.exec('BEGIN IMMEDIATE');
    return Promise.resolve(() => {
      other.close();
      return Promise.resolve();
    });
  },
  open: () => Promise.resolve(openViewsInMemory()),
};

const postgres: Database = {
  name: 'PostgreSQL',
  noTable: /relation .* does not exist/,
  place: async () => ({ url: await (await runningPostgres()).emptyPlace(), origin: TEST_ORIGIN }),
  hold: async (place) => {
    const other = new Client({ connectionString: 'url' in place ? place.url : '' });
    await other.connect();
    await other.query('BEGIN; LOCK TABLE checkpoint IN EXCLUSIVE MODE');
    return () => other.end();
  },
  open: async () => openViews(await postgres.place()),
};

/** The same specs for each database. */
export const describeOnEach = (title: string, specs: (database: Database) => void): void => {
  describeOn(title, sqlite, postgres, specs);
};
