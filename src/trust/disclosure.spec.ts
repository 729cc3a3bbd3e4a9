import { beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerMaker, MADE_KIND, MADE_TYPE, madeSlots } from '../../test/support/made-ledger';
import { temporaryTrust } from '../../test/support/temporary-trust';
import type { Erased } from '../kernel/erased';
import { SqliteLogReader } from '../ledger/sqlite/sqlite-log-reader';
import { checkFields, checkWhole, Discloser, type FieldDisclosure, type WholeDisclosure } from './disclosure';
import type { Leaf } from './leaf';
import { partsOf } from './record';
import { SlotBook, type Slots } from './slots';

const notErased = <T extends object>(disclosure: T | Erased): T => {
  if ('erased' in disclosure) throw new Error('erased');
  return disclosure;
};

describe('a disclosure', () => {
  let discloser: Discloser;
  let slots: Slots;
  let records: Uint8Array[];
  const leafOf = (n: number): Leaf => JSON.parse(partsOf(records[n] ?? Buffer.alloc(0)).leaf) as Leaf;
  /** As it arrives somewhere else. */
  const fieldsOf = (n: number, names: string[]): FieldDisclosure =>
    JSON.parse(JSON.stringify(notErased(discloser.fields(records[n] ?? Buffer.alloc(0), names)))) as FieldDisclosure;
  const wholeOf = (n: number): WholeDisclosure =>
    JSON.parse(JSON.stringify(notErased(discloser.whole(records[n] ?? Buffer.alloc(0))))) as WholeDisclosure;

  beforeAll(() => {
    const files = new LedgerMaker().streams(2).close();
    const book = new SlotBook(madeSlots);
    discloser = new Discloser(temporaryTrust(files).keyring, book);
    const log = new SqliteLogReader(files.ledger);
    records = log.readAll(0, 2).map(({ record }) => record);
    log.close();
    const known = book.of(MADE_KIND, MADE_TYPE, '1');
    if (!known) throw new Error('no slots');
    slots = known;
  });

  it('of some fields proves what they hold, and which are not filled, and nothing else', () => {
    const disclosure = fieldsOf(0, ['text', 'env.role', 'env.sig']);
    expect(checkFields(leafOf(0), slots, disclosure)).toEqual({
      values: new Map<string, unknown>([
        ['text', 'note 0.0, د ناروغانو لپاره'],
        ['env.role', 'FOCAL_PERSON'],
      ]),
      unfilled: ['env.sig'],
    });
    expect(JSON.stringify(disclosure)).not.toContain('UNKNOWN');
  });
  it('of a whole event proves all of it', () => {
    const checked = checkWhole(leafOf(1), slots, wholeOf(1));
    expect(checked).toMatchObject({
      unfilled: ['env.command', 'env.evidence', 'env.initiativeId', 'env.onBehalfOf', 'env.sig', 'env.sources'],
    });
    expect('values' in checked && checked.values.get('text')).toBe('note 0.1, د ناروغانو لپاره');
  });

  const changed = (
    change: (disclosure: { digests: Record<string, string>; told: { slot: string; salt: string; value?: unknown }[] }) => void,
  ) => {
    const disclosure = structuredClone(fieldsOf(0, ['text', 'env.sig'])) as Parameters<typeof change>[0];
    change(disclosure);
    return checkFields(leafOf(0), slots, disclosure);
  };
  const first = <T>(list: readonly T[]): T => {
    const [it] = list;
    if (it === undefined) throw new Error('empty');
    return it;
  };

  it.each([
    ['wrong-value', 'another value', (told: { value?: unknown }) => (told.value = 'note 0.1')],
    ['wrong-value', 'no value where there is one', (told: { value?: unknown }) => delete told.value],
    ['wrong-value', 'another salt', (told: { salt: string }) => (told.salt = 'A'.repeat(24))],
    ['malformed', 'a short salt', (told: { salt: string }) => (told.salt = 'A')],
    ['wrong-value', 'another slot', (told: { slot: string }) => (told.slot = 'env.role')],
    ['unknown-slot', 'a slot that nobody knows', (told: { slot: string }) => (told.slot = 'price')],
    ['unknown-slot', 'a slot that every object has', (told: { slot: string }) => (told.slot = 'constructor')],
    ['malformed', 'a value that has no one spelling', (told: { value?: unknown }) => (told.value = '\ud800')],
  ])('is refused as %s with %s', (refused, _, change) => {
    expect(changed(({ told }) => void change(first(told)))).toMatchObject({ refused });
  });
  it('is refused where an unfilled field is said to hold null', () => {
    expect(changed(({ told }) => told.forEach((field) => (field.value ??= null)))).toMatchObject({ refused: 'wrong-value' });
  });
  it('is refused where one slot is told twice, be it the same', () => {
    expect(changed(({ told }) => told.push(first(told)))).toMatchObject({ refused: 'two-values' });
  });
  it('is refused where the digests have a slot more, one less, or another value', () => {
    expect(changed(({ digests }) => (digests['price'] = 'x'))).toMatchObject({ refused: 'unknown-slot' });
    expect(changed(({ digests }) => delete digests['env.sig'])).toMatchObject({ refused: 'missing-slot' });
    expect(changed(({ digests }) => (digests['env.sig'] = digests['text'] ?? ''))).toMatchObject({ refused: 'not-committed' });
  });
  it('is refused for another event', () => {
    expect(checkFields(leafOf(1), slots, fieldsOf(0, ['text']))).toMatchObject({ refused: 'not-committed' });
    expect(checkWhole(leafOf(1), slots, wholeOf(0))).toMatchObject({ refused: 'not-committed' });
  });
  it('of a whole event is refused with a field more, one less, another value or another secret', () => {
    const { secret, values } = wholeOf(0);
    const { text, ...rest } = values;
    expect(checkWhole(leafOf(0), slots, { secret, values: { ...values, price: 1 } })).toMatchObject({ refused: 'unknown-slot' });
    expect(checkWhole(leafOf(0), slots, { secret, values: { ...values, 'env.sig': null } })).toMatchObject({ refused: 'not-committed' });
    expect(checkWhole(leafOf(0), slots, { secret, values: rest })).toMatchObject({ refused: 'not-committed' });
    expect(checkWhole(leafOf(0), slots, { secret, values: { ...rest, text: `${String(text)} ` } })).toMatchObject({
      refused: 'not-committed',
    });
    expect(checkWhole(leafOf(0), slots, { secret: 'A'.repeat(43), values })).toMatchObject({ refused: 'not-committed' });
    expect(checkWhole(leafOf(0), slots, { secret: `${secret}=`, values })).toMatchObject({ refused: 'malformed' });
  });
  it.each([null, 7, 'x', [], {}, { digests: [] }, { digests: {}, told: {} }, { secret: 'x', values: null }])(
    'is refused where it is %j',
    (nonsense) => {
      expect(checkFields(leafOf(0), slots, nonsense)).toHaveProperty('refused');
      expect(checkWhole(leafOf(0), slots, nonsense)).toHaveProperty('refused');
    },
  );
  it('cannot be made of a field that there is not', () => {
    expect(() => discloser.fields(records[0] ?? Buffer.alloc(0), ['price'])).toThrow('no slot price');
  });
});
