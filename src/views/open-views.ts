import { openPostgresViews, openPostgresViewsToRead } from './postgres-views';
import { openSqliteViews, openSqliteViewsToRead } from './sqlite-views';
import type { ViewsDatabase } from './views-database';
import type { ViewsPlace } from './views-settings';

/** For the thread that builds the views. Throws `OtherDriverError` where another process builds them, `PostgresError` where they cannot lie there. */
export const openViews = (place: ViewsPlace): Promise<ViewsDatabase> =>
  'file' in place ? openSqliteViews(place.file) : openPostgresViews(place);

/** For those who only read. */
export const openViewsToRead = (place: ViewsPlace): ViewsDatabase =>
  'file' in place ? openSqliteViewsToRead(place.file) : openPostgresViewsToRead(place);
