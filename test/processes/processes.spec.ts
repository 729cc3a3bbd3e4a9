import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verify } from '../../src/audit/verify/verify';
import { type House, openHouse } from '../../src/house';
import type { Happened } from '../../src/kernel/happened';
import { AnnotateRecord } from '../../src/commands/record.commands';
import { deviationsIdOf } from '../../src/negotiation/deviations/deviations.state';
import { PROCESS_LAG_WARNING_MS } from '../../src/kernel/limits';
import type { Process } from '../../src/processes/process';
import { Streams } from '../../src/commands/streams';
import { verification } from '../../src/negotiation/verification';
import { party, type Party } from '../../src/negotiation/party/party.state';
import { ProcessMarks } from '../../src/processes/process-marks';
import { Processes } from '../../src/processes/processes';
import { becoming } from '../support/becoming';
import { accepted, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { signing } from '../support/signer';
import { TEST_ORIGIN, temporaryFolder } from '../support/temporary-ledger';

const DAY_MS = 24 * 3_600_000;
const WAIT_MS = 20_000;

/** One ledger for all: what differs is the commitment. Its clock is moved by hand. */
let now = Date.UTC(2025, 2, 1, 9);
let ledger: ServedLedger;
let focal: Person;
let official: Person;
let liaison: Person;
let reviewer: Person;
let initiativeId: string;
let federation: string;
let province: string;
let redLineId: string;

const streamOf = async (answer: ReturnType<Person['ask']>): Promise<string> =>
  accepted(await answer).json<{ stream: { id: string } }>().stream.id;

const { read, becomes: until, become } = becoming(() => reviewer);

const typesOf = async (path: string): Promise<string[]> =>
  accepted(await reviewer.ask('GET', `${path}/events`))
    .json<{ type: string }[]>()
    .map(({ type }) => type);

const yesterday = () => ({
  occurredAt: { from: new Date(now - DAY_MS).toISOString().slice(0, 10), precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
});

let commitments = 0;
interface Submitted {
  readonly commitment: string;
  readonly review: string;
  readonly text: { readonly lang: string; readonly body: string };
}

async function submitted(level = 'RESTRICTED'): Promise<Submitted> {
  const text = { lang: 'en', body: `Open to patients, gate ${++commitments}.` };
  const parties = [{ partyId: federation, side: 'PK' }];
  const body = {
    initiativeId,
    text,
    kind: 'FACILITATION',
    topic: 'CROSS_BORDER_COLLABORATION',
    subTopics: ['MEDICAL_TRAVEL'],
    pillar: 'DEVELOPMENT',
    competence: 'FEDERAL',
    responsible: parties,
    beneficiaries: parties,
    due: { kind: 'CONTINUOUS', reportEveryDays: 30 },
    verification: { method: 'Counts', by: 'A committee' },
    record: { classification: { level } },
  };
  const id = await streamOf(focal.ask('POST', '/v1/commitments', { body }));
  const commitment = `/v1/commitments/${id}`;
  accepted(await focal.ask('POST', `${commitment}/assess-alignment`, { body: { result: 'ALIGNED', redLineIds: [] } }));
  accepted(await focal.ask('POST', `${commitment}/submit-for-clearance`, { body: { urgency: 'ROUTINE', question: 'May it be entered?' } }));
  const reviewId = (await read(commitment))?.['reviewId'];
  return { commitment, review: `/v1/federal-reviews/${String(reviewId)}`, text };
}

async function inReview(): Promise<Submitted> {
  const it = await submitted();
  await become(it.review, 'SUBMITTED');
  accepted(await liaison.ask('POST', `${it.review}/acknowledge`, { body: { reference: 'FO/1' } }));
  accepted(await liaison.ask('POST', `${it.review}/assign`, { body: { division: 'FOREIGN_AFFAIRS' } }));
  return it;
}

const decide = async ({ review }: Submitted, body: object): Promise<void> => {
  accepted(await reviewer.ask('POST', `${review}/decide`, { body }));
};

async function cleared(days = 90): Promise<Submitted> {
  const it = await inReview();
  const { textHash } = (await read(it.review))?.['text'] as { textHash: string };
  const validity = { validFrom: new Date(now).toISOString(), validUntil: new Date(now + days * DAY_MS).toISOString() };
  await decide(it, { decision: 'APPROVED', textHash, purpose: 'ENTER', authorityId: federation, ...validity });
  await become(it.commitment, 'CLEARED');
  return it;
}

async function entered(): Promise<Submitted> {
  const it = await cleared();
  const clearanceId = it.review.slice(it.review.lastIndexOf('/') + 1);
  accepted(await focal.ask('POST', `${it.commitment}/enter`, { body: { text: it.text, clearanceId, reservations: [] } }));
  return it;
}

beforeAll(async () => {
  ledger = await servedLedger({ clock: () => now });
  focal = await ledger.person(['FOCAL_PERSON']);
  official = await ledger.person(['PROVINCIAL_OFFICIAL']);
  liaison = await ledger.person(['FEDERAL_LIAISON'], { level: 'SECRET' });
  reviewer = await ledger.person(['FEDERAL_REVIEWER'], { level: 'SECRET' });
  const newParty = (ask: Person['ask'], type: string, canonicalName: string) =>
    streamOf(ask('POST', '/v1/parties', { body: { type, canonicalName } }));
  province = await newParty(official.ask, 'PROVINCIAL_GOVERNMENT', 'Province');
  federation = await newParty(liaison.ask, 'FEDERAL_GOVERNMENT', 'Federation');
  initiativeId = await newInitiative();
  const line = { topic: 'SECURITY', text: { lang: 'en', body: 'No armed group is a party.' }, effect: 'PROHIBITED', examples: [] };
  accepted(await reviewer.ask('POST', '/v1/policy-framework/declare-red-line', { body: line }));
  [redLineId = ''] = Object.keys((await read('/v1/policy-framework'))?.['redLines'] ?? {});
  await publish();
}, 120_000);

const newInitiative = (): Promise<string> => {
  const objectives = [{ code: 'O9', text: 'Patients can cross' }];
  return streamOf(focal.ask('POST', '/v1/initiatives', { body: { title: 'Dialogue', sponsorPartyId: province, objectives } }));
};

const publish = async (): Promise<void> => {
  const body = { redLineIds: [redLineId], effectiveFrom: '2025-01-01' };
  accepted(await reviewer.ask('POST', '/v1/policy-framework/publish-framework-version', { body }));
};

describe('what follows by itself (domain 4.5)', () => {
  it('a submission opens the review of exactly its text, as high as the commitment', async () => {
    const { review, text } = await submitted('CONFIDENTIAL');
    const state = await become(review, 'SUBMITTED');
    expect(state).toMatchObject({ subject: 'COMMITMENT_TEXT', text, submittedBy: focal.id });
    expect((await reviewer.ask('GET', review)).json<{ classification: object }>().classification).toEqual({ level: 'CONFIDENTIAL' });
  });

  it('a clearance, a return and a refusal are told to the commitment', async () => {
    await cleared();
    const returned = await inReview();
    await decide(returned, { decision: 'RETURNED_FOR_REVISION', comments: [{ text: 'Name the hours.' }] });
    await become(returned.commitment, 'DRAFT');
    const declined = await inReview();
    await decide(declined, { decision: 'DECLINED', reason: 'Not now.' });
    await become(declined.commitment, 'DECLINED');
  }, 60_000);

  it('an entry uses the clearance up', async () => {
    const { review } = await entered();
    await until(review, ({ clearance }) => (clearance as { life: string }).life === 'CONSUMED');
  });

  it('other words end the review of the earlier ones, however soon they come', async () => {
    const { commitment, review } = await submitted();
    accepted(await focal.ask('POST', `${commitment}/redraft`, { body: { text: { lang: 'en', body: `Other words ${commitments}.` } } }));
    await become(review, 'SUPERSEDED');
  });

  it('a promise made without clearance is before the federal side at once, as high as the contact (INV-23)', async () => {
    const record = { occurredAt: { from: '2025-02-28', precision: 'DAY', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } };
    const form = { kind: 'MEETING', track: 'TRACK_1', channel: 'OPEN', mode: 'DIRECT', acts: ['LISTEN'] };
    const place = { name: 'Jalalabad', country: 'AF', placePrecision: 2 };
    const proposal = { title: 'Talks', sponsorPartyId: federation, objectives: [{ code: 'O1', text: 'Peace' }] };
    const talks = await streamOf(focal.ask('POST', '/v1/initiatives', { body: proposal }));
    const body = { initiativeId: talks, ...form, counterparts: [], place, agenda: [], clearanceIds: [] };
    const secret = { ...record, classification: { level: 'CONFIDENTIAL' } };
    const contact = `/v1/contacts/${await streamOf(focal.ask('POST', '/v1/contacts/unplanned', { body: { ...body, record: secret } }))}`;
    const text = { lang: 'en', body: 'Your sons will be released.' };
    const promise = { speakerId: focal.id, toPartyId: federation, text, circumstances: 'At table.', record };
    accepted(await focal.ask('POST', `${contact}/report-undertaking`, { body: promise }));
    const [undertaking] = (await read(contact))?.['undertakings'] as readonly { reviewId: string }[];
    const review = `/v1/federal-reviews/${String(undertaking?.reviewId)}`;
    const opened = await become(review, 'SUBMITTED');
    expect(opened).toMatchObject({
      subject: 'UNAUTHORISED_UNDERTAKING',
      text,
      exPostFacto: true,
      urgency: 'IMMEDIATE',
      submittedBy: focal.id,
    });
    expect(contact.endsWith(String(opened['subjectId']))).toBe(true);
    expect((await reviewer.ask('GET', review)).json<{ classification: object }>().classification).toEqual({ level: 'CONFIDENTIAL' });
  });

  it('a revoked clearance and a new framework version flag what is entered, and change nothing else', async () => {
    const it = await entered();
    await until(it.review, ({ clearance }) => (clearance as { life: string }).life === 'CONSUMED');
    accepted(await reviewer.ask('POST', `${it.review}/revoke-clearance`, { body: { reason: 'Second thoughts.' } }));
    await until(it.commitment, ({ flaggedFor }) => (flaggedFor as unknown[]).length === 1);
    await publish();
    const state = await until(it.commitment, ({ flaggedFor }) => (flaggedFor as unknown[]).length === 2);
    expect(state.status).toBe('ENTERED');
  }, 60_000);

  it('changed circumstances flag what is entered on the topics that they bear on, under that initiative', async () => {
    const it = await entered();
    const other = await streamOf(
      focal.ask('POST', '/v1/initiatives', {
        body: { title: 'Another one', sponsorPartyId: federation, objectives: [{ code: 'O1', text: 'Peace' }] },
      }),
    );
    const change = async (id: string, affects: string[]): Promise<void> => {
      const body = { text: 'The gate was shut.', affects, record: yesterday() };
      accepted(await focal.ask('POST', `/v1/initiatives/${id}/record-circumstances`, { body }));
    };
    await change(other, ['CROSS_BORDER_COLLABORATION']);
    await change(initiativeId, ['TRADE', 'SECURITY']);
    await change(initiativeId, ['TRADE', 'CROSS_BORDER_COLLABORATION']);
    await until(it.commitment, ({ flaggedFor }) => (flaggedFor as unknown[]).length > 0);
    const flagged = accepted(await reviewer.ask('GET', `${it.commitment}/events`))
      .json<{ type: string; data: { cause: string } }[]>()
      .filter(({ type }) => type === 'CommitmentFlaggedForReview');
    expect(flagged).toMatchObject([{ data: { cause: 'CIRCUMSTANCES' } }]);
  }, 60_000);

  it('a fact with the flag of a deviation stands in the register of its initiative until the federal side disposes of it (INV-43)', async () => {
    const paper = await streamOf(
      official.ask('POST', '/v1/evidence', {
        body: {
          sha256: 'd'.repeat(64),
          bytes: 1,
          mediaType: 'application/pdf',
          capturedAt: yesterday().occurredAt,
          lang: 'en',
          kind: 'LETTER',
        },
      }),
    );
    const body = {
      initiativeId,
      reference: 'FO/12 (invented)',
      evidenceId: paper,
      subject: 'START_NEGOTIATIONS',
      decision: 'APPROVED',
      record: yesterday(),
    };
    const answer = accepted(await official.ask('POST', '/v1/federal-reviews/received-decisions', { body })).json<{
      stream: { id: string };
      deviations: string[];
      events: { id: string }[];
    }>();
    expect(answer.deviations).toEqual(['RECORDED_BY_PROVINCE']);
    const register = `/v1/deviations/${deviationsIdOf(initiativeId, [])}`;
    const { deviations } = await become(register, 'OPEN');
    const [deviation] = deviations as { deviationId: string }[];
    expect(deviation).toEqual({
      deviationId: expect.any(String),
      rule: 'INV-48',
      flag: 'RECORDED_BY_PROVINCE',
      eventId: answer.events[0]?.id,
      record: { kind: 'federalReview', id: answer.stream.id },
      severity: 'LOW',
      result: null,
    });
    const disposition = { deviationId: deviation?.deviationId, result: 'ACCEPTED', reason: 'It is ours.' };
    expect((await focal.ask('POST', `${register}/disposition`, { body: disposition })).status).toBe(403);
    accepted(await liaison.ask('POST', `${register}/disposition`, { body: disposition }));
    await become(register, 'SETTLED');
  }, 60_000);

  it('a clearance that is corrected to have ended before the entry that used it is shown in the commitment (INV-44)', async () => {
    const second = await ledger.person(['FEDERAL_REVIEWER'], { level: 'SECRET' });
    const it = await cleared();
    now += DAY_MS;
    const clearanceId = it.review.slice(it.review.lastIndexOf('/') + 1);
    const entry = await focal.ask('POST', `${it.commitment}/enter`, { body: { text: it.text, clearanceId, reservations: [] } });
    const [{ id: entered = '' } = {}] = accepted(entry).json<{ events: { id?: string }[] }>().events;
    const granted = accepted(await reviewer.ask('GET', `${it.review}/events`))
      .json<{ id: string; type: string }[]>()
      .find(({ type }) => type === 'ClearanceGranted');
    const correction = { pointer: '/validUntil', newValue: new Date(now - 1).toISOString(), secondPersonId: second.id };
    const body = { targetEventId: granted?.id, reason: 'CLERICAL_ERROR', effective: 'AB_INITIO', ...correction };
    accepted(await reviewer.ask('POST', `${it.review}/rectify`, { body }));
    const end = performance.now() + WAIT_MS;
    const events = async () => accepted(await reviewer.ask('GET', `${it.commitment}/events`)).json<{ type: string; data: object }[]>();
    while ((await events()).at(-1)?.type !== 'ConsistencyExceptionRaised' && performance.now() < end)
      await new Promise((look) => setTimeout(look, 10));
    expect((await events()).at(-1)?.data).toEqual({ rule: 'commitment.clearance-over', eventIds: [entered] });
    expect(await read(it.commitment)).toMatchObject({ status: 'ENTERED' });
  }, 60_000);

  it('a year of validities ends in a moment, each once, and what was used does not expire', async () => {
    const used = await entered();
    await until(used.review, ({ clearance }) => (clearance as { life: string }).life === 'CONSUMED');
    const running = [await cleared(30), await cleared(200), await cleared(360)];
    const { processes } = ledger.serving.house;
    now += 366 * DAY_MS;
    await processes.look();
    await processes.look();
    // Their tokens have expired with the year.
    focal = await signedInAgain(focal);
    official = await signedInAgain(official);
    liaison = await signedInAgain(liaison);
    reviewer = await signedInAgain(reviewer);
    for (const { review } of running) expect((await typesOf(review)).filter((type) => type === 'ClearanceExpired')).toHaveLength(1);
    expect(await typesOf(used.review)).not.toContain('ClearanceExpired');
  }, 120_000);
});

describe('what follows of terms of reference by itself (domain 4.5)', () => {
  const terms = (days = 90) => ({
    text: { lang: 'en', body: 'The delegations speak with the tribes across the border.' },
    topics: ['SECURITY'],
    acts: { phase1: ['LISTEN', 'EXPLORE'], phase2: ['NEGOTIATE_TEXT'] },
    counterpartKinds: ['AFGHAN_TRIBAL_LEADER'],
    counterpartPartyIds: [],
    delegationsMax: 2,
    places: ['Kabul'],
    validFrom: new Date(now).toISOString(),
    validUntil: new Date(now + days * DAY_MS).toISOString(),
    reportingRule: 'After each return.',
  });

  /** A mandate of an initiative of its own, and its review, which is on the federal desk. */
  interface OnDesk {
    readonly mandate: string;
    readonly review: string;
  }

  async function submitted(mandate: string): Promise<OnDesk> {
    accepted(await focal.ask('POST', `${mandate}/submit`, { body: { urgency: 'ROUTINE', question: 'May they go?' } }));
    return { mandate, review: `/v1/federal-reviews/${String((await read(mandate))?.['reviewId'])}` };
  }

  async function onDesk(days?: number): Promise<OnDesk> {
    const body = { ...terms(days), initiativeId: await newInitiative() };
    return arrived(await submitted(`/v1/mandates/${await streamOf(focal.ask('POST', '/v1/mandates', { body }))}`));
  }

  async function arrived(it: OnDesk): Promise<OnDesk> {
    await become(it.review, 'SUBMITTED');
    accepted(await liaison.ask('POST', `${it.review}/acknowledge`, { body: { reference: 'FO/2' } }));
    accepted(await liaison.ask('POST', `${it.review}/assign`, { body: { division: 'FOREIGN_AFFAIRS' } }));
    return it;
  }

  async function decided(it: OnDesk, decision: object): Promise<OnDesk> {
    accepted(await reviewer.ask('POST', `${it.review}/decide`, { body: decision }));
    return it;
  }

  async function cleared(it: OnDesk, more: object = { decision: 'APPROVED' }): Promise<OnDesk> {
    const { textHash } = (await read(it.review))?.['text'] as { textHash: string };
    const validity = { validFrom: new Date(now).toISOString(), validUntil: new Date(now + 360 * DAY_MS).toISOString() };
    return decided(it, { textHash, purpose: 'START', authorityId: federation, ...validity, ...more });
  }

  async function inForce(days?: number): Promise<OnDesk> {
    const it = await cleared(await onDesk(days));
    await become(it.mandate, 'IN_FORCE');
    return it;
  }

  const amend = async ({ mandate }: OnDesk): Promise<void> => {
    accepted(await focal.ask('POST', `${mandate}/amend`, { body: { ...terms(), topics: ['TRADE'], changes: 'Trade.' } }));
  };

  it('a submission opens the review of exactly the words with the schedule of the terms', async () => {
    const { mandate, review } = await onDesk();
    const { submittedText } = (await read(mandate)) as unknown as { submittedText: { body: string } };
    expect(submittedText.body).toContain('Acts in phase 2: NEGOTIATE_TEXT');
    const subjectId = mandate.slice(mandate.lastIndexOf('/') + 1);
    expect(await read(review)).toMatchObject({ subject: 'TERMS_OF_REFERENCE', subjectId, text: submittedText, submittedBy: focal.id });
  });

  it('a clearance, a return and a refusal are told to the mandate; an amendment is decided beside what is in force', async () => {
    const it = await inForce();
    await amend(it);
    const declined = await decided(await arrived(await submitted(it.mandate)), { decision: 'DECLINED', reason: 'Not now.' });
    expect(await become(declined.mandate, 'IN_FORCE')).toMatchObject({ terms: { topics: ['SECURITY'] } });
    const returned = await decided(await onDesk(), { decision: 'RETURNED_FOR_REVISION', comments: [{ text: 'Which places?' }] });
    await become(returned.mandate, 'DRAFT');
    const refused = await decided(await onDesk(), { decision: 'DECLINED', reason: 'The federation goes itself.' });
    await become(refused.mandate, 'DECLINED');
  }, 60_000);

  it('with conditions it is approved when the last of them is met', async () => {
    const it = await cleared(await onDesk(), { decision: 'APPROVED_WITH_CONDITIONS', conditions: ['A liaison officer is named.'] });
    const [condition] = ((await become(it.review, 'DECIDED'))['clearance'] as { conditions: { id: string }[] }).conditions;
    const capturedAt = { from: '2025-02', precision: 'MONTH', zone: 'Asia/Karachi', calendar: 'GREGORIAN' };
    const letter = { sha256: 'd'.repeat(64), bytes: 1, mediaType: 'application/pdf', capturedAt, lang: 'en', kind: 'LETTER' };
    const evidenceId = await streamOf(official.ask('POST', '/v1/evidence', { body: letter }));
    expect(await read(it.mandate)).toMatchObject({ status: 'SUBMITTED' });
    accepted(await reviewer.ask('POST', `${it.review}/satisfy-condition`, { body: { conditionId: condition?.id, evidenceId } }));
    expect(await become(it.mandate, 'IN_FORCE')).toMatchObject({ approvals: [{ conditions: [{ id: condition?.id }] }] });
  }, 60_000);

  it('what was approved is not rectified into other terms', async () => {
    const { mandate } = await inForce();
    const [drafted] = accepted(await focal.ask('GET', `${mandate}/events`)).json<{ id: string }[]>();
    const acts = { phase1: ['LISTEN'], phase2: ['SIGN'] };
    const body = { targetEventId: drafted?.id, pointer: '/acts', newValue: acts, reason: 'CLERICAL_ERROR', effective: 'AB_INITIO' };
    expect((await focal.ask('POST', `${mandate}/rectify`, { body })).json()).toMatchObject({ code: 'record.never-corrected' });
  });

  it('other terms end the review of the earlier ones', async () => {
    const it = await onDesk();
    await amend(it);
    await become(it.review, 'SUPERSEDED');
  });

  it('a mandate ends with its clearance', async () => {
    const it = await inForce();
    accepted(await reviewer.ask('POST', `${it.review}/revoke-clearance`, { body: { reason: 'Circumstances.' } }));
    expect(await become(it.mandate, 'ENDED')).toMatchObject({ approvals: [{ endedAt: new Date(now).toISOString() }] });
    expect((await typesOf(it.mandate)).at(-1)).toBe('MandateRevoked');
  });

  it('a year of validities ends in a moment, each once, and what was revoked does not expire', async () => {
    const running = [await inForce(30), await inForce(200), await inForce(359)];
    const revoked = await inForce(100);
    accepted(await focal.ask('POST', `${revoked.mandate}/revoke`, { body: { reason: 'Decided otherwise.' } }));
    now += 366 * DAY_MS;
    await ledger.serving.house.processes.look();
    await ledger.serving.house.processes.look();
    // Their tokens have expired with the year.
    official = await signedInAgain(official);
    reviewer = await signedInAgain(reviewer);
    for (const { mandate } of running) {
      expect((await typesOf(mandate)).filter((type) => type === 'MandateExpired')).toHaveLength(1);
      expect(await read(mandate)).toMatchObject({ status: 'ENDED' });
    }
    expect(await typesOf(revoked.mandate)).not.toContain('MandateExpired');
  }, 120_000);
});

async function signedInAgain(person: Person): Promise<Person> {
  const { login, password } = person;
  const { token } = accepted(await ledger.nobody('POST', '/v1/tokens', { body: { login, password } })).json<{ token: string }>();
  return { ...person, token, ask: signing(ledger.as(token), person.id, TEST_ORIGIN) };
}

describe('a process on its own', () => {
  let house: House;
  let processes: Processes | undefined;
  let folder: string;

  beforeEach(() => {
    ({ house } = ledger.serving);
    folder = temporaryFolder();
  });
  afterEach(() => processes?.close());

  const marks = (): ProcessMarks => new ProcessMarks(join(folder, 'processes.db'));
  const neverAsked = (): never => {
    throw new Error('nothing is erased here');
  };
  const over = (...some: Process[]): Processes => {
    const { store, opener, streams, system } = house;
    processes = new Processes(some, { marks: marks(), store, opener, streams, system, clock: () => now, shred: neverAsked });
    return processes;
  };
  const parties = ['party/PartyRegistered'];
  const watching = (name: string, seen: Happened[]): Process => ({ name, on: parties, react: (event) => (seen.push(event), []) });
  const passed = async (some: Processes): Promise<void> => {
    const end = performance.now() + WAIT_MS;
    while (some.health().some(({ position, halted }) => position === 0 && halted === undefined)) {
      if (performance.now() > end) throw new Error('the processes did not come so far');
      await new Promise((look) => setTimeout(look, 10));
    }
  };

  it('sees each of its events once and in order, and goes on where it stood', async () => {
    const seen: Happened[] = [];
    const first = over(watching('watching', seen));
    await passed(first);
    await first.close();
    const before = seen.length;
    expect(before).toBeGreaterThanOrEqual(2);
    await passed(over(watching('watching', seen)));
    expect(seen).toHaveLength(before);
    expect(seen.map(({ position }) => position)).toEqual(
      [...new Set(seen.map(({ position }) => position))].sort((one, other) => one - other),
    );
  });

  it('never finds a stream older than the event that it is handed', async () => {
    const { store, opener, system } = house;
    const streams = new Streams(store, opener);
    const id = await streamOf(official.ask('POST', '/v1/parties', { body: { type: 'TRIBE', canonicalName: 'A tribe (fictitious)' } }));
    // As where the answer to an append comes later than its event: this one knows the party, and is not told of what is recorded next.
    await streams.load(party, id);
    const designation = { name: 'A name', lang: 'en', script: 'Latn', usedByPartyId: id };
    accepted(await official.ask('POST', `/v1/parties/${id}/record-designation`, { body: designation }));
    const found: Party[] = [];
    const reading: Process = {
      name: 'reading',
      on: ['party/DesignationRecorded'],
      react: async ({ streamId }, { stateOf }) => (found.push(await stateOf(party, streamId)), []),
    };
    processes = new Processes([reading], { marks: marks(), store, opener, streams, system, clock: () => now, shred: neverAsked });
    await passed(processes);
    expect(found).toMatchObject([{ designations: [designation] }]);
  });

  it('halts at an event that it cannot take, alone, and says so', async () => {
    const seen: Happened[] = [];
    const poisoned: Process = {
      name: 'poisoned',
      on: parties,
      react: () => {
        throw new Error('cannot take this');
      },
    };
    const both = over(poisoned, watching('watching', seen));
    await passed(both);
    expect(both.health()).toMatchObject([
      { process: 'poisoned', position: 0, halted: expect.stringContaining('cannot take this') },
      { process: 'watching' },
    ]);
    expect(both.health()[1]).not.toHaveProperty('halted');
    expect(seen.length).toBeGreaterThanOrEqual(2);
  });

  it('halts where it asks for what SYSTEM may not do', async () => {
    const greedy: Process = {
      name: 'greedy',
      on: parties,
      react: ({ streamId }) => [{ command: AnnotateRecord, fields: { targetEventId: streamId, text: 'x' }, streamId }],
    };
    const one = over(greedy);
    await passed(one);
    expect(one.health()).toMatchObject([{ halted: expect.stringContaining('AnnotateRecord is not for SYSTEM') }]);
  });

  it('says that it does not keep up with the log once what it works at is old, and no longer when it has caught up', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const one = over({ name: 'slow', on: parties, react: () => held.then(() => []) });
    while (one.health()[0]?.since === undefined) await new Promise(setImmediate);
    now += PROCESS_LAG_WARNING_MS + DAY_MS;
    expect(one.warnings()).toEqual([
      expect.stringContaining(`slow is behind the log: it is at what was recorded at ${one.health()[0]?.since}`),
    ]);
    release();
    await passed(one);
    while (one.health()[0]?.since !== undefined) await new Promise(setImmediate);
    expect(one.warnings()).toEqual([]);
  });

  it('says whether it has done all that follows up to a position, and does not wait for ever', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow: Process = { name: 'slow', on: parties, react: () => held.then(() => []) };
    const quick: Process = { name: 'quick', on: parties, react: () => [] };
    const both = over(slow, quick);
    const head = await house.store.head();
    expect(await both.passed('quick', head, WAIT_MS)).toBe(true);
    expect(await both.passed('slow', head, 20)).toBe(false);
    expect(await both.passed('quick', head + 1, 20)).toBe(false);
    release();
    expect(await both.passed('slow', head, WAIT_MS)).toBe(true);
    await expect(both.passed('nobody', head, WAIT_MS)).rejects.toThrow('there is no process nobody');
  });

  it('one that stands still has not passed anything', async () => {
    const halted = over({
      name: 'halted',
      on: parties,
      react: () => {
        throw new Error('cannot take this');
      },
    });
    expect(await halted.passed('halted', await house.store.head(), WAIT_MS)).toBe(false);
  });

  it('goes over the whole log again where its marks are lost, and changes nothing', async () => {
    const { files } = house;
    await ledger.serving.close();
    rmSync(files.processes);
    const again = await openHouse(files, { clock: () => now });
    try {
      const head = await again.store.head();
      for (const { process } of again.processes.health()) expect(await again.processes.passed(process, head, WAIT_MS)).toBe(true);
      await again.processes.look();
      await again.processes.close();
      expect(await again.store.head()).toBe(head);
    } finally {
      await again.close();
    }
  }, 60_000);

  it('and what they all recorded, in streams of every kind of id, is verified', async () => {
    const report = await verify(house.files, { ...verification, threads: 1 });
    expect(report).toMatchObject({ findings: [], commandIds: 'CHECKED' });
    expect(report.bodies.OPENED).toBeGreaterThan(200);
  }, 60_000);
});
