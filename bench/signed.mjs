import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { signatureFor } = require('../dist/commands/asked-at.js');
const { declarations } = require('../dist/negotiation/nouns.js');
const { provePossession, publicKeyOf } = require('../dist/trust/signing.js');

/** A key of somebody's own. */
export const newKey = () => generateKeyPairSync('ed25519').privateKey;

/** What he says who enrols it. */
export const enrolmentOf = (key, participantId) => ({
  publicKey: publicKeyOf(key),
  use: 'SIGN',
  proof: provePossession(key, { participantId, use: 'SIGN' }),
});

/** Headers of a request that goes with a personal signature, as every one does of whoever has a key. @param body as it is sent */
export function signedHeaders({ key, origin } = {}, path, body) {
  if (key === undefined) return {};
  const idempotencyKey = randomUUID();
  const signature = signatureFor(declarations, key, origin, { path, body: JSON.parse(body), idempotencyKey });
  return signature === undefined ? {} : { 'idempotency-key': idempotencyKey, 'jirga-signature': signature };
}
