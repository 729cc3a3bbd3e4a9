import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ZodError } from 'zod';
import {
  BreakGate,
  BuildGate,
  BuildMainGate,
  CountPatients,
  CROWD,
  gate,
  gates,
  JoinGate,
  mainGateOf,
  OpenGate,
  PraiseGate,
  QuoteGate,
  QuoteOther,
  ReopenGate,
  ShutGate,
} from '../../test/support/gate';
import { recorded, TestRoad, type Told } from '../../test/support/test-road';
import { caveatsOf, type Classification, levelOf } from '../kernel/classification';
import { IntegrityError } from '../kernel/fold';
import { streamName } from '../kernel/happened';
import { CLOCK_BEHIND_MAX_MS, CLOCK_TOLERANCE_MS, QUEUED_COMMANDS_PER_STREAM_MAX } from '../kernel/limits';
import { type Occurrence, occurringAt } from '../kernel/occurrence';
import { QueueFullError } from '../ledger/event-store';
import { IngestEvidence } from '../negotiation/evidence/evidence.commands';
import { SetHouseRule } from '../negotiation/house-rules/house-rules.commands';
import { ProposeInitiative } from '../negotiation/initiative/initiative.commands';
import { GrantRole, RegisterParticipant, WithdrawRole } from '../negotiation/participant/participant.commands';
import { RegisterParty } from '../negotiation/party/party.commands';
import { party as partyFold } from '../negotiation/party/party.state';
import { DeclareRedLine } from '../negotiation/policy-framework/policy-framework.commands';
import { HOUSE_RULES_ID } from '../negotiation/singletons';
import { ClockBehindError, type Outcome } from './outcome';
import { AnnotateRecord } from './record.commands';

let it_: TestRoad;
let focalPerson: string;
let negotiator: string;
let administrator: string;
let party: string;
let initiative: string;

const HOUR = 3_600_000;
const instant = (ms: number): Occurrence => occurringAt(new Date(ms).toISOString());

