import { day, invented, plan, refused, reported, type Step } from '../steps';

/** Invented: what is not allowed before the federal government has been told, and what is recorded all the same because it has happened. */
export const BEFORE_NOTIFICATION: readonly Step[] = [
  {
    name: 'To schedule a meeting before the federal government is notified',
    play: refused('focalPerson', () => '/v1/contacts', plan, { code: 'contact.not-notified', invariant: 'INV-01' }),
  },
  {
    name: 'An elder who came unasked is reported (INV-02)',
    play: reported(
      'visit of an elder who came unasked',
      'focalPerson',
      () => '/v1/contacts/unsanctioned',
      (stage) => ({
        initiativeId: stage.id('initiative'),
        kind: 'MEETING',
        track: 'TRACK_1',
        channel: 'OPEN',
        mode: 'DIRECT',
        acts: ['LISTEN'],
        counterparts: [{ participantId: stage.id('elder'), partyId: stage.id('tribe') }],
        place: { name: 'A guest house in Peshawar (fictitious)', country: 'PK', placePrecision: 1 },
        agenda: [{ topic: 'CROSS_BORDER_COLLABORATION', text: invented('How patients cross'), raisedByPartyId: stage.id('tribe') }],
        clearanceIds: [],
        explanation: invented('He came unasked, and was heard.'),
        record: { occurredAt: day('2025-02-14'), classification: { level: 'RESTRICTED' } },
      }),
      ['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE', 'UNSANCTIONED'],
    ),
  },
];
