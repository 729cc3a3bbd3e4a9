import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { load } from 'js-yaml';

const ROOT = join(__dirname, '../..');
const { permissions, jobs } = load(readFileSync(join(ROOT, '.github/workflows/ci.yml'), 'utf8')) as {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly env: Readonly<Record<string, string>>; readonly steps: readonly { readonly run?: string }[] }>
  >;
};

describe('.github/workflows/ci.yml', () => {
  it('runs what every change is judged by, and may only read', () => {
    expect(jobs['test']?.steps.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run']);
    expect(existsSync(join(ROOT, '.ci/run'))).toBe(true);
    expect(statSync(join(ROOT, '.ci/run')).mode & 0o111).not.toBe(0);
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('runs the end-to-end specs on each pair of stores, by the script that does so here', () => {
    expect(jobs['stores']?.steps.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run test:stores']);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Readonly<Record<string, string>> };
    expect(existsSync(join(ROOT, scripts['test:stores']?.replace('node ', '') ?? ''))).toBe(true);
    expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toContain('npm run "${1:-test}"');
  });

  it('names the real server by the variable that the specs read', () => {
    const variables = Object.keys(jobs['test']?.env ?? {});
    expect(variables).toEqual(['JIRGA_TEST_KURRENTDB']);
    const spec = readFileSync(join(ROOT, 'test/kurrentdb/real-server.ts'), 'utf8');
    for (const name of variables) expect(spec).toContain(name);
  });

  it('starts the cluster as its file says, with secrets that are made there, until it is ready', () => {
    const { env = {}, steps = [] } = jobs['cluster'] ?? {};
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(existsSync(join(ROOT, env['COMPOSE_FILE'] ?? ''))).toBe(true);
    expect(commands[0]).toMatch(/^docker\/cluster\/secrets\.sh /);
    expect(commands.join('\n')).toContain('http://127.0.0.1:3000/health/ready');
    expect(readFileSync(join(ROOT, env['COMPOSE_FILE'] ?? ''), 'utf8')).toContain('127.0.0.1:3000:');
  });
});
