import type { Stage } from '../stage';
import { initiative, invented, plan, received, recorded, type Step } from '../steps';

const review = (stage: Stage): string => `/v1/federal-reviews/${stage.id('mandate review')}`;

/** Invented: the objection is lifted, the terms of reference are approved, and what was refused before is allowed. */
export const LEAVE: readonly Step[] = [
  {
    name: 'The objection is lifted',
    play: recorded(
      'reviewer',
      (stage) => `${initiative(stage)}/lift-federal-objection`,
      (stage) => ({ objectionId: stage.id('objection'), reason: invented('Both sides have spoken.') }),
    ),
  },
  {
    name: 'The liaison officer acknowledges',
    play: recorded(
      'liaison',
      (stage) => `${initiative(stage)}/acknowledge-notification`,
      () => ({ reference: invented('FO/2025/88') }),
    ),
  },
  ...received('The terms of reference', review, 'FOREIGN_AFFAIRS', 'FO/2025/89'),
  {
    name: 'Exactly these terms of reference are approved',
    play: async (stage, name) => {
      const { state } = await (await stage.as('reviewer')).get<{ state: { text: { textHash: string } } }>(review(stage));
      const body = {
        decision: 'APPROVED',
        textHash: state.text.textHash,
        purpose: 'START',
        validFrom: stage.now().toISOString(),
        validUntil: new Date(stage.now().getTime() + 365 * 24 * 3_600_000).toISOString(),
        authorityId: stage.id('federal government'),
      };
      await stage.record('reviewer', `${review(stage)}/decide`, body, name);
      await stage.until('focalPerson', `/v1/mandates/${stage.id('mandate')}`, 'IN_FORCE');
    },
  },
  {
    name: 'The first phase is opened',
    play: recorded(
      'focalPerson',
      (stage) => `${initiative(stage)}/open-phase`,
      (stage) => ({ phase: 1, clearanceId: stage.id('mandate review') }),
    ),
  },
  {
    name: 'The same meeting is scheduled, for a day that nobody has named',
    play: async (stage, name) => {
      const { body } = await stage.record('focalPerson', '/v1/contacts', plan(stage), name);
      stage.keep('meeting', body.stream.id);
    },
  },
];
