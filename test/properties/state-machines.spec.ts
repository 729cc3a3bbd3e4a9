import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kindOfNoun } from '../../src/commands/noun';
import { declarations } from '../../src/negotiation/nouns';
import { Draw } from './draw';
import { Life, stepsOf } from './life';

/** Fixed, so that a failure here is a failure everywhere; fast-check prints it with the path to the life that failed. */
const SEED = 20250301;
/** The more steps a machine has, the more lives it takes to take them all; with half as many, one is missed now and then. */
const LIVES_PER_STEP = 10;
/** Numbers that one life may draw: some hundred acts. */
const TAPE = { minLength: 600, maxLength: 900, size: 'max' } as const;

describe('whatever is done to a record, in whatever order', () => {
  it.each(declarations.map((noun) => [kindOfNoun(noun), noun] as const))(
    '%s: nothing throws, every event is one the fold accepts, replay equals live, and every step of the fold is taken',
    async (_, noun) => {
      const taken = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(1_000_000), TAPE), (tape) => new Life(noun, new Draw(tape), taken).lived()),
        { seed: SEED, numRuns: LIVES_PER_STEP * stepsOf(noun).size },
      );
      expect([...taken].sort()).toEqual([...stepsOf(noun)].sort());
    },
    60_000,
  );
});
