import { describe, expect, it } from '@jest/globals';
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from '../kernel/limits';
import { cursorText } from '../views/board-query';
import { boardQuestionOf, changesQuestionOf } from './board.questions';
import { commitmentTrackerQuery } from './commitment-tracker/commitment-tracker.queries';

const asked = (query: Record<string, unknown>) => boardQuestionOf(commitmentTrackerQuery, query);
const faultsOf = (query: Record<string, unknown>): string[] => asked(query).faults.map(({ pointer }) => pointer);

describe('what somebody asks of a board', () => {
  it('is a first page in the order of the board where nothing is said', () => {
    expect(asked({})).toEqual({ asked: { filters: {}, sort: 'draftedAt', size: PAGE_SIZE_DEFAULT }, faults: [] });
  });

  it('is read as it was meant', () => {
    const after = { sort: '-dueDate', value: '2025-06-30', stream: 'commitment-x', id: 'x' };
    const query = {
      topic: 'TRADE',
      sort: '-dueDate',
      'page[size]': String(PAGE_SIZE_MAX),
      'page[after]': cursorText(after),
      'at-least': '12',
    };
    const { asked: read, faults } = asked({ ...query, 'known-at': '2025-03-01T14:00:00+05:00', 'effective-at': '2025-02-28' });
    expect(faults).toEqual([]);
    expect(read).toEqual({
      filters: { topic: 'TRADE' },
      sort: '-dueDate',
      size: PAGE_SIZE_MAX,
      after,
      atLeast: 12,
      knownAt: '2025-03-01T09:00:00.000Z',
      effectiveAt: '2025-02-28T00:00:00.000Z',
    });
  });

  it('is told all that is wrong at once', () => {
    const query = {
      sort: 'text',
      'page[size]': String(PAGE_SIZE_MAX + 1),
      'page[after]': 'x',
      'at-least': '-1',
      'known-at': 'then',
      colour: 'red',
    };
    expect(faultsOf(query)).toEqual(['?sort', '?page[size]', '?page[after]', '?at-least', '?known-at', '?colour']);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('has no filter named %s, which every object has', (name) => {
    expect(faultsOf(JSON.parse(`{"${name}":"x"}`) as Record<string, unknown>)).toEqual([`?${name}`]);
  });

  it.each(['2025-02-30', '2025-13-01', '2025-02-28T25:00:00Z', '2025-02-28T09:00:00', '2025', 'now', ''])(
    'takes %p for no time',
    (time) => {
      expect(faultsOf({ 'effective-at': time })).toEqual(['?effective-at']);
    },
  );

  it('refuses a parameter said twice, and a page of another order', () => {
    expect(faultsOf({ topic: ['TRADE', 'SECURITY'] })).toEqual(['?topic']);
    const after = cursorText({ sort: 'draftedAt', value: null, stream: 's', id: 'i' });
    expect(faultsOf({ sort: 'dueDate', 'page[after]': after })).toEqual(['?page[after]']);
  });

  it.each([0, PAGE_SIZE_MAX + 1, 1.5, -1])('has no page of %p rows', (size) => {
    expect(faultsOf({ 'page[size]': String(size) })).toEqual(['?page[size]']);
  });
});

describe('what somebody asks of the changes of a board', () => {
  const of = (query: Record<string, unknown>, lastEventId?: string) => changesQuestionOf(commitmentTrackerQuery, query, lastEventId);

  it('is the filters of the board, and from where on', () => {
    expect(of({})).toEqual({ asked: { filters: {} }, faults: [] });
    expect(of({ topic: 'TRADE', since: '7' })).toEqual({ asked: { filters: { topic: 'TRADE' }, since: 7 }, faults: [] });
  });

  it('goes by Last-Event-ID before the address with which it began', () => {
    expect(of({ since: '7' }, '12').asked).toEqual({ filters: {}, since: 12 });
    expect(of({ since: '7' }, 'x').faults).toMatchObject([{ pointer: '#Last-Event-ID' }]);
  });

  it.each(['known-at', 'effective-at', 'sort', 'page[size]', 'page[after]', 'at-least', 'constructor'])('has no %s', (name) => {
    expect(of({ [name]: '2025-01-01' }).faults).toMatchObject([{ pointer: `?${name}` }]);
  });
});
