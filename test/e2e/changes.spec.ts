import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Listener } from '../support/listener';
import { accepted, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { until } from '../support/until';

/* The changes of boards as a reader hears them: over HTTP, from the real server. */

const HEARTBEAT_MS = 200;
const STREAMS_PER_PERSON = 10;
const TRACKER = '/v1/boards/commitment-tracker/changes';

let ledger: ServedLedger;
let focal: Person;
let auditor: Person;
let junior: Person;
let initiative: string;
let party: string;

const recorded = async (person: Person, path: string, body: object): Promise<{ id: string; position: string }> => {
  const answer = accepted(await person.ask('POST', path, { body }));
  const { stream, position } = answer.json<{ stream: { id: string }; position: string }>();
  return { id: stream.id, position };
};

const listeners: Listener[] = [];
afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close();
});

/** Listening from this moment on: the server has said so. */
const listening = async (person: Pick<Person, 'token'>, path = TRACKER, headers = {}): Promise<Listener> => {
  const listener = await Listener.open(ledger.serving.address, path, person.token, headers);
  listeners.push(listener);
  return listener;
};
const begun = async (...those: Parameters<typeof listening>): Promise<Listener> => {
  const listener = await listening(...those);
  await listener.until(({ id }) => id !== undefined);
  return listener;
};

const draft = (record?: object, topic = 'CROSS_BORDER_COLLABORATION'): Promise<{ id: string; position: string }> =>
  recorded(focal, '/v1/commitments', {
    initiativeId: initiative,
    text: { lang: 'ps', body: 'دروازه د ناروغانو لپاره خلاصه ده.' },
    kind: 'FACILITATION',
    topic,
    subTopics: topic === 'CROSS_BORDER_COLLABORATION' ? ['CROSSING_POINTS'] : [],
    pillar: 'DEVELOPMENT',
    competence: 'FEDERAL',
    responsible: [{ partyId: party, side: 'PK' }],
    beneficiaries: [{ partyId: party, side: 'AF' }],
    due: { kind: 'FIXED', date: '2027-03-01' },
    verification: { method: 'Counts at the gate', by: 'A joint committee of elders' },
    ...(record && { record }),
  });
const names = (id: string) => ({ stream: `commitment-${id}`, id });

beforeAll(async () => {
  ledger = await servedLedger({ live: { heartbeatMs: HEARTBEAT_MS, gatheredMs: 20, streamsPerPersonMax: STREAMS_PER_PERSON } });
  focal = await ledger.person(['FOCAL_PERSON'], { level: 'SECRET', caveats: ['KP_EYES_ONLY'] });
  auditor = await ledger.person(['AUDITOR'], { level: 'SECRET', caveats: ['KP_EYES_ONLY'] });
  junior = await ledger.person(['AUDITOR'], { level: 'RESTRICTED' });
  const official = await ledger.person(['PROVINCIAL_OFFICIAL'], { level: 'SECRET' });
  ({ id: party } = await recorded(official, '/v1/parties', { type: 'COMMUNITY', canonicalName: 'A valley (fictitious)' }));
  ({ id: initiative } = await recorded(focal, '/v1/initiatives', {
    title: 'Opening hours',
    sponsorPartyId: party,
    objectives: [{ code: 'O9', text: 'Patients reach the hospital' }],
  }));
});

describe('the changes of a board', () => {
  it('name the row that changed, with the position from which the board shows it', async () => {
    const listener = await begun(auditor);
    const { id, position } = await draft();
    const { data, id: told } = await listener.until(({ event }) => event === 'changed');
    expect(data).toEqual({ board: 'commitment-tracker', position: Number(told), rows: [names(id)] });
    expect(Number(told)).toBeGreaterThanOrEqual(Number(position));
    const board = accepted(await auditor.ask('GET', `/v1/boards/commitment-tracker?at-least=${told ?? ''}`)).json<{ total: number }>();
    expect(board.total).toBe(1);
  });
});

