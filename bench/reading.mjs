// What rebuilding a board is held against: reading, unsealing and parsing the same rows once.
import { catalogues, openerOf, SqliteLogReader, trustOf } from './made-ledger.mjs';

export function reader(files) {
  const trust = trustOf(files);
  const log = new SqliteLogReader(files.ledger);
  const opener = openerOf(trust, catalogues);
  return {
    log,
    opener,
    readAll: () => {
      for (let after = 0; ;) {
        const page = log.readAll(after, 2_000);
        for (const stored of page) after = opener.open(stored).position;
        if (page.length < 2_000) return;
      }
    },
    close: () => {
      log.close();
      trust.keyring.close();
    },
  };
}
