import type { Stage } from '../stage';
import { delegationIdOf } from '../../negotiation/delegation/delegation.state';
import { day, daysPass, initiative, invented, now, received, recorded, refused, registered, type Step } from '../steps';

/** Somebody who goes along: invented, and his name says so. */
interface Traveller {
  readonly key: string;
  readonly displayName: string;
  readonly category: 'POLITICAL_LEADER' | 'TRIBAL_ELDER' | 'GOVERNMENT_OFFICIAL' | 'RELIGIOUS_SCHOLAR' | 'KEY_STAKEHOLDER';
}

const FOCAL_PERSON: Traveller = { key: 'focalPerson', displayName: 'the focal person', category: 'POLITICAL_LEADER' };
const ELDERS: readonly Traveller[] = [
  { key: 'first elder', displayName: 'Malik Zarin (fictitious)', category: 'TRIBAL_ELDER' },
  { key: 'second elder', displayName: 'Malik Torgul (fictitious)', category: 'TRIBAL_ELDER' },
];
const SENIOR_OFFICIAL: Traveller = { key: 'senior official', displayName: 'Spogmay Durrani (fictitious)', category: 'GOVERNMENT_OFFICIAL' };
const OTHERS: readonly Traveller[] = [
  { key: 'first scholar', displayName: 'Mawlana Abasin (fictitious)', category: 'RELIGIOUS_SCHOLAR' },
  { key: 'second scholar', displayName: 'Mawlana Sailab (fictitious)', category: 'RELIGIOUS_SCHOLAR' },
  { key: 'trader', displayName: 'Nangyal Mohmand (fictitious)', category: 'KEY_STAKEHOLDER' },
  { key: 'physician', displayName: 'Wranga Safi (fictitious)', category: 'KEY_STAKEHOLDER' },
];
const FIRST = [FOCAL_PERSON, ...ELDERS, SENIOR_OFFICIAL];
const SECOND = [FOCAL_PERSON, ...ELDERS, ...OTHERS];

const delegation = (stage: Stage, ordinal: number): string => `/v1/delegations/${delegationIdOf(stage.id('initiative'), ordinal)}`;
const members = (stage: Stage, all: readonly Traveller[]): string[] => all.map(({ key }) => stage.id(key));

const joinsIn = ({ key, displayName, category }: Traveller): Step => ({
  name: `${displayName} is there, as ${category}`,
  play: async (stage, name) => {
    if (key !== FOCAL_PERSON.key)
      await registered(key, '/v1/participants', 'official', () => ({ displayName, languages: ['ps'] }))(stage, name);
    const post = {
      role: category,
      partyId: stage.id(category === 'GOVERNMENT_OFFICIAL' || category === 'POLITICAL_LEADER' ? 'province' : 'community'),
      record: { occurredAt: { ...day('2024'), precision: 'YEAR' } },
    };
    await stage.record('official', `/v1/participants/${stage.id(key)}/assume-role`, post, `${name}: post`);
  },
});

const seat =
  (stage: Stage) =>
  ({ key, category }: Traveller) => ({
    participantId: stage.id(key),
    category,
    languages: ['ps'],
    ...(category === 'GOVERNMENT_OFFICIAL' && { senior: true }),
    ...(category === 'KEY_STAKEHOLDER' && { constituency: invented('Patients and traders of the border districts') }),
  });

/** A fact about the way, as it is reported on the day. */
const onTheWay = (ordinal: number, name: string, command: string, fields: (stage: Stage) => object): Step => ({
  name,
  play: recorded(
    'official',
    (stage) => `${delegation(stage, ordinal)}/${command}`,
    (stage) => ({ ...fields(stage), record: now(stage) }),
  ),
});
/** Opens a review, which the reviewer approves. */
const approved = (
  what: string,
  keptAs: string,
  reference: string,
  asked: (stage: Stage) => { subject: string; subjectId: string },
): readonly Step[] => {
  const review = (stage: Stage): string => `/v1/federal-reviews/${stage.id(keptAs)}`;
  return [
    {
      name: `${what} is submitted`,
      play: registered(keptAs, '/v1/federal-reviews', 'focalPerson', (stage) => ({
        initiativeId: stage.id('initiative'),
        ...asked(stage),
        urgency: 'ROUTINE',
        question: invented('May they go?'),
        exPostFacto: false,
      })),
    },
    ...received(what, review, 'INTERIOR', reference),
    {
      name: `${what} is approved`,
      play: recorded(
        'reviewer',
        (stage) => `${review(stage)}/decide`,
        (stage) => ({
          decision: 'APPROVED',
          purpose: 'TRAVEL',
          validFrom: stage.now().toISOString(),
          validUntil: new Date(stage.now().getTime() + 60 * 24 * 3_600_000).toISOString(),
          authorityId: stage.id('federal government'),
        }),
      ),
    },
  ];
};

