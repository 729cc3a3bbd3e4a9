import type { KeyObject } from 'node:crypto';
import { type Requested, signatureFor } from '../commands/asked-at';
import { declarations } from '../negotiation/nouns';

/** The `Jirga-Signature` of a request to a ledger of this origin; `undefined` where no command has this route. */
export const signatureOf = (key: KeyObject, origin: string, request: Requested): string | undefined =>
  signatureFor(declarations, key, origin, request);
