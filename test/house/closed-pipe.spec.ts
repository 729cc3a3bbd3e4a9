import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const CLI = join(__dirname, '../../dist/cli.js');

it.each([
  ['--help', 0],
  ['verify --store nothing/here', 2],
])('jirga %s ends with its own code where nobody reads what it says', async (line, code) => {
  const child = spawn(process.execPath, [CLI, ...line.split(' ')], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  expect((await once(child, 'close'))[0]).toBe(code);
  expect(complaints).not.toContain('EPIPE');
});
