import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { jirga, type Said } from '../../test/support/cli';
import { accepted, registered, type ServedLedger, servedLedger } from '../../test/support/serving';
import { temporaryFolder } from '../../test/support/temporary-ledger';

let ledger: ServedLedger;
let folder: string;
beforeAll(async () => {
  ledger = await servedLedger();
  folder = temporaryFolder();
});

async function translator(name: string): Promise<string> {
  const { ask } = ledger.administrators.PROVINCE;
  const id = await registered(ask, name);
  accepted(await ask('POST', `/v1/participants/${id}/grant-role`, { body: { role: 'TRANSLATOR' } }));
  return id;
}
const asAdministrator = (...args: readonly string[]): Promise<Said> =>
  jirga(['accounts', ...args], { environment: { JIRGA_URL: ledger.serving.address, JIRGA_TOKEN: ledger.administrators.PROVINCE.token } });
const asAnybody = (args: readonly string[], input = ''): Promise<Said> =>
  jirga(['accounts', ...args], {
    environment: { JIRGA_URL: ledger.serving.address, JIRGA_TOKEN_FILE: join(folder, 'token') },
    input: () => input,
  });

it('invites somebody, who makes his account, signs in, and is who he is', async () => {
  const id = await translator('ګلالۍ (fictitious)');
  const [invitation, password, token] = ['invitation', 'password', 'token'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(password, 'a long enough phrase\n');
  expect(await asAdministrator('invite', id, '--to', invitation)).toMatchObject({ code: 0, out: expect.not.stringContaining('jirga_') });
  expect(statSync(invitation).mode & 0o777).toBe(0o600);
  expect(await asAnybody(['enrol', 'gulalai', '--invitation-file', invitation, '--password-file', password])).toMatchObject({ code: 0 });
  writeFileSync(token, 'an old one', { mode: 0o644 });
  expect(await asAnybody(['sign-in', 'gulalai', '--to', token], 'a long enough phrase\n')).toEqual({
    code: 0,
    out: `Your token lies in ${token}.`,
    err: '',
  });
  expect([statSync(token).mode & 0o777, readFileSync(token, 'utf8')]).toEqual([0o600, expect.stringMatching(/^jirga_\S{43}\n$/)]);
  const me = await asAnybody(['me']);
  expect([me.code, me.out]).toEqual([
    0,
    expect.stringMatching(/^ګلالۍ \(fictitious\) {2}\S{36}\nroles +TRANSLATOR\nclearance {2}\w+\nledger {5}\S+$/),
  ]);
});

it('hands a token over on the screen only where one asks for no file', async () => {
  const id = await translator('Samandar (fictitious)');
  expect((await asAdministrator('invite', id)).out).toMatch(/^jirga_\S{43}$/);
});

it('tells what is refused, and wants a password', async () => {
  expect(await asAnybody(['sign-in', 'nobody', '--to', join(folder, 'none')], 'wrong phrase, long\n')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Code: '),
  });
  expect(await asAnybody(['sign-in', 'nobody', '--to', join(folder, 'none')])).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no password'),
  });
  expect(await asAdministrator('invite', 'x')).toMatchObject({ code: 1, err: expect.stringContaining('not-found') });
});
