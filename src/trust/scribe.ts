import { caveatBits } from '../kernel/classification';
import { kindOf } from '../kernel/happened';
import { EVENTS_PER_DATA_KEY_MAX } from '../kernel/limits';
import type { KeyLabel, Keyring } from './keyring';
import type { Open, Sealed, Sealer, Secret } from './sealer';
import type { SlotBook } from './slots';

/** A decided event, not yet sealed: what the command thread hands to the writer. Plain JSON. */
export interface Draft extends Secret {
  readonly open: Omit<Open, 'prev' | 'rev' | 'stream'>;
}

/** Drafts of one append, and where the first of them comes to lie. */
export interface DraftedAppend {
  readonly stream: string;
  readonly firstRevision: number;
  readonly events: readonly Draft[];
}

/** What became of keys that were destroyed where events are sealed. Plain JSON. */
export interface Destroyed {
  /** When the last of them was; UTC with milliseconds. */
  readonly destroyedAt: string;
  /** How many were unwrapped there. */
  readonly forgotten: number;
}

/**
 * Seals drafts in the thread that gives them their place. Only there is it certain which leaf comes before, so that `prev` needs
 * no guess; and the command thread is spared what costs more than all its other work on an event.
 */
export class Scribe {
  constructor(
    private readonly sealer: Sealer,
    private readonly keyring: Keyring,
    private readonly slots: SlotBook,
  ) {}

  /** Makes durable every key that these appends will need: once for a whole commit group, for it costs a flush of its own, or a round trip. */
  provideKeys(appends: readonly DraftedAppend[]): Promise<void> | undefined {
    return this.keyring.provide(appends.flatMap(labelsOf));
  }

  /** Whether `seal` finds every key for it. */
  hasKeys(append: DraftedAppend): boolean {
    return labelsOf(append).every((label) => this.keyring.has(label));
  }

  /** From here on nothing is sealed under these keys (`Keyring.destroy`), and this thread has forgotten them. */
  async destroyKeys(keyIds: readonly string[], at: string): Promise<Destroyed> {
    const destroyedAt = await this.keyring.destroy(keyIds, at);
    return { destroyedAt, forgotten: this.keyring.forget({ keyIds }) };
  }

  /** @param before hash of the stream's last leaf; null if there is none. */
  seal(stream: string, firstRevision: number, before: string | null, drafts: readonly Draft[]): Sealed[] {
    let prev = before;
    return drafts.map((draft, n) => {
      const { type, tv } = draft.open;
      const slots = this.slots.of(kindOf(stream), type, tv);
      if (!slots) throw new Error(`${stream} has no event ${type} of version ${tv}`);
      const revision = firstRevision + n;
      const open = { ...draft.open, stream, prev, rev: String(revision) };
      const sealed = this.sealer.seal(slots, open, draft, this.keyring.keyFor(labelOf(stream, revision, draft)));
      prev = sealed.leafHash;
      return sealed;
    });
  }
}

const labelsOf = ({ stream, firstRevision, events }: DraftedAppend): KeyLabel[] =>
  events.map((draft, n) => labelOf(stream, firstRevision + n, draft));

const labelOf = (stream: string, revision: number, { env }: Draft): KeyLabel => ({
  stream,
  level: env.classification.level,
  generation: Math.floor(revision / EVENTS_PER_DATA_KEY_MAX),
  initiativeId: env.initiativeId ?? null,
  caveats: caveatBits(env.classification.caveats),
});
