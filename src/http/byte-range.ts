/** A stretch of bytes: from an offset up to another one, which is not among them. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * What `Range` asks of so many bytes (RFC 9110, 14.1.2). `undefined` where there is none, where it asks for several stretches, or is no range: then all is
 * sent, as the RFC lets a server do.
 */
export function rangeIn(header: string | undefined, length: number): ByteRange | 'UNSATISFIABLE' | undefined {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '') return Number(last) === 0 || length === 0 ? 'UNSATISFIABLE' : { from: Math.max(0, length - Number(last)), to: length };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= length) return 'UNSATISFIABLE';
  return { from: Number(first), to: last === '' ? length : Math.min(length, Number(last) + 1) };
}

/** Whether `If-None-Match` names this tag (RFC 9110, 13.1.2), which is one without its quotes. */
export const namesTag = (header: string | undefined, tag: string): boolean =>
  header !== undefined && (header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === `"${tag}"`));
