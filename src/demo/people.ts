import type { Caveat, Level } from '../kernel/classification';
import { Role } from '../kernel/roles';
import { uuidV5 } from '../kernel/uuid';
import { SYSTEM_ID } from '../negotiation/singletons';

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

/** Who acts in the scenario. */
export const ACTING: readonly Person[] = [
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
];

/** Who holds one of the other roles, so that whoever tries the demonstration can look with his eyes. */
export const LOOKING_ON: readonly Person[] = [
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
    key: 'rapporteur',
    displayName: 'Palwasha Yousafzai (fictitious), rapporteur',
    side: 'PROVINCE',
    languages: ['ps', 'ur', 'en'],
    roles: ['RAPPORTEUR'],
    level: 'CONFIDENTIAL',
    caveats: [],
  },
  {
    key: 'translator',
    displayName: 'Hamid Marwat (fictitious), translator',
    side: 'PROVINCE',
    languages: ['ps', 'ur', 'en'],
    roles: ['TRANSLATOR'],
    level: 'CONFIDENTIAL',
    caveats: [],
  },
  {
    key: 'custodian',
    displayName: 'Shabana Bangash (fictitious), custodian of evidence',
    side: 'PROVINCE',
    languages: ['ur', 'en'],
    roles: ['EVIDENCE_CUSTODIAN'],
    level: 'CONFIDENTIAL',
    caveats: [],
  },
  {
    key: 'sourceHandler',
    displayName: 'Tariq Mohmand (fictitious), handler of sources',
    side: 'PROVINCE',
    languages: ['ps'],
    roles: ['SOURCE_HANDLER'],
    level: 'CONFIDENTIAL',
    caveats: [],
  },
  {
    key: 'recordsOfficer',
    displayName: 'Rukhsana Orakzai (fictitious), records officer',
    side: 'PROVINCE',
    languages: ['ur', 'en'],
    roles: ['RECORDS_OFFICER'],
    level: 'CONFIDENTIAL',
    caveats: [],
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

/** The first administrators, whose ids follow from their roles. */
export const ADMINISTRATORS = {
  administrator: uuidV5(SYSTEM_ID, 'ADMINISTRATOR'),
  'federal administrator': uuidV5(SYSTEM_ID, 'FEDERAL_ADMINISTRATOR'),
} as const;

/** Every role that a person can hold. */
export const ROLES = Role.options.filter((role) => role !== 'SYSTEM');

/** By which key the scenario knows who holds a role. Throws where nobody does. */
export function holderOf(role: Role): string {
  if (role === 'ADMINISTRATOR') return 'administrator';
  if (role === 'FEDERAL_ADMINISTRATOR') return 'federal administrator';
  const holder = [...ACTING, ...LOOKING_ON].find(({ roles }) => roles.includes(role));
  if (!holder) throw new Error(`nobody of the demonstration is ${role}`);
  return holder.key;
}
