import { describe, expect, it } from '@jest/globals';
import { closingLine, sumOf, tallyOfCheck, tallyOfJest, tallyOfRules } from '../../scripts/tally.mjs';

const suite = (...tests: readonly (readonly [status: string, fullName: string])[]) => ({
  name: 'some.spec.ts',
  message: '',
  assertionResults: tests.map(([status, fullName]) => ({ status, fullName })),
});

describe('what npm test counts', () => {
  it('adds up tests, nouns and checks in its closing line', () => {
    const jest = tallyOfJest({ testResults: [suite(['passed', 'a'], ['failed', 'b'], ['pending', 'c (skipped: no strace)'])] }, 1);
    const rules = tallyOfRules('party: fine\ntest:rules: 7 nouns passed, 1 failed, 3.0 s\n', 1);
    const total = sumOf([tallyOfCheck('lint', 0), tallyOfCheck('types', 2), jest, rules]);
    expect(closingLine(total)).toBe('tests: 9 passed, 3 failed, 1 skipped');
    expect(total.failed).toEqual(['types', 'some.spec.ts: b', 'test:rules: a noun, see above']);
    expect(total.skipped).toEqual(['some.spec.ts: c (skipped: no strace)']);
  });

  it.each([
    ['Jest wrote no result', tallyOfJest(undefined, 137)],
    ['Jest found nothing to run', tallyOfJest({ testResults: [] }, 0)],
    ['Jest fails although each test passed', tallyOfJest({ testResults: [suite(['passed', 'a'])] }, 1)],
    ['a file could not be loaded', tallyOfJest({ testResults: [suite(['passed', 'a']), { ...suite(), message: 'SyntaxError' }] }, 1)],
    ['the worker of a file died half-way', tallyOfJest({ testResults: [{ ...suite(['passed', 'a']), message: 'killed' }] }, 1)],
    ['a test is skipped without a reason', tallyOfJest({ testResults: [suite(['passed', 'a'], ['pending', 'b'])] }, 0)],
    ['a test is only planned', tallyOfJest({ testResults: [suite(['passed', 'a'], ['todo', 'b'])] }, 0)],
    ['test:rules died', tallyOfRules('party: fine\n', 1)],
    ['test:rules fails although each noun passed', tallyOfRules('test:rules: 7 nouns passed, 0 failed, 3.0 s', 1)],
  ])('is a failure when %s', (_, { failed }) => {
    expect(failed).toHaveLength(1);
  });
});