describe('what a reader may not see', () => {
  it('is told in its withheld form, or not at all', async () => {
    const [listener, cleared] = [await begun(junior), await begun(auditor)];
    const hidden = await draft({ classification: { level: 'RESTRICTED', caveats: ['KP_EYES_ONLY'] } });
    await cleared.until(({ data }) => data?.rows?.some((row) => 'id' in row && row.id === hidden.id) ?? false);
    // Once more alive after that: and nothing but signs of life until then.
    const place = listener.heard.length;
    await listener.until((heard) => listener.heard.indexOf(heard) > place);
    expect(listener.events).toEqual([]);
    await draft({ classification: { level: 'SECRET' } });
    expect((await listener.until(({ event }) => event === 'changed')).data?.rows).toEqual([{ withheld: 'SECRET' }]);
    const { id } = await draft();
    const { data } = await listener.until((heard) => listener.events.indexOf(heard) > 0);
    expect(data?.rows).toEqual([names(id)]);
    expect(listener.events).toHaveLength(2);
    expect(JSON.stringify(listener.heard)).not.toContain(hidden.id);
  });

  it('is left out by a filter that looks at content', async () => {
    const listener = await begun(junior, `${TRACKER}?topic=CROSS_BORDER_COLLABORATION`);
    await draft({ classification: { level: 'SECRET' } });
    await draft(undefined, 'SECURITY');
    const { id } = await draft();
    await listener.until(({ data }) => data?.rows?.some((row) => 'id' in row && row.id === id) ?? false);
    expect(listener.events.flatMap(({ data }) => data?.rows ?? [])).toEqual([names(id)]);
  });
});

describe('who comes back', () => {
  it('is told in one message what he has missed, by Last-Event-ID or by the position of the board that he read', async () => {
    const { position } = await draft();
    const [one, other] = [await draft(), await draft()];
    await auditor.ask('GET', `/v1/boards/commitment-tracker?at-least=${other.position}`);
    for (const listener of [
      await listening(auditor, TRACKER, { 'last-event-id': position }),
      await listening(auditor, `${TRACKER}?since=${position}`),
      await listening(auditor, `${TRACKER}?since=0`, { 'last-event-id': position }),
    ]) {
      const { data } = await listener.until(({ event }) => event !== undefined);
      expect(data?.rows).toEqual([names(one.id), names(other.id)]);
    }
  });

  it('waits for what he has written himself', async () => {
    const { id, position } = await draft();
    const before = Number(position) - 1;
    const listener = await listening(auditor, `${TRACKER}?since=${before}`);
    expect((await listener.until(({ event }) => event !== undefined)).data?.rows).toEqual([names(id)]);
  });

  it('with a position of another ledger, is told to read the board again', async () => {
    const listener = await listening(auditor, `${TRACKER}?since=9999999999999999`);
    const { event, id, data } = await listener.until((heard) => heard.event !== undefined);
    expect([event, data]).toEqual(['reset', { board: 'commitment-tracker', position: Number(id) }]);
    const drafted = await draft();
    expect((await listener.until((heard) => heard.event === 'changed')).data?.rows).toEqual([names(drafted.id)]);
  });
});

describe('while nothing happens', () => {
  it('there is a sign of life, with the position from which to go on', async () => {
    const listener = await begun(auditor);
    const { position } = await recorded(focal, '/v1/initiatives', {
      title: 'Another',
      sponsorPartyId: party,
      objectives: [{ code: 'O9', text: 'Patients reach the hospital' }],
    });
    // An act that is not for this board moves its position on: so what is hidden cannot be told from what is elsewhere.
    expect(await listener.until(({ id }) => Number(id) >= Number(position))).toMatchObject({ comment: 'heartbeat' });
    expect(listener.events).toEqual([]);
  });
});

