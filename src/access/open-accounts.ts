import { type KeysPlace, openKeysDatabase } from '../postgres/keys-database';
import type { AccountStore } from './account-store';
import { MemoryThrottle } from './memory-throttle';
import { PostgresAccountStore } from './postgres-account-store';
import { PostgresThrottle } from './postgres-throttle';
import { SqliteAccountStore } from './sqlite-account-store';
import type { Throttle } from './throttle';

/** Where accounts lie: in accounts.db, or in PostgreSQL with the keys. */
export type AccountsIn = { readonly file: string } | KeysPlace;

/** The accounts, and what holds back whoever guesses their passwords; the store closes what both stand on. */
export function openAccounts(place: AccountsIn, clock: () => number): { readonly accounts: AccountStore; readonly throttle: Throttle } {
  if ('file' in place) return { accounts: new SqliteAccountStore(place.file), throttle: new MemoryThrottle(clock) };
  const database = openKeysDatabase(place);
  return { accounts: new PostgresAccountStore(database), throttle: new PostgresThrottle(database, clock) };
}
