import { textOf } from '../../kernel/text';
import type { Stage } from '../stage';
import {
  AGREED_REVISION,
  now,
  invented,
  ONE_COMMA_MORE,
  OPENING_HOURS,
  plan,
  proposal,
  received,
  recorded,
  refused,
  registered,
  submitted,
  type Step,
} from '../steps';

/** As the province wrote it first, and what the other side wanted in place of the hours. */
const OURS = 'from 08:00 to 16:00';
const THEIRS = 'from 06:00 to 20:00';
const ESCORT = invented('Elders of both sides shall see each patient to the gate and back.');

const review = (stage: Stage): string => `/v1/federal-reviews/${stage.id('review of the text')}`;
const clean = (eId: string, heading: string, text: string) => ({ eId, heading, segments: [{ state: 'CLEAN', text }] });
const clauses = (hours: string) => [clean('art_1', 'Article 1', hours), clean('art_2', 'Article 2', ESCORT)];
/** The whole text as it is agreed, on paper. */
const agreed = (hours: string): string => `Article 1\n${hours}\n\nArticle 2\n${ESCORT}`;
const hashOf = (body: string): string => textOf({ lang: 'en', body }).textHash;

const tabling = (contact: string) => (stage: Stage) => ({
  revision: 1,
  contactId: stage.id(contact),
  toPartyIds: [stage.id('tribe')],
  nature: 'NON_PAPER',
});
const agreeing = (revision: number, body: string) => () => ({ revision, textHash: hashOf(body) });
const stance = (party: string): Step => ({
  name: `Of this revision the ${party} says that it accepts it`,
  play: recorded(
    'negotiator',
    (stage) => `${proposal(stage)}/record-stance`,
    (stage) => ({ partyId: stage.id(party), revision: AGREED_REVISION, stance: 'ACCEPT' }),
  ),
});

/** Invented: a text of the first phase, which no terms of reference let anybody put on a table yet. */
export const TEXT_DRAFTED: readonly Step[] = [
  {
    name: 'A text on patients is drafted',
    play: registered('proposal', '/v1/proposals', 'negotiator', (stage) => ({
      initiativeId: stage.id('initiative'),
      title: invented('Patients at Torkham'),
      topic: 'CROSS_BORDER_COLLABORATION',
      subTopics: ['CROSSING_POINTS', 'MEDICAL_TRAVEL'],
      authorPartyId: stage.id('province'),
      singleUndertaking: false,
      lang: 'en',
      parties: [
        { partyId: stage.id('province'), mark: 'KP' },
        { partyId: stage.id('tribe'), mark: 'TB' },
      ],
      clauses: clauses(OPENING_HOURS.replace(THEIRS, OURS)),
      record: { classification: { level: 'RESTRICTED' } },
    })),
  },
  {
    name: 'To put it on the table in the first phase',
    play: refused('negotiator', (stage) => `${proposal(stage)}/table`, tabling('meeting'), {
      code: 'proposal.act-not-mandated',
      invariant: 'INV-10',
    }),
  },
];