beforeEach(async () => {
  it_ = TestRoad.open(gates);
  focalPerson = await it_.person(['FOCAL_PERSON']);
  negotiator = await it_.person(['NEGOTIATOR']);
  administrator = await it_.person(['ADMINISTRATOR']);
  const official = await it_.person(['PROVINCIAL_OFFICIAL']);
  party = recorded(await it_.act(RegisterParty, { type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Province' }, { by: official })).stream.id;
  initiative = await proposed();
});

const proposed = async (
  classification?: Pick<Classification, 'level'> & { caveats?: Classification['caveats'][number][] },
  by = focalPerson,
): Promise<string> => {
  const fields = { title: 'Dialogue', sponsorPartyId: party, objectives: [{ code: 'O1', text: 'Peace' }] } as const;
  const told = { by, ...(classification && { record: { classification } }) };
  return recorded(await it_.act(ProposeInitiative, fields, told)).stream.id;
};
const built = async (told: Partial<Told> = {}, initiativeId = initiative): Promise<string> =>
  recorded(await it_.act(BuildGate, { initiativeId, name: 'Torkham' }, { by: focalPerson, ...told })).stream.id;
const opened = async (on: string): Promise<void> => void recorded(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on }));
const typesOf = async (id: string): Promise<string[]> => (await it_.history('gate', id)).map(({ type }) => type);

/** Nothing may be appended by what is done. */
async function nothingAppended(deed: () => Promise<Outcome>): Promise<Outcome> {
  const head = await it_.head();
  const outcome = await deed();
  expect(await it_.head()).toBe(head);
  return outcome;
}

describe('an act is recorded', () => {
  it('with who, in which role, when, what was asked, and on which facts it was decided', async () => {
    const id = await built({ key: 'k', record: { onBehalfOf: negotiator } });
    const [event] = await it_.history('gate', id);
    expect(event).toMatchObject({
      type: 'GateBuilt',
      recordedBy: focalPerson,
      role: 'FOCAL_PERSON',
      onBehalfOf: negotiator,
      recordedAt: '2025-03-01T09:00:00.000Z',
      occurredAt: occurringAt('2025-03-01T09:00:00.000Z'),
      initiativeId: initiative,
      causationId: null,
      flags: [],
      command: {
        type: 'BuildGate',
        stream: null,
        idempotencyKey: 'k',
        ifMatch: null,
        input: { initiativeId: initiative, name: 'Torkham', record: { onBehalfOf: negotiator } },
      },
    });
    const basis = new Map(event?.basis);
    expect([...basis.keys()].sort()).toEqual(
      [streamName('participant', focalPerson), streamName('houseRules', HOUSE_RULES_ID), streamName('initiative', initiative)].sort(),
    );
    expect(basis.get(streamName('houseRules', HOUSE_RULES_ID))).toBe('-1');
    expect(basis.get(streamName('initiative', initiative))).toBe('0');
  });

  it('all its events at once, of which the first keeps what was asked', async () => {
    const id = await built();
    await opened(id);
    const again = recorded(await it_.act(ReopenGate, { reason: 'Storm' }, { by: focalPerson, on: id }));
    expect(again).toMatchObject({
      stream: { type: 'gate', id, revision: 3 },
      events: [
        { type: 'GateShut', revision: 2 },
        { type: 'GateOpened', revision: 3 },
      ],
      deviations: [],
      replayed: false,
    });
    const commands = (await it_.history('gate', id)).slice(2).map(({ command }) => command !== undefined);
    expect(commands).toEqual([true, false]);
    expect((await it_.history('gate', id)).map((event) => event.id).slice(2)).toEqual(again.events.map((event) => event.id));
  });

  it('and what is folded while running is what is read after a restart', async () => {
    const id = await built();
    await opened(id);
    await it_.act(CountPatients, { patients: 7 }, { by: negotiator, on: id, record: { occurredAt: instant(it_.now) } });
    const live = await it_.streams.load(gate, id);
    const read = await (await it_.again()).streams.load(gate, id);
    expect(read).toEqual(live);
    expect(live.state).toMatchObject({ status: 'OPEN', patients: 7 });
  });
});

describe('the same act again (architecture 5)', () => {
  it('gives the first result, and records nothing', async () => {
    const id = await built();
    const asked = (): Promise<Outcome> => it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, key: 'a' });
    const first = recorded(await asked());
    await it_.act(ShutGate, { reason: 'Night' }, { by: negotiator, on: id });
    expect(await nothingAppended(asked)).toEqual({ ...first, replayed: true });
    expect(
      await nothingAppended(async () => (await it_.again()).act(OpenGate, { staff: 3 }, { by: negotiator, on: id, key: 'a' })),
    ).toEqual({ ...first, replayed: true });
  });

  it('also of what opens a record, whose id follows from the key', async () => {
    const first = await it_.act(BuildGate, { initiativeId: initiative, name: 'Torkham' }, { by: focalPerson, key: 'a' });
    const again = await (await it_.again()).act(BuildGate, { initiativeId: initiative, name: 'Torkham' }, { by: focalPerson, key: 'a' });
    expect(again).toEqual({ ...recorded(first), replayed: true });
  });

  it('in whatever order the fields come; with other input it is refused', async () => {
    const id = await built({ key: 'a' });
    expect(recorded(await it_.act(BuildGate, { name: 'Torkham', initiativeId: initiative }, { by: focalPerson, key: 'a' })).stream.id).toBe(
      id,
    );
    expect(
      await nothingAppended(() => it_.act(BuildGate, { initiativeId: initiative, name: 'Chaman' }, { by: focalPerson, key: 'a' })),
    ).toBe('KEY_REUSED');
    const record = { onBehalfOf: negotiator };
    expect(
      await nothingAppended(() => it_.act(BuildGate, { initiativeId: initiative, name: 'Torkham' }, { by: focalPerson, key: 'a', record })),
    ).toBe('KEY_REUSED');
  });

  it('a key belongs to one person, one kind of act and one record', async () => {
    const [one, other] = [await built(), await built()];
    recorded(await it_.act(OpenGate, { staff: 1 }, { by: negotiator, on: one, key: 'a' }));
    recorded(await it_.act(OpenGate, { staff: 2 }, { by: negotiator, on: other, key: 'a' }));
    recorded(await it_.act(ShutGate, { reason: 'x' }, { by: negotiator, on: one, key: 'a' }));
    expect(await it_.act(OpenGate, { staff: 2 }, { by: focalPerson, on: one, key: 'a' })).toMatchObject({ replayed: false });
  });

  it('asked a hundred times at once is recorded once', async () => {
    const id = await built();
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, key: 'a' })),
    );
    expect(new Set(outcomes.map((outcome) => recorded(outcome).events[0]?.id)).size).toBe(1);
    expect(outcomes.filter((outcome) => !recorded(outcome).replayed)).toHaveLength(1);
    expect(await typesOf(id)).toEqual(['GateBuilt', 'GateOpened']);
  });

  it('of an act whose words were erased is answered, for nobody can tell it from another any more', async () => {
    const id = await built();
    const first = recorded(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, key: 'a' }));
    it_.forget('gate', id);
    const again = await (await it_.again()).act(OpenGate, { staff: 4 }, { by: negotiator, on: id, key: 'a' });
    expect(again).toEqual({ ...first, events: [{ ...first.events[0], flags: [] }], replayed: true });
  });
});

