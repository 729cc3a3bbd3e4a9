import { beforeAll, describe, expect, it } from '@jest/globals';
import { becoming } from '../support/becoming';
import { accepted, type Person, type ServedLedger, servedLedger } from '../support/serving';

/* What follows by itself of texts on the table (domain 4.5), on a running ledger whose clock is moved by hand. */

const DAY_MS = 24 * 3_600_000;

let now = Date.UTC(2025, 2, 1, 9);
let ledger: ServedLedger;
let focal: Person;
let negotiator: Person;
let liaison: Person;
let reviewer: Person;
let initiativeId: string;
let province: string;
let tribe: string;
let federation: string;
let contactId: string;

const streamOf = async (answer: ReturnType<Person['ask']>): Promise<string> =>
  accepted(await answer).json<{ stream: { id: string } }>().stream.id;
const firstEventOf = async (answer: ReturnType<Person['ask']>): Promise<string> =>
  accepted(await answer).json<{ events: { id: string }[] }>().events[0]?.id ?? '';

const { read, becomes: until, become } = becoming(() => reviewer);

const told = async (by: Person, path: string, body: object): Promise<void> => {
  accepted(await by.ask('POST', path, { body }));
};
const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const yesterday = () => ({
  occurredAt: { from: new Date(now - DAY_MS).toISOString().slice(0, 10), precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' },
});

let texts = 0;
const text = () => ({
  initiativeId,
  title: 'Opening hours',
  topic: 'CROSS_BORDER_COLLABORATION',
  subTopics: ['CROSSING_POINTS'],
  authorPartyId: province,
  singleUndertaking: true,
  lang: 'en',
  parties: [
    { partyId: province, mark: 'KP' },
    { partyId: tribe, mark: 'TB' },
  ],
  clauses: [{ eId: 'art_1', heading: 'Article 1', segments: [{ state: 'CLEAN', text: `Torkham is open, gate ${++texts}.` }] }],
});
const drafted = async (): Promise<string> => `/v1/proposals/${await streamOf(negotiator.ask('POST', '/v1/proposals', { body: text() }))}`;
const tabling = () => ({ revision: 1, contactId, toPartyIds: [tribe], nature: 'FORMAL' });

async function tabled(): Promise<string> {
  const path = await drafted();
  await told(negotiator, `${path}/table`, tabling());
  return path;
}

const assess = (path: string) => told(focal, `${path}/assess-alignment`, { revision: 1, result: 'ALIGNED', redLineIds: [] });

async function submitted(): Promise<{ path: string; review: string }> {
  const path = await tabled();
  await assess(path);
  await told(focal, `${path}/submit-for-clearance`, { urgency: 'ROUTINE', question: 'May it be agreed?' });
  const review = `/v1/federal-reviews/${((await read(path))?.['review'] as { reviewId: string }).reviewId}`;
  await become(review, 'SUBMITTED');
  return { path, review };
}

async function agreed(): Promise<string> {
  const path = await tabled();
  await assess(path);
  for (const partyId of [province, tribe]) await told(negotiator, `${path}/record-stance`, { partyId, revision: 1, stance: 'ACCEPT' });
  const { textHash } = (await read(path))?.['text'] as { textHash: string };
  await told(focal, `${path}/agree-ad-referendum`, { revision: 1, textHash });
  return path;
}

async function decided(review: string, more: object): Promise<void> {
  await told(liaison, `${review}/acknowledge`, { reference: 'FO/3' });
  await told(liaison, `${review}/assign`, { division: 'FOREIGN_AFFAIRS' });
  await told(reviewer, `${review}/decide`, more);
}
const approval = (textHash: string, purpose: string) => ({
  decision: 'APPROVED',
  textHash,
  purpose,
  authorityId: federation,
  validFrom: new Date(now).toISOString(),
  validUntil: new Date(now + 20 * DAY_MS).toISOString(),
});

const publish = () => told(reviewer, '/v1/policy-framework/publish-framework-version', { redLineIds: [], effectiveFrom: '2025-01-01' });

/** An initiative in its second phase, on terms of reference that list to negotiate texts. */
async function negotiating(): Promise<void> {
  const official = await ledger.person(['PROVINCIAL_OFFICIAL']);
  const letter = {
    sha256: 'd'.repeat(64),
    bytes: 1,
    mediaType: 'application/pdf',
    capturedAt: yesterday().occurredAt,
    lang: 'en',
    kind: 'LETTER',
  };
  const documentEvidenceId = await streamOf(official.ask('POST', '/v1/evidence', { body: letter }));
  const terms = {
    initiativeId,
    text: { lang: 'en', body: 'The delegations speak with the tribes across the border.' },
    topics: ['CROSS_BORDER_COLLABORATION'],
    acts: { phase1: ['LISTEN'], phase2: ['NEGOTIATE_TEXT', 'INITIAL'] },
    counterpartKinds: ['AFGHAN_TRIBAL_LEADER'],
    counterpartPartyIds: [tribe],
    delegationsMax: 2,
    places: ['Torkham'],
    validFrom: new Date(now).toISOString(),
    reportingRule: 'After each return.',
  };
  const mandate = `/v1/mandates/${await streamOf(focal.ask('POST', '/v1/mandates', { body: terms }))}`;
  await told(focal, `${mandate}/submit`, { urgency: 'ROUTINE', question: 'May they go?' });
  const { reviewId, submittedText } = (await read(mandate)) as unknown as { reviewId: string; submittedText: { textHash: string } };
  await become(`/v1/federal-reviews/${reviewId}`, 'SUBMITTED');
  await decided(`/v1/federal-reviews/${reviewId}`, approval(submittedText.textHash, 'START'));
  await become(mandate, 'IN_FORCE');
  const initiative = `/v1/initiatives/${initiativeId}`;
  await told(focal, `${initiative}/designate-focal-person`, { participantId: focal.id });
  const notification = { reference: 'KP/1', addressee: 'The ministry', channel: 'LETTER', documentEvidenceId, summary: 'Two delegations.' };
  await told(focal, `${initiative}/notify-federal-government`, { ...notification, record: yesterday() });
  await told(focal, `${initiative}/open-phase`, { phase: 1, clearanceId: reviewId });
  const criteria = [{ text: 'They meet again.', met: true, evidenceIds: [documentEvidenceId] }];
  await told(focal, `${initiative}/conclude-phase`, { phase: 1, outcome: 'FOUNDATION_LAID', criteria, engaged: [], commitmentIds: [] });
  await told(focal, `${initiative}/open-phase`, { phase: 2 });
  const meeting = { kind: 'MEETING', track: 'TRACK_1', channel: 'OPEN', mode: 'DIRECT', acts: ['NEGOTIATE_TEXT'], counterparts: [] };
  const place = { name: 'Torkham', country: 'PK', placePrecision: 1 };
  const plan = { initiativeId, ...meeting, topics: [], place, plannedFor: null, clearanceIds: [] };
  contactId = await streamOf(focal.ask('POST', '/v1/contacts', { body: plan }));
}

beforeAll(async () => {
  ledger = await servedLedger({ clock: () => now });
  focal = await ledger.person(['FOCAL_PERSON']);
  negotiator = await ledger.person(['NEGOTIATOR']);
  liaison = await ledger.person(['FEDERAL_LIAISON'], { level: 'SECRET' });
  reviewer = await ledger.person(['FEDERAL_REVIEWER'], { level: 'SECRET' });
  const official = await ledger.person(['PROVINCIAL_OFFICIAL']);
  const newParty = (by: Person, type: string, canonicalName: string) =>
    streamOf(by.ask('POST', '/v1/parties', { body: { type, canonicalName } }));
  province = await newParty(official, 'PROVINCIAL_GOVERNMENT', 'Province');
  tribe = await newParty(official, 'TRIBE', 'A tribe (fictitious)');
  federation = await newParty(liaison, 'FEDERAL_GOVERNMENT', 'Federation');
  const proposal = { title: 'Dialogue', sponsorPartyId: province, objectives: [{ code: 'O9', text: 'Patients can cross' }] };
  initiativeId = await streamOf(focal.ask('POST', '/v1/initiatives', { body: proposal }));
  const line = { topic: 'SECURITY', text: { lang: 'en', body: 'No armed group is a party.' }, effect: 'ADVISORY', examples: [] };
  await told(reviewer, '/v1/policy-framework/declare-red-line', line);
  await publish();
  await negotiating();
}, 180_000);

describe('what follows of texts on the table by itself (domain 4.5)', () => {
  it('a submission opens the review of exactly the plain rendering, and the answer is told; a cleared text is another with one comma more', async () => {
    const { path, review } = await submitted();
    const state = await become(review, 'SUBMITTED');
    expect(state).toMatchObject({ subject: 'PROPOSAL_TEXT', subjectId: idOf(path), revision: 1, submittedBy: focal.id });
    const { body, textHash } = state['text'] as { body: string; textHash: string };
    expect(body).toMatch(/^Article 1\nTorkham is open, gate \d+\.$/);
    await decided(review, approval(textHash, 'SIGN'));
    await until(path, (it) => (it['review'] as { standing: string } | null)?.standing === 'CLEARED');
    const segments = [{ state: 'CLEAN', text: 'Torkham is open, to all.' }];
    await told(negotiator, `${path}/revise`, { baseRevision: 1, clauses: [{ eId: 'art_1', segments }], reason: 'A comma.' });
    await become(review, 'SUPERSEDED');
    const refused = await focal.ask('POST', `${path}/agree-ad-referendum`, { body: { revision: 2, textHash } });
    expect(refused.json()).toMatchObject({ code: 'proposal.other-text', invariant: 'INV-18' });
  }, 60_000);

  it('a return and a refusal are told, too', async () => {
    const standings = [
      [{ decision: 'RETURNED_FOR_REVISION', comments: [{ text: 'Name the hours.' }] }, 'RETURNED'],
      [{ decision: 'DECLINED', reason: 'Not now.' }, 'DECLINED'],
    ] as const;
    for (const [decision, standing] of standings) {
      const { path, review } = await submitted();
      await decided(review, decision);
      await until(path, (it) => (it['review'] as { standing: string } | null)?.standing === standing);
    }
  }, 60_000);

  it('a counter-proposal is told to what it answers, whether we tabled it or received it', async () => {
    const path = await tabled();
    const { initiativeId: under, title, lang, clauses } = text();
    const { toPartyIds: _, revision: __, ...handing } = tabling();
    const counter = { initiativeId: under, title, lang, clauses, ...handing, toPartyIds: [province], authorPartyId: tribe };
    const answers = { answersProposalId: idOf(path), answersRevision: 1 };
    const ours = await streamOf(negotiator.ask('POST', '/v1/proposals/counter-proposals', { body: { ...counter, ...answers } }));
    await become(path, 'COUNTERED');
    const receipt = { ...text(), ...handing, ...answers, authorPartyId: tribe, toPartyIds: [province], record: yesterday() };
    const theirs = await streamOf(negotiator.ask('POST', '/v1/proposals/received', { body: receipt }));
    await until(path, (it) => (it['counterProposals'] as unknown[]).length === 2);
    expect(await read(path)).toMatchObject({ counterProposals: [{ proposalId: ours }, { proposalId: theirs }] });
  }, 60_000);

  it('a package is told to all that are part of it', async () => {
    const [one, other] = [await drafted(), await drafted()];
    await told(focal, `${one}/package`, { proposalIds: [idOf(one), idOf(other)] });
    const { package: joined } = await until(other, (it) => it['package'] !== null);
    expect(joined).toEqual((await read(one))?.['package']);
  });

  it('a new version of the framework makes what was assessed stale', async () => {
    const path = await tabled();
    await assess(path);
    await publish();
    const { staleSince } = await until(path, (it) => it['staleSince'] !== null);
    expect(staleSince).toBeGreaterThan(1);
    const again = await focal.ask('POST', `${path}/submit-for-clearance`, { body: { urgency: 'ROUTINE', question: 'May it?' } });
    expect(again.json()).toMatchObject({ code: 'proposal.not-assessed', invariant: 'INV-13' });
  });

  it('silence is acceptance when the clock says so, of all who had accepted that', async () => {
    const [path, broken] = [await tabled(), await tabled()];
    const deadline = new Date(now + DAY_MS).toISOString();
    const open = { revision: 1, deadline, parties: [province, tribe] };
    for (const each of [path, broken]) {
      const procedureId = await firstEventOf(focal.ask('POST', `${each}/open-silence-procedure`, { body: open }));
      for (const partyId of [province, tribe]) await told(negotiator, `${each}/accept-silence-procedure`, { procedureId, partyId });
      if (each === broken) await told(negotiator, `${each}/break-silence`, { procedureId, partyId: tribe });
    }
    now += DAY_MS;
    await ledger.serving.house.processes.look();
    const { text: its } = await become(path, 'UNDER_NEGOTIATION');
    const [clause] = (its as { clauses: { stances: Record<string, unknown> }[] }).clauses;
    expect(clause?.stances).toMatchObject({ [tribe]: { stance: 'ACCEPT', bySilence: true } });
    await ledger.serving.house.processes.look();
    expect(await read(broken)).toMatchObject({ status: 'TABLED', silence: null });
  }, 60_000);

  it('an entered commitment that comes from it takes it off the table', async () => {
    const path = await agreed();
    const parties = [{ partyId: province, side: 'PK' }];
    const body = {
      initiativeId,
      proposalId: idOf(path),
      revision: 1,
      eId: 'art_1',
      text: { lang: 'en', body: `Open to all, gate ${texts}.` },
      kind: 'FACILITATION',
      topic: 'CROSS_BORDER_COLLABORATION',
      subTopics: ['CROSSING_POINTS'],
      pillar: 'DEVELOPMENT',
      competence: 'FEDERAL',
      responsible: parties,
      beneficiaries: parties,
      due: { kind: 'CONTINUOUS', reportEveryDays: 30 },
      verification: { method: 'Counts', by: 'A committee' },
    };
    const commitment = `/v1/commitments/${await streamOf(focal.ask('POST', '/v1/commitments', { body }))}`;
    await told(focal, `${commitment}/assess-alignment`, { result: 'ALIGNED', redLineIds: [] });
    await told(focal, `${commitment}/submit-for-clearance`, { urgency: 'ROUTINE', question: 'May it be entered?' });
    const { reviewId, text: its } = (await read(commitment)) as unknown as { reviewId: string; text: { textHash: string } };
    await become(`/v1/federal-reviews/${reviewId}`, 'SUBMITTED');
    await decided(`/v1/federal-reviews/${reviewId}`, approval(its.textHash, 'ENTER'));
    await become(commitment, 'CLEARED');
    await told(focal, `${commitment}/enter`, { text: body.text, clearanceId: reviewId, reservations: [] });
    expect(await become(path, 'INCORPORATED')).toMatchObject({ commitmentIds: [idOf(commitment)], agreementIds: [] });
  }, 60_000);

  it('an agreement that is made of it takes it off the table once it is adopted', async () => {
    const path = await agreed();
    const its = (await focal.ask('GET', `${path}/text?format=json`)).json<{ lang: string; body: string }>();
    const draft = { initiativeId, proposalId: idOf(path), title: 'Opening hours (invented)', form: 'MOU', commitmentIds: [] };
    const body = { ...draft, topics: ['CROSS_BORDER_COLLABORATION'], texts: [{ lang: its.lang, body: its.body }] };
    const agreement = `/v1/agreements/${await streamOf(focal.ask('POST', '/v1/agreements', { body }))}`;
    const { text } = (await read(agreement)) as unknown as { text: { textHash: string } };
    await told(focal, `${agreement}/adopt`, { textHash: text.textHash, parties: [province, tribe] });
    expect(await become(path, 'INCORPORATED')).toMatchObject({ agreementIds: [idOf(agreement)], commitmentIds: [] });
  }, 60_000);

  it('an agreement is told what became of each step that is cleared apart; a correction ends the review of what was wrong', async () => {
    const words = { title: 'Opening hours (invented)', form: 'MOU', commitmentIds: [] };
    const body = { initiativeId, ...words, topics: ['CROSS_BORDER_COLLABORATION'], texts: [{ lang: 'en', body: 'Open until 20:00.' }] };
    const path = `/v1/agreements/${await streamOf(focal.ask('POST', '/v1/agreements', { body }))}`;
    type Told = {
      text: { textHash: string };
      reviews: { reviewId: string; step: string; standing: string }[];
      change: { changeId: string };
    };
    const state = async () => (await read(path)) as unknown as Told;
    const submit = async (step: string): Promise<string> => {
      await told(focal, `${path}/submit-for-clearance`, { step, urgency: 'ROUTINE', question: 'May it be?' });
      const review = `/v1/federal-reviews/${(await state()).reviews.find((each) => each.step === step)?.reviewId}`;
      expect(await become(review, 'SUBMITTED')).toMatchObject({ subject: step, text: (await state()).text });
      return review;
    };
    const standing = (step: string, wanted: string) =>
      until(path, (it) => (it as unknown as Told).reviews.some((each) => each.step === step && each.standing === wanted));
    const parties = [province, tribe];
    await told(focal, `${path}/adopt`, { textHash: (await state()).text.textHash, parties });
    await told(focal, `${path}/authenticate`, { how: 'INITIALLED', by: parties });
    await told(focal, `${path}/assess-alignment`, { result: 'ALIGNED', redLineIds: [] });
    await decided(await submit('SIGNATURE'), { decision: 'RETURNED_FOR_REVISION', comments: [{ text: 'Until 18:00.' }] });
    await standing('SIGNATURE', 'RETURNED');
    await decided(await submit('RATIFICATION'), { decision: 'DECLINED', reason: 'Not yet.' });
    await standing('RATIFICATION', 'DECLINED');
    const cleared = await submit('SIGNATURE');
    await decided(cleared, approval((await state()).text.textHash, 'SIGN'));
    await standing('SIGNATURE', 'CLEARED');
    await told(focal, `${path}/propose-correction`, { lang: 'en', old: '20:00', new: '18:00', reason: 'It was meant so.' });
    const { changeId } = (await state()).change;
    await told(focal, `${path}/correct-authentic-text`, { changeId, concurrence: parties });
    await become(cleared, 'SUPERSEDED');
  }, 60_000);
});
