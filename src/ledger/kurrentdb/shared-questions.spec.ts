import { describe, expect, it } from '@jest/globals';
import { SharedQuestions } from './shared-questions';

/** Questions that are answered when the test says so, each with its number; and how many were asked. */
function asked() {
  const open: { readonly name: string; readonly answer: (fault?: Error) => void }[] = [];
  let count = 0;
  const questions = new SharedQuestions(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const number = ++count;
        open.push({ name, answer: (fault) => (fault ? reject(fault) : resolve(number)) });
      }),
  );
  return { questions, open, next: (fault?: Error) => open.shift()?.answer(fault), count: () => count };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('questions that are shared', () => {
  it('answer whoever asks while one is under way by the next one, and all of them by that one', async () => {
    const { questions, next, count } = asked();
    const first = questions.of('a');
    const later = Array.from({ length: 50 }, () => questions.of('a'));
    expect(count()).toBe(1);
    next();
    expect(await first).toBe(1);
    await settled();
    expect(count()).toBe(2);
    next();
    expect(new Set(await Promise.all(later))).toEqual(new Set([2]));
    const last = questions.of('a');
    next();
    expect(await last).toBe(3);
  });

  it('do not wait for those about another name', async () => {
    const { questions, open, next } = asked();
    void questions.of('a');
    const other = questions.of('b');
    expect(open.map(({ name }) => name)).toEqual(['a', 'b']);
    next();
    next();
    expect(await other).toBe(2);
  });

  it('fail for those alone who were to be answered by them', async () => {
    const { questions, next } = asked();
    const first = questions.of('a');
    const second = questions.of('a');
    next(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    await settled();
    next();
    expect(await second).toBe(2);
  });
});
