import { day, deviationsOf, initiative, invented, letter, now, reported, type Step } from '../steps';

/** The record, before it is on its board. */
interface Register {
  readonly deviations: readonly { readonly flag: string; readonly result: string | null }[];
}

/** Invented: a promise that nobody had leave for, and a letter that turns out to have been sent in time. */
export const PROMISE: readonly Step[] = [
  {
    name: 'The meeting is held',
    play: reported(
      'meeting held',
      'negotiator',
      (stage) => `/v1/contacts/${stage.id('meeting')}/record-held`,
      (stage) => ({
        agenda: [{ topic: 'CROSS_BORDER_COLLABORATION', text: invented('How patients cross'), raisedByPartyId: stage.id('province') }],
        record: now(stage),
      }),
      [],
    ),
  },
  {
    name: 'A promise made there without leave is reported (INV-23)',
    play: async (stage, name) => {
      const meeting = `/v1/contacts/${stage.id('meeting')}`;
      await reported(
        'promise',
        'negotiator',
        () => `${meeting}/report-undertaking`,
        () => ({
          speakerId: stage.id('negotiator'),
          toPartyId: stage.id('tribe'),
          text: { lang: 'en', body: invented('The gate will be open to patients by night as well.') },
          circumstances: invented('At the end of the meal, asked by the elder.'),
          record: now(stage),
        }),
        ['UNSANCTIONED'],
      )(stage, name);
      const { state } = await (
        await stage.as('liaison')
      ).get<{ state: { undertakings: readonly { undertakingId: string; reviewId: string }[] } }>(meeting);
      const [undertaking] = state.undertakings;
      stage.keep('undertaking', undertaking?.undertakingId ?? '');
      stage.keep('review of the promise', undertaking?.reviewId ?? '');
      // Nobody has submitted it.
      await stage.until('liaison', `/v1/federal-reviews/${stage.id('review of the promise')}`, 'SUBMITTED');
    },
  },
  letter('letter found', 'A letter is found', 'official', 'LETTER', day('2025-02-12')),
  {
    name: 'It notified the federal government before the elder came (INV-50)',
    play: async (stage, name) => {
      const body = {
        reference: invented('KP/2025/11'),
        addressee: invented('Ministry of Foreign Affairs'),
        channel: 'LETTER',
        documentEvidenceId: stage.id('letter found'),
        summary: invented('The province intends to send two delegations.'),
        record: { occurredAt: day('2025-02-12') },
      };
      await stage.record('focalPerson', `${initiative(stage)}/notify-federal-government`, body, name);
      await stage.become<Register>('liaison', deviationsOf(stage), 'remedied by a letter that came before', ({ deviations }) =>
        deviations.some(({ flag, result }) => flag === 'BEFORE_NOTIFICATION' && result === 'REMEDIED'),
      );
    },
  },
];
