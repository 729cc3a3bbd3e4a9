import { randomUUID } from 'node:crypto';
import { template } from './load.mjs';

const PASSWORD = 'a long enough phrase';
const BODY_BYTES_MIN = 1_024;
/** Takes the place of the number in a template; hexadecimal digits are digits, too. */
const NUMBER = '#########';
const DAY = { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' };
const WORDS =
  'The crossing shall be open to patients and one companion each, every day from six to twenty; دروازه د ناروغانو لپاره خلاصه ده. ';

const asking = (address, token) => async (path, body) => {
  const response = await fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`preparing: POST ${path} was answered ${response.status}: ${text}`);
  return JSON.parse(text);
};

async function enrolled(address, token, login) {
  const nobody = asking(address);
  await nobody('/v1/enrolments', { token, login, password: PASSWORD });
  const signedIn = await nobody('/v1/tokens', { login, password: PASSWORD });
  return { token: signedIn.token, ask: asking(address, signedIn.token) };
}

async function person(address, administrator, name, role) {
  const { stream } = await administrator.ask('/v1/participants', { displayName: `${name} (fictitious)`, languages: ['en'] });
  await administrator.ask(`/v1/participants/${stream.id}/grant-role`, { role });
  await administrator.ask(`/v1/participants/${stream.id}/grant-clearance-level`, { level: 'CONFIDENTIAL', caveats: [] });
  const { token } = await administrator.ask(`/v1/participants/${stream.id}/enrolment-tokens`, {});
  return { id: stream.id, ...(await enrolled(address, token, name)) };
}

const source = () => ({ sourceId: randomUUID(), reliability: 'B', credibility: 2, basis: 'DOCUMENT' });

/** A body of at least a kilobyte: where its own words are short, it names its sources. */
function weighty(body) {
  const record = { ...body.record, sources: [] };
  const whole = { ...body, record };
  while (Buffer.byteLength(JSON.stringify(whole)) < BODY_BYTES_MIN) record.sources.push(source());
  return whole;
}

const drafting = (initiativeId, partyId, text) => ({
  initiativeId,
  text: { lang: 'en', body: text },
  kind: 'FACILITATION',
  topic: 'CROSS_BORDER_COLLABORATION',
  subTopics: ['CROSSING_POINTS'],
  pillar: 'DEVELOPMENT',
  competence: 'FEDERAL',
  responsible: [{ partyId, side: 'PK' }],
  beneficiaries: [{ partyId, side: 'AF' }],
  due: { kind: 'FIXED', date: '2027-03-12' },
  verification: { method: 'Monthly counts at the gate by both sides', by: 'A joint committee of elders' },
});

/**
 * Fills a new ledger through its public API, and says what can be asked of it then.
 * @param streams how many there are to write to
 * @returns templates by command, those of commands upon a record once for each record; and those for one hot record
 */
export async function prepare({ address, tokens }, streams) {
  const [province, federal] = [await enrolled(address, tokens[0], 'administrator'), await enrolled(address, tokens[1], 'federal')];
  const focal = await person(address, province, 'focal', 'FOCAL_PERSON');
  const official = await person(address, province, 'official', 'PROVINCIAL_OFFICIAL');
  const reviewer = await person(address, federal, 'reviewer', 'FEDERAL_REVIEWER');
  const partyBody = { type: 'COMMUNITY', canonicalName: `Elders ${NUMBER} (fictitious)` };
  const initiativeBody = (sponsorPartyId) => ({
    title: `Opening hours ${NUMBER}`,
    sponsorPartyId,
    objectives: [{ code: 'O9', text: WORDS.repeat(3) }],
    record: { classification: { level: 'RESTRICTED' } },
  });
  const sha256 = 'a'.repeat(64 - NUMBER.length) + NUMBER;
  const evidenceBody = { sha256, bytes: 48_213, mediaType: 'application/pdf', capturedAt: DAY, lang: 'en', kind: 'LETTER' };

  const redLine = { topic: 'SECURITY', text: { lang: 'en', body: WORDS }, effect: 'PROHIBITED', examples: [] };
  await reviewer.ask('/v1/policy-framework/declare-red-line', redLine);
  await reviewer.ask('/v1/policy-framework/publish-framework-version', { redLineIds: [], effectiveFrom: '2025-01-01' });
  const party = (await official.ask('/v1/parties', partyBody)).stream.id;
  const firstInitiative = (await focal.ask('/v1/initiatives', initiativeBody(party))).stream.id;
  const kinds = { parties: [], initiatives: [], commitments: [] };
  const makers = [
    ['commitments', focal, () => drafting(firstInitiative, party, WORDS.repeat(6))],
    ['commitments', focal, () => drafting(firstInitiative, party, WORDS.repeat(6))],
    ['parties', official, () => partyBody],
    ['initiatives', focal, () => initiativeBody(party)],
  ];
  for (let made = 0; made < streams; made += makers.length)
    await Promise.all(makers.map(async ([kind, by, body]) => kinds[kind].push((await by.ask(`/v1/${kind}`, body())).stream.id)));

  const ask = (by, path, body) => template({ path, token: by.token, body: weighty(body) });
  const redraft = (id) => ask(focal, `/v1/commitments/${id}/redraft`, { text: { lang: 'en', body: `${NUMBER} ${WORDS.repeat(8)}` } });
  const onEach = (ids, by, noun, command, body) => ids.map((id) => ask(by, `/v1/${noun}/${id}/${command}`, body(id)));
  const commands = {
    RegisterParty: [ask(official, '/v1/parties', partyBody)],
    RecordDesignation: onEach(kinds.parties, official, 'parties', 'record-designation', (id) => ({
      ...{ name: `مشران ${NUMBER}`, lang: 'ps', script: 'Arab', usedByPartyId: id },
    })),
    IngestEvidence: [ask(official, '/v1/evidence', evidenceBody)],
    ProposeInitiative: [ask(focal, '/v1/initiatives', initiativeBody(party))],
    DraftCommitment: kinds.initiatives.map((id) => ask(focal, '/v1/commitments', drafting(id, party, `${NUMBER} ${WORDS.repeat(4)}`))),
    RedraftCommitment: kinds.commitments.map(redraft),
    AssessAlignment: onEach(kinds.commitments, focal, 'commitments', 'assess-alignment', () => ({
      ...{ result: 'ALIGNED', redLineIds: [], note: `${NUMBER} ${WORDS.repeat(8)}` },
    })),
  };
  const [hot] = kinds.commitments;
  return { commands, hot: redraft(hot) };
}
