import type { LedgerFolder } from '../ledger/folder';
import type { TrustSettings } from '../trust/trust';

/** What the threads of the views need to begin; plain JSON. */
export interface ViewsSettings {
  /** ledger.db */
  readonly ledger: string;
  /** views.db */
  readonly views: string;
  readonly trust: TrustSettings;
}

export const viewsSettingsOf = ({ ledger, views }: LedgerFolder, trust: TrustSettings): ViewsSettings => ({ ledger, views, trust });
