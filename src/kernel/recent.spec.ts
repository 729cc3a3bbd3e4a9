import { describe, expect, it } from '@jest/globals';
import { Recent } from './recent';

const filled = (limit: number, count: number): Recent<number> => {
  const recent = new Recent<number>(limit);
  for (let n = 0; n < count; n++) recent.set(`k${n}`, n);
  return recent;
};
const heldOf = (recent: Recent<number>, count: number): number =>
  Array.from({ length: count }, (_, n) => recent.get(`k${n}`)).filter((it) => it !== undefined).length;

describe('a bounded cache keeps what was used last', () => {
  it('all of the last `limit` values, and never twice as many', () => {
    for (let count = 1; count <= 40; count++) {
      const recent = filled(10, count);
      for (let n = Math.max(0, count - 10); n < count; n++) expect(recent.get(`k${n}`)).toBe(n);
      expect(heldOf(filled(10, count), count)).toBeLessThanOrEqual(20);
    }
  });

  it('what is read again outlives what is not', () => {
    const recent = new Recent<number>(10);
    recent.set('used', -1);
    for (let n = 0; n < 100; n++) {
      recent.set(`k${n}`, n);
      expect(recent.get('used')).toBe(-1);
    }
    expect(recent.get('k0')).toBeUndefined();
  });

  it('the newer of two values of one key, whichever generation it lies in', () => {
    const recent = filled(3, 3);
    recent.set('k0', 100);
    expect(recent.get('k0')).toBe(100);
    recent.delete('k0');
    expect(recent.get('k0')).toBeUndefined();
  });

  it('a value that was dropped does not leave an older one of its key behind', () => {
    const recent = filled(4, 4);
    recent.set('k0', 100);
    expect(recent.deleteWhere((value) => value === 100)).toBe(1);
    expect(recent.get('k0')).toBeUndefined();
  });

  it('drops what matches from both generations, each once', () => {
    const recent = filled(4, 6);
    recent.set('k0', 0);
    expect(recent.deleteWhere((value) => value % 2 === 0)).toBe(3);
    expect([0, 1, 2, 3, 4, 5].map((n) => recent.get(`k${n}`))).toEqual([undefined, 1, undefined, 3, undefined, 5]);
  });
});
