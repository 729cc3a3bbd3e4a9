import type { AskedCommand } from '../../kernel/envelope';
import { decisiveKey } from '../../commands/decisive';
import { kindOf } from '../../kernel/happened';
import { unrepeated } from '../../kernel/repeats';
import { isSignedBy, possessionText, signedText } from '../../kernel/signature';
import type { Finding } from './finding';
import { KEY_ENROLLED, KEY_REVOKED, type Signing } from './signing';

/**
 * Programs that asked for no signature: the one that wrote the ledger every build must verify (test/golden). What such a program recorded stands unsigned, and
 * is counted as such; as soon as another one has recorded anything, every decisive act bears a signature, whatever its own leaf says of its program.
 */
const ASKED_FOR_NONE: ReadonlySet<string> = new Set(['jirga-golden/1']);

export const asksForSignatures = (program: string): boolean => !ASKED_FOR_NONE.has(program);

/** A key as the ledger knows it, for whoever wants to ask its owner whether it is his. */
export interface KnownKey {
  readonly participantId: string;
  /** The event that enrolled it. */
  readonly eventId: string;
  readonly position: number;
  readonly publicKey: string;
  readonly use: string;
  readonly revoked: boolean;
}

/** How many acts bear a signature that is right; one of a key that was erased, which nobody can check any more; and none, for none was asked for then. */
export interface SignatureCounts {
  readonly right: number;
  readonly erased: number;
  readonly notAsked: number;
}

/** What is known of the signature of a command. */
type Standing = 'SIGNED' | 'UNSIGNED' | 'WRONG' | 'ERASED';

interface Group {
  readonly cmd: string;
  readonly asked: AskedCommand | undefined;
  readonly standing: Standing;
}

/**
 * Judges personal signatures in the order of the log (INV-46): that each is by a key that its actor had enrolled and not revoked, that no decisive event is
 * without one, and that such an event says what was signed.
 */
export class Signatures {
  private readonly keys = new Map<string, KnownKey[]>();
  /** Whose keys cannot all be known any more. */
  private readonly erased = new Set<string>();
  private group: Group = { cmd: '', asked: undefined, standing: 'UNSIGNED' };
  /** Whether a program that asks for signatures has recorded anything. */
  private begun = false;
  private readonly counts = { right: 0, erased: 0, notAsked: 0 };

  /** @param askedFrom place of the first event here whose program asks for signatures */
  take(signings: readonly Signing[], askedFrom: number | undefined): Finding[] {
    const findings = signings.flatMap((signing): Finding[] => {
      this.begun ||= askedFrom !== undefined && askedFrom <= signing.position;
      const details = this.judged(signing);
      return details.map((detail) => ({ check: 'signature', position: signing.position, detail }));
    });
    this.begun ||= askedFrom !== undefined;
    return findings;
  }

  report(): { readonly signatures: SignatureCounts; readonly keys: readonly KnownKey[] } {
    return { signatures: { ...this.counts }, keys: [...this.keys.values()].flat().sort((one, other) => one.position - other.position) };
  }

  private judged(signing: Signing): string[] {
    const { stream, nth, type, cmd, asked } = signing;
    const owner = stream.slice(kindOf(stream).length + 1);
    if (signing.erased) {
      this.erased.add(owner);
      return [];
    }
    const details: string[] = [];
    if (nth === 0) {
      this.group = { cmd, asked, standing: this.standingOf(signing) };
      if (this.group.standing === 'WRONG') details.push('the signature is by no key that its actor had enrolled and not revoked');
    }
    const key = decisiveKey(kindOf(stream), type);
    if (key === KEY_REVOKED) this.revoke(owner, signing);
    else if (key === KEY_ENROLLED) details.push(...this.enrol(owner, signing));
    else details.push(...this.decisive(signing));
    return details;
  }

