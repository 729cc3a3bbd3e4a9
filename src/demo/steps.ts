import { randomBytes } from 'node:crypto';
import { Client, UnexpectedAnswerError } from '../client/client';
import type { Person } from './people';
import { deviationsIdOf } from '../negotiation/deviations/deviations.state';
import type { Stage } from './stage';
import { provePossession, publicKeyOf } from '../trust/signing';

/** One step of the scenario: recorded once, however often it is played. */
export interface Step {
  /** In words; also the Idempotency-Key of what it records. */
  readonly name: string;
  readonly play: (stage: Stage, name: string) => Promise<void>;
}

/** Marks each text of the scenario that nobody has said. */
export const INVENTED = '(invented for this demonstration)';
export const invented = (text: string): string => `${text} ${INVENTED}`;

/** The words that are cleared, entered, and refused with one comma more. */
export const OPENING_HOURS = invented(
  'The crossing at Torkham shall be open to patients and one companion each, every day from 06:00 to 20:00.\nNobody shall be turned back for want of an appointment.',
);
export const ONE_COMMA_MORE = OPENING_HOURS.replace('companion each, every day', 'companion, each, every day');

export const ACROSS_THE_LINE = invented('The province shall receive envoys of armed groups as a party to its talks.');

const KARACHI = { zone: 'Asia/Karachi', calendar: 'GREGORIAN' } as const;
export const day = (from: string) => ({ from, precision: 'DAY', ...KARACHI });
/** Sources that disagree, or name no day, leave a range. */
export const range = (from: string, to: string) => ({ from, to, precision: 'RANGE', ...KARACHI });

/** What happens at this very moment across the border. */
export const now = (stage: Stage) => ({
  occurredAt: { from: stage.now().toISOString(), precision: 'INSTANT', zone: 'Asia/Kabul', calendar: 'GREGORIAN' },
});
export const daysPass = (name: string, days: number): Step => ({
  name,
  play: (stage) => {
    stage.pass(days);
    return Promise.resolve();
  },
});

/** Registers somebody under his id, which later steps know by his key. */
export const registered =
  (key: string, path: string, person: string, body: (stage: Stage) => object): Step['play'] =>
  async (stage, name) => {
    const { body: recorded } = await stage.record(person, path, body(stage), name);
    stage.keep(key, recorded.stream.id);
  };

export const recorded =
  (person: string, path: (stage: Stage) => string, body: (stage: Stage) => object): Step['play'] =>
  async (stage, name) => {
    await stage.record(person, path(stage), body(stage), name);
  };

/** A fact that the ledger accepts whatever the rules say, with exactly these marks of the rules that would not have allowed it. */
export const reported =
  (
    key: string,
    person: string,
    path: (stage: Stage) => string,
    body: (stage: Stage) => object,
    deviations: readonly string[],
  ): Step['play'] =>
  async (stage, name) => {
    const { body: answer } = await stage.record(person, path(stage), body(stage), name);
    const marks = [...answer.deviations].sort().join();
    if (marks !== [...deviations].sort().join())
      throw new UnexpectedAnswerError(
        `"${name}" should be marked ${deviations.join() || 'with nothing'}; it is marked ${marks || 'with nothing'}`,
      );
    stage.keep(key, answer.stream.id);
  };

export const refused =
  (
    person: string,
    path: (stage: Stage) => string,
    body: (stage: Stage) => object,
    expected: { code: string; invariant: string },
  ): Step['play'] =>
  async (stage, name) => {
    await stage.refused(person, path(stage), body(stage), name, expected);
  };

/** Makes the account of the first administrator of a side, with the token that the start has printed. */
export async function enrol(stage: Stage, person: string, token: string): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const { status, body } = await Client.stranger(stage.address).post<{ login: string }>('/v1/enrolments', {
    token,
    login: person,
    password,
  });
  if (status !== 201) throw new UnexpectedAnswerError(`${person} could not enrol: ${JSON.stringify(body)}`);
}

