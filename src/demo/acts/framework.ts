import { invented, recorded, type Step } from '../steps';

/** Invented: what the federal side wants to see in no text. */
export const FRAMEWORK: readonly Step[] = [
  {
    name: 'The federal side declares a red line',
    play: async (stage, name) => {
      const body = {
        topic: 'SECURITY',
        text: { lang: 'en', body: invented('No text makes an armed group a party to talks.') },
        effect: 'PROHIBITED',
        examples: [invented('An envoy of an armed group is received as a party.')],
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
];
