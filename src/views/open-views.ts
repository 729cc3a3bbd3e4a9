import { endPostgresDriver, openPostgresViews, openPostgresViewsToRead, purgePostgresViews } from './postgres-views';
import { openSqliteViews, openSqliteViewsToRead, purgeSqliteViews } from './sqlite-views';
import type { ViewsDatabase } from './views-database';
import type { ViewsPlace } from './views-settings';

/** For the thread that builds the views. Throws `OtherDriverError` where another process builds them, `PostgresError` where they cannot lie there. */
export const openViews = (place: ViewsPlace): Promise<ViewsDatabase> =>
  'file' in place ? openSqliteViews(place.file) : openPostgresViews(place);

/** For those who only read. */
export const openViewsToRead = (place: ViewsPlace): ViewsDatabase =>
  'file' in place ? openSqliteViewsToRead(place.file) : openPostgresViewsToRead(place);

/**
 * Nothing of what was deleted from these tables is left where views lie.
 * Throws `NotPurgedError` where somebody still reads an older state, `PostgresError` where the server cannot be asked.
 */
export const purgeViews = (place: ViewsPlace, views: ViewsDatabase, tables: readonly string[]): Promise<void> =>
  'file' in place ? purgeSqliteViews(views) : purgePostgresViews(views, tables);

/** Whoever builds these views in another process loses his connection, and with it the lead: he has not answered for too long. */
export const endOtherDriver = async (place: ViewsPlace): Promise<void> => {
  if ('url' in place) await endPostgresDriver(place);
};
