import type { Stage } from '../stage';
import { deviationsOf, initiative, invented, recorded, refused, type Step } from '../steps';

interface Register {
  readonly deviations: readonly { readonly deviationId: string; readonly result: string | null }[];
}

const concluding = (stage: Stage) => ({
  phase: 1,
  outcome: 'FOUNDATION_LAID',
  criteria: [{ text: invented('Both sides want to meet again.'), met: true, evidenceIds: [stage.id('letter found')] }],
  engaged: [{ contactId: stage.id('meeting'), participantId: stage.id('elder') }],
  commitmentIds: [],
});

/** Invented: what was done without leave is disposed of, and only then is the foundation laid. */
export const FOUNDATION: readonly Step[] = [
  {
    name: 'To conclude the first phase while deviations are open',
    play: refused('focalPerson', (stage) => `${initiative(stage)}/conclude-phase`, concluding, {
      code: 'initiative.deviations-open',
      invariant: 'INV-43',
    }),
  },
  {
    name: 'The liaison officer disposes of each deviation',
    play: async (stage, name) => {
      const { state } = await (await stage.as('liaison')).get<{ state: Register }>(deviationsOf(stage));
      for (const [n, { deviationId, result }] of state.deviations.entries())
        if (result === null) {
          const body = { deviationId, result: 'ACCEPTED', reason: invented('Known to this office, and not to be repeated.') };
          await stage.record('liaison', `${deviationsOf(stage)}/disposition`, body, `${name}: ${n + 1}`);
        }
    },
  },
  {
    name: 'The first phase has laid the foundation',
    play: recorded('focalPerson', (stage) => `${initiative(stage)}/conclude-phase`, concluding),
  },
  {
    name: 'The second phase is opened',
    play: recorded(
      'focalPerson',
      (stage) => `${initiative(stage)}/open-phase`,
      () => ({ phase: 2 }),
    ),
  },
];
