import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caveatBits, type Classification, markingOf, rankOf } from './classification';
import type { DomainEvent } from './events';
import { effectiveEvents, isControl, marksOf, OCCURRED_AT, stepsOf, valueAt, withValue } from './effective-events';
import type { Happened } from './happened';
import { type Occurrence, occurringAt } from './occurrence';
import { recordEvents } from './record.events';

const { RecordRectified, RectificationReversed, RecordAnnulled, RecordAnnotated, ClassificationChanged, ConsistencyExceptionRaised } =
  recordEvents;

const RECORDER = '00000000-0000-4000-8000-00000000000a';
const CORRECTOR = '00000000-0000-4000-8000-00000000000b';
const idOf = (n: number): string => `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`;

interface Told {
  readonly mark?: Pick<Classification, 'level' | 'caveats'>;
  readonly occurredAt?: Occurrence;
}

/** The nth event of a stream, as it comes out of the log. */
const happened = (
  { type, data }: DomainEvent,
  n: number,
  { mark = { level: 'RESTRICTED', caveats: [] }, occurredAt }: Told = {},
): Happened => ({
  type,
  data: data as Happened['data'],
  id: idOf(n),
  stream: 'party-1',
  streamId: '1',
  revision: n - 1,
  position: n,
  initiativeId: undefined,
  commandId: `command ${n}`,
  causationId: null,
  recordedAt: `2025-03-01T09:00:00.${String(n).padStart(3, '0')}Z`,
  recordedBy: RECORDER,
  basis: [],
  role: 'PROVINCIAL_OFFICIAL',
  onBehalfOf: undefined,
  occurredAt: occurredAt ?? occurringAt('2025-03-01T09:00:00.000Z'),
  authorityId: isControl({ type }) ? CORRECTOR : RECORDER,
  flags: [],
  sources: [],
  evidence: [],
  command: undefined,
  key: 'key',
  ...markingOf(mark),
});

const historyOf = (...events: readonly (DomainEvent | readonly [DomainEvent, Told])[]): Happened[] =>
  events.map((event, n) =>
    Array.isArray(event) ? happened(event[0] as DomainEvent, n + 1, event[1] as Told) : happened(event as DomainEvent, n + 1),
  );

const registered = {
  type: 'PartyRegistered',
  version: 1,
  data: { canonicalName: 'Kabul', tags: ['a', 'b'], place: { 'a/b': 1, 'c~d': 2 } },
};
const designated = { type: 'DesignationRecorded', version: 1, data: { name: 'Interim government' } };

type Rectification = Partial<Parameters<typeof RecordRectified>[0]>;
const rectified = (target: number, newValue: string, more: Rectification = {}): DomainEvent =>
  RecordRectified({
    targetEventId: idOf(target),
    pointer: '/canonicalName',
    oldValue: 'Kabul',
    newValue,
    reason: 'CLERICAL_ERROR',
    effective: 'AB_INITIO',
    authorityId: CORRECTOR,
    ...more,
  } as never);
const reversed = (target: number): DomainEvent => RectificationReversed({ targetEventId: idOf(target), reason: 'It was right.' });
const annulled = (target: number): DomainEvent => RecordAnnulled({ targetEventId: idOf(target), reason: 'Never happened.' });
const reclassified = (target: number, to: Pick<Classification, 'level' | 'caveats'>): DomainEvent =>
  ClassificationChanged({ targetEventId: idOf(target), to: { level: to.level, caveats: [...to.caveats] }, authorityId: CORRECTOR });

const namesOf = (history: readonly Happened[]): unknown[] => history.map(({ data }) => data['canonicalName'] ?? data['name']);

describe('a history without corrections', () => {
  it('counts as it stands, and is not even copied', () => {
    const history = historyOf(registered, designated);
    expect(effectiveEvents(history)).toBe(history);
  });
});

