import { randomBytes } from 'node:crypto';
import { textOf } from '../kernel/text';
import { uuidV5 } from '../kernel/uuid';
import { SYSTEM_ID } from '../negotiation/singletons';
import { Client, UnexpectedAnswerError } from './client';
import { PEOPLE, type Person } from './people';
import type { Stage } from './stage';

/** One step of the scenario: recorded once, however often it is played. */
export interface Step {
  /** In words; also the Idempotency-Key of what it records. */
  readonly name: string;
  readonly play: (stage: Stage, name: string) => Promise<void>;
}

const INVENTED = '(invented for this demonstration)';

/** The words that are cleared, entered, and refused with one comma more. */
export const OPENING_HOURS =
  'The crossing at Torkham shall be open to patients and one companion each, every day from 06:00 to 20:00.\nNobody shall be turned back for want of an appointment.';
const ONE_COMMA_MORE = OPENING_HOURS.replace('companion each, every day', 'companion, each, every day');

const ACROSS_THE_LINE = 'The province shall receive envoys of armed groups as a party to its talks.';

const day = (from: string) => ({ from, precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' });

/** Registers somebody under his id, which later steps know by his key. */
const registered =
  (key: string, path: string, person: string, body: object): Step['play'] =>
  async (stage, name) => {
    const { body: recorded } = await stage.record(person, path, body, name);
    stage.keep(key, recorded.stream.id);
  };

const recorded =
  (person: string, path: (stage: Stage) => string, body: (stage: Stage) => object): Step['play'] =>
  async (stage, name) => {
    await stage.record(person, path(stage), body(stage), name);
  };

const refused =
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

/** The first administrators, whose ids follow from their roles. */
export const ADMINISTRATORS = {
  administrator: uuidV5(SYSTEM_ID, 'ADMINISTRATOR'),
  'federal administrator': uuidV5(SYSTEM_ID, 'FEDERAL_ADMINISTRATOR'),
} as const;

/** Somebody of the demonstration comes in: registered, given his roles and his clearance, invited, enrolled. */
const joins = (person: Person): Step => ({
  name: `${person.displayName} joins`,
  play: async (stage, name) => {
    const by = administratorOf(person);
    const { displayName, key, languages, roles, level, caveats } = person;
    const { body } = await stage.record(by, '/v1/participants', { displayName, languages }, name);
    const id = body.stream.id;
    stage.keep(key, id);
    for (const role of roles) await stage.record(by, `/v1/participants/${id}/grant-role`, { role }, `${name} as ${role}`);
    await stage.record(by, `/v1/participants/${id}/grant-clearance-level`, { level, caveats }, `${name}, cleared for ${level}`);
    const invited = await (await stage.as(by)).post<{ token: string }>(`/v1/participants/${id}/enrolment-tokens`, {});
    if (invited.status !== 201) throw new UnexpectedAnswerError(`${displayName} could not be invited: ${JSON.stringify(invited.body)}`);
    await enrol(stage, `${key}.${stage.id('run')}`, (invited.body as { token: string }).token);
  },
});

const party = (key: string, person: string, type: string, canonicalName: string): Step => ({
  name: `The register: ${canonicalName}`,
  play: registered(key, '/v1/parties', person, { type, canonicalName }),
});

const letter = (key: string, name: string, person: string, kind: string, written: string): Step => ({
  name,
  play: async (stage, step) => {
    const sha256 = Buffer.from(key.padEnd(32, '.').slice(0, 32)).toString('hex');
    const body = { sha256, bytes: 48_213, mediaType: 'application/pdf', capturedAt: day(written), lang: 'en', kind };
    const { body: answer } = await stage.record(person, '/v1/evidence', body, step);
    stage.keep(key, answer.stream.id);
  },
});

const initiative = (stage: Stage): string => `/v1/initiatives/${stage.id('initiative')}`;
const commitment = (stage: Stage): string => `/v1/commitments/${stage.id('commitment')}`;
const review = (stage: Stage): string => `/v1/federal-reviews/${stage.id('review')}`;
const secondReview = (stage: Stage): string => `/v1/federal-reviews/${stage.id('second review')}`;

const terms = (stage: Stage, body: string) => ({
  initiativeId: stage.id('initiative'),
  text: { lang: 'en', body },
  kind: 'FACILITATION',
  topic: 'CROSS_BORDER_COLLABORATION',
  subTopics: ['CROSSING_POINTS', 'MEDICAL_TRAVEL'],
  pillar: 'DEVELOPMENT',
  competence: 'FEDERAL',
  responsible: [{ partyId: stage.id('federal government'), side: 'PK' }],
  beneficiaries: [{ partyId: stage.id('community'), side: 'AF' }],
  due: { kind: 'FIXED', date: `${stage.now().getUTCFullYear() + 1}-03-12` },
  verification: { method: 'Monthly counts at the gate by both sides', by: 'A joint committee of elders' },
});

/** Keeps what a submission says of the review that it opens, once a process has opened it. */
const submitted = (name: string, of: (stage: Stage) => string, keptAs: string): Step => ({
  name,
  play: async (stage, step) => {
    await stage.record(
      'focalPerson',
      `${of(stage)}/submit-for-clearance`,
      { urgency: 'ROUTINE', question: 'May this text be entered?' },
      step,
    );
    const client = await stage.as('focalPerson');
    const { state } = await client.get<{ state: { reviewId: string } }>(of(stage));
    stage.keep(keptAs, state.reviewId);
    await stage.until('liaison', `/v1/federal-reviews/${state.reviewId}`, 'SUBMITTED');
  },
});

/** Steps 2 and 4 of the worked example of the domain, as far as the nouns that exist go; what follows them is invented. */
export const SCENARIO: readonly Step[] = [
  ...PEOPLE.map(joins),
  party('province', 'official', 'PROVINCIAL_GOVERNMENT', 'Government of Khyber Pakhtunkhwa'),
  party('federal government', 'liaison', 'FEDERAL_GOVERNMENT', 'Government of Pakistan'),
  party('authority', 'official', 'DE_FACTO_AUTHORITY', 'Authorities in Kabul'),
  party('community', 'official', 'COMMUNITY', `Patients and their families on both sides of Torkham ${INVENTED}`),
  {
    name: 'Names stand side by side, and none is forced on anybody',
    play: recorded(
      'official',
      (stage) => `/v1/parties/${stage.id('province')}/record-designation`,
      (stage) => ({
        name: 'خیبر پختونخوا حکومت',
        lang: 'ur',
        script: 'Arab',
        usedByPartyId: stage.id('province'),
      }),
    ),
  },
  {
    name: 'As reported: the spokesman of the provincial government',
    play: registered('spokesman', '/v1/participants', 'official', { displayName: 'Muhammad Ali Saif', languages: ['ps', 'ur', 'en'] }),
  },
  {
    name: 'As reported: an initiative of the province is made public',
    play: async (stage, name) => {
      const body = {
        title: 'Two delegations across the border',
        sponsorPartyId: stage.id('province'),
        objectives: [
          { code: 'O1', text: 'Peace and stability in the region' },
          { code: 'O9', text: 'People can cross for medical treatment and business' },
        ],
        record: { occurredAt: day('2025-02-16'), classification: { level: 'RESTRICTED' } },
      };
      const { body: answer } = await stage.record('focalPerson', '/v1/initiatives', body, name);
      stage.keep('initiative', answer.stream.id);
    },
  },
  {
    name: 'As reported: the spokesman is its focal person',
    play: recorded(
      'official',
      (stage) => `${initiative(stage)}/designate-focal-person`,
      (stage) => ({
        participantId: stage.id('spokesman'),
        record: { occurredAt: day('2025-02-16') },
      }),
    ),
  },
  letter('notification letter', `The letter of notification ${INVENTED}`, 'official', 'LETTER', '2025-02-20'),
  {
    name: `The federal government is notified ${INVENTED}`,
    play: recorded(
      'focalPerson',
      (stage) => `${initiative(stage)}/notify-federal-government`,
      (stage) => ({
        reference: `KP/2025/17 ${INVENTED}`,
        addressee: 'Ministry of Foreign Affairs',
        channel: 'LETTER',
        documentEvidenceId: stage.id('notification letter'),
        summary: `The province intends to send two delegations ${INVENTED}.`,
        record: { occurredAt: day('2025-02-20') },
      }),
    ),
  },
  {
    name: `The liaison officer acknowledges ${INVENTED}`,
    play: recorded(
      'liaison',
      (stage) => `${initiative(stage)}/acknowledge-notification`,
      () => ({ reference: `FO/2025/88 ${INVENTED}` }),
    ),
  },
  {
    name: 'The federal side declares a red line',
    play: async (stage, name) => {
      const body = {
        topic: 'SECURITY',
        text: { lang: 'en', body: `No text makes an armed group a party to talks ${INVENTED}.` },
        effect: 'PROHIBITED',
        examples: ['An envoy of an armed group is received as a party'],
      };
      await stage.record('reviewer', '/v1/policy-framework/declare-red-line', body, name);
      const { state } = await (await stage.as('reviewer')).get<{ state: { redLines: Record<string, unknown> } }>('/v1/policy-framework');
      const [redLineId] = Object.keys(state.redLines);
      stage.keep('red line', redLineId ?? '');
    },
  },
  {
    name: 'The first version of the framework is published',
    play: recorded(
      'reviewer',
      () => '/v1/policy-framework/publish-framework-version',
      (stage) => ({
        redLineIds: [stage.id('red line')],
        effectiveFrom: '2025-01-01',
      }),
    ),
  },
  {
    name: 'A commitment on opening hours for patients is drafted',
    play: async (stage, name) => {
      const { body } = await stage.record('focalPerson', '/v1/commitments', terms(stage, OPENING_HOURS), name);
      stage.keep('commitment', body.stream.id);
      stage.keep('draft event', body.events[0]?.id ?? '');
    },
  },
  {
    name: 'Its words are held against the framework',
    play: recorded(
      'focalPerson',
      (stage) => `${commitment(stage)}/assess-alignment`,
      () => ({
        result: 'ALIGNED',
        redLineIds: [],
        note: 'Medical travel is named in the framework as welcome.',
      }),
    ),
  },
  submitted('It is submitted for clearance', commitment, 'review'),
  {
    name: 'The review is acknowledged',
    play: recorded(
      'liaison',
      (stage) => `${review(stage)}/acknowledge`,
      () => ({ reference: 'FO/2025/91 (invented)' }),
    ),
  },
  {
    name: 'It is assigned',
    play: recorded(
      'liaison',
      (stage) => `${review(stage)}/assign`,
      () => ({ division: 'FOREIGN_AFFAIRS' }),
    ),
  },
  {
    name: 'Nine days pass without a decision',
    play: async (stage) => {
      stage.pass(9);
      await Promise.resolve();
    },
  },
  {
    name: 'To enter it because nobody has answered',
    play: refused(
      'focalPerson',
      (stage) => `${commitment(stage)}/enter`,
      (stage) => entering(stage, OPENING_HOURS),
      {
        code: 'commitment.silence-is-no-consent',
        invariant: 'INV-14',
      },
    ),
  },
  {
    name: 'The federal side gives guidance',
    play: recorded(
      'liaison',
      (stage) => `${review(stage)}/issue-guidance`,
      () => ({
        text: 'The hours look reasonable to this office.',
        binding: false,
      }),
    ),
  },
  {
    name: 'To enter it on the strength of guidance',
    play: refused(
      'focalPerson',
      (stage) => `${commitment(stage)}/enter`,
      (stage) => entering(stage, OPENING_HOURS),
      {
        code: 'commitment.guidance-is-no-clearance',
        invariant: 'INV-15',
      },
    ),
  },
  {
    name: 'The reviewer clears exactly this text, on a condition',
    play: async (stage, name) => {
      const body = {
        decision: 'APPROVED_WITH_CONDITIONS',
        purpose: 'ENTER',
        conditions: ['The customs service has confirmed the hours in writing.'],
        validFrom: stage.now().toISOString(),
        validUntil: new Date(stage.now().getTime() + 90 * 24 * 3_600_000).toISOString(),
        authorityId: stage.id('federal government'),
      };
      await stage.record(
        'reviewer',
        `${review(stage)}/decide`,
        { ...body, textHash: textOf({ lang: 'en', body: OPENING_HOURS }).textHash },
        name,
      );
      await stage.until('focalPerson', commitment(stage), 'CLEARED');
    },
  },
  {
    name: 'To enter it before the condition is met',
    play: refused(
      'focalPerson',
      (stage) => `${commitment(stage)}/enter`,
      (stage) => entering(stage, OPENING_HOURS),
      {
        code: 'commitment.condition-open',
        invariant: 'INV-11',
      },
    ),
  },
  letter('customs letter', `The letter of the customs service ${INVENTED}`, 'liaison', 'LETTER', '2025-03-03'),
  {
    name: 'The condition is met',
    play: async (stage, name) => {
      stage.pass(2);
      const { state } = await (await stage.as('reviewer')).get<{ state: { clearance: { conditions: { id: string }[] } } }>(review(stage));
      const conditionId = state.clearance.conditions[0]?.id;
      await stage.record('reviewer', `${review(stage)}/satisfy-condition`, { conditionId, evidenceId: stage.id('customs letter') }, name);
    },
  },
  {
    name: 'To enter the text with one comma more',
    play: refused(
      'focalPerson',
      (stage) => `${commitment(stage)}/enter`,
      (stage) => entering(stage, ONE_COMMA_MORE),
      {
        code: 'commitment.other-text',
        invariant: 'INV-11',
      },
    ),
  },
  {
    name: 'Exactly the cleared text is entered',
    play: async (stage, name) => {
      await stage.record('focalPerson', `${commitment(stage)}/enter`, entering(stage, OPENING_HOURS), name);
      const again = await stage.record('focalPerson', `${commitment(stage)}/enter`, entering(stage, OPENING_HOURS), name);
      if (!again.replayed) throw new UnexpectedAnswerError('the same request was recorded a second time');
    },
  },
  {
    name: 'A second text is drafted',
    play: async (stage, name) => {
      const body = { ...terms(stage, ACROSS_THE_LINE), topic: 'SECURITY', subTopics: [], pillar: 'SECURITY' };
      const { body: answer } = await stage.record('focalPerson', '/v1/commitments', body, name);
      stage.keep('second commitment', answer.stream.id);
    },
  },
  {
    name: 'It is found to touch the red line',
    play: recorded(
      'liaison',
      (stage) => `/v1/commitments/${stage.id('second commitment')}/assess-alignment`,
      (stage) => ({
        result: 'POTENTIAL_CONFLICT',
        redLineIds: [stage.id('red line')],
        note: 'It speaks of envoys of armed groups as a party.',
      }),
    ),
  },
  submitted('The second text is submitted all the same', (stage) => `/v1/commitments/${stage.id('second commitment')}`, 'second review'),
  {
    name: 'The second review is acknowledged',
    play: recorded(
      'liaison',
      (stage) => `${secondReview(stage)}/acknowledge`,
      () => ({ reference: 'FO/2025/97 (invented)' }),
    ),
  },
  {
    name: 'The second review is assigned',
    play: recorded(
      'liaison',
      (stage) => `${secondReview(stage)}/assign`,
      () => ({ division: 'INTERIOR' }),
    ),
  },
  {
    name: 'To clear a text across the red line',
    play: refused(
      'reviewer',
      (stage) => `${secondReview(stage)}/decide`,
      (stage) => ({
        decision: 'APPROVED',
        textHash: textOf({ lang: 'en', body: ACROSS_THE_LINE }).textHash,
        purpose: 'ENTER',
        validFrom: stage.now().toISOString(),
        validUntil: new Date(stage.now().getTime() + 30 * 24 * 3_600_000).toISOString(),
        authorityId: stage.id('federal government'),
      }),
      { code: 'federalReview.red-line', invariant: 'INV-12' },
    ),
  },
  {
    name: 'The due date was a clerical error, and is rectified',
    play: recorded(
      'focalPerson',
      (stage) => `${commitment(stage)}/rectify`,
      (stage) => ({
        targetEventId: stage.id('draft event'),
        pointer: '/due/date',
        newValue: `${stage.now().getUTCFullYear() + 1}-03-21`,
        reason: 'CLERICAL_ERROR',
        effective: 'AB_INITIO',
      }),
    ),
  },
];

const entering = (stage: Stage, body: string) => ({ text: { lang: 'en', body }, clearanceId: stage.id('review'), reservations: [] });
