import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { act, defineEvents, fact, UnknownEventError } from './events';
import { count, text } from './fields';

/** Three versions of one event, as years of use would leave them. */
const counted = fact({ patients: text(10) }, ['RECORDED_BY_PROVINCE'])
  .next({ patients: count }, ({ patients }) => ({ patients: Number(patients) }))
  .next({ patients: count, crossing: text(50).optional() }, ({ patients }) => ({ patients }));
const crossingEvents = defineEvents('crossing', { PatientsCounted: counted, CrossingShut: act({ reason: text(50) }) });

describe('a schema has every version it ever had', () => {
  it('and the data of each reads as the newest, one pure step after the other', () => {
    expect([
      counted.upcast(1, { patients: '7' }),
      counted.upcast(2, { patients: 7 }),
      counted.upcast(3, { patients: 7, crossing: 'Torkham' }),
    ]).toEqual([{ patients: 7 }, { patients: 7 }, { patients: 7, crossing: 'Torkham' }]);
  });

  it('what was never asked stays absent, and what is stored is not changed', () => {
    const stored = Object.freeze({ patients: '7' });
    expect(Object.keys(counted.upcast(1, stored))).toEqual(['patients']);
    expect(stored).toEqual({ patients: '7' });
  });

  it.each([0, 4, -1, 1.5, Number.NaN])('version %s is not one of them: the read fails', (version) => {
    expect(() => counted.upcast(version, { patients: 7 })).toThrow(UnknownEventError);
    expect(() => counted.fields(version)).toThrow(UnknownEventError);
  });

  it('nature and marks stay those of the type', () => {
    expect([counted.nature, counted.version, counted.flags]).toEqual(['FACT', 3, ['RECORDED_BY_PROVINCE']]);
    expect([act({}).nature, act({}).version, act({}).flags]).toEqual(['ACT', 1, []]);
  });

  it('its fields come in the order of their slots', () => {
    expect([counted.fields(1), counted.fields(3)]).toEqual([['patients'], ['crossing', 'patients']]);
    expect(act({ b: count, a: count, B: count }).fields(1)).toEqual(['B', 'a', 'b']);
  });

  it('each has a JSON Schema that a stranger can read', () => {
    expect(counted.jsonSchema(1)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { patients: { type: 'string', minLength: 1, maxLength: 10 } },
      required: ['patients'],
      additionalProperties: false,
    });
    expect(counted.jsonSchema()).toMatchObject({ properties: { patients: { type: 'integer' }, crossing: {} }, required: ['patients'] });
  });
});

describe('data is checked before it is kept for ever', () => {
  it('every fault at once', () => {
    const faults = (data: unknown): unknown => {
      try {
        return counted.check(data);
      } catch (error) {
        return (error as z.ZodError).issues.map(({ code, path }) => [code, path.join('/')]);
      }
    };
    expect(faults({ patients: 7 })).toEqual({ patients: 7 });
    expect(faults({ patients: -1, crossing: '', surplus: true })).toEqual([
      ['too_small', 'patients'],
      ['too_small', 'crossing'],
      ['unrecognized_keys', ''],
    ]);
  });

  it('an old version is not good enough', () => {
    expect([counted.accepts({ patients: '7' }), counted.accepts({ patients: 7 })]).toEqual([false, true]);
  });
});

describe('a catalogue makes its events', () => {
  it('in the newest version, under the names as they stand there', () => {
    expect(crossingEvents.PatientsCounted({ patients: 7 })).toEqual({ type: 'PatientsCounted', version: 3, data: { patients: 7 } });
    expect([crossingEvents.stream, crossingEvents.CrossingShut.type, Object.keys(crossingEvents.schemas)]).toEqual([
      'crossing',
      'CrossingShut',
      ['PatientsCounted', 'CrossingShut'],
    ]);
  });
});