describe('a stream ends, and says why', () => {
  const endOf = async (listener: Listener) => (await listener.end()).at(-1);
  const ended = (code: string) => ({ event: 'end', data: expect.objectContaining({ type: `/problems/${code}`, code }) });

  it('when the token is revoked', async () => {
    const person = await ledger.person(['AUDITOR'], { level: 'SECRET' });
    const listener = await begun(person);
    accepted(await person.ask('DELETE', '/v1/tokens/current'));
    await draft();
    expect(await endOf(listener)).toEqual(ended('unauthenticated'));
    expect(listener.events).toHaveLength(1);
  });

  it('when the role is withdrawn', async () => {
    const person = await ledger.person(['AUDITOR'], { level: 'SECRET' });
    const listener = await begun(person);
    const { ask } = ledger.administrators.PROVINCE;
    const events = accepted(await ask('GET', `/v1/participants/${person.id}/events`)).json<{ id: string; type: string }[]>();
    const grantEventId = events.find(({ type }) => type === 'RoleGranted')?.id;
    accepted(await ask('POST', `/v1/participants/${person.id}/withdraw-role`, { body: { grantEventId } }));
    await draft();
    expect(await endOf(listener)).toEqual(ended('forbidden'));
    expect(listener.events).toHaveLength(1);
  });

  it('when the level is lowered; where it is raised the board is read again', async () => {
    const person = await ledger.person(['AUDITOR'], { level: 'RESTRICTED' });
    const listener = await begun(person);
    const { ask } = ledger.administrators.PROVINCE;
    const cleared = (level: string) =>
      ask('POST', `/v1/participants/${person.id}/grant-clearance-level`, { body: { level, caveats: [] } }).then(accepted);
    await cleared('SECRET');
    await listener.until(({ event }) => event === 'reset');
    const { id } = await draft({ classification: { level: 'SECRET' } });
    expect((await listener.until(({ event }) => event === 'changed')).data?.rows).toEqual([names(id)]);
    await cleared('RESTRICTED');
    await draft({ classification: { level: 'SECRET' } });
    expect(await endOf(listener)).toEqual(ended('clearance-lowered'));
    expect(listener.events.map(({ event }) => event)).toEqual(['reset', 'changed', 'end']);
  });
});

describe('is refused', () => {
  it('what is not asked of changes, all at once', async () => {
    const query = 'known-at=2025-01-01&effective-at=2025-01-01&at-least=1&page[size]=5&sort=topic&colour=red&since=yesterday';
    const answer = await auditor.ask('GET', `${TRACKER}?${query}`);
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid-input' });
    const errors = answer.json<{ errors: { pointer: string; detail: string }[] }>().errors;
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(
      ['?at-least', '?colour', '?effective-at', '?known-at', '?page[size]', '?since', '?sort'].sort(),
    );
    expect(errors.find(({ pointer }) => pointer === '?known-at')?.detail).toMatch(/as they come/);
    const header = await auditor.ask('GET', TRACKER, { headers: { 'last-event-id': 'x' } });
    expect(header.json()).toMatchObject({ status: 400, errors: [{ pointer: '#Last-Event-ID' }] });
  });

  it('one stream more than a person may have, until one has ended', async () => {
    const person = await ledger.person(['AUDITOR']);
    const own = await Promise.all(Array.from({ length: STREAMS_PER_PERSON }, () => begun(person)));
    const answer = await person.ask('GET', TRACKER);
    expect(answer.json()).toMatchObject({ status: 429, code: 'too-many-streams' });
    expect(answer.headers.get('retry-after')).toBe('3');
    await begun(auditor);
    own[0]?.close();
    await until(
      () => person.ask('GET', TRACKER),
      ({ status }) => status === 200,
    );
  });

  it('HEAD is answered, and opens nothing', async () => {
    const { status, headers } = await auditor.ask('HEAD', TRACKER);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  });
});

it('says that the server closes, and lets it', async () => {
  const listener = await begun(auditor);
  await ledger.serving.close();
  expect((await listener.end()).at(-1)).toMatchObject({ event: 'end', data: { code: 'closing' } });
});
