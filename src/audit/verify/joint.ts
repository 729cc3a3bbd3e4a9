import { Frontier } from '../../trust/tree';
import type { Finding } from './finding';
import { faultOfLink, HASH_BYTES, lateAfter, type Link, repeats, type StretchReport } from './stretch';

const BEFORE_THE_FIRST: Link = { revision: -1, hash: '', at: '' };

/** SIZE:HASH as somebody kept it: how many leaves, and the root of the tree over them. */
export interface Head {
  readonly size: number;
  readonly root: string;
}

/**
 * Joins stretches in their order: chains, times, commands and what decisions rest on, over their ends, and the tree over all leaves. It remembers
 * the end of each stream and the id of each command, some 250 bytes for either.
 */
export class Joint {
  private readonly ends = new Map<string, Link>();
  private readonly commands = new Map<string, number>();
  private readonly tree = new Frontier();
  private readonly before = { position: 0, at: '' };
  private rootThen: string | undefined;

  /**
   * @param expected the head that somebody kept
   * @param gapless as in StretchTools
   */
  constructor(
    private readonly expected: Head | undefined,
    private readonly gapless: boolean,
  ) {
    this.keepRoot();
  }

  /** @returns what is found only where the stretch meets those before it */
  join(stretch: StretchReport): Finding[] {
    const findings: Finding[] = [];
    if (this.gapless) this.joinEdge(stretch, findings);
    for (const [stream, { revision, position }] of stretch.needs)
      if (revision > (this.ends.get(stream) ?? BEFORE_THE_FIRST).revision)
        findings.push({ check: 'basis', position, detail: `rests on ${stream} ${revision}, which was not there yet` });
    for (const [stream, { position, firstRevision, prev, firstAt, last }] of stretch.passages) {
      const before = this.ends.get(stream) ?? BEFORE_THE_FIRST;
      const fault = faultOfLink(before, firstRevision, prev);
      if (fault) findings.push({ ...fault, position });
      if (!this.gapless && before.at !== undefined && firstAt !== undefined && firstAt < before.at)
        findings.push({ check: 'time', position, detail: lateAfter(firstAt, before.at) });
      this.ends.set(stream, last);
    }
    for (const [cmd, position] of stretch.commands) {
      const earlier = this.commands.get(cmd);
      if (earlier === undefined) this.commands.set(cmd, position);
      else findings.push({ check: 'id', position, detail: repeats(cmd, earlier) });
    }
    for (let at = 0; at < stretch.hashes.length; at += HASH_BYTES) {
      this.tree.push(Buffer.from(stretch.hashes.subarray(at, at + HASH_BYTES)));
      this.keepRoot();
    }
    return findings;
  }

  /** What the ledger is now, and how it compares with what was expected. */
  end(): { readonly head: Head; readonly findings: Finding[] } {
    const head = { size: this.tree.size, root: this.tree.root() };
    if (!this.expected || this.rootThen === this.expected.root) return { head, findings: [] };
    const { size } = this.expected;
    const detail =
      head.size < size
        ? `only ${head.size} of the ${size} events are left`
        : `the first ${size} events are not those that were there when SIZE:HASH was kept`;
    return { head, findings: [{ check: 'root', position: size, detail }] };
  }

  private joinEdge({ first, last }: StretchReport, findings: Finding[]): void {
    if (!first || !last) return;
    if (first.position !== this.before.position + 1)
      findings.push({ check: 'position', position: first.position, detail: 'the place before it is empty' });
    if (first.at !== undefined && first.at < this.before.at)
      findings.push({ check: 'time', position: first.position, detail: lateAfter(first.at, this.before.at) });
    this.before.position = last.position;
    if (last.at !== undefined && last.at > this.before.at) this.before.at = last.at;
  }

  private keepRoot(): void {
    if (this.tree.size === this.expected?.size) this.rootThen = this.tree.root();
  }
}