const administratorOf = ({ side }: Person): string => (side === 'FEDERAL' ? 'federal administrator' : 'administrator');

/** Somebody of the demonstration is registered, given his roles and his clearance; and signs in once, to see that this opens what it should. */
export const registers = (person: Person): Step => ({
  name: `${person.displayName} is registered`,
  play: comesIn(person),
});

/** The same, and he is invited and enrols: he could sign in with a password, too. */
export const joins = (person: Person): Step => ({
  name: `${person.displayName} joins`,
  play: async (stage, name) => {
    await comesIn(person)(stage, name);
    const { displayName, key } = person;
    const administrator = await stage.as(administratorOf(person));
    const invited = await administrator.post<{ token: string }>(`/v1/participants/${stage.id(key)}/enrolment-tokens`, {});
    if (invited.status !== 201) throw new UnexpectedAnswerError(`${displayName} could not be invited: ${JSON.stringify(invited.body)}`);
    await enrol(stage, `${key}.${stage.id('run')}`, (invited.body as { token: string }).token);
  },
});

const comesIn =
  (person: Person): Step['play'] =>
  async (stage, name) => {
    const by = administratorOf(person);
    const { displayName, key, languages, roles, level, caveats } = person;
    const { body } = await stage.record(by, '/v1/participants', { displayName, languages }, name);
    const id = body.stream.id;
    stage.keep(key, id);
    for (const role of roles) await stage.record(by, `/v1/participants/${id}/grant-role`, { role }, `${name} as ${role}`);
    await stage.record(by, `/v1/participants/${id}/grant-clearance-level`, { level, caveats }, `${name}, cleared for ${level}`);
    const me = await (await stage.as(key)).get<{ roles: readonly string[]; clearance: string }>('/v1/me');
    if (me.roles.join() !== roles.join() || me.clearance !== level)
      throw new UnexpectedAnswerError(`${displayName} should be ${roles.join()}, cleared for ${level}; he is ${JSON.stringify(me)}`);
  };

/** Somebody enrols a key of his own, with which he signs from then on (INV-46). */
export const enrolsKey = ({ key: person, displayName }: Person): Step => ({
  name: `${displayName} enrols the key with which he signs`,
  play: async (stage, name) => {
    const key = stage.newSigningKey(person);
    const participantId = stage.id(person);
    const body = { publicKey: publicKeyOf(key), use: 'SIGN', proof: provePossession(key, { participantId, use: 'SIGN' }) };
    const { body: recorded } = await stage.record(person, `/v1/participants/${participantId}/enrol-key`, body, name);
    stage.keep(`${person} key`, recorded.events[0]?.id ?? '');
  },
});

export const party = (key: string, person: string, type: string, canonicalName: string): Step => ({
  name: `The register: ${canonicalName}`,
  play: registered(key, '/v1/parties', person, () => ({ type, canonicalName })),
});

export const letter = (key: string, name: string, person: string, kind: string, capturedAt: object): Step => ({
  name,
  play: async (stage, step) => {
    const sha256 = Buffer.from(key.padEnd(32, '.').slice(0, 32)).toString('hex');
    const body = { sha256, bytes: 48_213, mediaType: 'application/pdf', capturedAt, lang: 'en', kind };
    const { body: answer } = await stage.record(person, '/v1/evidence', body, step);
    stage.keep(key, answer.stream.id);
  },
});

/** A review is acknowledged and given to a division of the federal side. */
export const received = (what: string, review: (stage: Stage) => string, division: string, reference: string): readonly Step[] => [
  {
    name: `${what}: the review is acknowledged`,
    play: recorded(
      'liaison',
      (stage) => `${review(stage)}/acknowledge`,
      () => ({ reference: invented(reference) }),
    ),
  },
  {
    name: `${what}: the review is assigned`,
    play: recorded(
      'liaison',
      (stage) => `${review(stage)}/assign`,
      () => ({ division }),
    ),
  },
];

