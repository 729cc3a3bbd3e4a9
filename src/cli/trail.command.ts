import { isProblem } from '../client/client';
import { type LanguageOption, readingFor, withLanguage } from './language';
import { collectionNamed, referenceOf } from './record.command';
import { clientFor, type RemoteOptions, strangerFor, withRemote } from './remote';
import type { AddCommand } from './shell';
import { recordPath, withheldText } from './show.command';
import { faint, type Paper, paperOf, simpleText, wrapped } from './table';
import { tellProblem } from './told';

interface Options extends RemoteOptions, LanguageOption {
  readonly json?: boolean;
}

interface Entry {
  readonly type: string;
  readonly recordedAt: string;
  readonly occurredAt: { from: string | null; to?: string; precision: string; zone: string } | null;
  readonly who: { readonly participantId: string; readonly name: string | null };
  readonly role: string;
  readonly onBehalfOf: string | null;
  readonly asked: { readonly type: string } | null;
  readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[] | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly correctedBy: readonly string[];
  readonly flags: readonly string[];
  readonly leaf: string;
}

/** `jirga trail`: who did what to one record, when, why and on whose behalf. */
export const addTrail: AddCommand = (program, shell, leave) => {
  withLanguage(
    withRemote(
      program
        .command('trail')
        .summary('who did what to one record, when, in which role and why; each leaf of the log checked')
        .description(
          'Tells the whole story of one record: each event with who recorded it, when it happened, what it changed, and whether its leaf is in order.',
        )
        .argument('<collection>', 'such as initiatives, contacts, federal-reviews')
        .argument('[id]', 'of the record')
        .option('--json', 'print the answer of the ledger unchanged'),
    ),
  ).action(async (name: string, id: string | undefined, options: Options) => {
    const collection = collectionNamed(await referenceOf(strangerFor(shell, options)), name);
    const client = clientFor(shell, options);
    const path = recordPath(collection, id);
    // Of what there is once, the ledger knows the id.
    const stream = `${collection.kind}-${id ?? (await client.get<{ id: string }>(path)).id}`;
    const answer = await client.read<{ events: readonly (Entry | { withheld: string })[] }>(
      `/v1/audit/trail?stream=${encodeURIComponent(stream)}`,
    );
    if (isProblem(answer)) {
      leave(tellProblem(answer, shell, options));
      return;
    }
    if (options.json === true) shell.out(answer.text);
    else
      for (const line of trailLines(readingFor(shell, options).of((answer.body as { events: readonly Entry[] }).events), paperOf(shell)))
        shell.out(line);
    leave(0);
  });
};

const trailLines = (events: readonly (Entry | { withheld: string })[], paper: Paper): string[] =>
  events.flatMap((event, nth) => [...(nth === 0 ? [] : ['']), ...('withheld' in event ? [withheldText(event)] : entryLines(event, paper))]);

function entryLines(event: Entry, paper: Paper): string[] {
  const { type, recordedAt, occurredAt, who, role, onBehalfOf, changes, correctedBy, flags, leaf } = event;
  const words = reasonsIn(event.data);
  const happened = occurredAt === null ? '' : simpleText(occurredAt);
  return [
    `${type}  ${flags.join(', ')}`.trimEnd(),
    `  by ${who.name ?? who.participantId} as ${role}${onBehalfOf === null ? '' : `, on behalf of ${onBehalfOf}`}`,
    `  recorded ${recordedAt}${happened === '' || happened === recordedAt ? '' : `, happened ${happened}`}`,
    ...words.flatMap(([field, text]) => labelled(field, text, paper)),
    ...(changes ?? []).flatMap((change) => labelled(change.field, `${simpleText(change.before)} → ${simpleText(change.after)}`, paper)),
    ...(changes === null ? ['  what it changed cannot be told here'] : []),
    ...(correctedBy.length === 0 ? [] : [`  corrected by ${correctedBy.join(', ')}`]),
    `  leaf ${leaf}`,
  ];
}

/** Members of an event in which somebody says why. */
const REASONS = ['reason', 'reasons', 'ground', 'grounds', 'explanation', 'rationale', 'summary', 'note'];

const reasonsIn = (data: Readonly<Record<string, unknown>>): [string, string][] =>
  REASONS.flatMap((field) => (data[field] === undefined || data[field] === null ? [] : [[field, simpleText(data[field])]]));

/** A text under a word of its own, broken where there is no room. */
export function labelled(field: string, text: string, paper: Paper): string[] {
  const room = paper.columns === undefined ? Number.POSITIVE_INFINITY : Math.max(20, paper.columns - field.length - 4);
  const [first = '', ...more] = wrapped(text, room);
  return [`  ${faint(field, paper)}  ${first}`, ...more.map((line) => `  ${' '.repeat(field.length)}  ${line}`)];
}
