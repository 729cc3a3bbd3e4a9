import type { Head } from '../audit/verify/joint';
import type { HeldEvidence } from '../audit/evidence/held-evidence';
import type { Report } from '../audit/verify/verify';
import { FINDINGS_LISTED_MAX } from '../kernel/limits';
import { count, counted } from './shell';

export const headText = ({ size, root }: Head): string => `${size}:${root}`;

/** A report of `verify` as lines for people. */
export function reportLines(report: Report, evidence?: HeldEvidence): string[] {
  const { origin, head, expected, findings, findingsTotal } = report;
  return [
    `Ledger     ${origin ?? 'unknown: the file does not say'}`,
    `Events     ${count(head.size)}`,
    ...bodyLines(report).map((line) => `           ${line}`),
    ...(evidence ? evidenceLines(evidence) : []),
    `SIZE:HASH  ${headText(head)}`,
    '',
    ...(findingsTotal === 0 ? ['Nothing was found.'] : [`${counted(findingsTotal, 'finding')}:`]),
    ...findings.map(({ check, position, detail }) => `  ${position === 0 ? 'file' : `event ${position}`}  ${check}: ${detail}`),
    ...(findingsTotal > findings.length ? [`  and ${count(findingsTotal - findings.length)} more`] : []),
    ...(expected ? expectedLines(report, expected) : UNEXPECTED),
  ];
}

function bodyLines({ bodies, signatures, commandIds }: Report): string[] {
  const { OPENED, ERASED, SEALED } = bodies;
  const { right, erased, notAsked } = signatures;
  return [
    ...(OPENED > 0 ? [`${count(OPENED)} opened, and what lies in them is what they committed to`] : []),
    ...(right > 0 ? [`${count(right)} signed by whoever did them, and what was signed is what is recorded`] : []),
    ...(erased > 0 ? [`${count(erased)} signed with keys that were erased: nobody can check these signatures any more`] : []),
    ...(notAsked > 0 ? [`${counted(notAsked, 'decisive act')} without a signature, recorded by a program that asked for none`] : []),
    ...(ERASED > 0 ? [`${count(ERASED)} erased: their keys were destroyed; form and chain were checked`] : []),
    ...(SEALED > 0 ? [`${count(SEALED)} not opened, for the keys are not here; form and chain were checked, not what lies in them`] : []),
    ...(commandIds === 'NOT_CHECKED' ? ['the command secret is not here: that command ids were not made up was not checked'] : []),
  ];
}

/** Nothing where no evidence was recorded. */
function evidenceLines({ whole, neverPut, gone, notOpened }: HeldEvidence): string[] {
  const said = [
    ...(whole > 0 ? [`${counted(whole, 'file')} read, and each is what was recorded by its hash`] : []),
    ...(neverPut > 0 ? [`${counted(neverPut, 'piece')} of which nobody has put the file here`] : []),
    ...(gone > 0 ? [`${counted(gone, 'piece')} erased or annulled: nothing can be said of the file`] : []),
    ...(notOpened > 0 ? [`${counted(notOpened, 'file')} not opened, for the keys are not here`] : []),
  ];
  return said.map((line, n) => `${n === 0 ? 'Evidence  ' : '          '} ${line}`);
}

function expectedLines({ byCheck, head }: Report, expected: Head): string[] {
  if (byCheck.root !== undefined) return [];
  const since = head.size - expected.size;
  return [
    `The ${counted(expected.size, 'event')} of the SIZE:HASH you gave ${expected.size === 1 ? 'is' : 'are'} all there, in their order${since > 0 ? `; ${count(since)} came since` : ''}.`,
  ];
}

const UNEXPECTED = [
  '',
  'No SIZE:HASH was given. Without one that was kept elsewhere, nobody can see whether the last events were cut off, a whole stream was',
  'dropped, or events of different streams changed places. Keep the line above outside of this machine, and give it with --expect.',
];

/** The same for machines. */
export const reportJson = (report: Report, evidence?: HeldEvidence): string =>
  JSON.stringify({
    ok: report.findingsTotal === 0,
    sizeHash: headText(report.head),
    ...report,
    ...(evidence && { evidence: countsOf(evidence) }),
  });

/** Its findings stand among the others. */
const countsOf = ({ findings: _, ...counts }: HeldEvidence): object => counts;

/** The report with what was found of evidence among its findings. */
export function withEvidence(report: Report, { findings }: HeldEvidence): Report {
  if (findings.length === 0) return report;
  return {
    ...report,
    findings: [...report.findings, ...findings].slice(0, FINDINGS_LISTED_MAX),
    findingsTotal: report.findingsTotal + findings.length,
    byCheck: { ...report.byCheck, evidence: findings.length },
  };
}
