import { z } from 'zod';

/** The roles of domain.md 4.4 in which somebody may act. */
export const Role = z.enum([
  'FOCAL_PERSON',
  'NEGOTIATOR',
  'RAPPORTEUR',
  'TRANSLATOR',
  'PROVINCIAL_OFFICIAL',
  'EVIDENCE_CUSTODIAN',
  'SOURCE_HANDLER',
  'RECORDS_OFFICER',
  'ADMINISTRATOR',
  'FEDERAL_LIAISON',
  'FEDERAL_REVIEWER',
  'FEDERAL_ADMINISTRATOR',
  'AUDITOR',
  'DASHBOARD_VIEWER',
  'SYSTEM',
]);
export type Role = z.infer<typeof Role>;

/** Whose side a role is on. What is on neither may be granted by either (INV-47). */
export const GovernmentSide = z.enum(['PROVINCE', 'FEDERAL']);
export type GovernmentSide = z.infer<typeof GovernmentSide>;

export function sideOf(role: Role): GovernmentSide | 'NEITHER' {
  switch (role) {
    case 'FEDERAL_LIAISON':
    case 'FEDERAL_REVIEWER':
    case 'FEDERAL_ADMINISTRATOR':
      return 'FEDERAL';
    case 'AUDITOR':
    case 'DASHBOARD_VIEWER':
    case 'SYSTEM':
      return 'NEITHER';
    default:
      return 'PROVINCE';
  }
}
