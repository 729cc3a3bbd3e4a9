import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { jirga } from '../../test/support/cli';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import { warnOfOpenRoad } from './remote';
import type { Shell } from './shell';

const warned = (server: string): string[] => {
  const said: string[] = [];
  warnOfOpenRoad({ environment: {}, err: (line: string) => said.push(line) } as unknown as Shell, { server });
  return said;
};

it.each([
  'http://127.0.0.1:3000',
  'http://127.8.0.1',
  'http://[::1]:3000',
  'http://localhost',
  'http://jirga.localhost',
  'https://ledger.example',
])('a secret to %s can be read by nobody else', (server) => {
  expect(warned(server)).toEqual([]);
});

it.each(['http://ledger.example', 'http://192.0.2.7:3000', 'http://[2001:db8::1]', 'http://127.example', 'http://localhost.example'])(
  'a secret to %s can be read on the way, and that is said',
  (server) => {
    expect(warned(server)).toEqual([expect.stringMatching(/^WARNING: .*without TLS/)]);
  },
);

it('before a password and before a token leave, on standard error', async () => {
  const environment = { JIRGA_URL: 'http://ledger.invalid', JIRGA_TOKEN: 'x' };
  const shell = { environment, wait: () => Promise.resolve(), input: () => 'a phrase\n' };
  const invitation = join(temporaryFolder(), 'invitation');
  writeFileSync(invitation, 'a token\n');
  for (const args of [
    ['accounts', 'enrol', 'somebody', '--invitation-file', invitation],
    ['accounts', 'sign-in', 'somebody', '--to', 'nowhere'],
    ['accounts', 'me'],
  ])
    expect((await jirga(args, shell)).err).toMatch(/^WARNING: ledger\.invalid is asked without TLS/);
});