describe('what there is one of for each, has an id that follows from what the command says', () => {
  const main = (name: string, told: Partial<Told> = {}, initiativeId = initiative): Promise<Outcome> =>
    it_.act(BuildMainGate, { initiativeId, name }, { by: focalPerson, ...told });

  it('so that others can name it; what was asked names it too', async () => {
    const { stream } = recorded(await main('Torkham', { key: 'k' }));
    expect(stream.id).toBe(mainGateOf(initiative));
    const [event] = await it_.history('gate', stream.id);
    expect(event).toMatchObject({ initiativeId: initiative, command: { stream: streamName('gate', stream.id), idempotencyKey: 'k' } });
  });

  it('a repeat is answered with the first result, also where the server made up no key', async () => {
    const first = recorded(await main('Torkham', { key: 'k' }));
    expect(recorded(await nothingAppended(() => main('Torkham', { key: 'k' })))).toEqual({ ...first, replayed: true });
    expect(await nothingAppended(() => main('Kharlachi', { key: 'k' }))).toBe('KEY_REUSED');
  });

  it('a second one is refused, in words that say where the first is', async () => {
    const { stream } = recorded(await main('Torkham'));
    for (const told of [{}, { freshKey: true }, { dryRun: true }])
      expect(await nothingAppended(() => main('Torkham', told))).toMatchObject({
        code: 'record.exists-already',
        detail: `There is a gate with the id ${stream.id}.`,
        revision: 0,
      });
  });

  it('of two at once one is opened', async () => {
    const outcomes = await Promise.all([main('Torkham'), main('Kharlachi')]);
    expect(outcomes).toMatchObject([{ stream: { id: mainGateOf(initiative), revision: 0 } }, { code: 'record.exists-already' }]);
    const another = await proposed();
    const process = await it_.again();
    it_.store.rivals.push(() => process.act(BuildMainGate, { initiativeId: another, name: 'Torkham' }, { by: focalPerson }));
    expect(await main('Kharlachi', {}, another)).toMatchObject({ code: 'record.exists-already' });
  });

  it('If-Match is of no revision before there is one', async () => {
    expect(await nothingAppended(() => main('Torkham', { ifMatch: 0 }))).toBe('PRECONDITION_FAILED');
    recorded(await main('Torkham'));
    expect(await main('Kharlachi', { ifMatch: 1 })).toBe('PRECONDITION_FAILED');
    expect(await main('Kharlachi', { ifMatch: 0 })).toMatchObject({ code: 'record.exists-already' });
  });

  it('one that somebody may not know of refuses him as a rule would, and tells nothing more than its initiative does', async () => {
    const insider = await it_.person(['FOCAL_PERSON'], { caveats: ['KP_EYES_ONLY'] });
    const hidden = { by: insider, record: { classification: { level: 'RESTRICTED', caveats: ['KP_EYES_ONLY'] } } } as const;
    recorded(await main('Torkham', hidden));
    expect(await nothingAppended(() => main('Kharlachi'))).toMatchObject({ code: 'federal.rule', revision: -1 });
    expect(await nothingAppended(() => main('Kharlachi', { dryRun: true }))).toMatchObject({ code: 'federal.rule' });
    const underCover = await proposed({ level: 'RESTRICTED', caveats: ['KP_EYES_ONLY'] }, insider);
    recorded(await main('Torkham', { by: insider }, underCover));
    expect(await main('Kharlachi', {}, underCover)).toEqual(await main('Kharlachi', {}, randomUUID()));
  });

  it('and one above his level is withheld', async () => {
    recorded(await main('Torkham', { record: { classification: { level: 'SECRET' } } }));
    const junior = await it_.person(['FOCAL_PERSON'], { level: 'RESTRICTED' });
    expect(await nothingAppended(() => main('Kharlachi', { by: junior }))).toBe('WITHHELD');
  });
});

describe('sixty-four acts at once on one record', () => {
  it('are recorded one after the other, each once, without a conflict', async () => {
    const id = await built();
    it_.deliversTwice = false;
    const record = { occurredAt: instant(it_.now) };
    const counts = Array.from({ length: 64 }, (_, n) => it_.act(CountPatients, { patients: n }, { by: negotiator, on: id, record }));
    const revisions = (await Promise.all(counts)).map((outcome) => recorded(outcome).stream.revision);
    expect(revisions).toEqual(Array.from({ length: 64 }, (_, n) => n + 1));
    expect((await it_.history('gate', id)).slice(1).map(({ data }) => data['patients'])).toEqual(Array.from({ length: 64 }, (_, n) => n));
  });

  it('and who would have to wait behind too many is told so', async () => {
    const id = await built();
    const record = { occurredAt: instant(it_.now) };
    const act = (): Promise<Outcome> => it_.act(CountPatients, { patients: 1 }, { by: negotiator, on: id, record, dryRun: true });
    const waiting = Array.from({ length: QUEUED_COMMANDS_PER_STREAM_MAX }, act);
    await expect(act()).rejects.toThrow(QueueFullError);
    for (const outcome of await Promise.all(waiting)) recorded(outcome);
    recorded(await act());
  });

  it('an error of one is not the next one’s', async () => {
    const id = await built();
    const [broken, fine] = await Promise.allSettled([
      it_.act(BreakGate, {}, { by: focalPerson, on: id }),
      it_.act(OpenGate, { staff: 1 }, { by: negotiator, on: id }),
    ]);
    expect(broken).toMatchObject({ status: 'rejected', reason: expect.any(IntegrityError) });
    expect(fine).toMatchObject({ status: 'fulfilled', value: { stream: { revision: 1 } } });
  });
});

