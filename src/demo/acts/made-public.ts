import type { Stage } from '../stage';
import { day, initiative, invented, range, recorded, type Step } from '../steps';

const mandate = (stage: Stage): string => `/v1/mandates/${stage.id('mandate')}`;

/** Step 2 of the worked example (domain.md 6): the initiative, its focal person, and what he said in public. */
const PROPOSED: readonly Step[] = [
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
        record: { occurredAt: day('2025-02-16'), classification: { level: 'PUBLIC' } },
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
      (stage) => ({ participantId: stage.id('spokesman'), record: { occurredAt: day('2025-02-16') } }),
    ),
  },
  {
    name: 'As reported: the spokesman speaks in public',
    play: async (stage, name) => {
      const body = {
        initiativeId: stage.id('initiative'),
        kind: 'PUBLIC_STATEMENT',
        track: 'TRACK_1',
        channel: 'OPEN',
        mode: 'DIRECT',
        acts: [],
        counterparts: [],
        place: { name: 'Khyber Pakhtunkhwa', country: 'PK', placePrecision: 4 },
        agenda: [],
        clearanceIds: [],
        record: { occurredAt: day('2025-02-16'), classification: { level: 'PUBLIC' } },
      };
      const { body: answer } = await stage.record('focalPerson', '/v1/contacts/unplanned', body, name);
      stage.keep('public statement', answer.stream.id);
    },
  },
  {
    name: 'As reported: what he said, as the reports give it',
    play: recorded(
      'focalPerson',
      (stage) => `/v1/contacts/${stage.id('public statement')}/record-statement`,
      (stage) => ({
        speakerId: stage.id('spokesman'),
        text: {
          lang: 'en',
          body: 'As reported: the province would formally notify the federal government about the initiative, and no commitments will be made that override the national security framework or diplomatic stance.',
        },
        attribution: 'ATTRIBUTABLE',
        verbatim: false,
        record: { occurredAt: day('2025-02-16') },
      }),
    ),
  },
];

/** Step 3: the sources disagree on when, and so it is told as a range. */
const ASKING_LEAVE: readonly Step[] = [
  {
    name: 'As reported: terms of reference are drafted',
    play: async (stage, name) => {
      const body = {
        initiativeId: stage.id('initiative'),
        text: { lang: 'en', body: invented('Two delegations speak with the tribes and the authorities across the border.') },
        topics: ['SECURITY', 'TRADE', 'REFUGEES', 'CROSS_BORDER_COLLABORATION'],
        acts: { phase1: ['LISTEN', 'EXPLORE', 'COORDINATE', 'PROPOSE_AGENDA'], phase2: ['LISTEN', 'EXPLORE', 'NEGOTIATE_TEXT'] },
        counterpartKinds: ['AFGHAN_TRIBAL_LEADER', 'AFGHAN_GOVERNMENT_REPRESENTATIVE'],
        counterpartPartyIds: [],
        delegationsMax: 2,
        places: ['Kabul'],
        validFrom: '2025-02-16T00:00:00Z',
        reportingRule: invented('To the Ministry of Foreign Affairs after each return.'),
        record: { occurredAt: range('2025-01', '2025-02'), classification: { level: 'RESTRICTED' } },
      };
      const { body: answer } = await stage.record('focalPerson', '/v1/mandates', body, name);
      stage.keep('mandate', answer.stream.id);
    },
  },
  {
    name: 'As reported: they are sent to the federal side',
    play: async (stage, name) => {
      const body = {
        urgency: 'ROUTINE',
        question: invented('May the delegations go on these terms?'),
        record: { occurredAt: range('2025-01', '2025-02') },
      };
      await stage.record('focalPerson', `${mandate(stage)}/submit`, body, name);
      const { state } = await (await stage.as('focalPerson')).get<{ state: { reviewId: string } }>(mandate(stage));
      stage.keep('mandate review', state.reviewId);
      await stage.until('liaison', `/v1/federal-reviews/${state.reviewId}`, 'SUBMITTED');
    },
  },
];

/** Steps 2 and 3 of the worked example. */
export const MADE_PUBLIC: readonly Step[] = [...PROPOSED, ...ASKING_LEAVE];
