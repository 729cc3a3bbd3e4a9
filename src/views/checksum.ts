import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { RowShape } from './board';
import type { Readable, StoredRow } from './visibility';

const ROWS_PER_READ = 1_000;

/**
 * SHA-256 (hex) over the rows whose content a reader may see, in the order of their keys: two builds of one version that say the same to him have
 * the same, and what is hidden from him does not move it.
 */
export async function checksumOf<Row extends RowShape>({ rows }: Pick<Readable<Row>, 'rows'>): Promise<string> {
  const digest = createHash('sha256');
  let last = { stream: '', id: '' };
  for (;;) {
    const page = (await rows
      .select(['stream', 'id', 'level', 'caveats', 'row'] as never)
      .where(sql<boolean>`(stream, id) > (${last.stream}, ${last.id})`)
      .orderBy('stream' as never)
      .orderBy('id' as never)
      .limit(ROWS_PER_READ)
      .execute()) as unknown as StoredRow[];
    for (const { stream, id, level, caveats, row } of page) digest.update(`${JSON.stringify([stream, id, level, caveats, row])}\n`);
    if (page.length < ROWS_PER_READ) return digest.digest('hex');
    last = page[page.length - 1] ?? last;
  }
}