describe('what nobody could read afterwards is never appended', () => {
  it('not an event that the fold does not take, by a decider at fault', async () => {
    const id = await built();
    const head = await it_.head();
    await expect(it_.act(BreakGate, {}, { by: focalPerson, on: id })).rejects.toThrow(IntegrityError);
    expect(await it_.head()).toBe(head);
  });

  it('nor what its schema does not take, be it the noun’s own event or a correction', async () => {
    const id = await built();
    const head = await it_.head();
    await expect(it_.act(OpenGate, { staff: -1 }, { by: negotiator, on: id })).rejects.toThrow(ZodError);
    const targetEventId = (await it_.history('gate', id))[0]?.id ?? '';
    await expect(it_.act(AnnotateRecord, { targetEventId, text: '' }, { by: focalPerson, on: id }, 'gate')).rejects.toThrow(ZodError);
    expect(await it_.head()).toBe(head);
  });
});

describe('a dry run', () => {
  it('decides and answers, and appends nothing', async () => {
    const id = await built();
    const outcome = await nothingAppended(() => it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, dryRun: true }));
    expect(outcome).toMatchObject({
      stream: { revision: 1 },
      position: '',
      events: [{ type: 'GateOpened', revision: 1 }],
      replayed: false,
    });
    expect(await nothingAppended(() => it_.act(ShutGate, { reason: 'x' }, { by: negotiator, on: id, dryRun: true }))).toMatchObject({
      code: 'gate.out-of-turn',
    });
    recorded(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, ifMatch: 0 }));
  });
});

describe('If-Match', () => {
  it('is the revision that was seen, or nothing is recorded', async () => {
    const id = await built();
    expect(await nothingAppended(() => it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, ifMatch: 1 }))).toBe(
      'PRECONDITION_FAILED',
    );
    recorded(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, ifMatch: 0 }));
    expect(await nothingAppended(() => it_.act(ShutGate, { reason: 'x' }, { by: negotiator, on: id, ifMatch: 0 }))).toBe(
      'PRECONDITION_FAILED',
    );
  });

  it('does not stand in the way of a repeat', async () => {
    const id = await built();
    const asked = (): Promise<Outcome> => it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, ifMatch: 0, key: 'a' });
    const first = recorded(await asked());
    expect(await asked()).toEqual({ ...first, replayed: true });
  });

  it('where another process writes first, is not decided again', async () => {
    const id = await built();
    const other = await it_.again();
    it_.store.rivals.push(() => other.act(OpenGate, { staff: 9 }, { by: focalPerson, on: id }));
    expect(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, ifMatch: 0 })).toBe('PRECONDITION_FAILED');
    expect(await typesOf(id)).toEqual(['GateBuilt', 'GateOpened']);
  });
});

describe('where another process writes first', () => {
  it('the decision is taken again on what it wrote', async () => {
    const id = await built();
    const other = await it_.again();
    it_.store.rivals.push(() => other.act(OpenGate, { staff: 9 }, { by: focalPerson, on: id }));
    expect(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id })).toMatchObject({ code: 'gate.out-of-turn' });
    expect(await it_.act(ShutGate, { reason: 'x' }, { by: negotiator, on: id })).toMatchObject({ stream: { revision: 2 } });
  });

  const counting = (by: TestRoad, on: string) => () =>
    by.act(CountPatients, { patients: 1 }, { by: negotiator, on, record: { occurredAt: instant(it_.now) } });

  it('twice is borne, three times in a row is told', async () => {
    const id = await built();
    const other = await it_.again();
    it_.store.rivals.push(counting(other, id), counting(other, id));
    expect(await counting(it_, id)()).toMatchObject({ stream: { revision: 3 } });
    const rival = counting(other, id);
    it_.store.rivals.push(rival, rival, rival);
    expect(await counting(it_, id)()).toBe('CONFLICTS_IN_A_ROW');
    expect(await typesOf(id)).toHaveLength(7);
    recorded(await counting(it_, id)());
  });

  it('the very same act, it is that one’s result', async () => {
    const id = await built();
    const other = await it_.again();
    it_.store.rivals.push(() => other.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, key: 'a' }));
    expect(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, key: 'a' })).toMatchObject({
      replayed: true,
      stream: { revision: 1 },
    });
    expect(await typesOf(id)).toEqual(['GateBuilt', 'GateOpened']);
  });
});

