import { type DecisiveBook, decisiveKey } from '../../commands/decisive';
import type { AskedCommand, Envelope } from '../../kernel/envelope';
import { kindOf } from '../../kernel/happened';
import type { Awaitable } from '../../ledger/log-reader';
import type { Leaf } from '../../trust/leaf';

/** Commands that may record an event, each with the fields in which this repeats what was signed. */
export type Recorders = DecisiveBook[string];

/**
 * What of one event concerns personal signatures (INV-46). Found where bodies are opened, in any order; judged by `Signatures` in the order of the log,
 * for whether a key was in force is a question of what came before. Plain JSON, for it goes to another thread.
 */
export interface Signing {
  readonly position: number;
  readonly stream: string;
  readonly actor: string;
  readonly cmd: string;
  readonly id: string;
  readonly prog: string;
  readonly type: string;
  /** Which event of its command it is, from 0. */
  readonly nth: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** What was asked, on a command's first event. */
  readonly asked: AskedCommand | undefined;
  readonly sig: string | undefined;
  /** Present: the event bears a signature, or is one of those by which keys come and go. */
  readonly recorders: Recorders | undefined;
  /** The event's key was destroyed: all that is known is that there was such an event. */
  readonly erased: boolean;
}

export const KEY_ENROLLED = decisiveKey('participant', 'KeyEnrolled');
export const KEY_REVOKED = decisiveKey('participant', 'KeyRevoked');

/** What corrections repeat of their commands; the rest of what they say is looked at one by one. */
const CORRECTIONS: DecisiveBook = {
  RecordRectified: {
    RectifyRecord: ['targetEventId', 'pointer', 'newValue', 'reason', 'effective', 'fromDate', 'secondPersonId'],
  },
  RectificationReversed: { ReverseRectification: ['targetEventId', 'reason'] },
  RecordAnnulled: { AnnulRecord: ['reason', 'secondPersonId'] },
  ClassificationChanged: { ClassifyRecord: ['targetEventId', 'secondPersonId'] },
};

/** A body that was opened, and is what its leaf committed to. */
export interface Content {
  readonly data: Readonly<Record<string, unknown>>;
  readonly env: Partial<Envelope>;
}

/** What is needed to know whether an event bears a signature. */
export interface SigningTools {
  readonly book: DecisiveBook;
  /** Looks up what a correction speaks of (corrected-events.ts). */
  readonly corrected: { takesSignature(leaf: Leaf, data: Content['data']): Promise<boolean> };
}

/** `undefined` for an event that concerns no signature: nearly all. Waits only where a correction is to be looked up. @param content absent where the event is erased */
export function signingOf(
  position: number,
  leaf: Leaf,
  nth: number,
  content: Content | undefined,
  tools: SigningTools,
): Awaitable<Signing | undefined> {
  const { stream, actor, cmd, id, prog, type } = leaf;
  const key = decisiveKey(kindOf(stream), type);
  const about = { position, stream, actor, cmd, id, prog, type, nth };
  if (!content)
    return key === KEY_ENROLLED || key === KEY_REVOKED
      ? { ...about, data: {}, asked: undefined, sig: undefined, recorders: undefined, erased: true }
      : undefined;
  const { data, env } = content;
  const borneBy = (recorders: Recorders | undefined): Signing | undefined =>
    recorders === undefined && env.sig === undefined && key !== KEY_REVOKED
      ? undefined
      : { ...about, data: recorders || key === KEY_REVOKED ? data : {}, asked: env.command, sig: env.sig, recorders, erased: false };
  const own = tools.book[key];
  if (own ?? !CORRECTIONS[type]) return borneBy(own);
  return tools.corrected.takesSignature(leaf, data).then((takes) => borneBy(takes ? CORRECTIONS[type] : undefined));
}
