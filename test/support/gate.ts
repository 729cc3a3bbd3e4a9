import { Act } from '../../src/commands/act';
import { Count, Id, Text } from '../../src/commands/fields';
import type { Declaration } from '../../src/commands/noun';
import { type Decider, when } from '../../src/kernel/decider';
import { type Erased, legible } from '../../src/kernel/erased';
import { act, defineEvents, fact, flagged } from '../../src/kernel/events';
import { count, id, text } from '../../src/kernel/fields';
import { at, type Fold, from, marked, ruling, type States, under } from '../../src/kernel/fold';
import { defineRefusals } from '../../src/kernel/rejection';
import { uuidV5 } from '../../src/kernel/uuid';
import { initiative, isOpen } from '../../src/negotiation/initiative/initiative.state';
import { policyFramework } from '../../src/negotiation/policy-framework/policy-framework.state';
import { POLICY_FRAMEWORK_ID } from '../../src/negotiation/singletons';

/*
 * A noun for tests of the road: a gate at the border, that belongs under an initiative, may be opened while it is shut, counts who passes,
 * and may be joined to another one; each initiative has one main gate. It has one rule of every kind that the road treats in its own way.
 */

export const gateEvents = defineEvents('gate', {
  GateBuilt: act({ initiativeId: id, name: text(200) }),
  GateOpened: act({ staff: count }),
  GateShut: act({ reason: text(200) }),
  PatientsCounted: fact({ patients: count }),
  GateJoined: act({ otherId: id }),
});
const { GateBuilt, GateOpened, GateShut, PatientsCounted, GateJoined } = gateEvents;

interface Built {
  readonly name: string | Erased;
  readonly patients: number | Erased;
}
export type Gate = States<{ NONE: object; SHUT: Built; OPEN: Built & { readonly staff: number | Erased } }>;

export const gate: Fold<Gate, typeof gateEvents> = {
  events: gateEvents,
  initial: { status: 'NONE' },
  evolve: {
    GateBuilt: from('NONE', (_, { name }) => ({ status: 'SHUT', name, patients: 0 })),
    GateOpened: from('SHUT', (it, { staff }) => ({ ...it, status: 'OPEN', staff })),
    GateShut: from('OPEN', (it) => ({ ...it, status: 'SHUT' })),
    PatientsCounted: from(['SHUT', 'OPEN'], (it, { patients }) => ({ ...it, patients })),
    GateJoined: from(['SHUT', 'OPEN'], (it) => it),
  },
};

export const refuse = defineRefusals('gate', {
  noInitiative: { title: 'There is no such initiative', remedy: 'Name another one.' },
  forbidden: { title: 'The framework has begun', remedy: 'None.', because: 'framework' },
  noOther: { title: 'There is no such gate', remedy: 'Name another one.', because: 'other' },
  otherOpen: { title: 'The other gate is open', remedy: 'Shut it first.', because: 'other' },
  notPublic: { title: 'The other gate is not public', remedy: 'Keep silent.', because: 'other' },
  understaffed: { title: 'Nobody is counted without staff', remedy: 'Staff it first.', invariant: 'INV-11' },
});

@Act({ summary: 'Build a gate', creates: true, by: ['FOCAL_PERSON'] })
export class BuildGate {
  @Id('Its initiative') initiativeId!: string;
  @Text(200, 'Its name') name!: string;
}

export const mainGateOf = (initiativeId: string): string => uuidV5(initiativeId, 'mainGate');

@Act({
  summary: 'Build the one main gate of an initiative',
  creates: true,
  idFrom: ({ initiativeId }: BuildMainGate) => mainGateOf(initiativeId),
  by: ['FOCAL_PERSON'],
})
export class BuildMainGate {
  @Id('Its initiative') initiativeId!: string;
  @Text(200, 'Its name') name!: string;
}