describe('a fact that moves while it is decided on (architecture 4)', () => {
  const framework = { topic: 'SECURITY', text: { lang: 'en', body: 'None.' }, effect: 'PROHIBITED', examples: [] } as const;

  it('is looked at again, also under If-Match', async () => {
    const id = await built();
    const reviewer = await it_.person(['FEDERAL_REVIEWER']);
    const other = await it_.again();
    it_.store.rivals.push(() => other.act(DeclareRedLine, framework, { by: reviewer }));
    expect(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, ifMatch: 0 })).toMatchObject({ code: 'gate.forbidden' });
    expect(await typesOf(id)).toEqual(['GateBuilt']);
  });

  it('and if it still allows the act, its new revision is the basis', async () => {
    const id = await built();
    const other = await it_.again();
    it_.store.rivals.push(() => other.act(SetHouseRule, { rule: 'LATE_RECORDED_HOURS', value: 1 }, { by: administrator }));
    recorded(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, ifMatch: 0 }));
    const [, event] = await it_.history('gate', id);
    expect(new Map(event?.basis).get(streamName('houseRules', HOUSE_RULES_ID))).toBe('0');
  });

  it('a role that was withdrawn meanwhile no longer carries the act', async () => {
    const id = await built();
    const [, grant] = await it_.history('participant', negotiator);
    const other = await it_.again();
    it_.store.rivals.push(() => other.act(WithdrawRole, { grantEventId: grant?.id ?? '' }, { by: administrator, on: negotiator }));
    expect(await it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id })).toBe('FORBIDDEN');
    expect(await typesOf(id)).toEqual(['GateBuilt']);
  });
});

describe('who may', () => {
  it('nobody without the role, and nobody the ledger does not know', async () => {
    const id = await built();
    expect(await nothingAppended(() => it_.act(OpenGate, { staff: 3 }, { by: administrator, on: id }))).toBe('FORBIDDEN');
    expect(await nothingAppended(() => it_.act(OpenGate, { staff: 3 }, { by: randomUUID(), on: id }))).toBe('FORBIDDEN');
  });

  it('in the role he names, if it is one of his for this act', async () => {
    const both = await it_.person(['FOCAL_PERSON', 'NEGOTIATOR']);
    const id = await built();
    const as = (role: 'NEGOTIATOR' | 'ADMINISTRATOR'): Promise<Outcome> =>
      it_.act(OpenGate, { staff: 3 }, { by: both, on: id, record: { role } });
    expect(await nothingAppended(() => as('ADMINISTRATOR'))).toMatchObject({ code: 'record.role-not-yours' });
    recorded(await as('NEGOTIATOR'));
    recorded(await it_.act(ShutGate, { reason: 'x' }, { by: both, on: id }));
    expect((await it_.history('gate', id)).map(({ role }) => role)).toEqual(['FOCAL_PERSON', 'NEGOTIATOR', 'FOCAL_PERSON']);
  });

  it('not in a status in which the act has no place', async () => {
    const id = await built();
    expect(await nothingAppended(() => it_.act(ShutGate, { reason: 'x' }, { by: negotiator, on: id }))).toMatchObject({
      code: 'gate.out-of-turn',
    });
  });
});

