import { createPrivateKey, hash, type KeyObject, randomUUID } from 'node:crypto';
import { signatureFor } from '../../src/commands/asked-at';
import { declarations } from '../../src/negotiation/nouns';
import { provePossession, publicKeyOf } from '../../src/trust/signing';
import type { Ask, Asking } from './ask';

/** An Ed25519 private key of PKCS #8 is this, and then 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key that follows from words, so that tests need not keep any. Somebody's usual one follows from his id. */
export const keyFrom = (words: string): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, hash('sha256', words, 'buffer')]), format: 'der', type: 'pkcs8' });

/** What somebody says who enrols a key of his own. */
export const enrolment = (key: KeyObject, participantId: string, use: 'SIGN' | 'DEVICE' = 'SIGN') => ({
  publicKey: publicKeyOf(key),
  use,
  proof: provePossession(key, { participantId, use }),
});

/** The answer that asks for a signature, and whether a key must be enrolled first. */
const WANTED: Readonly<Record<string, 'KEY' | 'SIGNATURE'>> = {
  'record.no-signing-key': 'KEY',
  'record.signature-missing': 'SIGNATURE',
};
export const wanted = (code: unknown): 'KEY' | 'SIGNATURE' | undefined => WANTED[String(code)];

/** The request with the signature that goes with it; under an Idempotency-Key of its own where it has none. */
export function signedRequest(path: string, { body, raw, headers = {} }: Asking, key: KeyObject, origin: string): Asking {
  const idempotencyKey = headers['idempotency-key'] ?? randomUUID();
  const ifMatch = headers['if-match'];
  const sent = (raw === undefined ? body : JSON.parse(String(raw))) as object;
  const requested = { path, body: sent, idempotencyKey, ifMatch: ifMatch === undefined ? undefined : Number(ifMatch.replaceAll('"', '')) };
  const signature = signatureFor(declarations, key, origin, requested);
  if (signature === undefined) throw new Error(`${path} is no command`);
  const signed = { 'idempotency-key': idempotencyKey, 'jirga-signature': signature };
  return { ...(raw === undefined ? { body } : { raw }), headers: { ...headers, ...signed } };
}

/** Asks as his own program would: what is to be signed is signed with his usual key, which is enrolled when it is wanted for the first time. */
export const signing =
  (ask: Ask, participantId: string, origin: string): Ask =>
  async (method, path, request = {}) => {
    const answer = await ask(method, path, request);
    if (answer.status !== 409 || request.headers?.['jirga-signature'] !== undefined) return answer;
    const want = wanted(answer.json()['code']);
    if (want === undefined) return answer;
    const key = keyFrom(participantId);
    if (want === 'KEY') {
      const enrolled = await ask('POST', `/v1/participants/${participantId}/enrol-key`, { body: enrolment(key, participantId) });
      if (enrolled.status !== 200) throw new Error(`a key could not be enrolled: ${enrolled.text}`);
    }
    return ask(method, path, signedRequest(path, request, key, origin));
  };