describe('a rectified value stands in place of the old one', () => {
  it('from the beginning, in its own place; the correction itself is left out', () => {
    const history = historyOf(registered, designated, rectified(1, 'Authorities in Kabul'));
    expect(namesOf(effectiveEvents(history))).toEqual(['Authorities in Kabul', 'Interim government']);
    expect(effectiveEvents(history)[0]).toEqual({ ...history[0], data: { ...registered.data, canonicalName: 'Authorities in Kabul' } });
  });

  it('and what was recorded stays as it was recorded', () => {
    const history = historyOf(registered, rectified(1, 'Authorities in Kabul'));
    effectiveEvents(history);
    expect(history[0]?.data).toEqual(registered.data);
  });

  it('from a date on: for gates, which ask for now, and for views as of that day, not as of the day before', () => {
    const history = historyOf(registered, rectified(1, 'New', { effective: 'FROM_DATE', fromDate: '2025-03-10' }));
    const asOf = (effectiveAt?: string): unknown[] => namesOf(effectiveEvents(history, effectiveAt === undefined ? {} : { effectiveAt }));
    expect([asOf(), asOf('2025-03-09'), asOf('2025-03-10'), asOf('2025-03-10T00:00:00.000Z')]).toEqual([
      ['New'],
      ['Kabul'],
      ['New'],
      ['New'],
    ]);
  });

  it('the last one counts, also where an earlier one holds only from a date', () => {
    const history = historyOf(
      registered,
      rectified(1, 'From a date', { effective: 'FROM_DATE', fromDate: '2025-03-10' }),
      rectified(1, 'From the beginning'),
    );
    expect(namesOf(effectiveEvents(history))).toEqual(['From the beginning']);
    expect(namesOf(effectiveEvents(historyOf(registered, rectified(1, 'One'), rectified(1, 'Two'))))).toEqual(['Two']);
  });

  it('also its world time, which is not a field of it', () => {
    const day: Occurrence = { from: '2025-02-16', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' };
    const history = historyOf(registered, rectified(1, '', { pointer: OCCURRED_AT, newValue: day as never }));
    expect(effectiveEvents(history)).toMatchObject([{ occurredAt: day, data: registered.data, recordedAt: history[0]?.recordedAt }]);
  });

  it('and is as secret as the event that brought it, under the authority of who recorded that (INV-31)', () => {
    const secret = historyOf(registered, [rectified(1, 'Secret'), { mark: { level: 'SECRET', caveats: ['SOURCE_PROTECT'] } }]);
    expect(effectiveEvents(secret)).toMatchObject([
      { level: rankOf('SECRET'), caveats: caveatBits(['SOURCE_PROTECT']), authorityId: CORRECTOR },
    ]);
    const open = historyOf(
      [registered, { mark: { level: 'SECRET', caveats: [] } }],
      [rectified(1, 'Open'), { mark: { level: 'PUBLIC', caveats: [] } }],
    );
    expect(effectiveEvents(open)).toMatchObject([{ level: rankOf('SECRET'), authorityId: RECORDER }]);
  });
});

describe('a correction is taken back', () => {
  it('by its reversal', () => {
    expect(namesOf(effectiveEvents(historyOf(registered, rectified(1, 'Wrong'), reversed(2))))).toEqual(['Kabul']);
  });

  it('which leaves the rectification before it in force', () => {
    expect(namesOf(effectiveEvents(historyOf(registered, rectified(1, 'One'), rectified(1, 'Two'), reversed(3))))).toEqual(['One']);
  });

  it('by its annulment', () => {
    expect(namesOf(effectiveEvents(historyOf(registered, rectified(1, 'Wrong'), annulled(2))))).toEqual(['Kabul']);
    expect(namesOf(effectiveEvents(historyOf(registered, annulled(1), annulled(2))))).toEqual(['Kabul']);
  });

  it('and holds again where what took it back is itself annulled', () => {
    expect(namesOf(effectiveEvents(historyOf(registered, rectified(1, 'Right'), reversed(2), annulled(3))))).toEqual(['Right']);
    expect(namesOf(effectiveEvents(historyOf(registered, rectified(1, 'Right'), reversed(2), annulled(3), annulled(4))))).toEqual([
      'Kabul',
    ]);
  });
});

describe('an annulled event is left out', () => {
  it('it alone', () => {
    expect(namesOf(effectiveEvents(historyOf(registered, designated, annulled(1))))).toEqual(['Interim government']);
  });

  it('and a correction of it changes nothing', () => {
    expect(effectiveEvents(historyOf(registered, annulled(1), rectified(1, 'Late')))).toEqual([]);
  });
});

describe('notes and exceptions change nothing', () => {
  it('they are left out', () => {
    const history = historyOf(
      registered,
      RecordAnnotated({ targetEventId: idOf(1), text: 'As the letter says.' }),
      ConsistencyExceptionRaised({ rule: 'party.x', eventIds: [idOf(1)] }),
    );
    expect(effectiveEvents(history)).toEqual(history.slice(0, 1));
  });
});

describe('a changed mark', () => {
  it('stands in place of the old one, with its authority', () => {
    const history = historyOf(registered, reclassified(1, { level: 'SECRET', caveats: ['NO_EXPORT'] }));
    expect(effectiveEvents(history)).toMatchObject([
      { level: rankOf('SECRET'), caveats: caveatBits(['NO_EXPORT']), authorityId: CORRECTOR },
    ]);
  });

  it('never takes a hiding caveat away', () => {
    const hidden: Told = { mark: { level: 'SECRET', caveats: ['FEDERAL_EYES_ONLY', 'NO_EXPORT'] } };
    const history = historyOf([registered, hidden], reclassified(1, { level: 'PUBLIC', caveats: [] }));
    expect(effectiveEvents(history)).toMatchObject([{ level: 0, caveats: caveatBits(['FEDERAL_EYES_ONLY']) }]);
  });

  it('holds for who reads event by event also after the event is annulled, and for every correction that speaks of it', () => {
    const raised = markingOf({ level: 'SECRET', caveats: ['NO_EXPORT'] });
    const history = historyOf(
      registered,
      rectified(1, 'One'),
      reversed(2),
      reclassified(1, { level: 'SECRET', caveats: ['NO_EXPORT'] }),
      annulled(1),
      designated,
    );
    const restricted = markingOf({ level: 'RESTRICTED', caveats: [] });
    expect([...marksOf(history).values()]).toEqual([raised, raised, raised, raised, raised, restricted]);
  });

  it('and a correction marked higher than its event keeps its own', () => {
    const history = historyOf(registered, [
      RecordAnnotated({ targetEventId: idOf(1), text: 'x' }),
      { mark: { level: 'SECRET', caveats: [] } },
    ]);
    expect([...marksOf(history).values()].map(({ level }) => level)).toEqual([rankOf('RESTRICTED'), rankOf('SECRET')]);
  });
});

describe('an erased correction is no longer known', () => {
  const erased = { erased: 'key' };
  const gone = (event: DomainEvent, ...fields: string[]): DomainEvent => ({
    ...event,
    data: { ...(event.data as object), ...Object.fromEntries(fields.map((field) => [field, erased])) },
  });

  it.each([
    ['rectification', gone(rectified(1, 'New'), 'targetEventId', 'pointer', 'newValue')],
    ['rectification of which only the value is gone', gone(rectified(1, 'New'), 'newValue')],
    ['rectification of which only the place is gone', gone(rectified(1, 'New'), 'pointer')],
    ['annulment', gone(annulled(1), 'targetEventId')],
    ['change of the mark', gone(reclassified(1, { level: 'SECRET', caveats: [] }), 'targetEventId', 'to')],
    ['change of the mark of which only the mark is gone', gone(reclassified(1, { level: 'SECRET', caveats: [] }), 'to')],
  ])('%s', (_, correction) => {
    const history = historyOf(registered, correction);
    expect(effectiveEvents(history)).toEqual(history.slice(0, 1));
  });

  it('and a reversal whose target is gone reverses nothing', () => {
    expect(namesOf(effectiveEvents(historyOf(registered, rectified(1, 'New'), gone(reversed(2), 'targetEventId'))))).toEqual(['New']);
  });
});

describe('a pointer names one value (RFC 6901)', () => {
  const [event] = historyOf(registered) as [Happened];

  it('with its escapes', () => {
    expect(stepsOf('/a~1b/c~0d/~01/')).toEqual(['a/b', 'c~d', '~1', '']);
    expect([valueAt(event, '/place/a~1b'), valueAt(event, '/place/c~0d'), valueAt(event, '/tags/1')]).toEqual([1, 2, 'b']);
    expect(withValue(event, '/place/a~1b', 7).data).toEqual({ ...registered.data, place: { 'a/b': 7, 'c~d': 2 } });
    expect(withValue(event, '/tags/0', 'z').data).toEqual({ ...registered.data, tags: ['z', 'b'] });
  });

  it.each([
    '/none',
    '/tags/2',
    '/tags/01',
    '/tags/-',
    '/tags/length',
    '/canonicalName/length',
    '/__proto__',
    '/constructor',
    '/place/toString',
    '/place/a/b',
  ])('%s names nothing, and nothing is put there', (pointer) => {
    expect(valueAt(event, pointer)).toBeUndefined();
    expect(withValue(event, pointer, 'x')).toBe(event);
  });

  it('a history that names such a place stays as it is', () => {
    const history = historyOf(registered, rectified(1, 'x', { pointer: '/__proto__/polluted' }));
    expect(effectiveEvents(history)).toEqual(history.slice(0, 1));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

/** Any history at all: events of the world, and corrections of what lies before them. */
const histories = fc
  .array(
    fc.record({
      kind: fc.constantFrom('world', 'rectify', 'reverse', 'annul', 'note', 'classify'),
      back: fc.nat(20),
      word: fc.constantFrom('One', 'Two', 'Three'),
      fromDate: fc.option(fc.constantFrom('2025-03-01', '2025-03-20'), { nil: undefined }),
      mark: fc.record({
        level: fc.constantFrom('PUBLIC' as const, 'RESTRICTED' as const, 'SECRET' as const),
        caveats: fc.subarray(['FEDERAL_EYES_ONLY', 'NO_EXPORT'] as const),
      }),
    }),
    { maxLength: 14 },
  )
  .map((steps) =>
    historyOf(
      ...steps.map(({ kind, back, word, fromDate, mark }, n): readonly [DomainEvent, Told] => {
        const target = n === 0 ? 1 : 1 + (back % n);
        switch (kind) {
          case 'rectify':
            return [rectified(target, word, fromDate === undefined ? {} : { effective: 'FROM_DATE', fromDate }), { mark }];
          case 'reverse':
            return [reversed(target), { mark }];
          case 'annul':
            return [annulled(target), { mark }];
          case 'note':
            return [RecordAnnotated({ targetEventId: idOf(target), text: word }), { mark }];
          case 'classify':
            return [reclassified(target, mark), { mark }];
          default:
            return [registered, { mark }];
        }
      }),
    ),
  );

describe('whatever the history', () => {
  it('what counts are events of the world, in ledger order, each at most once, and counting them again changes nothing', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const effective = effectiveEvents(history);
        expect(effective.some(isControl)).toBe(false);
        const revisions = effective.map(({ revision }) => revision);
        expect(revisions).toEqual([...new Set(revisions)].sort((one, other) => one - other));
        expect(effectiveEvents(effective)).toEqual(effective);
      }),
    );
  });

  it('a hiding caveat of an event never goes away', () => {
    const HIDES = caveatBits(['FEDERAL_EYES_ONLY']);
    fc.assert(
      fc.property(histories, (history) => {
        for (const { id, caveats } of effectiveEvents(history))
          if (history.some((event) => event.id === id && (event.caveats & HIDES) !== 0)) expect(caveats & HIDES).toBe(HIDES);
      }),
    );
  });

  it('taking back what came last leaves what counted before it', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom('rectify', 'annul', 'classify'), fc.nat(20), (history, kind, back) => {
        fc.pre(history.length > 0);
        const target = 1 + (back % history.length);
        const correction =
          kind === 'rectify'
            ? rectified(target, 'Last')
            : kind === 'annul'
              ? annulled(target)
              : reclassified(target, { level: 'SECRET', caveats: [] });
        const last = history.length + 1;
        const corrected = [...history, happened(correction, last), happened(annulled(last), last + 1)];
        expect(effectiveEvents(corrected)).toEqual(history.some(isControl) ? effectiveEvents(history) : history);
      }),
    );
  });

  it('every event has a mark, at least as high as that of what it corrects', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const marks = marksOf(history);
        for (const { id, type, data } of history) {
          const [own, about] = [marks.get(id), marks.get(String(data['targetEventId']))];
          expect(own).toBeDefined();
          if (isControl({ type }) && own && about)
            expect([own.level >= about.level, (about.caveats & ~own.caveats) === 0]).toEqual([true, true]);
        }
      }),
    );
  });
});
