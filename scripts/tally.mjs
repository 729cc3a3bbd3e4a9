/*
 * What the parts of `npm test` add up to. Kept apart from running them, so that it can be tested: a run that died must never count as one
 * in which nothing failed.
 */

/** A skipped test says why in its name: `describe.skip('kill -9 (skipped: strace is not installed)', …)`. */
const REASON = /\(skipped: ([^)]+)\)/;

/** Nothing counted yet. `failed` and `skipped` hold one line for each test. */
export const emptyTally = () => ({ passed: 0, failed: [], skipped: [] });

export const sumOf = (tallies) => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.flatMap(({ failed }) => failed),
  skipped: tallies.flatMap(({ skipped }) => skipped),
});

/** A check that either holds or does not: formatting, lint, types. */
export const tallyOfCheck = (name, exitCode) => (exitCode === 0 ? { ...emptyTally(), passed: 1 } : { ...emptyTally(), failed: [name] });

/**
 * @param result what Jest wrote with `--json`; undefined where it wrote nothing
 * @param exitCode of Jest; it may fail although each test passed, for instance when a worker was killed
 */
export function tallyOfJest(result, exitCode) {
  const tally = emptyTally();
  if (result === undefined) return { ...tally, failed: ['jest: it ended without a result'] };
  for (const { name, message, assertionResults } of result.testResults) {
    for (const { status, fullName } of assertionResults) {
      if (status === 'passed') tally.passed++;
      else if (status === 'failed') tally.failed.push(`${name}: ${fullName}`);
      else if (REASON.test(fullName)) tally.skipped.push(`${name}: ${fullName}`);
      else tally.failed.push(`${name}: ${fullName}: skipped without a reason; its name has to end in (skipped: why)`);
    }
    // A file that cannot be loaded, or whose worker died, has a message and no failed test.
    const failedInside = assertionResults.some(({ status }) => status === 'failed');
    if (!failedInside && (message !== '' || assertionResults.length === 0)) tally.failed.push(`${name}: the file could not be run`);
  }
  if (tally.passed === 0) tally.failed.push('jest: not one test passed');
  else if (exitCode !== 0 && tally.failed.length === 0) tally.failed.push('jest: every test passed, and yet it ended with an error');
  return tally;
}

/** @param output of `npm run test:rules`, whose last line counts the nouns */
export function tallyOfRules(output, exitCode) {
  const counted = /^test:rules: (\d+) nouns passed, (\d+) failed/m.exec(output);
  if (counted === null) return { ...emptyTally(), failed: ['test:rules: it ended without a result'] };
  const [passed, failed] = counted.slice(1).map(Number);
  const tally = { ...emptyTally(), passed, failed: Array.from({ length: failed }, () => 'test:rules: a noun, see above') };
  if (exitCode !== 0 && failed === 0) tally.failed.push('test:rules: every noun passed, and yet it ended with an error');
  return tally;
}

/** The closing line, which machines read as well. */
export const closingLine = ({ passed, failed, skipped }) => `tests: ${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
