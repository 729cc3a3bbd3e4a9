import type { LedgerFolder, LogPlace } from '../ledger/folder';
import type { TrustSettings } from '../trust/trust';

/** A database of PostgreSQL that views lie in. */
export interface PostgresPlace {
  /** `postgres://…`; may hold a password, so it stands in no message. */
  readonly url: string;
  /** Holds the password in its first line, instead of the URL. */
  readonly passwordFile?: string | undefined;
}

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
