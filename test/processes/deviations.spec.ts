import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Caveat } from '../../src/kernel/classification';
import { deviationsIdOf } from '../../src/negotiation/deviations/deviations.state';
import { accepted, type Ask, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { until } from '../support/until';

/*
 * One initiative on its way: a contact before anybody in the capital was told, the letter that is found later, and a foundation that is not laid
 * before the federal side has disposed of what went wrong. Everybody and everything in it is invented.
 */

interface Deviation {
  readonly deviationId: string;
  readonly rule: string;
  readonly flag: string;
  readonly eventId: string;
  readonly result: string | null;
}
interface Recorded {
  readonly stream: { readonly id: string };
  readonly events: readonly { readonly id: string; readonly flags: readonly string[] }[];
  readonly deviations: readonly string[];
}
interface State {
  readonly status: string;
  readonly deviations?: readonly Deviation[];
}

let ledger: ServedLedger;
let focal: Person;
/** The same, and in on what the province keeps to itself. */
let initiate: Person;
let official: Person;
let liaison: Person;
let reviewer: Person;
let federation: string;
let province: string;
let letter: string;
let elder: { participantId: string; partyId: string };
let initiativeId: string;

const recorded = async (answer: ReturnType<Ask>): Promise<Recorded> => accepted(await answer).json<Recorded>();
const opened = async (answer: ReturnType<Ask>): Promise<string> => (await recorded(answer)).stream.id;
const stateOf = async (by: Person, path: string): Promise<State> => accepted(await by.ask('GET', path)).json<{ state: State }>().state;

/** Waits for what a process does by itself. */
async function become(path: string, holds: (state: State) => boolean): Promise<State> {
  const answer = await until(
    () => liaison.ask('GET', path),
    (answer) => answer.status === 200 && holds(answer.json<{ state: State }>().state),
  );
  return answer.json<{ state: State }>().state;
}

const on = (from: string) => ({ occurredAt: { from, precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' } });
const daysAgo = (days: number): string => new Date(Date.now() - days * 24 * 3_600_000).toISOString().slice(0, 10);
const register = (...hiding: Caveat[]): string => `/v1/deviations/${deviationsIdOf(initiativeId, hiding)}`;
const initiative = (): string => `/v1/initiatives/${initiativeId}`;

const contact = () => ({
  initiativeId,
  kind: 'MEETING',
  track: 'TRACK_1',
  channel: 'OPEN',
  mode: 'DIRECT',
  acts: ['LISTEN'],
  counterparts: [elder],
  place: { name: 'A guest house (fictitious)', country: 'AF', placePrecision: 2 },
  agenda: [],
  clearanceIds: [],
});
const unsanctioned = (by: Person, day: string, classification?: { level: string; caveats: Caveat[] }): Promise<Recorded> => {
  const record = { ...on(day), ...(classification && { classification }) };
  const body = { ...contact(), explanation: 'The elders came unasked.', record };
  return recorded(by.ask('POST', '/v1/contacts/unsanctioned', { body }));
};
const notified = async (day: string): Promise<string> => {
  const words = { reference: `KP/${day} (invented)`, addressee: 'The ministry', channel: 'LETTER', summary: 'Two delegations.' };
  const body = { ...words, documentEvidenceId: letter, record: on(day) };
  return (await recorded(focal.ask('POST', `${initiative()}/notify-federal-government`, { body }))).events[0]?.id ?? '';
};
const flagsIn = ({ deviations = [] }: State): string[] => deviations.map(({ flag, rule, result }) => `${flag} ${rule} ${String(result)}`);
const settledBy = async (deviationId: string, result = 'ACCEPTED'): Promise<void> => {
  accepted(await liaison.ask('POST', `${register()}/disposition`, { body: { deviationId, result, reason: 'It is known.' } }));
};

beforeAll(async () => {
  ledger = await servedLedger();
  focal = await ledger.person(['FOCAL_PERSON']);
  initiate = await ledger.person(['FOCAL_PERSON'], { caveats: ['KP_EYES_ONLY'] });
  official = await ledger.person(['PROVINCIAL_OFFICIAL']);
  liaison = await ledger.person(['FEDERAL_LIAISON']);
  reviewer = await ledger.person(['FEDERAL_REVIEWER']);
  const party = (by: Person, type: string, canonicalName: string) =>
    opened(by.ask('POST', '/v1/parties', { body: { type, canonicalName } }));
  province = await party(official, 'PROVINCIAL_GOVERNMENT', 'Province');
  federation = await party(liaison, 'FEDERAL_GOVERNMENT', 'Federation');
  const tribe = await party(official, 'TRIBE', 'A tribe across the border (fictitious)');
  const person = { displayName: 'Gul Agha (fictitious)', languages: ['ps'] };
  elder = { participantId: await opened(official.ask('POST', '/v1/participants', { body: person })), partyId: tribe };
  const paper = { sha256: 'd'.repeat(64), bytes: 1, mediaType: 'application/pdf', lang: 'en', kind: 'LETTER' };
  letter = await opened(official.ask('POST', '/v1/evidence', { body: { ...paper, capturedAt: on(daysAgo(1)).occurredAt } }));
  const proposal = { title: 'Dialogue', sponsorPartyId: province, objectives: [{ code: 'O1', text: 'Peace' }] };
  initiativeId = await opened(focal.ask('POST', '/v1/initiatives', { body: proposal }));
}, 240_000);

describe('a contact that came before the notification', () => {
  let report: Recorded;

  it('is recorded and flagged, and each flag stands in the register (INV-02, INV-43)', async () => {
    report = await unsanctioned(focal, daysAgo(20));
    expect([...report.deviations].sort()).toEqual(['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE', 'UNSANCTIONED']);
    const state = await become(register(), ({ deviations = [] }) => deviations.length === 3);
    expect(flagsIn(state).sort()).toEqual(['BEFORE_NOTIFICATION INV-02 null', 'OUTSIDE_MANDATE INV-10 null', 'UNSANCTIONED INV-10 null']);
    expect(new Set(state.deviations?.map(({ eventId }) => eventId))).toEqual(new Set([report.events[0]?.id]));
  });

  it('a promise made there is a deviation of its own (INV-23)', async () => {
    const text = { lang: 'en', body: 'The gate will be opened.' };
    const promise = { speakerId: focal.id, toPartyId: elder.partyId, text, circumstances: 'At table.', record: on(daysAgo(20)) };
    accepted(await focal.ask('POST', `/v1/contacts/${report.stream.id}/report-undertaking`, { body: promise }));
    const state = await become(register(), ({ deviations = [] }) => deviations.length === 4);
    expect(flagsIn(state)).toContain('UNSANCTIONED INV-23 null');
  });

  it('a letter of a later day remedies nothing; one of an earlier day that is found afterwards does (INV-50)', async () => {
    await notified(daysAgo(10));
    const found = await notified(daysAgo(30));
    const state = await become(register(), ({ deviations = [] }) => deviations.some(({ result }) => result !== null));
    expect(flagsIn(state).filter((entry) => entry.endsWith('REMEDIED'))).toEqual(['BEFORE_NOTIFICATION INV-02 REMEDIED']);
    const told = accepted(await liaison.ask('GET', `${register()}/events`)).json<{ type: string; data: { remedyId: string } }[]>();
    expect(told.filter(({ type }) => type === 'DeviationDispositioned')).toMatchObject([{ data: { result: 'REMEDIED', remedyId: found } }]);
  });

  it('the flag itself stays, for it says what was known when it was recorded', async () => {
    const [event] = accepted(await liaison.ask('GET', `/v1/contacts/${report.stream.id}/events`)).json<{ flags: string[] }[]>();
    expect(event?.flags).toContain('BEFORE_NOTIFICATION');
  });

  it('so does a letter whose date is corrected', async () => {
    const early = await unsanctioned(focal, daysAgo(40));
    await become(register(), ({ deviations = [] }) => deviations.some(({ eventId }) => eventId === early.events[0]?.id));
    const events = accepted(await focal.ask('GET', `${initiative()}/events`)).json<{ id: string; type: string }[]>();
    const target = events.find(({ type }) => type === 'FederalGovernmentNotified')?.id;
    const corrected = { pointer: '/record/occurredAt', newValue: on(daysAgo(50)).occurredAt, effective: 'AB_INITIO' };
    const body = { targetEventId: target, reason: 'CLERICAL_ERROR', ...corrected };
    accepted(await focal.ask('POST', `${initiative()}/rectify`, { body }));
    await become(register(), ({ deviations = [] }) =>
      deviations.some(({ eventId, result }) => eventId === early.events[0]?.id && result === 'REMEDIED'),
    );
  });
});

describe('what is hidden', () => {
  it('has a register of its own, of which only those know who may know of the contact', async () => {
    const before = await stateOf(liaison, register());
    await unsanctioned(initiate, daysAgo(5), { level: 'RESTRICTED', caveats: ['KP_EYES_ONLY'] });
    const hidden = register('KP_EYES_ONLY');
    await until(
      () => initiate.ask('GET', hidden),
      ({ status }) => status === 200,
    );
    expect((await liaison.ask('GET', hidden)).status).toBe(404);
    expect(await stateOf(liaison, register())).toEqual(before);
  });
});

describe('the foundation of a phase (INV-43)', () => {
  const conclude = (outcome: string) =>
    focal.ask('POST', `${initiative()}/conclude-phase`, {
      body: {
        phase: 1,
        outcome,
        criteria: [{ text: 'The elders agree to meet again.', met: true, evidenceIds: [letter] }],
        engaged: [],
        commitmentIds: [],
      },
    });

  /** An initiative of its own, in its first phase. */
  async function underWay(): Promise<void> {
    const proposal = { title: 'Another dialogue', sponsorPartyId: province, objectives: [{ code: 'O1', text: 'Peace' }] };
    initiativeId = await opened(focal.ask('POST', '/v1/initiatives', { body: proposal }));
    accepted(await focal.ask('POST', `${initiative()}/designate-focal-person`, { body: { participantId: focal.id } }));
    await notified(daysAgo(3));
    const validity = { validFrom: new Date().toISOString(), validUntil: new Date(Date.now() + 24 * 3_600_000).toISOString() };
    const terms = {
      initiativeId,
      text: { lang: 'en', body: 'They speak with the tribes.' },
      topics: ['SECURITY'],
      acts: { phase1: ['LISTEN'], phase2: ['NEGOTIATE_TEXT'] },
      counterpartKinds: ['AFGHAN_TRIBAL_LEADER'],
      counterpartPartyIds: [],
      delegationsMax: 2,
      places: ['Kabul'],
      ...validity,
      reportingRule: 'After each return.',
    };
    const mandate = `/v1/mandates/${await opened(focal.ask('POST', '/v1/mandates', { body: terms }))}`;
    accepted(await focal.ask('POST', `${mandate}/submit`, { body: { urgency: 'ROUTINE', question: 'May they go?' } }));
    const { reviewId } = (await stateOf(focal, mandate)) as unknown as { reviewId: string };
    const review = `/v1/federal-reviews/${reviewId}`;
    await become(review, ({ status }) => status === 'SUBMITTED');
    accepted(await liaison.ask('POST', `${review}/acknowledge`, { body: { reference: 'FO/2' } }));
    accepted(await liaison.ask('POST', `${review}/assign`, { body: { division: 'FOREIGN_AFFAIRS' } }));
    const { text } = (await stateOf(liaison, review)) as unknown as { text: { textHash: string } };
    const decision = { decision: 'APPROVED', textHash: text.textHash, purpose: 'START', authorityId: federation, ...validity };
    accepted(await reviewer.ask('POST', `${review}/decide`, { body: decision }));
    await become(mandate, ({ status }) => status === 'IN_FORCE');
    accepted(await focal.ask('POST', `${initiative()}/open-phase`, { body: { phase: 1, clearanceId: reviewId } }));
  }

  it('is not laid while a deviation is open, however soon it is asked for', async () => {
    await underWay();
    await unsanctioned(focal, daysAgo(2));
    const refused = await conclude('FOUNDATION_LAID');
    expect([refused.status, refused.json()]).toMatchObject([409, { code: 'initiative.deviations-open', invariant: 'INV-43' }]);
  });

  it('is laid once the federal side has disposed of each, whatever it made of it', async () => {
    const { deviations = [] } = await stateOf(liaison, register());
    expect(deviations.map(({ flag }) => flag).sort()).toEqual(['OUTSIDE_MANDATE', 'UNSANCTIONED']);
    for (const { deviationId } of deviations) await settledBy(deviationId, 'REFERRED');
    accepted(await conclude('FOUNDATION_LAID'));
    expect(await stateOf(focal, initiative())).toMatchObject({ status: 'BETWEEN_PHASES' });
  });

  it('nor while one is open that whoever asks may not know of; then he is told no more than that', async () => {
    await underWay();
    await unsanctioned(initiate, daysAgo(2), { level: 'RESTRICTED', caveats: ['KP_EYES_ONLY'] });
    const refused = await conclude('FOUNDATION_LAID');
    expect([refused.status, refused.json()]).toMatchObject([409, { code: 'federal.rule' }]);
    expect(refused.text).not.toContain('deviation');
  });

  it('waits for the process that fills the register, and not for ever', async () => {
    await underWay();
    await ledger.serving.house.processes.close();
    await unsanctioned(focal, daysAgo(2));
    const busy = await conclude('FOUNDATION_LAID');
    expect([busy.status, busy.headers.get('retry-after'), busy.json()]).toMatchObject([503, '1', { code: 'process-behind' }]);
    // What comes to nothing need not wait.
    accepted(await conclude('FOUNDATION_NOT_LAID'));
  });
});
