import { hash } from 'node:crypto';

/** A text as it is hashed, cleared and shown (domain.md 4.3): whatever somebody sees is rendered from exactly `body`. */
export interface Text {
  /** BCP 47. */
  readonly lang: string;
  /** Canonical: `canonicalText(body) === body`. */
  readonly body: string;
  /** SHA-256 of the UTF-8 bytes of `body`, lower-case hex. */
  readonly textHash: string;
}

/** NFC, LF line ends, no blanks (tab and Unicode space separators) at the end of a line. Idempotent. */
export function canonicalText(body: string): string {
  return body
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/[\t\p{Zs}]+$/u, ''))
    .join('\n');
}

/** SHA-256 of the UTF-8 bytes of words that are canonical. */
export const hashOfCanonical = (canonical: string): string => hash('sha256', canonical, 'hex');

/** The one way to make a `Text` from what somebody wrote. */
export function textOf({ lang, body }: { readonly lang: string; readonly body: string }): Text {
  const canonical = canonicalText(body);
  return { lang, body: canonical, textHash: hashOfCanonical(canonical) };
}

/** That `textHash` is the hash of `body`, and `body` in its canonical form. */
export const isText = ({ lang, body, textHash }: Text): boolean =>
  textOf({ lang, body }).textHash === textHash && canonicalText(body) === body;
