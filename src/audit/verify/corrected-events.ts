import { type DecisiveBook, decisiveKey } from '../../commands/decisive';
import { lowers, markingOf } from '../../kernel/classification';
import { isControl, marksOf } from '../../kernel/effective-events';
import { type Happened, kindOf } from '../../kernel/happened';
import type { Reclassified } from '../../kernel/record.events';
import type { LogReader } from '../../ledger/log-reader';
import { open } from '../../trust/body';
import type { Keyring } from '../../trust/keyring';
import type { Leaf } from '../../trust/leaf';
import { keyIdsOf, leafIn, partsOf } from '../../trust/record';
import type { Content } from './signing';
import { readWhole } from './stretch-reader';

/** An event of a stream: its leaf, and its body, which is opened only where it matters. */
interface Entry {
  readonly leaf: Leaf;
  readonly record: Uint8Array;
}

/**
 * Looks up what a correction speaks of in its stream: only by that is it known whether it bears a signature (INV-46). What cannot be read there is found in
 * its own place, and speaks for nothing here.
 */
export class CorrectedEvents {
  constructor(
    private readonly log: LogReader,
    private readonly keyring: Keyring,
    private readonly book: DecisiveBook,
  ) {}

  /** Whether it changes what a decisive act says or counts, brings back what was corrected, or lowers a mark. */
  async takesSignature(leaf: Leaf, data: Content['data']): Promise<boolean> {
    switch (leaf.type) {
      case 'RecordRectified':
      case 'RectificationReversed':
      case 'RecordAnnulled':
        return this.isOfDecisive(await this.entries(leaf.stream), data['targetEventId']);
      case 'ClassificationChanged':
        return this.isLowering(await this.entries(leaf.stream), Number(leaf.rev), data as unknown as Reclassified);
      default:
        return false;
    }
  }

  /** Looked for in the whole stream: whoever folds it does not ask whether a correction came before what it speaks of. */
  private isOfDecisive(stream: readonly Entry[], targetEventId: unknown): boolean {
    const target = stream.find(({ leaf }) => leaf.id === targetEventId);
    if (!target) return false;
    const others = stream.filter((entry) => entry !== target); // Each is looked at once, also where they speak of each other.
    const { type } = target.leaf;
    if (!isControl(target.leaf)) return Object.hasOwn(this.book, decisiveKey(kindOf(target.leaf.stream), type)) || type === 'KeyRevoked';
    // Of a correction, what that one speaks of: whoever takes back what took back a clearance, clears.
    return type === 'ClassificationChanged' || this.isOfDecisive(others, this.glimpse(target)?.data['targetEventId']);
  }

  private isLowering(stream: readonly Entry[], revision: number, { targetEventId, to }: Reclassified): boolean {
    if ('erased' in to) return false;
    const seen = stream
      .filter(({ leaf }) => leaf.id === targetEventId || (isControl(leaf) && Number(leaf.rev) < revision))
      .flatMap((entry) => this.glimpse(entry) ?? []);
    const mark = marksOf(seen).get(targetEventId);
    return mark !== undefined && lowers(mark, markingOf(to));
  }

  private async entries(stream: string): Promise<Entry[]> {
    const events = await readWhole(this.log, stream);
    await this.keyring.fetch(keyIdsOf(events));
    return events.flatMap(({ record }) => {
      const leaf = leafIn(record);
      return leaf ? [{ leaf, record }] : [];
    });
  }

  /** The event as far as marks and corrections go: of the rest nothing is asked here. */
  private glimpse({ leaf, record }: Entry): Happened | undefined {
    return readable(() => {
      const { type, id, stream, key: keyId } = leaf;
      const key = this.keyring.unwrap(keyId);
      const { leafBytes, body } = partsOf(record);
      const content = key && (JSON.parse(open(body, key, leafBytes).text) as Content);
      const classification = content?.env.classification;
      const { level, caveats } = classification ? markingOf(classification) : this.keyring.recordOf(keyId);
      const authorityId = classification?.authorityId ?? { erased: keyId };
      const seen: Pick<Happened, 'type' | 'id' | 'stream' | 'data' | 'level' | 'caveats' | 'authorityId'> = {
        type,
        id,
        stream,
        data: content?.data ?? {},
        level,
        caveats,
        authorityId,
      };
      return seen as Happened;
    });
  }
}

/** `undefined` where it is damaged: that is found in its own place. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
