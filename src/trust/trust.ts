import { Keyring } from './keyring';
import { masterKeyFrom } from './master-key';
import { Opener } from './opener';
import { Scribe } from './scribe';
import { type Origin, Sealer } from './sealer';
import { type Catalogues, SlotBook, type SlotTable } from './slots';

/** What a thread needs to know to seal and unseal. Plain JSON: each thread opens its own keyring, for keys do not travel in messages. */
export interface TrustSettings {
  /** keys.db */
  readonly keysFile: string;
  readonly masterKeyFile: string;
  readonly origin: Origin;
}

export interface Trust {
  readonly keyring: Keyring;
  readonly sealer: Sealer;
}

export function openTrust({ keysFile, masterKeyFile, origin }: TrustSettings, { readOnly = false } = {}): Trust {
  const keyring = Keyring.open(keysFile, masterKeyFrom(masterKeyFile), { readOnly });
  return { keyring, sealer: new Sealer(keyring, origin) };
}

export const scribeOf = ({ sealer, keyring }: Trust, slots: SlotTable): Scribe => new Scribe(sealer, keyring, new SlotBook(slots));
export const openerOf = ({ sealer, keyring }: Trust, catalogues: Catalogues): Opener => new Opener(sealer, keyring, catalogues);