@Act({ summary: 'Open it', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class OpenGate {
  @Count('How many work there') staff!: number;
}

@Act({ summary: 'Shut it', by: ['FOCAL_PERSON', 'NEGOTIATOR'] })
export class ShutGate {
  @Text(200, 'Why') reason!: string;
}

@Act({ summary: 'Shut it and open it again', by: ['FOCAL_PERSON'] })
export class ReopenGate {
  @Text(200, 'Why') reason!: string;
}

@Act({ summary: 'Report how many passed', fact: true, by: ['NEGOTIATOR'] })
export class CountPatients {
  @Count('How many') patients!: number;
}

@Act({ summary: 'Join it to another one', by: ['FOCAL_PERSON'] })
export class JoinGate {
  @Id('The other one') otherId!: string;
}

@Act({ summary: 'Shut it, quoting its name', by: ['FOCAL_PERSON'] })
export class QuoteGate {}

@Act({ summary: 'Shut what is shut, as only a decider at fault would', by: ['FOCAL_PERSON'] })
export class BreakGate {}

@Act({ summary: 'Quote the other one', by: ['FOCAL_PERSON'] })
export class QuoteOther {
  @Id('The other one') otherId!: string;
}

@Act({ summary: 'Praise another one in public', by: ['FOCAL_PERSON'] })
export class PraiseGate {
  @Id('The other one') otherId!: string;
}

/** More than so many at once nobody has allowed. */
export const CROWD = 1_000;

const build: Decider<typeof gate, typeof commandClasses>['BuildGate'] = when('NONE', {
  reads: (_, { initiativeId }) => ({ initiative: under(initiative, initiativeId) }),
  decide: (_, { initiativeId, name }, facts) =>
    isOpen(facts.initiative) ? [GateBuilt({ initiativeId, name })] : refuse.noInitiative('There is no such initiative.'),
});

const decider: Decider<typeof gate, typeof commandClasses> = {
  BuildGate: build,
  BuildMainGate: build,
  OpenGate: when('SHUT', {
    reads: () => ({ framework: ruling(policyFramework, POLICY_FRAMEWORK_ID) }),
    decide: (_, { staff }, { framework }) =>
      framework.status === 'NONE' ? [GateOpened({ staff })] : refuse.forbidden('A framework has begun, with words nobody may see.'),
  }),
  ShutGate: when('OPEN', (_, { reason }) => [GateShut({ reason })]),
  ReopenGate: when('OPEN', (it, { reason }) => [GateShut({ reason }), GateOpened({ staff: legible(it.staff) })]),
  CountPatients: when(['SHUT', 'OPEN'], (it, { patients }) =>
    it.status === 'OPEN' && it.staff === 0
      ? refuse.understaffed('Nobody works there.')
      : [flagged(PatientsCounted({ patients }), patients > CROWD ? ['UNSANCTIONED'] : [])],
  ),
  JoinGate: when(['SHUT', 'OPEN'], {
    reads: (_, { otherId }) => ({ other: at(gate, otherId) }),
    decide: (_, { otherId }, { other }) => {
      if (other.status === 'NONE') return refuse.noOther('There is no such gate.');
      return other.status === 'OPEN' ? refuse.otherOpen(`The gate ${legible(other.name)} is open.`) : [GateJoined({ otherId })];
    },
  }),
  QuoteGate: when('OPEN', (it) => [GateShut({ reason: legible(it.name) })]),
  BreakGate: when('SHUT', () => [GateShut({ reason: 'It is shut.' })]),
  QuoteOther: when(['SHUT', 'OPEN'], {
    reads: (_, { otherId }) => ({ other: at(gate, otherId) }),
    decide: (_, { otherId }, { other }) =>
      other.status !== 'NONE' && legible(other.name) !== '' ? [GateJoined({ otherId })] : refuse.noOther('There is no such gate.'),
  }),
  PraiseGate: when(['SHUT', 'OPEN'], {
    reads: (_, { otherId }) => ({ other: marked(gate, otherId) }),
    decide: (_, { otherId }, { other }) => {
      if (other.status === 'NONE') return refuse.noOther('There is no such gate.');
      return other.level === 'PUBLIC' ? [GateJoined({ otherId })] : refuse.notPublic(`It is ${other.level}.`);
    },
  }),
};

const commandClasses = {
  BuildGate,
  BuildMainGate,
  OpenGate,
  ShutGate,
  ReopenGate,
  CountPatients,
  JoinGate,
  QuoteGate,
  BreakGate,
  QuoteOther,
  PraiseGate,
};

export const gates: Declaration = {
  collection: 'gates',
  title: 'Gates',
  fold: gate,
  decider,
  commands: commandClasses,
  refusals: refuse.catalogue,
  secondPersonFor: ['GateShut'],
  neverCorrected: ['GateJoined'],
};