describe('what somebody may not know of', () => {
  const cleared = (): Promise<string> => it_.person(['FOCAL_PERSON'], { caveats: ['KP_EYES_ONLY'] });
  const hidden = { level: 'RESTRICTED' as const, caveats: ['KP_EYES_ONLY' as const] };

  it('answers exactly as a random id, whatever is asked of it', async () => {
    const by = await cleared();
    const id = await built({ by, record: { classification: hidden } });
    for (const told of [{}, { ifMatch: 7 }, { dryRun: true }, { record: { role: 'ADMINISTRATOR' as const } }]) {
      const [known, random] = [id, randomUUID()].map((on) => it_.act(OpenGate, { staff: 1 }, { by: negotiator, on, ...told }));
      expect([await known, await random]).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    }
    recorded(await it_.act(OpenGate, { staff: 1 }, { by, on: id }));
  });

  it('also where it is only named, in a refusal that hides nothing else', async () => {
    const by = await cleared();
    const [secret, own] = [await built({ by, record: { classification: hidden } }), await built()];
    const join = async (otherId: string): Promise<Outcome> => it_.act(JoinGate, { otherId }, { by: focalPerson, on: own });
    expect(await join(secret)).toEqual(await join(randomUUID()));
    expect(await join(secret)).toMatchObject({ code: 'gate.no-other' });
    const under = async (initiativeId: string): Promise<Outcome> => it_.act(BuildGate, { initiativeId, name: 'x' }, { by: focalPerson });
    expect(await under(await proposed(hidden, by))).toEqual(await under(randomUUID()));
  });

  it('also as evidence, though he knows its hash', async () => {
    const official = await it_.person(['PROVINCIAL_OFFICIAL'], { caveats: ['KP_EYES_ONLY'] });
    const sha256 = 'c'.repeat(64);
    const fields = { sha256, bytes: 1, mediaType: 'text/plain', capturedAt: instant(it_.now) as never, lang: 'en', kind: 'OTHER' } as const;
    const evidenceOf = async (classification: typeof hidden | { level: 'PUBLIC' }): Promise<string> =>
      recorded(await it_.act(IngestEvidence, fields, { by: official, record: { classification } })).stream.id;
    const id = await built();
    const open = (evidenceId: string, hash = sha256): Promise<Outcome> =>
      it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id, dryRun: true, record: { evidence: [{ evidenceId, sha256: hash }] } });
    const known = await evidenceOf({ level: 'PUBLIC' });
    expect(await open(known)).toMatchObject({ events: [{ type: 'GateOpened' }] });
    expect(await open(known, 'd'.repeat(64))).toMatchObject({ code: 'record.evidence-unknown' });
    expect(await open(await evidenceOf(hidden))).toMatchObject({ code: 'record.evidence-unknown' });
  });

  it('but it rules all the same: then it is told that a rule refuses, and nothing of it', async () => {
    const reviewer = await it_.person(['FEDERAL_REVIEWER'], { caveats: ['FEDERAL_EYES_ONLY'] });
    const words = { topic: 'SECURITY', text: { lang: 'en', body: 'Secret words.' }, effect: 'PROHIBITED', examples: [] } as const;
    const classification = { level: 'SECRET' as const, caveats: ['FEDERAL_EYES_ONLY' as const] };
    recorded(await it_.act(DeclareRedLine, words, { by: reviewer, record: { classification } }));
    const id = await built();
    const refused = await nothingAppended(() => it_.act(OpenGate, { staff: 3 }, { by: negotiator, on: id }));
    expect(refused).toMatchObject({ code: 'federal.rule' });
    expect(JSON.stringify(refused)).not.toContain('framework');
  });
});

describe('what is above somebody’s level', () => {
  it('is there, and withheld: he does nothing with it', async () => {
    const id = await built({ record: { classification: { level: 'SECRET' } } });
    const low = await it_.person(['NEGOTIATOR'], { level: 'CONFIDENTIAL' });
    expect(await nothingAppended(() => it_.act(OpenGate, { staff: 3 }, { by: low, on: id }))).toBe('WITHHELD');
  });

  it('and what he himself brought about he is told once more when the answer was lost, and may do nothing else with it', async () => {
    const low = await it_.person(['ADMINISTRATOR'], { level: 'PUBLIC' });
    it_.deliversTwice = false;
    const asked = () => it_.act(RegisterParticipant, { displayName: 'Newcomer (fictitious)', languages: [] }, { by: low, key: 'lost' });
    const first = recorded(await asked());
    expect(await it_.act(GrantRole, { role: 'NEGOTIATOR' }, { by: low, on: first.stream.id })).toBe('WITHHELD');
    expect(await nothingAppended(asked)).toEqual({ ...first, replayed: true });
  });

  it('and what it says is not told by a refusal either', async () => {
    const secret = await built({ record: { classification: { level: 'SECRET' } } });
    await opened(secret);
    const low = await it_.person(['FOCAL_PERSON'], { level: 'RESTRICTED' });
    const own = await built();
    expect(await it_.act(JoinGate, { otherId: secret }, { by: low, on: own })).toMatchObject({ code: 'federal.rule' });
    expect(await it_.act(JoinGate, { otherId: secret }, { by: focalPerson, on: own })).toMatchObject({ code: 'gate.other-open' });
  });
});

describe('a record of which only the mark counts', () => {
  const praise = async (otherId: string, by = focalPerson): Promise<Outcome> => it_.act(PraiseGate, { otherId }, { by, on: await built() });

  it('is there or not, and so high', async () => {
    const initiativeId = await proposed({ level: 'PUBLIC' });
    const open = recorded(await it_.act(BuildGate, { initiativeId, name: 'Chaman' }, { by: focalPerson })).stream.id;
    expect(recorded(await praise(open)).events).toMatchObject([{ type: 'GateJoined' }]);
    expect(await praise(await built())).toMatchObject({ code: 'gate.not-public', detail: 'It is RESTRICTED.' });
    expect(await praise(randomUUID())).toMatchObject({ code: 'gate.no-other' });
  });

  it('and how high it is, who may not read it is not told', async () => {
    const low = await it_.person(['FOCAL_PERSON'], { level: 'RESTRICTED' });
    expect(await praise(await built({ record: { classification: { level: 'SECRET' } } }), low)).toMatchObject({ code: 'federal.rule' });
  });
});