/** A meeting with the elder, asked for in the same words as long as it is refused. Nobody has named a day (S28). */
export const plan = (stage: Stage) => ({
  initiativeId: stage.id('initiative'),
  kind: 'MEETING',
  track: 'TRACK_1',
  channel: 'OPEN',
  mode: 'DIRECT',
  acts: ['LISTEN', 'EXPLORE'],
  counterparts: [{ participantId: stage.id('elder'), partyId: stage.id('tribe') }],
  topics: ['CROSS_BORDER_COLLABORATION'],
  place: { name: 'A guest house in Kabul (fictitious)', country: 'AF', placePrecision: 1 },
  plannedFor: null,
  plannedText: 'very soon',
  clearanceIds: [],
  record: { classification: { level: 'RESTRICTED' } },
});

/** Where the deviations of the initiative stand. */
export const deviationsOf = (stage: Stage): string => `/v1/deviations/${deviationsIdOf(stage.id('initiative'), [])}`;

export const initiative = (stage: Stage): string => `/v1/initiatives/${stage.id('initiative')}`;
export const commitment = (stage: Stage): string => `/v1/commitments/${stage.id('commitment')}`;
export const proposal = (stage: Stage): string => `/v1/proposals/${stage.id('proposal')}`;
export const review = (stage: Stage): string => `/v1/federal-reviews/${stage.id('review')}`;
export const secondReview = (stage: Stage): string => `/v1/federal-reviews/${stage.id('second review')}`;

export const terms = (stage: Stage, body: string) => ({
  initiativeId: stage.id('initiative'),
  text: { lang: 'en', body },
  kind: 'FACILITATION',
  topic: 'CROSS_BORDER_COLLABORATION',
  subTopics: ['CROSSING_POINTS', 'MEDICAL_TRAVEL'],
  pillar: 'DEVELOPMENT',
  competence: 'FEDERAL',
  responsible: [{ partyId: stage.id('federal government'), side: 'PK' }],
  beneficiaries: [{ partyId: stage.id('community'), side: 'AF' }],
  due: { kind: 'FIXED', date: stage.id('due date') },
  verification: { method: invented('Monthly counts at the gate by both sides'), by: invented('A joint committee of elders') },
  record: { classification: { level: 'RESTRICTED' } },
});

/** Of the text on the table: drafted, bracketed, an alternative added, resolved. Each makes a revision of its own. */
export const AGREED_REVISION = 4;
/** The revision before it, in which the words still stand in brackets. */
export const IN_BRACKETS = AGREED_REVISION - 1;
/** The article of it that a commitment comes from. */
export const fromTable = (stage: Stage) => ({ proposalId: stage.id('proposal'), revision: AGREED_REVISION, eId: 'art_1' });

/** What was submitted, as far as it says which review that opens. */
interface Submitted {
  readonly reviewId: string;
  readonly review: { readonly reviewId: string };
}

/** Keeps what a submission says of the review that it opens, once a process has opened it. */
export const submitted = (
  name: string,
  of: (stage: Stage) => string,
  keptAs: string,
  reviewOf = (state: Submitted): string => state.reviewId,
): Step => ({
  name,
  play: async (stage, step) => {
    await stage.record(
      'focalPerson',
      `${of(stage)}/submit-for-clearance`,
      { urgency: 'ROUTINE', question: invented('May this text be entered?') },
      step,
    );
    const client = await stage.as('focalPerson');
    const { state } = await client.get<{ state: Submitted }>(of(stage));
    stage.keep(keptAs, reviewOf(state));
    await stage.until('liaison', `/v1/federal-reviews/${reviewOf(state)}`, 'SUBMITTED');
  },
});

/** What entering a text says. */
export const entering = (stage: Stage, body: string) => ({ text: { lang: 'en', body }, clearanceId: stage.id('review'), reservations: [] });
