import type { PostgresPlace } from '../postgres/postgres-place';
import type { Keyring } from './keyring';
import { masterKeyFrom } from './master-key';
import { Opener } from './opener';
import { PostgresKeyring } from './postgres-keyring';
import { Scribe } from './scribe';
import { type Origin, Sealer } from './sealer';
import { type Catalogues, SlotBook, type SlotTable } from './slots';
import { SqliteKeyring } from './sqlite-keyring';

/** Where the wrapped data keys lie: in keys.db, or in PostgreSQL. */
export type KeysIn = { readonly file: string } | PostgresPlace;

/** What a thread needs to know to seal and unseal. Plain JSON: each thread opens its own keyring, for keys do not travel in messages. */
export interface TrustSettings {
  readonly keys: KeysIn;
  readonly masterKeyFile: string;
  readonly origin: Origin;
}

export interface Trust {
  readonly keyring: Keyring;
  readonly sealer: Sealer;
}

/** Throws `KeysFileError` where there is no file of keys; whether PostgreSQL has them shows when it is asked. */
export function openKeyring({ keys, masterKeyFile, origin }: TrustSettings, { readOnly = false } = {}): Keyring {
  const master = masterKeyFrom(masterKeyFile);
  return 'file' in keys
    ? SqliteKeyring.open(keys.file, master, { readOnly })
    : new PostgresKeyring({ ...keys, origin: origin.log }, master);
}

export function openTrust(settings: TrustSettings, options: { readonly readOnly?: boolean } = {}): Trust {
  const keyring = openKeyring(settings, options);
  return { keyring, sealer: new Sealer(keyring, settings.origin) };
}

export const scribeOf = ({ sealer, keyring }: Trust, slots: SlotTable): Scribe => new Scribe(sealer, keyring, new SlotBook(slots));
export const openerOf = ({ sealer, keyring }: Trust, catalogues: Catalogues): Opener => new Opener(sealer, keyring, catalogues);