  private standingOf({ actor, asked, sig }: Signing): Standing {
    if (sig === undefined || !asked) return 'UNSIGNED';
    const text = signedText(asked);
    const own = this.keysOf(actor).filter(({ use, revoked }) => use === 'SIGN' && !revoked);
    if (own.some(({ publicKey }) => isSignedBy(publicKey, text, sig))) {
      this.counts.right++;
      return 'SIGNED';
    }
    if (!this.erased.has(actor)) return 'WRONG';
    this.counts.erased++;
    return 'ERASED';
  }

  private decisive(signing: Signing): string[] {
    const { recorders, type, prog } = signing;
    const { standing, asked } = this.groupOf(signing);
    if (recorders === undefined || standing === 'WRONG') return [];
    if (standing === 'UNSIGNED') {
      if (this.begun || asksForSignatures(prog)) return [`${type} does not bear the signature of who did it`];
      this.counts.notAsked++;
      return [];
    }
    const other = otherThanSigned(signing, asked);
    return other === undefined ? [] : [`${type} is not what was signed: ${other}`];
  }

  /** Its owner's own, with a proof; the first is no other's to sign for, each further one takes the signature of one that is in force. */
  private enrol(owner: string, signing: Signing): string[] {
    const { actor, data, asked, id, position } = signing;
    const { publicKey, use } = data as { publicKey: string; use: string };
    const { standing } = this.groupOf(signing);
    if (standing === 'WRONG') return [];
    const other = otherThanSigned(signing, asked);
    if (actor !== owner) return ['a key was enrolled by somebody else than its owner'];
    if (other !== undefined) return [`the key is not the one that was asked for: ${other}`];
    const proof = String(asked?.input['proof']);
    if (!isSignedBy(publicKey, possessionText({ participantId: owner, publicKey, use }), proof))
      return ['a key was enrolled without a proof that it is its owner’s'];
    const known = this.keysOf(owner);
    if (known.length === 0 && !this.erased.has(owner) && use !== 'SIGN') return ['the first key of its owner is not one for signing'];
    if (known.length > 0 && standing === 'UNSIGNED') return ['a further key was enrolled, and none in force has signed for it'];
    this.keys.set(owner, [...known, { participantId: owner, eventId: id, position, publicKey, use, revoked: false }]);
    return [];
  }

  private revoke(owner: string, { data }: Signing): void {
    const revoked = this.keysOf(owner).map((key) => (key.eventId === data['keyEventId'] ? { ...key, revoked: true } : key));
    if (revoked.length > 0) this.keys.set(owner, revoked);
  }

  private keysOf(participantId: string): readonly KnownKey[] {
    return this.keys.get(participantId) ?? [];
  }

  /** The command of an event; what was not kept was neither signed nor decisive from its beginning. */
  private groupOf({ cmd }: Signing): Pick<Group, 'asked' | 'standing'> {
    return this.group.cmd === cmd ? this.group : { asked: undefined, standing: 'UNSIGNED' };
  }
}

/** In what an event says other than the command that was asked. */
function otherThanSigned({ recorders = {}, data, type }: Signing, asked: AskedCommand | undefined): string | undefined {
  const fields = asked && Object.hasOwn(recorders, asked.type) ? recorders[asked.type] : undefined;
  if (!asked || !fields) return `${asked?.type ?? 'no command'} records no such event`;
  const { input } = asked;
  const other = unrepeated(data, input, fields);
  if (other !== undefined) return other;
  if (type === 'RecordAnnulled') return annuls(input).includes(data['targetEventId']) ? undefined : 'targetEventId';
  if (type !== 'ClassificationChanged') return undefined;
  return unrepeated(data['to'] as Readonly<Record<string, unknown>>, input, ['level', 'caveats']);
}

const annuls = ({ targetEventId, dependants }: AskedCommand['input']): readonly unknown[] => [
  targetEventId,
  ...(Array.isArray(dependants) ? (dependants as readonly unknown[]) : []),
];
