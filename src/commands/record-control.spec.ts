import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  BuildGate,
  CountPatients,
  gate,
  gates,
  JoinGate,
  OpenGate,
  PraiseGate,
  QuoteOther,
  ReopenGate,
  ShutGate,
} from '../../test/support/gate';
import { recorded, TestRoad, type Told } from '../../test/support/test-road';
import type { Fields } from '../../test/support/decider-spec';
import { caveatBits, levelOf, rankOf } from '../kernel/classification';
import { OCCURRED_AT } from '../kernel/effective-events';
import type { Happened } from '../kernel/happened';
import { CLOCK_TOLERANCE_MS, EVENTS_PER_EXCEPTION_MAX } from '../kernel/limits';
import { occurringAt } from '../kernel/occurrence';
import { IngestEvidence } from '../negotiation/evidence/evidence.commands';
import { SetHouseRule } from '../negotiation/house-rules/house-rules.commands';
import { ProposeInitiative } from '../negotiation/initiative/initiative.commands';
import { declarations } from '../negotiation/nouns';
import { AssumeRole, GrantRole, WithdrawRole } from '../negotiation/participant/participant.commands';
import { participant, type Participant } from '../negotiation/participant/participant.state';
import { RegisterParty } from '../negotiation/party/party.commands';
import { DeclareRedLine } from '../negotiation/policy-framework/policy-framework.commands';
import { HOUSE_RULES_ID, POLICY_FRAMEWORK_ID } from '../negotiation/singletons';
import { kindOfNoun } from './noun';
import type { Outcome } from './outcome';
import {
  AnnotateRecord,
  AnnulRecord,
  ClassifyRecord,
  ReconsiderRecord,
  RectifyRecord,
  RedecideAct,
  ReverseRectification,
} from './record.commands';
import { controlTypesOf } from './record-control';
import { ReadHistory, ReadRecord } from './record.queries';

let road: TestRoad;
let focalPerson: string;
let colleague: string;
let negotiator: string;
let official: string;
let party: string;
let initiative: string;
let id: string;

beforeEach(async () => {
  road = TestRoad.open(gates);
  focalPerson = await road.person(['FOCAL_PERSON']);
  colleague = await road.person(['FOCAL_PERSON', 'NEGOTIATOR']);
  negotiator = await road.person(['NEGOTIATOR']);
  official = await road.person(['PROVINCIAL_OFFICIAL']);
  party = recorded(await road.act(RegisterParty, { type: 'PROVINCIAL_GOVERNMENT', canonicalName: 'Province' }, { by: official })).stream.id;
  const fields = { title: 'Dialogue', sponsorPartyId: party, objectives: [{ code: 'O1', text: 'Peace' }] } as const;
  initiative = recorded(await road.act(ProposeInitiative, fields, { by: focalPerson })).stream.id;
  id = recorded(await road.act(BuildGate, { initiativeId: initiative, name: 'Torkam' }, { by: focalPerson })).stream.id;
});

type Asked = Partial<Told> & { readonly kind?: string };
type Optional<C> = Partial<Fields<C>> & { readonly targetEventId: string };
const controlled = <C extends object>(command: new () => C, fields: Fields<C>, { kind = 'gate', ...told }: Asked): Promise<Outcome> =>
  road.act(command, fields, { by: focalPerson, on: id, ...told }, kind);
const rectify = (more: Optional<RectifyRecord>, told: Asked = {}): Promise<Outcome> =>
  controlled(RectifyRecord, { pointer: '/name', newValue: 'Torkham', reason: 'CLERICAL_ERROR', effective: 'AB_INITIO', ...more }, told);
const annul = (more: Optional<AnnulRecord>, told: Asked = {}): Promise<Outcome> =>
  controlled(AnnulRecord, { reason: 'Never happened.', ...more }, told);
const reverse = (targetEventId: string, told: Asked = {}): Promise<Outcome> =>
  controlled(ReverseRectification, { targetEventId, reason: 'It was right.' }, told);
const classify = (more: Optional<ClassifyRecord>, told: Asked = {}): Promise<Outcome> =>
  controlled(ClassifyRecord, { level: 'SECRET', caveats: [], ...more }, told);