/** Invented: the same text in the second phase, through brackets, an alternative and a counter-proposal to words that all have accepted. */
export const TEXT: readonly Step[] = [
  {
    name: 'A meeting is scheduled to negotiate a text',
    play: registered('second meeting', '/v1/contacts', 'focalPerson', (stage) => ({ ...plan(stage), acts: ['NEGOTIATE_TEXT'] })),
  },
  { name: 'The text is on the table', play: recorded('negotiator', (stage) => `${proposal(stage)}/table`, tabling('second meeting')) },
  {
    name: 'The tribe puts the hours in brackets',
    play: recorded(
      'negotiator',
      (stage) => `${proposal(stage)}/bracket-text`,
      (stage) => ({
        baseRevision: 1,
        eId: 'art_1',
        words: OURS,
        byPartyId: stage.id('tribe'),
        reason: invented('Patients come from far, and travel by night.'),
      }),
    ),
  },
  {
    name: 'It wants other hours in their place',
    play: recorded(
      'negotiator',
      (stage) => `${proposal(stage)}/add-alternative`,
      (stage) => ({ baseRevision: 2, eId: 'art_1', part: 2, text: THEIRS, byPartyId: stage.id('tribe') }),
    ),
  },
  {
    name: 'It gives a text of its own in answer (INV-19)',
    play: async (stage, name) => {
      const given = {
        initiativeId: stage.id('initiative'),
        answersProposalId: stage.id('proposal'),
        answersRevision: 1,
        title: invented('Patients at Torkham, as the tribe would have it'),
        topic: 'CROSS_BORDER_COLLABORATION',
        subTopics: ['CROSSING_POINTS', 'MEDICAL_TRAVEL'],
        authorPartyId: stage.id('tribe'),
        singleUndertaking: false,
        lang: 'en',
        parties: [
          { partyId: stage.id('province'), mark: 'KP' },
          { partyId: stage.id('tribe'), mark: 'TB' },
        ],
        clauses: clauses(OPENING_HOURS),
        toPartyIds: [stage.id('province')],
        nature: 'ORAL',
        record: { ...now(stage), classification: { level: 'RESTRICTED' } },
      };
      await registered('counter-proposal', '/v1/proposals/received', 'negotiator', () => given)(stage, name);
      await stage.until('focalPerson', proposal(stage), 'COUNTERED');
    },
  },
  {
    name: 'To agree on it while words are in brackets',
    play: async (stage, name) => {
      const { state } = await (
        await stage.as('focalPerson')
      ).get<{ state: { revision: number; text: { textHash: string } } }>(proposal(stage));
      const body = { revision: state.revision, textHash: state.text.textHash };
      await stage.refused('focalPerson', `${proposal(stage)}/agree-ad-referendum`, body, name, {
        code: 'proposal.not-clean',
        invariant: 'INV-18',
      });
    },
  },
  {
    name: 'Both agree to the hours of the tribe',
    play: recorded(
      'negotiator',
      (stage) => `${proposal(stage)}/resolve-bracket`,
      (stage) => ({
        baseRevision: 3,
        eId: 'art_1',
        part: 2,
        how: 'ACCEPTED',
        alternative: 2,
        agreedBy: [stage.id('province'), stage.id('tribe')],
      }),
    ),
  },
  stance('province'),
  stance('tribe'),
  {
    name: 'This revision is held against the framework',
    play: recorded(
      'focalPerson',
      (stage) => `${proposal(stage)}/assess-alignment`,
      () => ({ revision: AGREED_REVISION, result: 'ALIGNED', redLineIds: [], note: invented('No red line speaks of patients.') }),
    ),
  },
  submitted('This revision is submitted', proposal, 'review of the text', ({ review: its }) => its.reviewId),
  ...received('The revision', review, 'FOREIGN_AFFAIRS', 'FO/2025/90'),
  {
    name: 'Exactly this revision is cleared',
    play: async (stage, name) => {
      const body = {
        decision: 'APPROVED',
        textHash: hashOf(agreed(OPENING_HOURS)),
        purpose: 'SIGN',
        validFrom: stage.now().toISOString(),
        validUntil: new Date(stage.now().getTime() + 90 * 24 * 3_600_000).toISOString(),
        authorityId: stage.id('federal government'),
      };
      await stage.record('reviewer', `${review(stage)}/decide`, body, name);
      await stage.become<{ review: { standing: string } | null }>(
        'focalPerson',
        proposal(stage),
        'cleared',
        ({ review: its }) => its?.standing === 'CLEARED',
      );
    },
  },
  {
    name: 'To agree on the text with one comma more',
    play: refused('focalPerson', (stage) => `${proposal(stage)}/agree-ad-referendum`, agreeing(AGREED_REVISION, agreed(ONE_COMMA_MORE)), {
      code: 'proposal.other-text',
      invariant: 'INV-18',
    }),
  },
  {
    name: 'Exactly the text that all have accepted is agreed ad referendum',
    play: recorded('focalPerson', (stage) => `${proposal(stage)}/agree-ad-referendum`, agreeing(AGREED_REVISION, agreed(OPENING_HOURS))),
  },
];
