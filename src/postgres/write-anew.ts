/**
 * Statement that writes a table and its indexes anew with the rows that are there now, so that no file has any bytes of others. VACUUM leaves these until
 * something else comes to lie there, and VACUUM FULL copies dead rows as long as any transaction of the server might still see them.
 * @param table quoted, where its name needs it
 * @param column of it, whose values stay what they are
 */
export const writeAnew = (table: string, column: string, type: 'integer' | 'bigint'): string =>
  `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING (${column} + 0)`;
