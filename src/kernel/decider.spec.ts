import { describe, expect, it } from '@jest/globals';
import { type Circumstances, decide, factsFrom, outOfTurn, when, wordsOf } from './decider';
import { legible } from './erased';
import { act, defineEvents } from './events';
import { text } from './fields';
import { at, type Fold, from, ruling, type State, type States, under } from './fold';
import { occurringAt } from './occurrence';
import { Rejection } from './rejection';

type Gate = States<{ NONE: object; SHUT: object; OPEN: { readonly by: string } }>;
const gateEvents = defineEvents('borderGate', { GateBuilt: act({}), GateOpened: act({ by: text(50) }) });
const gate = {
  events: gateEvents,
  initial: { status: 'NONE' },
  evolve: {
    GateBuilt: from('NONE', () => ({ status: 'SHUT' })),
    GateOpened: from('SHUT', (_, { by }) => ({ status: 'OPEN', by: legible(by) })),
  },
} as Fold<Gate, typeof gateEvents>;

const NOW = '2025-03-01T09:00:00.000Z';
const circumstances: Circumstances = {
  actor: { participantId: 'p', role: 'FOCAL_PERSON' },
  now: NOW,
  occurredAt: occurringAt(NOW),
  self: 'self',
  derive: (name) => `derived ${name}`,
};

describe('a rule says in which statuses its command may come', () => {
  const rule = when(['NONE', 'SHUT'], () => []);

  it('one status or several', () => {
    expect([when('SHUT', () => []).from, rule.from]).toEqual([['SHUT'], ['NONE', 'SHUT']]);
  });

  it('where it may not, the life cycle refuses in words, with a code of the noun', () => {
    expect(outOfTurn(gate, rule, { status: 'OPEN' })).toMatchObject({
      code: 'borderGate.out-of-turn',
      detail: 'The border gate is OPEN; this is possible only when it is NONE or SHUT.',
    });
  });

  it('where it may, nothing is said', () => {
    expect(outOfTurn(gate, rule, { status: 'SHUT' })).toBeUndefined();
  });

  it('a noun in camel case is said as words', () => {
    expect([wordsOf('federalReview'), wordsOf('party')]).toEqual(['federal review', 'party']);
  });
});

describe('a decision knows the state, the command, the facts it named and the circumstances, and nothing else', () => {
  it('the facts come under the names of its reads', () => {
    const rule = when<Gate, 'SHUT', { by: string }, never, { other: ReturnType<typeof at<Gate>> }>('SHUT', {
      reads: (_, { by }) => ({ other: at(gate, by) }),
      decide: (it, { by }, { other, now, derive, ...rest }) => [{ it, by, other, now, id: derive('x'), rest } as never],
    });
    expect(rule.reads({ status: 'SHUT' } as never, { by: 'b' }, circumstances)).toEqual({ other: at(gate, 'b') });
    const { actor, occurredAt, self } = circumstances;
    expect(decide(rule, { status: 'SHUT' }, { by: 'b' }, { other: { status: 'OPEN' } }, circumstances)).toEqual([
      { it: { status: 'SHUT' }, by: 'b', other: { status: 'OPEN' }, now: NOW, id: 'derived x', rest: { actor, occurredAt, self } },
    ]);
  });

  it('a rule that reads nothing names nothing, and may refuse', () => {
    const refusal = new Rejection('borderGate.closed-for-good', { title: 'Closed', remedy: 'None.' }, 'It is closed.');
    const rule = when('SHUT', () => refusal);
    expect(rule.reads({ status: 'SHUT' }, {}, circumstances)).toEqual({});
    expect(decide(rule, { status: 'SHUT' }, {}, {}, circumstances)).toBe(refusal);
  });
});

describe('facts are the states behind references', () => {
  const asked: string[] = [];
  const look = async ({ streamId, reading }: { streamId: string; reading: string }): Promise<State> => {
    asked.push(`${streamId} ${reading}`);
    return { status: streamId };
  };

  it('one for one, a list for a list, an empty list for an empty one, in their order', async () => {
    const references = { one: at(gate, 'a'), many: [ruling(gate, 'b'), under(gate, 'c')], none: [], last: at(gate, 'd') };
    expect(await factsFrom(references, look)).toEqual({
      one: { status: 'a' },
      many: [{ status: 'b' }, { status: 'c' }],
      none: [],
      last: { status: 'd' },
    });
    expect(asked).toEqual(['a NAMED', 'b RULING', 'c ABOVE', 'd NAMED']);
  });
});
