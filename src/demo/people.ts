import type { Caveat, Level } from '../kernel/classification';
import type { Role } from '../kernel/roles';

/** Somebody of the demonstration. Whoever acts in it is invented, and his name says so. */
export interface Person {
  /** By which the scenario names him. */
  readonly key: string;
  readonly displayName: string;
  readonly side: 'PROVINCE' | 'FEDERAL';
  readonly languages: readonly string[];
  readonly roles: readonly Role[];
  readonly level: Level;
  readonly caveats: readonly Caveat[];
}

export const PEOPLE: readonly Person[] = [
  {
    key: 'focalPerson',
    displayName: 'Gulalai Afridi (fictitious), secretary to the focal person',
    side: 'PROVINCE',
    languages: ['ps', 'ur', 'en'],
    roles: ['FOCAL_PERSON'],
    level: 'CONFIDENTIAL',
    caveats: [],
  },
  {
    key: 'official',
    displayName: 'Samandar Wazir (fictitious), official of the province',
    side: 'PROVINCE',
    languages: ['ps', 'en'],
    roles: ['PROVINCIAL_OFFICIAL'],
    level: 'CONFIDENTIAL',
    caveats: [],
  },
  {
    key: 'negotiator',
    displayName: 'Zarmina Khattak (fictitious), negotiator',
    side: 'PROVINCE',
    languages: ['ps', 'ur'],
    roles: ['NEGOTIATOR'],
    level: 'CONFIDENTIAL',
    caveats: [],
  },
  {
    key: 'liaison',
    displayName: 'Adeel Qureshi (fictitious), federal liaison officer',
    side: 'FEDERAL',
    languages: ['ur', 'en'],
    roles: ['FEDERAL_LIAISON'],
    level: 'SECRET',
    caveats: ['FEDERAL_EYES_ONLY'],
  },
  {
    key: 'reviewer',
    displayName: 'Nadia Siddiqui (fictitious), federal reviewer',
    side: 'FEDERAL',
    languages: ['ur', 'en'],
    roles: ['FEDERAL_REVIEWER'],
    level: 'SECRET',
    caveats: ['FEDERAL_EYES_ONLY'],
  },
  {
    key: 'auditor',
    displayName: 'Bilal Hashmi (fictitious), auditor',
    side: 'FEDERAL',
    languages: ['en'],
    roles: ['AUDITOR'],
    level: 'SECRET',
    caveats: ['FEDERAL_EYES_ONLY'],
  },
  {
    key: 'viewer',
    displayName: 'Mehreen Shah (fictitious), dashboard viewer',
    side: 'PROVINCE',
    languages: ['ur', 'en'],
    roles: ['DASHBOARD_VIEWER'],
    level: 'RESTRICTED',
    caveats: [],
  },
];
