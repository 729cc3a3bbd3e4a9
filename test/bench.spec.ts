import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

/* What a benchmark says is read by people and programs; how fast anything was is nobody's test. */

const BENCH = resolve(__dirname, '../bench/bench.mjs');
const run = promisify(execFile);

interface Result {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string;
  readonly ratio: number;
  readonly aim: number | null;
  readonly met: boolean | null;
}

describe('npm run bench', () => {
  it('says on what it ran, and ends with one JSON object of ratios', async () => {
    const { stdout } = await run(process.execPath, [BENCH, 'replay', '--quick', '--rounds', '1', '--json']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(new RegExp(`^machine: \\d+ cores .*node ${process.versions.node.replaceAll('.', '\\.')}`));
    expect(lines[1]).toMatch(/^pinned: /);

    const { name, results } = JSON.parse(lines.at(-1) ?? '') as { name: string; results: Result[] };
    expect(name).toBe('replay');
    expect(results).not.toHaveLength(0);
    for (const { measure, value, unit, against, ratio, aim, met } of results) {
      expect([typeof measure, typeof unit, typeof against]).toEqual(['string', 'string', 'string']);
      expect(value).toBeGreaterThan(0);
      expect(ratio).toBeGreaterThan(0);
      expect(met).toBe(aim === null ? null : ratio >= aim);
      expect(lines.some((line) => line.startsWith(`${measure}: ${value} ${unit}; ${ratio} x ${against}`))).toBe(true);
    }
  }, 120_000);

  it.each([
    ['nothing is named', []],
    ['nobody knows the name', ['everything']],
    ['there are no rounds', ['replay', '--rounds', '0']],
    ['a size is none', ['growth', '--size', 'many']],
  ])(
    'says how it is used where %s',
    async (_, parameters) => {
      const refused = run(process.execPath, [BENCH, ...parameters]);
      await expect(refused).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringContaining('npm run bench -- append|http|replay|rebuild|verify|sse|boards|growth|text|postgres|kurrentdb'),
      });
    },
    30_000,
  );

  it('says what a benchmark needs that is not there', async () => {
    const environment = { ...process.env, JIRGA_TEST_KURRENTDB: undefined };
    const refused = run(process.execPath, [BENCH, 'kurrentdb'], { env: environment });
    await expect(refused).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('JIRGA_TEST_KURRENTDB=esdb://') });
  }, 30_000);
});
