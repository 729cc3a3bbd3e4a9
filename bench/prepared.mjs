import { createRequire } from 'node:module';
import { amendmentProposed, askedToSign, authenticated, bound } from './lives/agreements.mjs';
import { commitmentBody, inForce, submitted } from './lives/commitments.mjs';
import { tableBody, unsanctioned } from './lives/contacts.mjs';
import { letterBody } from './lives/evidence.mjs';
import { firstPhaseOpened, foundationLaid, initiativeBody, secondPhaseOpened } from './lives/initiatives.mjs';
import { termsSubmitted } from './lives/mandates.mjs';
import { STANDING } from './lives/mix.mjs';
import { participantBody } from './lives/participants.mjs';
import { partyBody } from './lives/parties.mjs';
import { awaited, decided } from './lives/reviews.mjs';
import { fact, opening, recordOf, text, words } from './lives/words.mjs';
import { pathOf, weighty } from './request.mjs';
import { ORIGIN } from './server.mjs';
import { enrolmentOf, newKey, signedHeaders } from './signed.mjs';

const require = createRequire(import.meta.url);
const { deviationsIdOf } = require('../dist/negotiation/deviations/deviations.state.js');

const PASSWORD = 'a long enough phrase';
/** How many records are prepared at once. */
const AT_ONCE = 32;
/** How long a process may take for what follows by itself, on however busy a machine; and how often it is looked for. */
const PROCESS_WAIT_MS = 60_000;
const LOOK_AGAIN_MS = 20;

const REVIEWS = 'federal-reviews';
const FRAMEWORK = { noun: 'policy-framework' };

/** The server, asked in the ordinary way. `by` is nobody where somebody enrols or signs in. */
class Client {
  constructor(address) {
    this.address = address;
  }

  /** @returns the answer as it came */
  async post(by, path, body) {
    const headers = {
      'content-type': 'application/json',
      ...(by && { authorization: `Bearer ${by.token}` }),
      ...signedHeaders(by, path, body),
    };
    const response = await fetch(this.address + path, { method: 'POST', headers, body });
    const answer = await response.text();
    if (!response.ok) throw new Error(`preparing: POST ${path} was answered ${response.status}: ${answer}`);
    return answer;
  }

  async told(by, path, body) {
    return JSON.parse(await this.post(by, path, JSON.stringify(body)));
  }

  ask(request) {
    return this.post(request.by, pathOf(request), weighty(request));
  }

  async opened(by, noun, body) {
    return recordOf(noun, await this.ask(opening(by, noun, body)));
  }

  /** Leads a life to its end. @returns what it returns */
  async led(life) {
    let step = life.next();
    while (!step.done) step = life.next(await this.ask(step.value));
    return step.value;
  }

