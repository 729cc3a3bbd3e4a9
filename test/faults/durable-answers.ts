/** An answer that left the socket before the disk had confirmed what it promises. */
export interface EarlyAnswer {
  /** Id of the stream that the answer names. */
  readonly stream: string;
  readonly because: 'NEVER_WRITTEN' | 'NOT_FLUSHED';
}

const WRITE_TO_LOG = /\b(?:pwrite64|write|pwritev)\(\d+<[^>]*ledger\.db-wal>/;
const FLUSH_OF_LOG = /\bf(?:data)?sync\(\d+<[^>]*ledger\.db-wal>/;
const FLUSH_RESUMED = /<\.\.\. f(?:data)?sync resumed>/;
const ANSWER = /\b(?:write|writev|sendto|sendmsg)\(\d+<(?:socket|TCP)[^>]*>.*HTTP\/1\.1 20[01] /;
const STREAM_IN_ANSWER = /\\"stream\\":\{\\"type\\":\\"[a-zA-Z]+\\",\\"id\\":\\"([0-9a-f-]{36})\\"/;

/**
 * Reads a trace of `strace -f -y -s <large>` and says which answers were not durable: each 200 or 201 that names a stream must leave the socket
 * after a flush of ledger.db-wal that began when what names the stream had been written there. The page cache survives a killed process, so no
 * kill can show this; the order of the system calls can.
 * @returns how many answers were looked at, and those that came too early
 */
export function undurableAnswers(trace: string): { readonly looked: number; readonly early: readonly EarlyAnswer[] } {
  /** The log's writes so far, with the number of the flush that covered each; a flush covers what was written before it began. */
  const writes: { readonly text: string; flushed: boolean }[] = [];
  const pending = new Map<string, number>();
  const early: EarlyAnswer[] = [];
  let looked = 0;
  for (const line of trace.split('\n')) {
    const [thread = ''] = line.split(/\s+/, 1);
    if (WRITE_TO_LOG.test(line)) writes.push({ text: line, flushed: false });
    else if (FLUSH_OF_LOG.test(line)) {
      if (line.includes('<unfinished')) pending.set(thread, writes.length);
      else for (const write of writes) write.flushed = true;
    } else if (FLUSH_RESUMED.test(line)) {
      const covered = pending.get(thread) ?? 0;
      for (const write of writes.slice(0, covered)) write.flushed = true;
      pending.delete(thread);
    } else if (ANSWER.test(line)) {
      const [, stream] = STREAM_IN_ANSWER.exec(line) ?? [];
      if (stream === undefined) continue;
      looked++;
      const own = writes.filter(({ text }) => text.includes(stream));
      if (own.length === 0) early.push({ stream, because: 'NEVER_WRITTEN' });
      else if (!own.some(({ flushed }) => flushed)) early.push({ stream, because: 'NOT_FLUSHED' });
    }
  }
  return { looked, early };
}
