import { describe, expect, it } from '@jest/globals';
import { legible } from './erased';
import { act, defineEvents, UnknownEventError } from './events';
import { text } from './fields';
import { type About, at, evolve, type Fold, from, IntegrityError, marked, replay, ruling, type States, under } from './fold';
import { occurringAt } from './occurrence';

type Gate = States<{
  NONE: object;
  SHUT: { readonly builtBy: string };
  OPEN: { readonly builtBy: string; readonly log: readonly About[] };
}>;
const gateEvents = defineEvents('gate', { GateBuilt: act({ by: text(50) }), GateOpened: act({}) });
const gate: Fold<Gate, typeof gateEvents> = {
  events: gateEvents,
  initial: { status: 'NONE' },
  evolve: {
    GateBuilt: from('NONE', (_, { by }) => ({ status: 'SHUT', builtBy: legible(by) })),
    GateOpened: from(['SHUT', 'OPEN'], (it, _, about) => ({ ...it, status: 'OPEN', log: [...('log' in it ? it.log : []), about] })),
  },
};

const NOW = '2025-03-01T09:00:00.000Z';
const about: About = { eventId: 'e', recordedAt: NOW, recordedBy: 'p', occurredAt: occurringAt(NOW) };
const past = (type: string, id: string, data: object = {}) => ({
  type,
  id,
  data,
  recordedAt: NOW,
  recordedBy: 'p',
  occurredAt: occurringAt(NOW),
});

describe('what holds is a pure fold of what happened', () => {
  it('one step for each event, which also knows who recorded it, when and under which id', () => {
    const history = [past('GateBuilt', '1', { by: 'Zarak' }), past('GateOpened', '2'), past('GateOpened', '3')];
    expect(replay(gate, history)).toEqual({
      status: 'OPEN',
      builtBy: 'Zarak',
      log: [
        { ...about, eventId: '2' },
        { ...about, eventId: '3' },
      ],
    });
    expect(replay(gate, history.slice(1), { status: 'SHUT', builtBy: 'Zarak' })).toEqual(replay(gate, history));
    expect(gate.initial).toEqual({ status: 'NONE' });
  });

  it('nothing happened: nothing holds', () => {
    expect(replay(gate, [])).toBe(gate.initial);
  });
});

describe('where an erased value decides the status (domain 4.3.18)', () => {
  const erased = past('GateBuilt', '1', { by: { erased: 'key' } });

  it('the record is ERASED, whatever followed', () => {
    expect(replay(gate, [erased])).toEqual({ status: 'ERASED' });
    expect(replay(gate, [erased, past('GateOpened', '2'), past('GateBuilt', '3', { by: 'Zarak' })])).toEqual({ status: 'ERASED' });
  });

  it('but what the stream does not know is still not read', () => {
    expect(() => replay(gate, [erased, past('GateMoved', '2')])).toThrow(UnknownEventError);
  });
});

describe('a history that cannot be is not read', () => {
  it.each(['GateMoved', 'RecordAnnulled', 'constructor', 'toString', '__proto__'])('%s is no event of this stream', (type) => {
    expect(() => evolve(gate, gate.initial, { type, version: 1, data: {} }, about)).toThrow(
      new UnknownEventError(`gate knows no event ${type}`),
    );
  });

  it('an event that cannot follow is a broken assumption, not a state', () => {
    const opened = { type: 'GateOpened', version: 1, data: {} };
    expect(() => evolve(gate, gate.initial, opened, about)).toThrow(new IntegrityError('GateOpened cannot follow gate NONE'));
  });
});

describe('a reference says how the decision came to the stream', () => {
  it('named by somebody, ruling over all, above what is decided, or of which only the mark counts', () => {
    const readings = [at, ruling, under, marked].map((reference) => reference(gate, 'a').reading);
    expect(readings).toEqual(['NAMED', 'RULING', 'ABOVE', 'MARKED']);
    expect(under(gate, 'a')).toEqual({ fold: gate, streamId: 'a', reading: 'ABOVE' });
  });
});
