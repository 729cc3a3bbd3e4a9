import { textOf } from '../../kernel/text';
import { UnexpectedAnswerError } from '../../client/client';
import { reviewOnQueue } from '../look';
import { silenceOtherwise } from '../outcome';
import type { Stage } from '../stage';
import {
  ACROSS_THE_LINE,
  commitment,
  day,
  entering,
  fromTable,
  invented,
  letter,
  ONE_COMMA_MORE,
  OPENING_HOURS,
  proposal,
  received,
  recorded,
  refused,
  review,
  secondReview,
  submitted,
  terms,
  type Step,
} from '../steps';

const DAYS_OF_SILENCE = 9;

/** The decision by which the first text is cleared, on a condition. */
const clearing = (stage: Stage) => ({
  decision: 'APPROVED_WITH_CONDITIONS',
  textHash: textOf({ lang: 'en', body: OPENING_HOURS }).textHash,
  purpose: 'ENTER',
  conditions: [invented('The customs service has confirmed the hours in writing.')],
  validFrom: stage.now().toISOString(),
  validUntil: new Date(stage.now().getTime() + 90 * 24 * 3_600_000).toISOString(),
  authorityId: stage.id('federal government'),
});

/** Invented: one commitment from its draft to its entry, another that stops at a red line, and a date that is rectified. */
export const COMMITMENT: readonly Step[] = [
  {
    name: 'A commitment on opening hours for patients is drafted from what is agreed',
    play: async (stage, name) => {
      const year = stage.now().getUTCFullYear() + 1;
      stage.keep('due date', `${year}-03-12`);
      stage.keep('rectified due date', `${year}-03-21`);
      const { body } = await stage.record('focalPerson', '/v1/commitments', { ...terms(stage, OPENING_HOURS), ...fromTable(stage) }, name);
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
        note: invented('The framework names nothing that medical travel would touch.'),
      }),
    ),
  },
  submitted('It is submitted for clearance', commitment, 'review'),
  ...received('The text', review, 'FOREIGN_AFFAIRS', 'FO/2025/91'),
  {
    name: 'Nine days pass without a decision',
    play: async (stage) => {
      const before = await reviewOnQueue(stage, stage.id('review'));
      stage.pass(DAYS_OF_SILENCE);
      const after = await reviewOnQueue(stage, stage.id('review'));
      if (!before || !after) throw new UnexpectedAnswerError('the review is missing on the board "Federal review queue"');
      stage.progress.silence = { days: DAYS_OF_SILENCE, before, after };
      const otherwise = silenceOtherwise(stage.progress.silence);
      if (otherwise.length > 0) throw new UnexpectedAnswerError(otherwise.join('\n'));
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
        text: invented('The hours look reasonable to this office.'),
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
    name: 'To clear it without the reviewer’s signature',
    play: refused('reviewer', (stage) => `${review(stage)}/decide`, clearing, { code: 'record.signature-missing', invariant: 'INV-46' }),
  },
  {
    name: 'The reviewer clears exactly this text, on a condition',
    play: async (stage, name) => {
      await stage.record('reviewer', `${review(stage)}/decide`, clearing(stage), name);
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
  letter('customs letter', 'The letter of the customs service', 'liaison', 'LETTER', day('2025-03-03')),
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
      await stage.until('focalPerson', proposal(stage), 'INCORPORATED');
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
        note: invented('It speaks of envoys of armed groups as a party.'),
      }),
    ),
  },
  submitted('The second text is submitted all the same', (stage) => `/v1/commitments/${stage.id('second commitment')}`, 'second review'),
  ...received('The second text', secondReview, 'INTERIOR', 'FO/2025/97'),
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
        newValue: stage.id('rectified due date'),
        reason: 'CLERICAL_ERROR',
        effective: 'AB_INITIO',
      }),
    ),
  },
];
