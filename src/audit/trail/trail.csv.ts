import type { Withheld } from '../../commands/record.queries';
import type { TrailEntry } from './trail';

const COLUMNS = [
  'position',
  'revision',
  'type',
  'recordedAt',
  'occurredAt',
  'participantId',
  'name',
  'role',
  'onBehalfOf',
  'command',
  'input',
  'field',
  'before',
  'after',
  'correctedBy',
  'basis',
  'classification',
  'caveats',
  'flags',
  'evidence',
  'sources',
  'leaf',
  'eventId',
] as const;

type Line = Readonly<Record<(typeof COLUMNS)[number], unknown>>;

/** RFC 4180; one line for each changed field, and one for an event that changed none. A withheld event stands in place. */
export function trailCsv(entries: readonly (TrailEntry | Withheld)[]): string {
  const lines = entries.flatMap(linesOf).map((line) => COLUMNS.map((column) => cell(line[column])).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function linesOf(entry: TrailEntry | Withheld): Line[] {
  if ('withheld' in entry) return [{ ...EMPTY, classification: `[withheld: ${entry.withheld}]` }];
  const { id, who, asked, changes, correctedBy, basis, caveats, flags, evidence, sources, ...rest } = entry;
  const line = {
    ...EMPTY,
    ...rest,
    participantId: who.participantId,
    name: who.name,
    command: asked?.type,
    input: asked?.input,
    correctedBy: correctedBy.join(' '),
    basis: basis.map(([stream, revision]) => `${stream}@${revision}`).join(' '),
    caveats: caveats.join(' '),
    flags: flags.join(' '),
    evidence: listed(evidence),
    sources: listed(sources),
    eventId: id,
  };
  return changes === null || changes.length === 0 ? [line] : changes.map((change) => ({ ...line, ...change }));
}

/** As JSON, for a locator may say anything; empty where there is none, and where it is erased, which `leaf` tells. */
const listed = (references: readonly object[] | null): readonly object[] | '' =>
  references === null || references.length === 0 ? '' : references;

const EMPTY = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as Line;

/** A spreadsheet takes a text that begins so for a formula and runs it. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