describe('the mark of what is recorded (INV-31)', () => {
  const markOf = async (id: string): Promise<string[]> => {
    const { marking } = await it_.streams.load(gate, id);
    return [levelOf(marking.level), ...caveatsOf(marking.caveats)];
  };

  it('is that of what it belongs under, with the caveats that hide; then that of the record', async () => {
    const by = await it_.person(['FOCAL_PERSON'], { caveats: ['KP_EYES_ONLY', 'NO_EXPORT'] });
    const above = await proposed({ level: 'CONFIDENTIAL', caveats: ['KP_EYES_ONLY', 'NO_EXPORT'] }, by);
    const id = await built({ by }, above);
    expect(await markOf(id)).toEqual(['CONFIDENTIAL', 'KP_EYES_ONLY']);
    recorded(
      await it_.act(OpenGate, { staff: 1 }, { by, on: id, record: { classification: { level: 'SECRET', caveats: ['NO_EXPORT'] } } }),
    );
    expect(await markOf(id)).toEqual(['SECRET', 'KP_EYES_ONLY', 'NO_EXPORT']);
    recorded(await it_.act(ShutGate, { reason: 'x' }, { by, on: id }));
    const marks = (await it_.history('gate', id)).map(({ level }) => levelOf(level));
    expect(marks).toEqual(['CONFIDENTIAL', 'SECRET', 'SECRET']);
    expect(await markOf(id)).toEqual(['SECRET', 'KP_EYES_ONLY', 'NO_EXPORT']);
  });

  it('RESTRICTED where it comes from nothing and nothing is said', async () => {
    const { marking } = await it_.streams.load(partyFold, party);
    expect(levelOf(marking.level)).toBe('RESTRICTED');
  });

  it('is never lower than what it comes from', async () => {
    const above = await proposed({ level: 'CONFIDENTIAL' });
    const lower = (initiativeId: string, level: 'RESTRICTED' | 'CONFIDENTIAL'): Promise<Outcome> =>
      it_.act(BuildGate, { initiativeId, name: 'x' }, { by: focalPerson, record: { classification: { level } } });
    expect(await nothingAppended(() => lower(above, 'RESTRICTED'))).toMatchObject({
      code: 'record.level-too-low',
      reason: { invariant: 'INV-31' },
    });
    const id = recorded(await lower(above, 'CONFIDENTIAL')).stream.id;
    expect(
      await it_.act(OpenGate, { staff: 1 }, { by: focalPerson, on: id, record: { classification: { level: 'RESTRICTED' } } }),
    ).toMatchObject({ code: 'record.level-too-low' });
  });

  it('is never higher than who records it may read', async () => {
    const marked = (classification: { level: 'TOP_SECRET' | 'PUBLIC'; caveats?: 'SOURCE_PROTECT'[] }): Promise<Outcome> =>
      it_.act(BuildGate, { initiativeId: initiative, name: 'x' }, { by: focalPerson, record: { classification } });
    expect(await marked({ level: 'TOP_SECRET' })).toMatchObject({ code: 'record.level-not-yours' });
    expect(
      await it_.act(
        OpenGate,
        { staff: 1 },
        { by: focalPerson, on: await built(), record: { classification: { level: 'SECRET', caveats: ['SOURCE_PROTECT'] } } },
      ),
    ).toMatchObject({
      code: 'record.level-not-yours',
    });
  });

  it('and does not begin to hide what is known to exist', async () => {
    const by = await it_.person(['FOCAL_PERSON'], { caveats: ['KP_EYES_ONLY'] });
    const id = await built();
    const record = { classification: { level: 'SECRET' as const, caveats: ['KP_EYES_ONLY' as const] } };
    expect(await it_.act(OpenGate, { staff: 1 }, { by, on: id, record })).toMatchObject({ code: 'record.hides-too-late' });
  });
});