const constituted = (ordinal: number, all: readonly Traveller[]): readonly Step[] => [
  {
    name: `Delegation ${ordinal} is constituted`,
    play: registered(`delegation ${ordinal}`, '/v1/delegations', 'focalPerson', (stage) => ({
      initiativeId: stage.id('initiative'),
      ordinal,
      purpose: invented(ordinal === 1 ? 'To listen, and to lay the foundation.' : 'To negotiate a text on patients.'),
      delegates: all.map(seat(stage)),
      plannedFor: null,
      plannedText: 'very soon',
    })),
  },
  ...all.map(({ key, displayName }) => ({
    name: `Delegation ${ordinal}: credentials for ${displayName}`,
    play: recorded(
      'focalPerson',
      (stage) => `${delegation(stage, ordinal)}/issue-credentials`,
      (stage) => ({
        participantId: stage.id(key),
        acts: [ordinal === 1 ? 'LISTEN' : 'NEGOTIATE_TEXT'],
        validFrom: stage.now().toISOString(),
        validUntil: new Date(stage.now().getTime() + 60 * 24 * 3_600_000).toISOString(),
        documentEvidenceId: stage.id('notification letter'),
      }),
    ),
  })),
  ...approved(`The travel of delegation ${ordinal}`, `travel ${ordinal}`, `FO/2025/8${ordinal}`, (stage) => ({
    subject: 'TRAVEL',
    subjectId: stage.id(`delegation ${ordinal}`),
  })),
];

/** Across and back again, and what it brought. */
const travelled = (ordinal: number, all: readonly Traveller[]): readonly Step[] => [
  onTheWay(ordinal, `Delegation ${ordinal} departs`, 'record-departure', (stage) => ({ members: members(stage, all) })),
  onTheWay(ordinal, `Delegation ${ordinal} crosses at Torkham`, 'record-crossing', () => ({ crossing: 'TORKHAM', direction: 'OUT' })),
  onTheWay(ordinal, `Delegation ${ordinal} arrives`, 'record-arrival', () => ({ place: invented('A guest house in Jalalabad') })),
  daysPass(`Delegation ${ordinal} is abroad for two days`, 2),
  onTheWay(ordinal, `Delegation ${ordinal} crosses back`, 'record-crossing', () => ({ crossing: 'TORKHAM', direction: 'IN' })),
  onTheWay(ordinal, `Delegation ${ordinal} returns`, 'record-return', (stage) => ({ members: members(stage, all) })),
  {
    name: `Delegation ${ordinal} is debriefed`,
    play: recorded(
      'official',
      (stage) => `${delegation(stage, ordinal)}/file-debrief`,
      (stage) => ({ evidenceId: stage.id('notification letter'), summary: invented('They were heard.') }),
    ),
  },
];

const authorising = (ordinal: number) => (stage: Stage) => ({
  clearanceId: stage.id(`travel ${ordinal}`),
  ...(ordinal > 1 && { phaseReportId: stage.id('phase report') }),
});
const authorised = (ordinal: number): Step => ({
  name: `Delegation ${ordinal} may travel`,
  play: recorded('focalPerson', (stage) => `${delegation(stage, ordinal)}/authorise-travel`, authorising(ordinal)),
});

/** Invented: the office is handed over, the first delegation goes, and the second one has to wait. */
export const TRAVEL: readonly Step[] = [
  {
    name: 'The office of focal person is handed over',
    play: recorded(
      'focalPerson',
      (stage) => `${initiative(stage)}/hand-over-focal-person`,
      (stage) => ({ toId: stage.id('focalPerson'), reason: invented('Whoever travels in this scenario is invented.') }),
    ),
  },
  ...[...FIRST, ...OTHERS].map(joinsIn),
  ...constituted(1, FIRST),
  ...constituted(2, SECOND),
  ...approved('The report on the first phase', 'phase report', 'FO/2025/83', (stage) => ({
    subject: 'PHASE_REPORT',
    subjectId: stage.id('initiative'),
  })),
  authorised(1),
  ...travelled(1, FIRST),
  {
    name: 'To let the second delegation travel before the first phase has laid a foundation',
    play: refused('focalPerson', (stage) => `${delegation(stage, 2)}/authorise-travel`, authorising(2), {
      code: 'delegation.foundation-not-laid',
      invariant: 'INV-04',
    }),
  },
];

/** Invented: after the foundation the second delegation may. */
export const TRAVEL_AGAIN: readonly Step[] = [authorised(2), ...travelled(2, SECOND)];
