import { day, invented, party, recorded, registered, type Step } from '../steps';

/** Who is spoken of: as the reports name them, or invented, and then saying so. */
export const REGISTER: readonly Step[] = [
  party('province', 'official', 'PROVINCIAL_GOVERNMENT', 'Government of Khyber Pakhtunkhwa'),
  party('federal government', 'liaison', 'FEDERAL_GOVERNMENT', 'Government of Pakistan'),
  party('authority', 'official', 'DE_FACTO_AUTHORITY', 'Authorities in Kabul'),
  party('community', 'official', 'COMMUNITY', invented('Patients and their families on both sides of Torkham')),
  {
    name: 'Names stand side by side, and none is forced on anybody',
    play: recorded(
      'official',
      (stage) => `/v1/parties/${stage.id('province')}/record-designation`,
      (stage) => ({ name: 'خیبر پختونخوا حکومت', lang: 'ur', script: 'Arab', usedByPartyId: stage.id('province') }),
    ),
  },
  party('tribe', 'official', 'TRIBE', 'A tribe across the border (fictitious)'),
  {
    name: 'An elder from across the border is registered',
    play: registered('elder', '/v1/participants', 'official', () => ({ displayName: 'Gul Agha (fictitious), elder', languages: ['ps'] })),
  },
  {
    name: 'He speaks for his tribe',
    play: recorded(
      'official',
      (stage) => `/v1/participants/${stage.id('elder')}/assume-role`,
      (stage) => ({
        role: 'COUNTERPART',
        partyId: stage.id('tribe'),
        counterpartKind: 'AFGHAN_TRIBAL_LEADER',
        record: { occurredAt: { ...day('2025'), precision: 'YEAR' } },
      }),
    ),
  },
  {
    name: 'As reported: the spokesman of the provincial government',
    play: registered('spokesman', '/v1/participants', 'official', () => ({
      displayName: 'Muhammad Ali Saif',
      languages: ['ps', 'ur', 'en'],
    })),
  },
  {
    name: 'As reported: the consul general of Afghanistan in Peshawar',
    play: registered('consul general', '/v1/participants', 'official', () => ({
      displayName: 'Consul general of Afghanistan in Peshawar',
      languages: ['ps'],
    })),
  },
];
