import { beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, type Answer, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { until } from '../support/until';

/* Boards and trails as a reader gets them: over HTTP, from the thread that answers them. */

interface Board {
  readonly projection: { readonly version: string; readonly position: number; readonly caughtUp: boolean; readonly lagMs: number };
  readonly effectiveAt: string;
  readonly knownAt: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
  readonly total: number;
}

const DUE = ['2027-03-01', '2027-01-01', '2027-02-01'];

let ledger: ServedLedger;
let focal: Person;
let auditor: Person;
let federal: Person;
let official: Person;
let second: Person;
let initiative: string;
/** Paths, in the order of `DUE`. */
const commitments: string[] = [];
/** Of the answer to the last act. */
let position = '';

const recorded = async (person: Person, path: string, body: object): Promise<string> => {
  const answer = accepted(await person.ask('POST', path, { body }));
  const { stream, position: at } = answer.json<{ stream: { id: string }; position: string }>();
  position = at;
  return stream.id;
};
const board = async (query = '', person = auditor, name = 'commitment-tracker'): Promise<Answer> =>
  person.ask('GET', `/v1/boards/${name}?at-least=${position}${query}`);
const read = async (query = '', person = auditor): Promise<Board> => accepted(await board(query, person)).json<Board>();
const trailOf = (path: string, person = auditor, headers = {}, query = ''): Promise<Answer> =>
  person.ask('GET', `/v1/audit/trail?stream=commitment-${path.slice('/v1/commitments/'.length)}${query}`, { headers });

beforeAll(async () => {
  ledger = await servedLedger();
  focal = await ledger.person(['FOCAL_PERSON'], { level: 'SECRET', caveats: ['KP_EYES_ONLY'] });
  auditor = await ledger.person(['AUDITOR'], { level: 'SECRET', caveats: ['KP_EYES_ONLY'] });
  federal = await ledger.person(['FEDERAL_REVIEWER'], { level: 'RESTRICTED' });
  official = await ledger.person(['PROVINCIAL_OFFICIAL'], { level: 'SECRET' });
  second = await ledger.person(['PROVINCIAL_OFFICIAL'], { level: 'SECRET' });
  const party = await recorded(official, '/v1/parties', { type: 'COMMUNITY', canonicalName: 'A valley (fictitious)' });
  initiative = await recorded(focal, '/v1/initiatives', {
    title: 'Opening hours',
    sponsorPartyId: party,
    objectives: [{ code: 'O9', text: 'Patients reach the hospital' }],
  });
  const draft = (date: string, record?: object): Promise<string> =>
    recorded(focal, '/v1/commitments', {
      initiativeId: initiative,
      text: { lang: 'ps', body: 'دروازه د ناروغانو لپاره خلاصه ده.' },
      kind: 'FACILITATION',
      topic: 'CROSS_BORDER_COLLABORATION',
      subTopics: ['CROSSING_POINTS'],
      pillar: 'DEVELOPMENT',
      competence: 'FEDERAL',
      responsible: [{ partyId: party, side: 'PK' }],
      beneficiaries: [{ partyId: party, side: 'AF' }],
      due: { kind: 'FIXED', date },
      verification: { method: 'Counts at the gate', by: 'A joint committee of elders' },
      ...(record && { record }),
    });
  for (const date of DUE) commitments.push(`/v1/commitments/${await draft(date)}`);
  commitments.push(`/v1/commitments/${await draft('2027-04-01', { classification: { level: 'SECRET' } })}`);
  commitments.push(`/v1/commitments/${await draft('2027-05-01', { classification: { level: 'SECRET', caveats: ['KP_EYES_ONLY'] } })}`);
});

describe('a board', () => {
  it('says what it was made from, and shows what was recorded', async () => {
    const { projection, rows, total, next, knownAt, effectiveAt } = await read();
    expect(projection).toMatchObject({ caughtUp: true, lagMs: 0, position: expect.any(Number), version: 'commitment_tracker_v2' });
    expect(projection.position).toBeGreaterThanOrEqual(Number(position));
    expect([rows.length, total, next, knownAt === effectiveAt]).toEqual([5, 5, null, true]);
    expect(rows[0]).toMatchObject({ legalState: 'DRAFT', reviewId: null, clearance: null, incidentIds: [], flaggedForReview: [] });
  });

  it('filters, sorts and pages', async () => {
    expect((await read(`&initiativeId=${initiative}&sort=-dueDate`)).rows.map(({ dueDate }) => dueDate)).toEqual(
      [...DUE, '2027-04-01', '2027-05-01'].sort().reverse(),
    );
    const seen: unknown[] = [];
    let after = '';
    for (;;) {
      const { rows, next, total } = await read(`&sort=dueDate&page[size]=2${after}`);
      expect(total).toBe(5);
      seen.push(...rows.map(({ dueDate }) => dueDate));
      if (next === null) break;
      after = `&page[after]=${next}`;
    }
    expect(seen).toEqual([...DUE, '2027-04-01', '2027-05-01'].sort());
  });

  it('lets what is too high stand in place, and what is hidden be absent from rows and total', async () => {
    const { rows, total } = await read('', federal);
    expect([rows.length, total]).toEqual([4, 4]);
    expect(rows.filter((row) => 'withheld' in row)).toEqual([{ withheld: 'SECRET' }]);
  });

  it('names all that is wrong with a question at once', async () => {
    const answer = await board('&sort=nothing&page[size]=0&known-at=yesterday&colour=red&page[after]=x');
    expect(answer.status).toBe(400);
    const pointers = answer.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(['?colour', '?known-at', '?page[after]', '?page[size]', '?sort']);
  });

  it('answers 503 for a position that nothing has come to', async () => {
    const answer = await auditor.ask('GET', `/v1/boards/commitment-tracker?at-least=${Number(position) + 1_000}`);
    expect(answer.json()).toMatchObject({ status: 503, code: 'view-behind' });
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  it('shows what was known at an earlier moment, and both labels', async () => {
    const answer = await auditor.ask('GET', `/v1/boards/commitment-tracker?known-at=2025-01-01T00:00:00Z`);
    expect(answer.json()).toMatchObject({ rows: [], total: 0, knownAt: '2025-01-01T00:00:00.000Z', projection: { position: 0 } });
    const { rows } = (await auditor.ask('GET', `/v1/boards/commitment-tracker?known-at=${new Date().toISOString()}`)).json<Board>();
    expect(rows).toEqual((await read()).rows);
  });
});

describe('the federal review queue', () => {
  it('shows what came on paper as received and confirmed by the province, and as no decision of the federal side', async () => {
    const occurredAt = { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' };
    const evidenceId = await recorded(official, '/v1/evidence', {
      sha256: 'c'.repeat(64),
      bytes: 48_213,
      mediaType: 'application/pdf',
      capturedAt: occurredAt,
      lang: 'en',
      kind: 'LETTER',
    });
    const paper = { reference: 'F-11 (invented)', evidenceId, subject: 'TERMS_OF_REFERENCE', decision: 'APPROVED' };
    const body = { initiativeId: initiative, ...paper, record: { occurredAt } };
    const answer = accepted(await official.ask('POST', '/v1/federal-reviews/received-decisions', { body }));
    const { stream, events } = answer.json<{ stream: { id: string }; events: { id: string }[] }>();
    const path = `/v1/federal-reviews/${stream.id}/confirm-federal-decision`;
    await recorded(second, path, { receiptId: events[0]?.id ?? '' });
    const { rows } = accepted(await board('&state=CONFIRMED', federal, 'federal-review-queue')).json<Board>();
    expect(rows).toMatchObject([{ reviewId: stream.id, state: 'CONFIRMED', decision: null, clearance: null, validUntil: null }]);
    expect(rows[0]?.['paper']).toMatchObject({
      decisionOnPaper: 'APPROVED',
      receivedAt: occurredAt,
      flags: expect.arrayContaining(['RECORDED_BY_PROVINCE', 'LATE_RECORDED']),
      recordedBy: official.id,
      confirmedBy: second.id,
    });
  });
});

describe('the boards of what was done without leave', () => {
  const occurredAt = { from: '2025-02-27', precision: 'DAY', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } as const;
  const spoken = (body: string) => ({ lang: 'ps', body });
  let dialogue: string;
  let contact: string;
  let tribe: string;

  const told = async (name: string, query = '', person = auditor): Promise<Board> =>
    accepted(await board(`&initiativeId=${dialogue}${query}`, person, name)).json<Board>();
  const onceIn = async (name: string, holds: (found: Board) => boolean): Promise<Board> =>
    (
      await until(
        () => board(`&initiativeId=${dialogue}`, auditor, name),
        (answer) => holds(answer.json<Board>()),
      )
    ).json<Board>();

  beforeAll(async () => {
    const party = (type: string, canonicalName: string) => recorded(official, '/v1/parties', { type, canonicalName });
    const province = await party('PROVINCIAL_GOVERNMENT', 'A province (fictitious)');
    tribe = await party('TRIBE', 'A tribe across the border (fictitious)');
    const elder = await recorded(official, '/v1/participants', { displayName: 'An elder (fictitious)', languages: ['ps'] });
    dialogue = await recorded(focal, '/v1/initiatives', {
      title: 'A dialogue',
      sponsorPartyId: province,
      objectives: [{ code: 'O2', text: 'The tribes speak with one another' }],
    });
    contact = await recorded(focal, '/v1/contacts/unsanctioned', {
      initiativeId: dialogue,
      ...{ kind: 'MEETING', track: 'TRACK_1', channel: 'OPEN', mode: 'DIRECT', acts: ['LISTEN'] },
      counterparts: [{ participantId: elder, partyId: tribe }],
      place: { name: 'A guest house (fictitious)', country: 'AF', placePrecision: 2 },
      agenda: [{ topic: 'TRADE', text: 'The market', raisedByPartyId: tribe }],
      clearanceIds: [],
      explanation: 'Nobody was asked.',
      record: { occurredAt },
    });
    const reported = (command: string, body: object) =>
      recorded(focal, `/v1/contacts/${contact}/${command}`, { ...body, record: { occurredAt } });
    await reported('record-statement', {
      speakerId: elder,
      text: spoken('بازار ته لاره'),
      attribution: 'NOT_FOR_ATTRIBUTION',
      verbatim: true,
    });
    await reported('record-position', { partyId: tribe, topic: 'TRADE', stance: 'ACCEPT', text: spoken('موږ یې منو.') });
    await reported('report-undertaking', {
      speakerId: focal.id,
      toPartyId: tribe,
      text: spoken('دروازه به سبا خلاصه شي.'),
      circumstances: 'At the door.',
    });
  });

  it('have the promise with its contact and the review that opened by itself, and not among the commitments (INV-23)', async () => {
    const { rows, total } = await onceIn('unauthorised-undertakings', ({ rows: [row] }) => row?.['state'] === 'UNDER_REVIEW');
    expect(total).toBe(1);
    expect(rows).toMatchObject([{ state: 'UNDER_REVIEW', text: spoken('دروازه به سبا خلاصه شي.'), toPartyId: tribe, madeAt: occurredAt }]);
    expect(rows).toMatchObject([{ contact: { contactId: contact, unsanctioned: true }, review: { state: 'SUBMITTED' } }]);
    const state = await told('agreement-state');
    expect(state.rows).toMatchObject([{ commitments: { total: 0 }, unauthorisedUndertakings: { total: 1, open: 1 }, mandate: null }]);
    expect(state.rows).toMatchObject([{ lastContact: { contactId: contact, heldAt: occurredAt }, nextContact: null }]);
  });

  it('have each deviation with its rule, the gravest first', async () => {
    const { rows } = await onceIn('deviation-register', ({ rows: found }) => found.some(({ rule }) => rule === 'INV-23'));
    expect(rows).toEqual(
      expect.arrayContaining([expect.objectContaining({ rule: 'INV-23', severity: 'HIGH', disposition: 'OPEN', ageDays: 0 })]),
    );
    expect(rows.every(({ record }) => (record as { id: string }).id === contact)).toBe(true);
    const { rows: sorted } = await told('deviation-register', '&sort=-severity&flag=UNSANCTIONED');
    expect(new Set(sorted.map(({ flag }) => flag))).toEqual(new Set(['UNSANCTIONED']));
  });

  it('tell it on the timeline where it happened, marked as recorded late, in three calendars', async () => {
    const { rows } = await told('timeline', '&type=UnsanctionedContactReported');
    expect(rows).toMatchObject([{ lane: 'CONTACT', occurredAt, lateRecorded: true, preLedger: false, annulled: false }]);
    const day = { gregorian: '2025-02-27', solarHijri: { text: '9 Hut 1403' }, islamic: { text: '28 Shaban 1446' } };
    expect(rows).toMatchObject([{ days: { first: day, last: day } }]);
  });

  it('keep what was said for a party, without who said it where that is not for attribution', async () => {
    const { rows } = await told('party-position-history', `&partyId=${tribe}`);
    expect(rows).toMatchObject([
      { kind: 'STATEMENT', partyId: tribe, speakerId: null, venue: 'TABLE' },
      { kind: 'POSITION', partyId: tribe, stance: 'ACCEPT', consistency: null },
    ]);
  });

  it.each([
    'cbm-reciprocity-ledger',
    'delegation-itinerary',
    'deviation-register',
    'unauthorised-undertakings',
    'timeline',
    'party-position-history',
    'agreement-state',
  ])('are as of now what they are live, and empty as of before: %s', async (name) => {
    const live = await told(name);
    const now = new Date().toISOString();
    const { rows: then } = accepted(
      await auditor.ask('GET', `/v1/boards/${name}?initiativeId=${dialogue}&known-at=${now}&effective-at=${now}`),
    ).json<Board>();
    expect(then).toEqual(live.rows);
    expect((await told(name, '&known-at=2025-01-01T00:00:00Z')).total).toBe(0);
  });
});

describe('the board of projection health', () => {
  const health = async (query = '', person = auditor) =>
    accepted(await person.ask('GET', `/v1/boards/projection-health${query}`)).json<{ rows: Readonly<Record<string, unknown>>[] }>().rows;

  it('says of each board how far it is, and how long it took to build', async () => {
    await read();
    const rows = await health();
    expect(rows.map(({ board: name }) => name).sort()).toEqual([
      'agreement-state',
      'cbm-reciprocity-ledger',
      'clause-matrix',
      'commitment-tracker',
      'delegation-itinerary',
      'deviation-register',
      'federal-review-queue',
      'party-position-history',
      'timeline',
      'unauthorised-undertakings',
    ]);
    const [{ checksum, ...row } = {}] = rows;
    expect(row).toMatchObject({ active: true, lag: 0, lagMs: 0, caughtUp: true, rebuildMs: expect.any(Number) });
    expect(checksum).toBeUndefined();
  });

  it('has a checksum over what the reader may see, which what is hidden from him does not move', async () => {
    const sums = async (person: Person): Promise<unknown> =>
      (await health('?checksum=true', person)).find(({ board: name }) => name === 'commitment-tracker')?.['checksum'];
    const [before, hidden] = [await sums(auditor), await sums(federal)];
    expect([before, hidden]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
    await recorded(focal, `${commitments[4] ?? ''}/redraft`, { text: { lang: 'en', body: 'Another text' } });
    await read();
    expect(await sums(auditor)).not.toBe(before);
    expect(await sums(federal)).toBe(hidden);
  });

  it.each(['?checksum=maybe', '?colour=red'])('refuses %s', async (query) => {
    expect((await auditor.ask('GET', `/v1/boards/projection-health${query}`)).status).toBe(400);
  });
});

describe('a trail', () => {
  it('tells each act with its leaf checked, as JSON', async () => {
    const answer = accepted(await trailOf(commitments[0] ?? ''));
    const { events } = answer.json<{ events: { type: string; leaf: string; who: { name: string } }[] }>();
    expect(events).toMatchObject([{ type: 'CommitmentDrafted', leaf: 'OK', role: 'FOCAL_PERSON', asked: { type: 'DraftCommitment' } }]);
    expect(events).toMatchObject([{ classification: 'RESTRICTED', caveats: [], evidence: [], sources: [] }]);
    const [marked] = accepted(await trailOf(commitments[4] ?? '')).json<{ events: object[] }>().events;
    expect(marked).toMatchObject({ classification: 'SECRET', caveats: ['KP_EYES_ONLY'] });
  });

  it('and as CSV, by the query or by what is accepted', async () => {
    for (const answer of [
      await trailOf(commitments[0] ?? '', auditor, { accept: 'text/csv' }),
      await trailOf(commitments[0] ?? '', auditor, {}, '&format=csv'),
    ]) {
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="trail-commitment-.*\.csv"$/);
      const [head, first] = answer.text.split('\r\n');
      expect(head).toMatch(/^position,revision,type,.*,classification,caveats,flags,evidence,sources,leaf,eventId$/);
      expect(first).toContain('CommitmentDrafted');
    }
  });

  it('of a hidden record is answered like that of a random id', async () => {
    const random = 'commitment-7e57ab1e-0000-4000-8000-000000000001';
    const [hidden, none] = [await trailOf(commitments[4] ?? '', federal), await federal.ask('GET', `/v1/audit/trail?stream=${random}`)];
    expect([hidden.status, hidden.text]).toEqual([404, none.text]);
    expect((await trailOf(commitments[3] ?? '', federal)).json()).toMatchObject({ events: [{ withheld: 'SECRET' }] });
  });

  it.each(['', '?stream=nothing', '?stream=commitment-1&format=xml'])('refuses %j', async (query) => {
    expect((await auditor.ask('GET', `/v1/audit/trail${query}`)).json()).toMatchObject({ status: 400, code: 'invalid-input' });
  });
});