const historyOf = (kind = 'gate', on = id): Promise<Happened[]> => road.history(kind, on);
const eventId = async (revision: number, kind = 'gate', on = id): Promise<string> => (await historyOf(kind, on))[revision]?.id ?? '';
const stateOf = async () => (await road.streams.load(gate, id)).state;
const markOf = async (): Promise<string> => levelOf((await road.streams.load(gate, id)).marking.level);
const open = async (staff = 3): Promise<string> =>
  recorded(await road.act(OpenGate, { staff }, { by: negotiator, on: id })).events[0]?.id ?? '';
const shut = async (): Promise<string> =>
  recorded(await road.act(ShutGate, { reason: 'Night' }, { by: negotiator, on: id })).events[0]?.id ?? '';
const counted = (patients: number): Promise<Outcome> =>
  road.act(CountPatients, { patients }, { by: negotiator, on: id, record: { occurredAt: occurringAt('2025-03-01T08:00:00.000Z') } });

describe('every record can be corrected as a record', () => {
  it.each([...declarations, gates].map((noun) => [kindOfNoun(noun), noun] as const))('%s has the five commands for it', (_, noun) => {
    expect(controlTypesOf(noun).map(({ name, route }) => [name, route])).toEqual([
      ['RectifyRecord', 'rectify'],
      ['ReverseRectification', 'reverse-rectification'],
      ['AnnulRecord', 'annul'],
      ['AnnotateRecord', 'annotate'],
      ['ClassifyRecord', 'classify'],
    ]);
  });

  it('a party by who may register one, as a gate by who may build one', async () => {
    const target = await eventId(0, 'party', party);
    recorded(
      await rectify(
        { targetEventId: target, pointer: '/canonicalName', newValue: 'The province' },
        { kind: 'party', on: party, by: official },
      ),
    );
    const [, event] = await historyOf('party', party);
    expect(event).toMatchObject({
      type: 'RecordRectified',
      data: { oldValue: 'Province', newValue: 'The province', authorityId: official },
    });
  });

  it('only an event of this very record, and not a correction', async () => {
    const foreign = await eventId(0, 'party', party);
    expect(await rectify({ targetEventId: foreign })).toMatchObject({ code: 'record.target-unknown' });
    const correction = recorded(await rectify({ targetEventId: await eventId(0) })).events[0]?.id ?? '';
    for (const outcome of [
      await rectify({ targetEventId: correction, pointer: '/newValue' }),
      await annul({ targetEventId: correction }),
      await classify({ targetEventId: correction }),
    ])
      expect(outcome).toMatchObject({ code: 'record.target-unknown' });
  });

  it('only by whoever may record such an event', async () => {
    const target = await eventId(0);
    for (const outcome of [
      await rectify({ targetEventId: target }, { by: negotiator }),
      await annul({ targetEventId: target }, { by: negotiator }),
      await classify({ targetEventId: target }, { by: negotiator }),
      await controlled(AnnotateRecord, { targetEventId: target, text: 'x' }, { by: negotiator }),
    ])
      expect(outcome).toMatchObject({ code: 'record.not-your-event' });
    recorded(await rectify({ targetEventId: target }, { by: colleague }));
  });

  it('with evidence that is in the ledger', async () => {
    const record = { evidence: [{ evidenceId: party, sha256: 'c'.repeat(64) }] };
    expect(await rectify({ targetEventId: await eventId(0) }, { record })).toMatchObject({ code: 'record.evidence-unknown' });
  });
});

