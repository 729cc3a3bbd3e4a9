import { UnexpectedAnswerError } from '../../client/client';
import { reviewOnQueue } from '../look';
import { silenceOtherwise } from '../outcome';
import { day, initiative, invented, letter, plan, range, recorded, refused, reported, type Step } from '../steps';

/** From the objection to the report that the answer is still waited for. */
const DAYS_WITHOUT_ANSWER = 14;

/** Steps 4 to 7: notified, objected to, still without an answer, and beside it a track of the federation. What is not public is told as no more than that. */
export const OBJECTION: readonly Step[] = [
  letter('notification letter', 'The letter of notification', 'official', 'LETTER', range('2025-02-16', '2025-03-02')),
  {
    name: 'As reported: the federal government is to be notified; the reports name no day',
    play: recorded(
      'focalPerson',
      (stage) => `${initiative(stage)}/notify-federal-government`,
      (stage) => ({
        reference: invented('KP/2025/17'),
        addressee: invented('Ministry of Foreign Affairs'),
        channel: 'LETTER',
        documentEvidenceId: stage.id('notification letter'),
        summary: invented('The province intends to send two delegations.'),
        record: { occurredAt: { ...range('2025-02-16', '2025-03-02'), originalText: 'would formally notify the federal government' } },
      }),
    ),
  },
  {
    name: 'As reported: the Foreign Office objects in public',
    play: async (stage, name) => {
      const body = {
        byOffice: 'Foreign Office',
        ground: 'COMPETENCE',
        text: 'As reported: the Foreign Office objected in public.',
        public: true,
        record: { occurredAt: day('2025-02-16') },
      };
      const { body: answer } = await stage.record('reviewer', `${initiative(stage)}/raise-federal-objection`, body, name);
      stage.keep('objection', answer.events[0]?.id ?? '');
    },
  },
  {
    name: 'To schedule a meeting while the federal side objects',
    play: refused('focalPerson', () => '/v1/contacts', plan, { code: 'initiative.objection-open', invariant: '' }),
  },
  {
    name: 'As reported: two weeks later the approval is still waited for',
    play: async (stage) => {
      const before = await reviewOnQueue(stage, stage.id('mandate review'));
      stage.pass(DAYS_WITHOUT_ANSWER);
      const after = await reviewOnQueue(stage, stage.id('mandate review'));
      if (!before || !after) throw new UnexpectedAnswerError('the review of the terms of reference is missing on the board');
      const otherwise = silenceOtherwise({ days: DAYS_WITHOUT_ANSWER, before, after });
      if (otherwise.length > 0) throw new UnexpectedAnswerError(otherwise.join('\n'));
    },
  },
  {
    name: 'As reported: a meeting with the Afghan consul general in Peshawar',
    play: reported(
      'meeting with the consul general',
      'focalPerson',
      () => '/v1/contacts/unplanned',
      (stage) => ({
        initiativeId: stage.id('initiative'),
        kind: 'MEETING',
        track: 'TRACK_1',
        channel: 'OPEN',
        mode: 'DIRECT',
        acts: [],
        counterparts: [{ participantId: stage.id('consul general'), partyId: stage.id('authority') }],
        place: { name: 'Peshawar', adm1: 'Khyber Pakhtunkhwa', country: 'PK', placePrecision: 2 },
        agenda: [],
        clearanceIds: [],
        record: { occurredAt: day('2025-03-02') },
      }),
      ['OUTSIDE_MANDATE', 'UNSANCTIONED'],
    ),
  },
  {
    name: 'As reported: the federation opens a track of its own',
    play: recorded(
      'liaison',
      (stage) => `${initiative(stage)}/record-parallel-track`,
      () => ({
        level: 'FEDERAL',
        text: 'As reported: the federation has opened a track of its own.',
        record: { occurredAt: day('2025-04-19') },
      }),
    ),
  },
];
