import { describe, expect, it } from '@jest/globals';
import { defineRefusals, Rejection } from './rejection';

const closed = { invariant: 'INV-11', title: 'The gate is closed', remedy: 'Wait.' } as const;
const refuse = defineRefusals('gate', { closedForGood: closed, late: { title: 'Late', remedy: 'Come earlier.', because: 'clock' } });

describe('a refusal is a value with a stable code', () => {
  it('made from its name in the catalogue of the noun', () => {
    const refusal = refuse.closedForGood('It was closed in 2022.');
    expect(refusal).toBeInstanceOf(Rejection);
    expect(refusal).toEqual({ code: 'gate.closed-for-good', reason: closed, detail: 'It was closed in 2022.' });
  });

  it('and the catalogue has every one of them by its code, with what to do about it', () => {
    expect([...refuse.catalogue]).toEqual([
      ['gate.closed-for-good', closed],
      ['gate.late', { title: 'Late', remedy: 'Come earlier.', because: 'clock' }],
    ]);
  });
});