describe('a value is rectified', () => {
  it('and holds from the beginning, for what is decided next as for what is read', async () => {
    recorded(await rectify({ targetEventId: await eventId(0) }));
    expect(await stateOf()).toMatchObject({ status: 'SHUT', name: 'Torkham' });
    expect((await (await road.again()).streams.load(gate, id)).state).toEqual(await stateOf());
    recorded(await road.act(OpenGate, { staff: 1 }, { by: negotiator, on: id }));
  });

  it('also its world time; a fact does not move into the future (INV-35)', async () => {
    await open();
    const target = recorded(await counted(7)).events[0]?.id ?? '';
    const to = (ms: number): Promise<Outcome> =>
      rectify(
        { targetEventId: target, pointer: OCCURRED_AT, newValue: occurringAt(new Date(road.now + ms).toISOString()) },
        { by: negotiator },
      );
    expect(await to(CLOCK_TOLERANCE_MS + 1)).toMatchObject({ code: 'record.occurred-in-future' });
    recorded(await to(-1));
    for (const newValue of [{ from: '2025-13-01', precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' }, 'yesterday', null])
      expect(await rectify({ targetEventId: target, pointer: OCCURRED_AT, newValue }, { by: negotiator })).toMatchObject({
        code: 'record.not-rectifiable',
      });
  });

  it('not to what it says already, nor to what such an event cannot say, nor where it says nothing', async () => {
    const targetEventId = await eventId(0);
    expect(await rectify({ targetEventId, newValue: 'Torkam' })).toMatchObject({ code: 'record.already-so' });
    for (const more of [{ newValue: 7 }, { newValue: '' }, { pointer: '/none' }, { pointer: '/name/length' }, { pointer: '/__proto__' }])
      expect(await rectify({ targetEventId, ...more })).toMatchObject({ code: 'record.not-rectifiable' });
  });

  it('not from a day that is still to come', async () => {
    const targetEventId = await eventId(0);
    const from = (fromDate: string): Promise<Outcome> => rectify({ targetEventId, effective: 'FROM_DATE', fromDate });
    expect(await from('2025-03-02')).toMatchObject({ code: 'record.occurred-in-future' });
    recorded(await from('2025-03-01'));
  });

  it('never an identity or a hash, nor a text that carries its hash, nor what holds one', async () => {
    expect(await rectify({ targetEventId: await eventId(0), pointer: '/initiativeId', newValue: party })).toMatchObject({
      code: 'record.not-rectifiable',
    });
    const capturedAt = { from: '2025-02-20', precision: 'DAY', zone: 'UTC', calendar: 'GREGORIAN' } as const;
    const fields = {
      sha256: 'c'.repeat(64),
      bytes: 1,
      mediaType: 'text/plain',
      capturedAt: capturedAt as never,
      lang: 'en',
      kind: 'OTHER',
    } as const;
    const evidence = recorded(await road.act(IngestEvidence, fields, { by: official })).stream.id;
    const evidenced = { kind: 'evidence', on: evidence, by: official };
    const target = await eventId(0, 'evidence', evidence);
    expect(await rectify({ targetEventId: target, pointer: '/sha256', newValue: 'd'.repeat(64) }, evidenced)).toMatchObject({
      code: 'record.not-rectifiable',
    });
    recorded(await rectify({ targetEventId: target, pointer: '/bytes', newValue: 2 }, evidenced));
    const [one, two] = [await road.person(['FEDERAL_REVIEWER']), await road.person(['FEDERAL_REVIEWER'])];
    const words = { topic: 'SECURITY', text: { lang: 'en', body: 'None.' }, effect: 'PROHIBITED', examples: ['x'] } as const;
    recorded(await road.act(DeclareRedLine, { ...words, examples: ['x'] }, { by: one }));
    const line = await eventId(0, 'policyFramework', POLICY_FRAMEWORK_ID);
    const told = { kind: 'policyFramework', on: POLICY_FRAMEWORK_ID, by: one };
    for (const pointer of ['/text', '/text/body', '/text/textHash', '/redLineId'])
      expect(await rectify({ targetEventId: line, pointer, newValue: 'x', secondPersonId: two }, told)).toMatchObject({
        code: 'record.not-rectifiable',
      });
    recorded(await rectify({ targetEventId: line, pointer: '/examples/0', newValue: 'y', secondPersonId: two }, told));
  });

  it('not where it has been erased', async () => {
    const targetEventId = await eventId(0);
    road.forget('gate', id);
    road = await road.again();
    expect(await rectify({ targetEventId })).toMatchObject({ code: 'record.not-your-event' });
  });
});

describe('a rectification is reversed', () => {
  it('once, by whoever may record the event it corrected', async () => {
    const correction = recorded(await rectify({ targetEventId: await eventId(0) })).events[0]?.id ?? '';
    expect(await reverse(correction, { by: negotiator })).toMatchObject({ code: 'record.not-your-event' });
    recorded(await reverse(correction));
    expect(await stateOf()).toMatchObject({ name: 'Torkam' });
    expect(await reverse(correction)).toMatchObject({ code: 'record.nothing-to-reverse' });
    expect(await reverse(await eventId(0))).toMatchObject({ code: 'record.nothing-to-reverse' });
  });

  it('not where the event it corrected counts no more', async () => {
    const target = await open();
    const correction =
      recorded(await rectify({ targetEventId: target, pointer: '/staff', newValue: 9 }, { by: negotiator })).events[0]?.id ?? '';
    recorded(await annul({ targetEventId: target }, { by: negotiator }));
    expect(await reverse(correction, { by: negotiator })).toMatchObject({ code: 'record.nothing-to-reverse' });
  });
});

describe('an event is annulled', () => {
  it('and what it did is undone', async () => {
    recorded(await annul({ targetEventId: await open() }, { by: negotiator }));
    expect(await stateOf()).toMatchObject({ status: 'SHUT' });
  });

  it('not while later events stand upon it, unless these go with it', async () => {
    const opened = await open();
    await shut();
    expect(await annul({ targetEventId: opened }, { by: negotiator })).toMatchObject({ code: 'record.stood-upon' });
    const again = recorded(
      await annul({ targetEventId: opened, dependants: [await eventId(2)], secondPersonId: colleague }, { by: negotiator }),
    );
    expect(again.events).toHaveLength(2);
    expect((await historyOf()).slice(3).map(({ data }) => data['targetEventId'])).toEqual([await eventId(2), opened]);
    expect(await stateOf()).toMatchObject({ status: 'SHUT' });
    recorded(await road.act(OpenGate, { staff: 1 }, { by: negotiator, on: id }));
  });

  it('once, with dependants that still count and that he may record', async () => {
    const opened = await open();
    expect(await annul({ targetEventId: opened, dependants: [party] }, { by: negotiator })).toMatchObject({
      code: 'record.target-unknown',
    });
    expect(await annul({ targetEventId: opened, dependants: [await eventId(0)] }, { by: negotiator })).toMatchObject({
      code: 'record.not-your-event',
    });
    recorded(await annul({ targetEventId: opened }, { by: negotiator }));
    expect(await annul({ targetEventId: opened }, { by: negotiator })).toMatchObject({ code: 'record.target-unknown' });
  });

  it('the first one: the record is empty, and what hid it hides it still', async () => {
    const by = await road.person(['FOCAL_PERSON'], { caveats: ['KP_EYES_ONLY'] });
    const classification = { level: 'CONFIDENTIAL' as const, caveats: ['KP_EYES_ONLY' as const] };
    id = recorded(await road.act(BuildGate, { initiativeId: initiative, name: 'Secret' }, { by, record: { classification } })).stream.id;
    recorded(await annul({ targetEventId: await eventId(0) }, { by }));
    for (const streams of [road.streams, (await road.again()).streams]) {
      const { state, marking } = await streams.load(gate, id);
      expect([state.status, marking.caveats & caveatBits(['KP_EYES_ONLY'])]).toEqual(['NONE', caveatBits(['KP_EYES_ONLY'])]);
    }
    expect(await annul({ targetEventId: id }, { by: focalPerson })).toBe('NOT_FOUND');
  });
});

describe('what takes two people', () => {
  it.each(['nobody', 'himself', 'somebody without the role', 'somebody who may not read it', 'somebody unknown'])(
    'is not corrected with %s',
    async (who) => {
      await open();
      const targetEventId = await shut();
      const seconds: Readonly<Record<string, string | undefined>> = {
        himself: negotiator,
        'somebody without the role': official,
        'somebody who may not read it': await road.person(['NEGOTIATOR'], { level: 'PUBLIC' }),
        'somebody unknown': party,
      };
      const secondPersonId = seconds[who];
      const more = { targetEventId, ...(secondPersonId !== undefined && { secondPersonId }) };
      expect(await rectify({ ...more, pointer: '/reason', newValue: 'Storm' }, { by: negotiator })).toMatchObject({
        code: 'record.second-person-missing',
      });
      expect(await annul(more, { by: negotiator })).toMatchObject({ code: 'record.second-person-missing' });
    },
  );

  it('is corrected with another one who may record it, who stands in the event and in its basis', async () => {
    await open();
    const targetEventId = await shut();
    const asked = { targetEventId, pointer: '/reason', newValue: 'Storm', secondPersonId: colleague };
    const correction = recorded(await rectify(asked, { by: negotiator })).events[0]?.id ?? '';
    const event = (await historyOf()).find((it) => it.id === correction);
    expect(event?.data['secondPersonId']).toBe(colleague);
    expect(event?.basis.map(([stream]) => stream)).toContain(`participant-${colleague}`);
    expect(await reverse(correction, { by: negotiator })).toMatchObject({ code: 'record.second-person-missing' });
  });

  it('is not slipped in as a dependant of what takes one', async () => {
    const opened = await open();
    const dependants = [await shut()];
    expect(await annul({ targetEventId: opened, dependants }, { by: negotiator })).toMatchObject({ code: 'record.second-person-missing' });
  });
});

describe('a correction that would have stopped earlier acts is accepted, and says so (INV-44)', () => {
  const exceptionsOf = async (): Promise<unknown[]> =>
    (await historyOf()).filter(({ type }) => type === 'ConsistencyExceptionRaised').map(({ data }) => data);

  it('naming the rule and every act that it would have refused', async () => {
    const opened = await open();
    const acts = [recorded(await counted(1)), recorded(await counted(2))].map(({ events }) => events[0]?.id);
    const outcome = recorded(await rectify({ targetEventId: opened, pointer: '/staff', newValue: 0 }, { by: negotiator }));
    expect(outcome.events.map(({ type }) => type)).toEqual(['RecordRectified', 'ConsistencyExceptionRaised']);
    expect(await exceptionsOf()).toEqual([{ rule: 'gate.understaffed', eventIds: acts }]);
    expect(await stateOf()).toMatchObject({ status: 'OPEN', staff: 0, patients: 2 });
  });

  it('in as many exceptions as it takes', async () => {
    const opened = await open();
    for (let n = 0; n <= EVENTS_PER_EXCEPTION_MAX; n++) recorded(await counted(n));
    recorded(await rectify({ targetEventId: opened, pointer: '/staff', newValue: 0 }, { by: negotiator }));
    expect((await exceptionsOf()).map((data) => (data as { eventIds: string[] }).eventIds.length)).toEqual([EVENTS_PER_EXCEPTION_MAX, 1]);
  });

  it('not where they would have been allowed all the same, nor for acts that lie before', async () => {
    await open(1);
    recorded(await counted(1));
    recorded(await rectify({ targetEventId: await eventId(1), pointer: '/staff', newValue: 2 }, { by: negotiator }));
    recorded(await rectify({ targetEventId: await eventId(2), pointer: '/patients', newValue: 2 }, { by: negotiator }));
    expect(await exceptionsOf()).toEqual([]);
  });

  it('also where a rectification is reversed', async () => {
    const opened = await open(0);
    const correction =
      recorded(await rectify({ targetEventId: opened, pointer: '/staff', newValue: 5 }, { by: negotiator })).events[0]?.id ?? '';
    const act = recorded(await counted(1)).events[0]?.id;
    recorded(await reverse(correction, { by: negotiator }));
    expect(await exceptionsOf()).toEqual([{ rule: 'gate.understaffed', eventIds: [act] }]);
  });

  it('with the other records as they stood when it was decided, not as they stand now', async () => {
    const other = recorded(await road.act(BuildGate, { initiativeId: initiative, name: 'Chaman' }, { by: focalPerson })).stream.id;
    recorded(await road.act(JoinGate, { otherId: other }, { by: focalPerson, on: id }));
    // Today the act would be refused, for the other gate is open now.
    recorded(await road.act(OpenGate, { staff: 1 }, { by: negotiator, on: other }));
    recorded(await rectify({ targetEventId: await eventId(0) }));
    expect(await exceptionsOf()).toEqual([]);
  });

  it('and with the record itself as it stood, where the act named that', async () => {
    recorded(await road.act(JoinGate, { otherId: id }, { by: focalPerson, on: id }));
    // Today it would be refused, for it is open now.
    await open();
    recorded(await rectify({ targetEventId: await eventId(0) }));
    expect(await exceptionsOf()).toEqual([]);
  });

  it('a command of several events is one act', async () => {
    await open();
    recorded(await road.act(ReopenGate, { reason: 'x' }, { by: focalPerson, on: id }));
    recorded(await rectify({ targetEventId: await eventId(0) }));
    expect(await exceptionsOf()).toEqual([]);
  });

  it('and what was decided on words that are erased now cannot be called wrong', async () => {
    await open();
    recorded(await counted(1));
    const other = recorded(await road.act(BuildGate, { initiativeId: initiative, name: 'Chaman' }, { by: focalPerson })).stream.id;
    recorded(await road.act(QuoteOther, { otherId: other }, { by: focalPerson, on: id }));
    road.forget('gate', other);
    road = await road.again();
    recorded(await rectify({ targetEventId: await eventId(0) }));
    expect(await exceptionsOf()).toEqual([]);
  });
});

describe('what rested on another record is decided again when that is corrected (INV-44)', () => {
  let other: string;
  let shutting: string;
  let joined: string;

  /** The other gate is opened and shut, and then this one joined to it. */
  beforeEach(async () => {
    other = recorded(await road.act(BuildGate, { initiativeId: initiative, name: 'Chaman' }, { by: focalPerson })).stream.id;
    recorded(await road.act(OpenGate, { staff: 1 }, { by: negotiator, on: other }));
    shutting = recorded(await road.act(ShutGate, { reason: 'Night' }, { by: negotiator, on: other })).events[0]?.id ?? '';
    joined = recorded(await road.act(JoinGate, { otherId: other }, { by: focalPerson, on: id })).events[0]?.id ?? '';
  });

  const reconsidered = async (correctionId: string, correctedStream = `gate-${other}`): Promise<Outcome> =>
    road.system.record(ReconsiderRecord, { correctedStream, correctionId }, { streamId: id, kind: 'gate', key: correctionId });
  const annulled = async (): Promise<string> =>
    recorded(await annul({ targetEventId: shutting, secondPersonId: colleague }, { on: other, by: negotiator })).events[0]?.id ?? '';

  it('and the act that would have been refused is named, with the rule', async () => {
    const outcome = recorded(await reconsidered(await annulled()));
    expect(outcome.events.map(({ type }) => type)).toEqual(['ConsistencyExceptionRaised']);
    const event = (await historyOf()).at(-1);
    expect(event?.data).toEqual({ rule: 'gate.other-open', eventIds: [joined] });
    expect(event?.basis.map(([stream]) => stream)).toContain(`gate-${other}`);
    expect(await stateOf()).toMatchObject({ status: 'SHUT' });
  });

  it('nothing is recorded where it would have been allowed all the same', async () => {
    const correction = recorded(await rectify({ targetEventId: await eventId(0, 'gate', other) }, { on: other })).events[0]?.id ?? '';
    expect(await reconsidered(correction)).toMatchObject({ code: 'record.nothing-broken' });
    expect(await historyOf()).toHaveLength(2);
  });

  it('nor for an act that was decided before what was wrong, or when the correction was known', async () => {
    recorded(await road.act(OpenGate, { staff: 1 }, { by: negotiator, on: other }));
    const opening = await eventId(3, 'gate', other);
    const correction = recorded(await rectify({ targetEventId: opening, pointer: '/staff', newValue: 5 }, { on: other, by: negotiator }));
    recorded(await road.act(QuoteOther, { otherId: other }, { by: focalPerson, on: id }));
    expect(await reconsidered(correction.events[0]?.id ?? '')).toMatchObject({ code: 'record.nothing-broken' });
  });

  it('an act of which only its mark counted, too', async () => {
    const marked = { by: focalPerson, record: { classification: { level: 'PUBLIC' } } } as const;
    const proposal = { title: 'In the open', sponsorPartyId: party, objectives: [{ code: 'O1', text: 'Peace' }] } as const;
    const initiativeId = recorded(await road.act(ProposeInitiative, proposal, marked)).stream.id;
    const shown = recorded(await road.act(BuildGate, { initiativeId, name: 'Kharlachi' }, marked)).stream.id;
    const praised = recorded(await road.act(PraiseGate, { otherId: shown }, { by: focalPerson, on: id })).events[0]?.id;
    const building = await eventId(0, 'gate', shown);
    const renamed = recorded(await rectify({ targetEventId: building }, { on: shown })).events[0]?.id ?? '';
    expect(await reconsidered(renamed, `gate-${shown}`)).toMatchObject({ code: 'record.nothing-broken' });
    const gone = recorded(await annul({ targetEventId: building }, { on: shown })).events[0]?.id ?? '';
    recorded(await reconsidered(gone, `gate-${shown}`));
    expect((await historyOf()).at(-1)?.data).toEqual({ rule: 'gate.no-other', eventIds: [praised] });
  });

  it('a correction that nobody made is refused', async () => {
    expect(await reconsidered(joined)).toMatchObject({ code: 'record.target-unknown' });
    expect(await reconsidered(joined, 'nothing-at-all')).toMatchObject({ code: 'record.target-unknown' });
  });
});

describe('where the store cannot hold a decision against what it has read, an act is decided again', () => {
  let other: string;
  beforeEach(async () => {
    other = recorded(await road.act(BuildGate, { initiativeId: initiative, name: 'Chaman' }, { by: focalPerson })).stream.id;
    road.store.holdsBasis = false;
  });

  /** Joins this gate to the other one while somebody else does something; and what comes of deciding that again. */
  const joinedWhile = async (rival: () => Promise<unknown>): Promise<{ readonly joined: string; readonly outcome: Outcome }> => {
    road.deliversTwice = false;
    road.store.rivals.push(rival);
    const joined = recorded(await road.act(JoinGate, { otherId: other }, { by: focalPerson, on: id })).events[0]?.id ?? '';
    const outcome = await road.system.record(RedecideAct, { eventId: joined }, { streamId: id, kind: 'gate', key: joined });
    return { joined, outcome };
  };

  it('and named where it would have been refused', async () => {
    const { joined, outcome } = await joinedWhile(() => road.act(OpenGate, { staff: 1 }, { by: negotiator, on: other }));
    expect(recorded(outcome).events.map(({ type }) => type)).toEqual(['ConsistencyExceptionRaised']);
    expect((await historyOf()).at(-1)?.data).toEqual({ rule: 'gate.other-open', eventIds: [joined] });
  });

  it('also where who did it had lost his role by then', async () => {
    const administrator = await road.person(['ADMINISTRATOR']);
    const granted = (await historyOf('participant', focalPerson)).find(({ type }) => type === 'RoleGranted');
    const grantEventId = granted?.id ?? '';
    const { joined, outcome } = await joinedWhile(() => road.act(WithdrawRole, { grantEventId }, { by: administrator, on: focalPerson }));
    recorded(outcome);
    expect((await historyOf()).at(-1)?.data).toEqual({ rule: 'forbidden', eventIds: [joined] });
  });

  it('not where something moved that made no difference, nor for what came after it', async () => {
    const building = await eventId(0, 'gate', other);
    const { outcome } = await joinedWhile(() =>
      road.act(AnnotateRecord, { targetEventId: building, text: 'x' }, { by: focalPerson, on: other }, 'gate'),
    );
    expect(outcome).toMatchObject({ code: 'record.nothing-broken' });
    const joined = await eventId(1);
    recorded(await road.act(OpenGate, { staff: 1 }, { by: negotiator, on: other }));
    const again = await road.system.record(RedecideAct, { eventId: joined }, { streamId: id, kind: 'gate', key: 'once more' });
    expect(again).toMatchObject({ code: 'record.nothing-broken' });
  });
});

describe('a note', () => {
  it('is kept with its event, and changes nothing', async () => {
    const before = await stateOf();
    recorded(await controlled(AnnotateRecord, { targetEventId: await eventId(0), text: 'As the sign says.' }, {}));
    expect(await stateOf()).toEqual(before);
  });
});

describe('a mark is changed (INV-31)', () => {
  it('raised at once, by its authority or by whoever may record such an event; no higher than he may read', async () => {
    const targetEventId = await eventId(0);
    expect(await classify({ targetEventId, level: 'TOP_SECRET' })).toMatchObject({ code: 'record.level-not-yours' });
    expect(await classify({ targetEventId, caveats: ['SOURCE_PROTECT'] })).toMatchObject({ code: 'record.level-not-yours' });
    recorded(await classify({ targetEventId, level: 'SECRET' }, { by: colleague }));
    expect(await markOf()).toBe('SECRET');
    expect(await classify({ targetEventId, level: 'SECRET' }, { by: colleague })).toMatchObject({ code: 'record.already-so' });
  });

  it('lowered by its authority and a second person, down to what the record belongs under', async () => {
    const targetEventId = await eventId(0);
    recorded(await classify({ targetEventId, level: 'SECRET' }, { by: colleague }));
    const lower = (level: 'PUBLIC' | 'RESTRICTED', told: Asked, secondPersonId?: string): Promise<Outcome> =>
      classify({ targetEventId, level, ...(secondPersonId !== undefined && { secondPersonId }) }, told);
    expect(await lower('RESTRICTED', { by: focalPerson }, colleague)).toMatchObject({ code: 'record.not-your-event' });
    expect(await lower('RESTRICTED', { by: colleague })).toMatchObject({ code: 'record.second-person-missing' });
    expect(await lower('RESTRICTED', { by: colleague }, colleague)).toMatchObject({ code: 'record.second-person-missing' });
    expect(await lower('RESTRICTED', { by: colleague }, negotiator)).toMatchObject({ code: 'record.second-person-missing' });
    expect(await lower('PUBLIC', { by: colleague }, focalPerson)).toMatchObject({ code: 'record.level-too-low' });
    recorded(await lower('RESTRICTED', { by: colleague }, focalPerson));
    expect(await markOf()).toBe('RESTRICTED');
    const event = (await historyOf()).at(-1);
    expect(event?.basis.map(([stream]) => stream)).toEqual(
      expect.arrayContaining([`initiative-${initiative}`, `participant-${focalPerson}`]),
    );
  });

  it('never to hide what is known to exist', async () => {
    const by = await road.person(['FOCAL_PERSON'], { caveats: ['KP_EYES_ONLY'] });
    expect(await classify({ targetEventId: await eventId(0), caveats: ['KP_EYES_ONLY'] }, { by })).toMatchObject({
      code: 'record.hides-too-late',
    });
  });

  it('and holds for every reader from then on, also of what was annulled and of what corrected it', async () => {
    const target = await open();
    recorded(await rectify({ targetEventId: target, pointer: '/staff', newValue: 4 }, { by: negotiator }));
    recorded(await classify({ targetEventId: target, level: 'SECRET' }, { by: negotiator }));
    const reader = { participantId: official, displayName: '', roles: [], clearance: { level: rankOf('RESTRICTED'), caveats: 0 } };
    expect(await road.queries.read(new ReadRecord(gates, id, reader))).toEqual({ withheld: 'SECRET' });
    recorded(await annul({ targetEventId: target }, { by: negotiator }));
    expect(await road.queries.read(new ReadRecord(gates, id, reader))).toMatchObject({ state: { status: 'SHUT' } });
    const history = await road.queries.history(new ReadHistory(gates, id, reader));
    const withheld = Array.from({ length: 4 }, () => ({ withheld: 'SECRET' }));
    expect(history).toEqual([expect.objectContaining({ type: 'GateBuilt' }), ...withheld]);
  });
});

describe('power is never corrected: it is taken back by an act of its own (INV-47)', () => {
  it('no grant becomes another one, and none goes away, by whomever', async () => {
    const [administrator, second, federal] = [
      await road.person(['ADMINISTRATOR']),
      await road.person(['ADMINISTRATOR']),
      await road.person(['FEDERAL_ADMINISTRATOR']),
    ];
    const person = await road.person([]);
    recorded(await road.act(GrantRole, { role: 'AUDITOR' }, { by: administrator, on: person }));
    const told = { kind: 'participant', on: person, by: administrator };
    for (const revision of [1, 2]) {
      const targetEventId = await eventId(revision, 'participant', person);
      for (const by of [administrator, federal]) {
        const more = { targetEventId, secondPersonId: second };
        expect(await rectify({ ...more, pointer: '/role', newValue: 'FEDERAL_REVIEWER' }, { ...told, by })).toMatchObject({
          code: expect.stringMatching(/^record\.(never-corrected|not-rectifiable)$/),
        });
        expect(await annul(more, { ...told, by })).toMatchObject({ code: 'record.never-corrected' });
        expect(
          await annul({ targetEventId: await eventId(0, 'participant', person), dependants: [targetEventId] }, { ...told, by }),
        ).toMatchObject({
          code: 'record.never-corrected',
        });
      }
    }
    const { state } = await road.streams.load(participant, person);
    expect((state as Participant & { grants: unknown[] }).grants).toMatchObject([{ role: 'AUDITOR' }]);
  });

  it('nor is a house rule; what somebody is in the world is', async () => {
    const administrator = await road.person(['ADMINISTRATOR']);
    recorded(await road.act(SetHouseRule, { rule: 'LATE_RECORDED_HOURS', value: 1 }, { by: administrator }));
    const rule = await eventId(0, 'houseRules', HOUSE_RULES_ID);
    const told = { kind: 'houseRules', on: HOUSE_RULES_ID, by: administrator };
    expect(await rectify({ targetEventId: rule, pointer: '/value', newValue: 9_999_999 }, told)).toMatchObject({
      code: 'record.never-corrected',
    });
    expect(await annul({ targetEventId: rule }, told)).toMatchObject({ code: 'record.never-corrected' });
    const record = { occurredAt: occurringAt('2025-02-16T00:00:00.000Z') };
    recorded(await road.act(AssumeRole, { role: 'SPOKESMAN', partyId: party }, { by: official, on: negotiator, record }));
    const post = (await historyOf('participant', negotiator)).at(-1)?.id ?? '';
    recorded(
      await rectify({ targetEventId: post, pointer: '/role', newValue: 'ADVISER' }, { kind: 'participant', on: negotiator, by: official }),
    );
  });
});
