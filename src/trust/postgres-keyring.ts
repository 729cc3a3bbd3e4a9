import { randomBytes, randomUUID } from 'node:crypto';
import { CACHED_KEYS_MAX } from '../kernel/limits';
import { Recent } from '../kernel/recent';
import { UUID } from '../kernel/uuid';
import { type KeysPlace, openKeysDatabase } from '../postgres/keys-database';
import { writeAnew } from '../postgres/write-anew';
import type { PostgresDatabase } from '../postgres/postgres-database';
import { type KeyInUse, type KeyLabel, Keyring, type KeyRow, nameOf, UnknownKeyError } from './keyring';
import type { MasterKey } from './master-key';
import type { Shred } from './shred';

type Found = KeyRow & { readonly id: string };

const IN_USE = `SELECT key.id, stream, level, generation, initiative, caveats, wrapped, destroyed_at AS "destroyedAt"
  FROM data_key AS key JOIN unnest($1::text[], $2::text[], $3::integer[]) AS label (stream, level, generation) USING (stream, level, generation)
  WHERE wrapped IS NOT NULL`;

/** Of two instances that need the same key at once the second one waits here until the first has committed, and then finds its key. */
const INSERT = `INSERT INTO data_key (id, stream, level, generation, initiative, caveats, wrapped)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::integer[], $7::bytea[])
  ON CONFLICT (stream, level, generation) WHERE wrapped IS NOT NULL DO NOTHING`;

/** Keys in PostgreSQL, which several instances share. Rows that were fetched are kept as they came, wrapped, until something is opened with them. */
export class PostgresKeyring extends Keyring {
  /** Null where there was none. Twice what one fetch may bring, so that a page stays until it is opened. */
  private readonly rows = new Recent<KeyRow | null>(CACHED_KEYS_MAX / 2);
  private readonly database: PostgresDatabase;

  /** Connects when something is asked for the first time. */
  constructor(place: KeysPlace, master: MasterKey) {
    super(master);
    this.database = openKeysDatabase(place);
  }

  override fetch(keyIds: Iterable<string>): Promise<void> | undefined {
    const missing = new Set<string>();
    for (const id of keyIds) {
      if (!UUID.test(id)) this.rows.set(id, null);
      // A key that was not there may have been made since.
      else if (!this.rows.get(id)) missing.add(id);
    }
    return missing.size === 0 ? undefined : this.fetchRows([...missing]);
  }

  override provide(labels: readonly KeyLabel[]): Promise<void> | undefined {
    const missing = new Map<string, KeyLabel>();
    for (const label of labels) if (!this.has(label)) missing.set(nameOf(label), label);
    if (missing.size === 0) return undefined;
    // In one order for all, so that no two instances wait for each other.
    return this.provideMissing([...missing].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, label]) => label));
  }

  override async streamsOf(initiativeId: string): Promise<readonly string[]> {
    const rows = await this.database.ask<{ stream: string }>('SELECT DISTINCT stream FROM data_key WHERE initiative = $1 ORDER BY stream', [
      initiativeId,
    ]);
    return rows.map(({ stream }) => stream);
  }

  override async destroy(keyIds: readonly string[], at: string): Promise<string> {
    await this.fetch(keyIds);
    for (const id of keyIds) this.rowOf(id);
    await this.database.ask('UPDATE data_key SET wrapped = NULL, destroyed_at = $2 WHERE id = ANY($1) AND wrapped IS NOT NULL', [
      keyIds,
      at,
    ]);
    await this.database.ask(writeAnew('data_key', 'generation', 'integer'));
    const [{ last } = { last: at }] = await this.database.ask<{ last: string }>(
      'SELECT max(destroyed_at COLLATE "C") AS last FROM data_key WHERE id = ANY($1)',
      [keyIds],
    );
    return last;
  }

  override forget(shred: Pick<Shred, 'keyIds'>): number {
    for (const id of shred.keyIds) this.rows.delete(id);
    return super.forget(shred);
  }

  override async checkMaster(): Promise<void> {
    const [row] = await this.database.ask<{ id: string }>('SELECT id FROM data_key WHERE wrapped IS NOT NULL LIMIT 1');
    if (!row) return;
    await this.fetch([row.id]);
    this.tryMaster(row.id);
  }

  override close(): Promise<void> {
    return this.database.close();
  }

  protected override rowOf(keyId: string): KeyRow {
    const row = this.rows.get(keyId);
    if (row === undefined) throw new Error(`the key ${keyId} was not fetched`);
    if (row === null) throw new UnknownKeyError(keyId);
    return row;
  }

  /** What `provide` has found is remembered as unwrapped. */
  protected override keyInUse(): KeyInUse | undefined {
    return undefined;
  }

  private async fetchRows(ids: readonly string[]): Promise<void> {
    const found = await this.database.ask<Found>(
      'SELECT id, stream, level, generation, initiative, caveats, wrapped, destroyed_at AS "destroyedAt" FROM data_key WHERE id = ANY($1)',
      [ids],
    );
    const rows = new Map(found.map(({ id, ...row }) => [id, row]));
    for (const id of ids) this.rows.set(id, rows.get(id) ?? null);
  }

  private async provideMissing(labels: readonly KeyLabel[]): Promise<void> {
    const toMake = await this.useThoseThere(labels);
    if (toMake.length === 0) return;
    await this.insert(toMake);
    const [lost] = await this.useThoseThere(toMake);
    if (lost) throw new Error(`the key for ${nameOf(lost)} was destroyed while it was made`);
  }

  /** @returns those of the labels for which there is no key */
  private async useThoseThere(labels: readonly KeyLabel[]): Promise<readonly KeyLabel[]> {
    const found = await this.database.ask<Found & KeyInUse>(IN_USE, [
      labels.map(({ stream }) => stream),
      labels.map(({ level }) => level),
      labels.map(({ generation }) => generation),
    ]);
    const byName = new Map(found.map((row) => [nameOf(row), row]));
    return labels.filter((label) => {
      const row = byName.get(nameOf(label));
      if (row) this.useWrapped(label, row);
      return row === undefined;
    });
  }

  private async insert(labels: readonly KeyLabel[]): Promise<void> {
    const made = labels.map((label) => {
      const key = { id: randomUUID(), bytes: randomBytes(32) };
      return { ...label, id: key.id, wrapped: this.wrap(label, key) };
    });
    await this.database.ask(INSERT, [
      made.map(({ id }) => id),
      made.map(({ stream }) => stream),
      made.map(({ level }) => level),
      made.map(({ generation }) => generation),
      made.map(({ initiativeId }) => initiativeId),
      made.map(({ caveats }) => caveats),
      made.map(({ wrapped }) => wrapped),
    ]);
  }
}
