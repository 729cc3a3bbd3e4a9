import type { Standing } from '../../commands/authority';
import type { RecordQueries, Withheld } from '../../commands/record.queries';
import type { Failure } from '../../commands/outcome';
import { refuseRecord } from '../../commands/record.refusals';
import type { Streams } from '../../commands/streams';
import { effectiveEvents } from '../../kernel/effective-events';
import { isErased } from '../../kernel/erased';
import { replay } from '../../kernel/fold';
import { streamName } from '../../kernel/happened';
import type { Rejection } from '../../kernel/rejection';
import { textFrom } from '../../negotiation/negotiating-text';
import { ProposalModule } from '../../negotiation/proposal/proposal.module';
import { isWorded, type NegotiatedText, type Proposal, proposal } from '../../negotiation/proposal/proposal.state';
import { textDiff, type TextDiff } from './text-diff';

/** A revision of a text as it reads on paper: exactly what is hashed and cleared. */
export interface TextRead {
  readonly id: string;
  readonly revision: number;
  readonly lang: string;
  /** SHA-256 of the UTF-8 bytes of `body`. */
  readonly textHash: string;
  readonly body: string;
}

/** What changed from one revision of a text to another. */
export interface DiffRead extends TextDiff {
  readonly id: string;
  readonly lang: string;
  readonly from: Pick<TextRead, 'revision' | 'textHash'>;
  readonly to: Pick<TextRead, 'revision' | 'textHash'>;
}

/** Which revision, by what it is asked for as. */
interface Wanted {
  readonly as: 'revision' | 'from' | 'to';
  readonly revision: number;
}

/** There is no such revision; `last` is the one that stands. */
export class NoSuchRevision {
  constructor(
    readonly as: Wanted['as'],
    readonly last: number,
  ) {}
}

type Refused = Withheld | Failure | Rejection | NoSuchRevision;

/** Reads texts on the table as they read in any revision, by the one rule of visibility: whoever may see the record may see all it ever said. */
export class Revisions {
  constructor(
    private readonly records: RecordQueries,
    private readonly streams: Streams,
  ) {}

  /** @param revision the one that stands, by default */
  async text(id: string, reader: Standing, revision?: number): Promise<TextRead | Refused> {
    const found = await this.found(id, reader, (last) => [{ as: 'revision', revision: revision ?? last }]);
    if (!Array.isArray(found)) return found;
    const [it] = found;
    if (!it) throw new Error('one revision was asked for');
    const { body, textHash } = textFrom(
      it.text.lang,
      it.text.clauses.map(({ plain }) => plain),
    );
    return { id, revision: it.revision, lang: it.text.lang, textHash, body };
  }

  /** @param to the one that stands, by default; `from` the one before that */
  async diff(id: string, reader: Standing, { from, to }: { readonly from?: number; readonly to?: number }): Promise<DiffRead | Refused> {
    const found = await this.found(id, reader, (last) => {
      const later = to ?? last;
      return [
        { as: 'to', revision: later },
        { as: 'from', revision: from ?? Math.max(1, later - 1) },
      ];
    });
    if (!Array.isArray(found)) return found;
    const [after, before] = found;
    if (!before || !after) throw new Error('two revisions were asked for');
    const about = ({ revision, text: { textHash } }: Found) => ({ revision, textHash });
    return { id, lang: after.text.lang, from: about(before), to: about(after), ...(await textDiff(before.text, after.text)) };
  }

  private async found(id: string, reader: Standing, wantedOf: (last: number) => readonly Wanted[]): Promise<Found[] | Refused> {
    const loaded = await this.records.visible(ProposalModule.noun, id, reader);
    if (typeof loaded === 'string' || 'withheld' in loaded) return loaded;
    const stands = loaded.state as Proposal;
    if (!isWorded(stands)) return 'NOT_FOUND';
    const wanted = wantedOf(stands.revision);
    const beyond = wanted.find(({ revision }) => revision < 1 || revision > stands.revision);
    if (beyond) return new NoSuchRevision(beyond.as, stands.revision);
    const texts = new Map([[stands.revision, stands.text]]);
    // The one that stands is at hand; only earlier ones are folded anew.
    if (wanted.some(({ revision }) => revision !== stands.revision)) await this.read(id, texts);
    const found = wanted.map(({ revision }) => ({ revision, text: texts.get(revision) }));
    const legible = found.filter((it): it is Found => it.text !== undefined && !isErased(it.text));
    return legible.length === found.length ? legible : refuseRecord.erased('The words of this revision have been erased.');
  }

  /** As the history is corrected by now. */
  private async read(id: string, texts: Map<number, Extract<Proposal, { text: unknown }>['text']>): Promise<void> {
    const history = effectiveEvents(await this.streams.history(streamName(proposal.events.stream, id)));
    let state: Proposal = proposal.initial;
    for (const event of history) {
      state = replay<Proposal>(proposal, [event], state);
      if (isWorded(state)) texts.set(state.revision, state.text);
    }
  }
}

interface Found {
  readonly revision: number;
  readonly text: NegotiatedText;
}
