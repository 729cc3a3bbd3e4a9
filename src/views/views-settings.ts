import type { LedgerFolder, LogPlace } from '../ledger/folder';
import type { PostgresPlace } from '../postgres/postgres-place';
import type { TrustSettings } from '../trust/trust';

/** Where views lie: in views.db, or in PostgreSQL, where it is told apart to which ledger they belong. */
export type ViewsPlace = { readonly file: string } | (PostgresPlace & { readonly origin: string });

/** What the threads of the views need to begin; plain JSON. */
export interface ViewsSettings {
  readonly log: LogPlace;
  readonly views: ViewsPlace;
  readonly trust: TrustSettings;
}

/** @param postgres instead of views.db in the folder of the ledger */
export const viewsSettingsOf = ({ log, views }: LedgerFolder, trust: TrustSettings, postgres?: PostgresPlace): ViewsSettings => ({
  log,
  views: postgres ? { ...postgres, origin: trust.origin.log } : { file: views },
  trust,
});