describe('when it happened', () => {
  const count = async (on: string, occurredAt: Occurrence): Promise<Outcome> =>
    it_.act(CountPatients, { patients: 1 }, { by: negotiator, on, record: { occurredAt } });

  it('a fact does not lie ahead, beyond what two honest clocks differ by (INV-35)', async () => {
    const id = await built();
    recorded(await count(id, instant(it_.now + CLOCK_TOLERANCE_MS)));
    expect(await nothingAppended(() => count(id, instant(it_.now + CLOCK_TOLERANCE_MS + 1)))).toMatchObject({
      code: 'record.occurred-in-future',
      reason: { invariant: 'INV-35' },
    });
    recorded(await count(id, { from: null, precision: 'UNKNOWN', zone: 'Asia/Kabul', calendar: 'GREGORIAN', originalText: 'undated' }));
  });

  it('an act may say of itself when it holds', async () => {
    recorded(
      await it_.act(OpenGate, { staff: 1 }, { by: negotiator, on: await built(), record: { occurredAt: instant(it_.now + 24 * HOUR) } }),
    );
  });

  const flagsOf = (outcome: Outcome): readonly string[] => recorded(outcome).events[0]?.flags ?? [];

  it('later than the house rule allows is marked: not at it, but a millisecond after', async () => {
    const id = await built();
    expect(flagsOf(await count(id, instant(it_.now - 72 * HOUR)))).toEqual([]);
    expect(flagsOf(await count(id, instant(it_.now - 72 * HOUR - 1)))).toEqual(['LATE_RECORDED']);
    recorded(await it_.act(SetHouseRule, { rule: 'LATE_RECORDED_HOURS', value: 1 }, { by: administrator }));
    expect(flagsOf(await count(id, instant(it_.now - HOUR)))).toEqual([]);
    expect(flagsOf(await count(id, instant(it_.now - HOUR - 1)))).toEqual(['LATE_RECORDED']);
    expect((await it_.history('gate', id)).map(({ flags }) => flags)).toEqual([[], [], ['LATE_RECORDED'], [], ['LATE_RECORDED']]);
  });

  it('what the decision found against the protocol is marked beside it, and told as a deviation', async () => {
    const id = await built();
    const late = { occurredAt: instant(it_.now - 73 * HOUR) };
    const told = { by: negotiator, on: id, record: late };
    const { events, deviations } = recorded(await it_.act(CountPatients, { patients: CROWD + 1 }, told));
    expect([events[0]?.flags, deviations]).toEqual([['LATE_RECORDED', 'UNSANCTIONED'], ['UNSANCTIONED']]);
    expect(recorded(await it_.act(CountPatients, { patients: CROWD }, told)).deviations).toEqual([]);
    expect((await it_.history('gate', id)).map(({ flags }) => flags)).toEqual([[], ['LATE_RECORDED', 'UNSANCTIONED'], ['LATE_RECORDED']]);
  });

  it('by the last moment that it can mean', async () => {
    const id = await built();
    const day = (from: string): Occurrence => ({ from, precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' });
    // 72 hours before 1 March, 09:00, lies within 26 February.
    expect(flagsOf(await count(id, day('2025-02-26')))).toEqual([]);
    expect(flagsOf(await count(id, day('2025-02-25')))).toEqual(['LATE_RECORDED']);
  });
});

describe('a clock that jumps back', () => {
  it('by no more than honest clocks do: the ledger’s last moment counts', async () => {
    const id = await built();
    it_.now -= CLOCK_BEHIND_MAX_MS;
    await opened(id);
    expect((await it_.history('gate', id)).map(({ recordedAt }) => recordedAt)).toEqual([
      '2025-03-01T09:00:00.000Z',
      '2025-03-01T09:00:00.000Z',
    ]);
  });

  it('by more: nothing is recorded until it has caught up, also after a restart; what was recorded is still answered', async () => {
    const id = await built({ key: 'a' });
    it_.now -= CLOCK_BEHIND_MAX_MS + 1;
    for (const road of [it_, await it_.again()]) {
      await expect(road.act(OpenGate, { staff: 3 }, { by: negotiator, on: id })).rejects.toThrow(ClockBehindError);
      expect(await road.act(BuildGate, { initiativeId: initiative, name: 'Torkham' }, { by: focalPerson, key: 'a' })).toMatchObject({
        replayed: true,
      });
    }
    it_.now += 1;
    await opened(id);
  });
});

describe('what was erased', () => {
  it('refuses the act that needs it, and no other one', async () => {
    const id = await built();
    await opened(id);
    it_.forget('gate', id);
    const later = await it_.again();
    expect(await later.act(QuoteGate, {}, { by: focalPerson, on: id })).toMatchObject({ code: 'record.erased' });
    recorded(await later.act(ShutGate, { reason: 'x' }, { by: negotiator, on: id }));
  });

  it('also where it lies in another record', async () => {
    const [other, own] = [await built(), await built()];
    it_.forget('gate', other);
    expect(await (await it_.again()).act(QuoteOther, { otherId: other }, { by: focalPerson, on: own })).toMatchObject({
      code: 'record.erased',
    });
  });
});
