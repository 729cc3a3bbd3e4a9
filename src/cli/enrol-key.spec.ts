import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accepted, type Person, type ServedLedger, servedLedger } from '../../test/support/serving';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import { signatureFor } from '../commands/asked-at';
import { declarations } from '../negotiation/nouns';
import { publicKeyOf } from '../trust/signing';
import { run } from './program';
import { readSigningKey } from './signing';

let ledger: ServedLedger;
beforeAll(async () => {
  ledger = await servedLedger();
});

let reviewer: Person;
let folder: string;
beforeEach(async () => {
  reviewer = await ledger.person(['FEDERAL_REVIEWER']);
  folder = temporaryFolder();
  writeFileSync(join(folder, 'token'), `${reviewer.token}\n`, { mode: 0o600 });
});

async function enrol(file: string, ...options: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const where = ['--server', ledger.serving.address, '--token-file', join(folder, 'token')];
  const code = await run(['keys', 'enrol', join(folder, file), ...where, ...options], {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    environment: {},
    input: () => '',
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const keysOf = async () =>
  accepted(await reviewer.ask('GET', `/v1/participants/${reviewer.id}`)).json<{ state: { keys: { publicKey: string; use: string }[] } }>()
    .state.keys;

describe('jirga keys enrol', () => {
  it('makes a key that only its owner can read, and enrols it; what it signs is then accepted', async () => {
    const { code, out } = await enrol('my.pem');
    const key = readSigningKey(join(folder, 'my.pem'));
    expect([code, out]).toEqual([0, expect.stringContaining(`Public key  ${publicKeyOf(key)}`)]);
    expect(statSync(join(folder, 'my.pem')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'my.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(await keysOf()).toMatchObject([{ publicKey: publicKeyOf(key), use: 'SIGN' }]);

    const body = { topic: 'TRADE', text: { lang: 'en', body: 'No tolls.' }, effect: 'ADVISORY', examples: [] };
    const path = '/v1/policy-framework/declare-red-line';
    const signature = signatureFor(declarations, key, ledger.serving.house.origin, { path, body, idempotencyKey: folder }) ?? '';
    accepted(await ledger.as(reviewer.token)('POST', path, { body, headers: { 'idempotency-key': folder, 'jirga-signature': signature } }));
  });

  it('asked again, says the same and enrols nothing twice', async () => {
    const first = await enrol('my.pem');
    const again = await enrol('my.pem');
    expect([again.code, again.out]).toEqual([0, first.out.split('\n').slice(1).join('\n')]);
    expect(await keysOf()).toHaveLength(1);
  });

  it('encrypts the key under a passphrase, and opens it with the same', async () => {
    writeFileSync(join(folder, 'passphrase'), 'ډېر پټ خبرې\nnot this\n');
    expect((await enrol('my.pem', '--passphrase-file', join(folder, 'passphrase'))).code).toBe(0);
    expect(readFileSync(join(folder, 'my.pem'), 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    expect(await enrol('my.pem')).toMatchObject({ code: 2, err: expect.stringContaining('no passphrase was given') });
    writeFileSync(join(folder, 'other'), 'another');
    expect(await enrol('my.pem', '--passphrase-file', join(folder, 'other'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be opened'),
    });
    writeFileSync(join(folder, 'empty'), '\n');
    expect(await enrol('new.pem', '--passphrase-file', join(folder, 'empty'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('is empty'),
    });
  });

  it('enrols a further key only with the signature of one in force', async () => {
    await enrol('my.pem');
    expect(await enrol('spare.pem')).toMatchObject({ code: 1, err: expect.stringContaining('record.signature-missing') });
    expect(await enrol('spare.pem', '--sign', join(folder, 'my.pem'))).toMatchObject({ code: 0 });
    expect(await enrol('phone.pem', '--use', 'DEVICE', '--sign', join(folder, 'spare.pem'))).toMatchObject({ code: 0 });
    expect((await keysOf()).map(({ use }) => use)).toEqual(['SIGN', 'SIGN', 'DEVICE']);
  });

  it('says what is wrong with a key file', async () => {
    writeFileSync(join(folder, 'letter.pem'), 'Dear sir', { mode: 0o600 });
    expect(await enrol('letter.pem')).toMatchObject({ code: 2, err: expect.stringContaining('cannot be opened') });
    await enrol('my.pem');
    chmodSync(join(folder, 'my.pem'), 0o644);
    expect(await enrol('my.pem')).toMatchObject({ code: 2, err: expect.stringContaining('can be read by others') });
    expect(await enrol('x.pem', '--sign', join(folder, 'nothing.pem'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no key file'),
    });
  });

  it('says what is wrong with the ledger, the token, or the wish', async () => {
    writeFileSync(join(folder, 'token'), 'jirga_of_nobody\n');
    expect(await enrol('my.pem')).toMatchObject({ code: 1, err: expect.stringContaining('unauthenticated') });
    expect(await enrol('my.pem', '--server', 'http://127.0.0.1:1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not answer'),
    });
    expect(await enrol('my.pem', '--use', 'SEAL')).toMatchObject({ code: 2 });
  });
});