  /** @returns undefined where there is no such record yet */
  async look(by, record, below = '') {
    const path = pathOf(record) + below;
    const response = await fetch(this.address + path, { headers: { authorization: `Bearer ${by.token}` } });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`preparing: GET ${path} was answered ${response.status}`);
    return response.json();
  }

  /** Waits for what a process does with a record. @returns the record's state then */
  async until(by, record, status, suffices = () => true) {
    const end = performance.now() + PROCESS_WAIT_MS;
    for (;;) {
      const read = await this.look(by, record);
      if (read?.state.status === status && suffices(read.state)) return read.state;
      if (performance.now() > end) throw new Error(`preparing: ${pathOf(record)} did not become ${status}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
}

async function enrolled(client, token, login) {
  await client.told(undefined, '/v1/enrolments', { token, login, password: PASSWORD });
  return client.told(undefined, '/v1/tokens', { login, password: PASSWORD });
}

async function person(client, administrator, name, role) {
  const { id } = await client.opened(administrator, 'participants', { displayName: `${name} (fictitious)`, languages: ['en'] });
  const tell = (command, body) => client.told(administrator, `/v1/participants/${id}/${command}`, body);
  await tell('grant-role', { role });
  await tell('grant-clearance-level', { level: 'CONFIDENTIAL', caveats: [] });
  const { token } = await tell('enrolment-tokens', {});
  return { id, ...(await enrolled(client, token, name)) };
}

/** Somebody who enrols a key, and signs from then on. */
async function signer(client, administrator, name, role) {
  const who = await person(client, administrator, name, role);
  const key = newKey();
  await client.told(who, `/v1/participants/${who.id}/enrol-key`, enrolmentOf(key, who.id));
  return { ...who, key, origin: ORIGIN };
}

async function peopled(client, [province, federal]) {
  const administrator = await enrolled(client, province, 'administrator');
  const federalAdministrator = await enrolled(client, federal, 'federal');
  return {
    administrator,
    focal: await signer(client, administrator, 'focal', 'FOCAL_PERSON'),
    official: await person(client, administrator, 'official', 'PROVINCIAL_OFFICIAL'),
    colleague: await person(client, administrator, 'colleague', 'PROVINCIAL_OFFICIAL'),
    leaving: await person(client, administrator, 'leaving', 'NEGOTIATOR'),
    negotiator: await person(client, administrator, 'negotiator', 'NEGOTIATOR'),
    rapporteur: await person(client, administrator, 'rapporteur', 'RAPPORTEUR'),
    translator: await person(client, administrator, 'translator', 'TRANSLATOR'),
    secondTranslator: await person(client, administrator, 'second-translator', 'TRANSLATOR'),
    liaison: await person(client, federalAdministrator, 'liaison', 'FEDERAL_LIAISON'),
    recordsOfficer: await signer(client, administrator, 'records-officer', 'RECORDS_OFFICER'),
    archivist: await signer(client, federalAdministrator, 'archivist', 'FEDERAL_LIAISON'),
    reviewer: await signer(client, federalAdministrator, 'reviewer', 'FEDERAL_REVIEWER'),
    secondReviewer: await signer(client, federalAdministrator, 'second-reviewer', 'FEDERAL_REVIEWER'),
  };
}

/** @returns ids of two red lines, of which the version in force holds neither */
async function framed(client, { reviewer }) {
  const tell = (command, body) => client.told(reviewer, `/v1/policy-framework/${command}`, body);
  for (let n = 0; n < 2; n++) await tell('declare-red-line', { topic: 'SECURITY', text: text(), effect: 'ADVISORY', examples: [] });
  await tell('publish-framework-version', { redLineIds: [], effectiveFrom: '2025-01-01' });
  const { state } = await client.look(reviewer, FRAMEWORK);
  return Object.keys(state.redLines);
}

/** Somebody of the other side, with his party. */
async function counterpart(client, official) {
  const { id: partyId } = await client.opened(official, 'parties', partyBody('TRIBE'));
  const record = await client.opened(official, 'participants', participantBody());
  await client.ask(fact(official, record, 'assume-role', { role: 'COUNTERPART', partyId, counterpartKind: 'AFGHAN_TRIBAL_LEADER' }));
  return { participantId: record.id, partyId };
}

/** A commitment that binds, and what cleared it: as a contact names them that confirms a promise. */
async function entered(client, world) {
  const it = await cleared(client, world);
  await client.led(inForce(world, it));
  return { commitmentId: it.record.id, clearanceId: it.review.id };
}

/** People, and what everybody's records rest on: nobody writes to it during a run. */
async function worldOf(client, tokens) {
  const people = await peopled(client, tokens);
  const { administrator, focal, official, liaison, leaving } = people;
  const redLineIds = await framed(client, people);
  const { id: partyId } = await client.opened(official, 'parties', partyBody('PROVINCIAL_GOVERNMENT'));
  const { id: federationId } = await client.opened(liaison, 'parties', partyBody('FEDERAL_GOVERNMENT'));
  const { id: evidenceId } = await client.opened(official, 'evidence', letterBody());
  const { id: initiativeId } = await client.opened(focal, 'initiatives', initiativeBody({ partyId }));
  // He goes with delegations by this post.
  await client.ask(fact(official, { noun: 'participants', id: official.id }, 'assume-role', { role: 'GOVERNMENT_OFFICIAL', partyId }));
  const record = { noun: 'participants', id: leaving.id };
  const bound = (await client.look(administrator, record, '/events')).find(({ type }) => type === 'AccountBound');
  const elder = await counterpart(client, official);
  const world = { ...people, redLineIds, partyId, federationId, evidenceId, initiativeId, elder };
  return {
    ...world,
    entered: await entered(client, world),
    table: await table(client, world),
    // Where nothing deviates from the protocol: an agreement is signed only there (INV-43).
    chamber: (await underWay(client, world, secondPhaseOpened)).initiative.id,
    account: { record, bindingEventId: bound.id },
  };
}

/** A commitment whose text is cleared on a condition. The process that opens its review gives that an id; the program gives one to the condition. */
async function cleared(client, world) {
  const { focal, liaison, reviewer } = world;
  const { record, text: submittedText } = await client.led(submitted(world));
  const { state } = await client.look(focal, record);
  const review = { noun: REVIEWS, id: state.reviewId };
  await client.until(liaison, review, 'SUBMITTED');
  await client.led(decided(world, review, submittedText, { conditions: [words()] }));
  const { clearance } = await client.until(reviewer, review, 'DECIDED');
  await client.until(focal, record, 'CLEARED');
  return { record, text: submittedText, review, conditionId: clearance.conditions[0].id };
}

/** Terms of reference that are in force, with their initiative and their review. */
async function mandated(client, world) {
  const { focal, liaison } = world;
  const { initiative, record } = await client.led(termsSubmitted(world));
  const { state } = await client.look(focal, record);
  const review = { noun: REVIEWS, id: state.reviewId };
  await client.until(liaison, review, 'SUBMITTED');
  await client.led(decided(world, review, state.submittedText, { purpose: 'START' }));
  await client.until(focal, record, 'IN_FORCE');
  return { initiative, record, reviewId: review.id };
}

/** The same, further on its way. */
async function underWay(client, world, life) {
  const it = await mandated(client, world);
  await client.led(life(world, it));
  return it;
}

/** An initiative in which texts are negotiated, and the meeting in which they are. */
async function table(client, world) {
  const { initiative } = await underWay(client, world, secondPhaseOpened);
  const { id: contactId } = await client.opened(world.focal, 'contacts', tableBody(world, initiative.id));
  return { initiativeId: initiative.id, contactId };
}

/** The review of the text that was submitted last has cleared it. @returns its id */
async function clearedToSign(client, world, record) {
  const { focal, liaison } = world;
  const { state } = await client.look(focal, record);
  const { reviewId } = state.reviews.find(({ step }) => step === 'SIGNATURE');
  const review = { noun: REVIEWS, id: reviewId };
  const { text } = await client.until(liaison, review, 'SUBMITTED');
  await client.led(decided(world, review, text, { purpose: 'SIGN' }));
  return reviewId;
}

/** An agreement that our side may sign. */
async function toSign(client, world) {
  const record = await client.led(authenticated(world));
  await client.led(askedToSign(world, record));
  return { record, clearanceId: await clearedToSign(client, world, record) };
}

/** One in force that may be renewed, and amended as it is proposed. */
async function mayBeChanged(client, world) {
  const { record, clearanceId } = await toSign(client, world);
  await client.led(bound(world, record, clearanceId));
  await client.led(askedToSign(world, record));
  const renewalId = await clearedToSign(client, world, record);
  const changeId = await client.led(amendmentProposed(world, record));
  return { record, renewalId, changeId, amendmentId: await clearedToSign(client, world, record) };
}

/** The register of an initiative that has deviated from the protocol. */
async function deviating(client, world) {
  const { id } = await client.opened(world.focal, 'initiatives', initiativeBody(world));
  await client.ask(unsanctioned(world, id));
  const record = { noun: 'deviations', id: deviationsIdOf(id, []) };
  const { deviations } = await client.until(world.liaison, record, 'OPEN', (state) => state.deviations.length > 1);
  return { record, deviationIds: deviations.map(({ deviationId }) => deviationId) };
}

const MAKERS = {
  parties: (client, { official }) => client.opened(official, 'parties', partyBody()),
  drafts: (client, world) => client.opened(world.focal, 'commitments', commitmentBody(world)),
  commitmentsInForce: async (client, world) => {
    const it = await cleared(client, world);
    await client.led(inForce(world, it));
    return it.record;
  },
  reviews: (client, world) => client.led(awaited(world)),
  participants: (client, { official }) => client.opened(official, 'participants', participantBody()),
};

/** So many, some of them at once; in the order of their numbers. */
async function many(count, make) {
  const made = [];
  let next = 0;
  const makeSome = async () => {
    for (let n = next++; n < count; n = next++) made[n] = await make(n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, makeSome));
  return made;
}

/**
 * Fills a new ledger through its public API.
 * @param counts how many `standing` records there are that lives go on with, and how many `cleared` commitments and how many `initiatives` of each
 *   kind (in its first phase, after it, with deviations) and agreements of each kind (to be signed, to be changed) that lives begin with;
 *   how many further `drafts`, and how many `readers` there are, who do not write
 * @returns people, records and ids by which lives can be led there (lives/mix.mjs)
 */
export async function prepare({ address, tokens }, counts) {
  const client = new Client(address);
  const world = await worldOf(client, tokens);
  const standing = await many(counts.standing, async (n) => {
    const kind = STANDING[n % STANDING.length];
    return { kind, record: await MAKERS[kind](client, world) };
  });
  const hot = await MAKERS.drafts(client, world);
  return {
    ...{ ...world, hot, standing },
    cleared: await many(counts.cleared, () => cleared(client, world)),
    led: await many(counts.initiatives, () => underWay(client, world, firstPhaseOpened)),
    founded: await many(counts.initiatives, () => underWay(client, world, foundationLaid)),
    deviating: await many(counts.initiatives, () => deviating(client, world)),
    toSign: await many(counts.initiatives, () => toSign(client, world)),
    bound: await many(counts.initiatives, () => mayBeChanged(client, world)),
    drafts: await many(counts.drafts ?? 0, () => MAKERS.drafts(client, world)),
    readers: await many(counts.readers ?? 0, (n) => person(client, world.administrator, `reader-${n}`, 'AUDITOR')),
  };
}
