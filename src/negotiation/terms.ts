import { z } from 'zod';
import { count, day, group, id, oneOf, text } from '../kernel/fields';

/* Words of the field that several nouns share (domain.md 2.2). */

export const Topic = oneOf('SECURITY', 'TRADE', 'REFUGEES', 'CROSS_BORDER_COLLABORATION');
export type Topic = z.infer<typeof Topic>;

/** Issue codes of the PA-X database that a topic covers, by which its texts are compared with others (domain.md 2.2 "Topic"). */
export const PAX_CODES: Readonly<Record<Topic, readonly string[]>> = {
  SECURITY: ['Terr', 'SsrGua', 'SsrPsf', 'StBor', 'Ce'],
  TRADE: ['Bus', 'BanXb'],
  REFUGEES: ['GRef'],
  CROSS_BORDER_COLLABORATION: ['StXbor', 'HrMob', 'SerHeal', 'SerEdu', 'DevSoc', 'LaCHIt', 'TjNR'],
};

/** What an act is in words of full powers (VCLT 2(1)(c)), from the least to the most; a mandate lists them for each phase (domain.md 2.2). */
export const MandatedAct = oneOf(
  'LISTEN',
  'EXPLORE',
  'COORDINATE',
  'PROPOSE_AGENDA',
  'NEGOTIATE_TEXT',
  'INITIAL',
  'SIGN_AD_REFERENDUM',
  'SIGN',
);
export type MandatedAct = z.infer<typeof MandatedAct>;

/** The first delegation lays the foundation, the second builds on it (S2, S21). */
export type Phase = 1 | 2;

/** How a party stands to a text or a question; silence is NO_POSITION_STATED, never consent (INV-21). */
export const Stance = oneOf('ACCEPT', 'ACCEPT_WITH_RESERVATION', 'AD_REFERENDUM', 'OPPOSE', 'NO_POSITION_STATED');
export type Stance = z.infer<typeof Stance>;

export const Competence = oneOf('PROVINCIAL', 'FEDERAL', 'SHARED');
export type Competence = z.infer<typeof Competence>;

export const Pillar = oneOf('SECURITY', 'DEVELOPMENT', 'GOVERNANCE');
export type Pillar = z.infer<typeof Pillar>;

export const Side = oneOf('PK', 'AF');
export type Side = z.infer<typeof Side>;

export const SubTopic = oneOf(
  'CROSS_BORDER_ATTACKS',
  'MILITANT_MOVEMENT',
  'SAFE_HAVEN',
  'MONITORING_MECHANISM',
  'BORDER_MANAGEMENT',
  'CROSSING_POINTS',
  'TARIFF_TRANSIT',
  'BORDER_MARKETS',
  'RETURN',
  'REGISTRATION',
  'MEDICAL_TRAVEL',
  'BUSINESS_TRAVEL',
  'HEALTH',
  'EDUCATION',
  'LIVELIHOOD',
  'CULTURAL_EXCHANGE',
  'TRIBAL_KINSHIP',
);
export type SubTopic = z.infer<typeof SubTopic>;

/** Refugees, borders, visas and customs: what the province alone is not competent for (INV-16, domain.md 2.2 "Competence"). */
const NOT_PROVINCIAL: ReadonlySet<Topic | SubTopic> = new Set([
  'REFUGEES',
  'RETURN',
  'REGISTRATION',
  'BORDER_MANAGEMENT',
  'CROSSING_POINTS',
  'TARIFF_TRANSIT',
  'MEDICAL_TRAVEL',
  'BUSINESS_TRAVEL',
]);

/** Those of a text's topics for which the competence cannot be PROVINCIAL. */
export const beyondTheProvince = (topic: Topic, subTopics: readonly SubTopic[]): readonly (Topic | SubTopic)[] =>
  [topic, ...subTopics].filter((it) => NOT_PROVINCIAL.has(it));

/** How the conflict stood when something decisive was done (INV-40): labelled evidence, never branched on; null until there are incidents. */
export const landscape = group({
  window: group({ from: day, to: day }),
  incidentCount: count,
  byCategory: z.record(text(60), count),
  lastIncidentEventId: id.optional(),
}).nullable();

/** Types of provision of the Kroc Peace Accords Matrix (domain.md 2.2), by which implementation is compared elsewhere. */
export const PamProvision = oneOf(
  'AMNESTY',
  'ARMS_EMBARGO',
  'BOUNDARY_DEMARCATION',
  'CEASE_FIRE',
  'CHILDRENS_RIGHTS',
  'CITIZENSHIP_REFORM',
  'CIVIL_ADMINISTRATION_REFORM',
  'COMMISSION_TO_ADDRESS_DAMAGE_OR_LOSS',
  'CONSTITUTIONAL_REFORM',
  'CULTURAL_PROTECTIONS',
  'DECENTRALIZATION_OR_FEDERALISM',
  'DEMOBILIZATION',
  'DETAILED_TIMELINE',
  'DISARMAMENT',
  'DISPUTE_RESOLUTION_COMMITTEE',
  'DONOR_SUPPORT',
  'ECONOMIC_AND_SOCIAL_DEVELOPMENT',
  'EDUCATION_REFORM',
  'ELECTORAL_OR_POLITICAL_PARTY_REFORM',
  'EXECUTIVE_BRANCH_REFORM',
  'HUMAN_RIGHTS',
  'INDEPENDENCE_REFERENDUM',
  'INDIGENOUS_MINORITY_RIGHTS',
  'INTER_ETHNIC_OR_STATE_RELATIONS',
  'INTERNALLY_DISPLACED_PERSONS',
  'INTERNATIONAL_ARBITRATION',
  'JUDICIARY_REFORM',
  'LEGISLATIVE_BRANCH_REFORM',
  'MEDIA_REFORM',
  'MILITARY_REFORM',
  'MINORITY_RIGHTS',
  'NATURAL_RESOURCE_MANAGEMENT',
  'OFFICIAL_LANGUAGE_AND_SYMBOL',
  'PARAMILITARY_GROUPS',
  'POLICE_REFORM',
  'POWERSHARING_TRANSITIONAL_GOVERNMENT',
  'PRISONER_RELEASE',
  'RATIFICATION_MECHANISM',
  'REFUGEES',
  'REGIONAL_PEACEKEEPING_FORCE',
  'REINTEGRATION',
  'REPARATIONS',
  'REVIEW_OF_AGREEMENT',
  'RIGHT_OF_SELF_DETERMINATION',
  'TERRITORIAL_POWERSHARING',
  'TRUTH_OR_RECONCILIATION_MECHANISM',
  'UN_PEACEKEEPING_FORCE',
  'UN_TRANSITIONAL_AUTHORITY',
  'VERIFICATION_OR_MONITORING_MECHANISM',
  'WITHDRAWAL_OF_TROOPS',
  'WOMENS_RIGHTS',
);
export type PamProvision = z.infer<typeof PamProvision>;
