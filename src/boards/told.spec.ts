import { describe, expect, it } from '@jest/globals';
import { caveatBits, type Clearance } from '../kernel/classification';
import type { ChangedRow, SeenRow } from '../views/changes';
import { toldOf } from './told';

const OFFICER: Clearance = { level: 1, caveats: 0 };
const KP_ONLY = caveatBits(['KP_EYES_ONLY']);
const SOURCES = caveatBits(['SOURCE_PROTECT']);
const seen = (columns: SeenRow['columns'] = {}, { level = 0, caveats = 0 } = {}): SeenRow => ({ level, caveats, columns });
const row = (after?: SeenRow, before?: SeenRow): ChangedRow => ({
  stream: 'commitment-1',
  id: '1',
  ...(before && { before }),
  ...(after && { after }),
});
const NAMED = [{ stream: 'commitment-1', id: '1' }];

describe('what a reader is told of a changed row', () => {
  it('is which one, where he may see it, whether it came, changed or went', () => {
    for (const changed of [row(seen()), row(seen(), seen()), row(undefined, seen())]) expect(toldOf([changed], OFFICER, {})).toEqual(NAMED);
  });

  it('is its level and nothing else, where it is above him', () => {
    for (const mark of [{ level: 3 }, { level: 3, caveats: SOURCES }]) {
      expect(toldOf([row(seen({}, mark))], OFFICER, {})).toEqual([{ withheld: 'SECRET' }]);
      expect(toldOf([row(undefined, seen({}, mark))], OFFICER, {})).toEqual([{ withheld: 'SECRET' }]);
    }
    expect(toldOf([row(seen({}, { level: 3 }), seen())], OFFICER, {})).toEqual([{ withheld: 'SECRET' }]);
  });

  it('is nothing at all, where he may not know that it exists', () => {
    const hidden = { caveats: KP_ONLY };
    for (const changed of [row(seen({}, hidden)), row(seen({}, hidden), seen({}, hidden)), row(undefined, seen({}, hidden))])
      expect(toldOf([changed], { level: 4, caveats: SOURCES }, {})).toEqual([]);
  });
});

describe('what he filters by', () => {
  const TRADE = { topic: 'TRADE' };

  it('leaves out what says something else, and keeps what does not speak of it', () => {
    expect(toldOf([row(seen({ topic: 'TRADE' }))], OFFICER, TRADE)).toEqual(NAMED);
    expect(toldOf([row(seen({ topic: 'SECURITY' }))], OFFICER, TRADE)).toEqual([]);
    expect(toldOf([row(seen({ topic: null }))], OFFICER, TRADE)).toEqual([]);
    expect(toldOf([row(seen({ reviewId: '2' }))], OFFICER, TRADE)).toEqual(NAMED);
  });

  it('tells him of what has left it', () => {
    expect(toldOf([row(seen({ topic: 'SECURITY' }), seen({ topic: 'TRADE' }))], OFFICER, TRADE)).toEqual(NAMED);
  });

  it('does not tell what a row said while he could not see it', () => {
    const lowered = row(seen({ topic: 'SECURITY' }), seen({ topic: 'TRADE' }, { level: 3 }));
    expect(toldOf([lowered], OFFICER, TRADE)).toEqual([]);
    expect(toldOf([row(seen({ topic: 'TRADE' }, { level: 3 }))], OFFICER, TRADE)).toEqual([]);
  });

  it('finds what is withheld by the initiative alone', () => {
    const withheld = row(seen({ initiativeId: 'a' }, { level: 3 }));
    expect(toldOf([withheld], OFFICER, { initiativeId: 'a' })).toEqual([{ withheld: 'SECRET' }]);
    expect(toldOf([withheld], OFFICER, { initiativeId: 'b' })).toEqual([]);
    expect(toldOf([withheld], OFFICER, { initiativeId: 'a', ...TRADE })).toEqual([]);
  });
});
