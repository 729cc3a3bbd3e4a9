import { describe, expect, it } from '@jest/globals';
import type { TrailEntry } from './trail';
import { trailCsv } from './trail.csv';

const entry: TrailEntry = {
  position: '7',
  revision: 2,
  id: 'e-3',
  type: 'RecordAnnotated',
  recordedAt: '2025-03-01T09:00:00.000Z',
  occurredAt: null,
  who: { participantId: 'p-1', name: 'Zarghuna Wardak (fictitious)' },
  role: 'FOCAL_PERSON',
  onBehalfOf: null,
  asked: { commandId: 'c-1', type: 'AnnotateRecord', input: { text: 'a, b' } },
  causedBy: null,
  data: { text: 'a, b' },
  changes: [],
  correctedBy: [],
  basis: [['party-1', '3']],
  classification: 'RESTRICTED',
  caveats: [],
  flags: [],
  evidence: [],
  sources: [],
  leaf: 'OK',
};

/** RFC 4180 read back by its grammar: the fields of each line. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

const column = (csv: string, name: string): (string | undefined)[] => {
  const [head = [], ...lines] = parsed(csv);
  return lines.map((line) => line[head.indexOf(name)]);
};

describe('a trail as CSV', () => {
  it('has as many fields in each line as names above them', () => {
    const lines = parsed(trailCsv([entry, { withheld: 'SECRET' }]));
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
    expect(lines).toHaveLength(3);
  });

  it('has a line for each changed field, and one for an event that changed none', () => {
    const changes = ['one', 'two'].map((field) => ({ field, before: null, after: { of: field } }));
    expect(column(trailCsv([entry, { ...entry, changes }, { ...entry, changes: null }]), 'field')).toEqual(['', 'one', 'two', '']);
    expect(column(trailCsv([{ ...entry, changes }]), 'after')).toEqual(['{"of":"one"}', '{"of":"two"}']);
  });

  it('keeps the place of what is withheld, and none of its words', () => {
    const csv = trailCsv([{ withheld: 'SECRET' }, entry]);
    expect(column(csv, 'classification')).toEqual(['[withheld: SECRET]', 'RESTRICTED']);
    expect(column(csv, 'position')).toEqual(['', '7']);
  });

  it('states the caveats beside the level, what proves it, and who said so by pseudonym and grade', () => {
    const evidence = [{ evidenceId: 'v-1', sha256: 'c'.repeat(64), locator: 'page 2, "overleaf"' }];
    const sources = [{ sourceId: 's-1', reliability: 'B', credibility: 2, basis: 'DOCUMENT' }] as const;
    const csv = trailCsv([{ ...entry, caveats: ['SOURCE_PROTECT', 'NO_EXPORT'], evidence, sources }, entry]);
    expect(column(csv, 'caveats')).toEqual(['SOURCE_PROTECT NO_EXPORT', '']);
    expect(column(csv, 'evidence')).toEqual([JSON.stringify(evidence), '']);
    expect(column(csv, 'sources')).toEqual([JSON.stringify(sources), '']);
    expect(column(trailCsv([{ ...entry, evidence: null, sources: null, leaf: 'ERASED' }]), 'evidence')).toEqual(['']);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('lets no spreadsheet run %j', (name) => {
    expect(column(trailCsv([{ ...entry, who: { participantId: 'p-1', name } }]), 'name')).toEqual([`'${name}`]);
  });

  it.each(['a, b', 'say "no"', 'two\r\nlines', 'two\nlines', 'ناروغان'])('gives %j back as it was', (name) => {
    expect(column(trailCsv([{ ...entry, who: { participantId: 'p-1', name } }]), 'name')).toEqual([name]);
  });
});
