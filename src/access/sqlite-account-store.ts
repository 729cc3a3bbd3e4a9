import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';
import { DiskFullError } from '../ledger/event-store';
import { isDiskFull } from '../ledger/sqlite/sqlite-fault';
import { AccountStore, type Credential, type CredentialKind, type Enrolled, type StoredAccount } from './account-store';

const ACCOUNTS_SCHEMA_VERSION = 1;
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    participant_id TEXT NOT NULL,
    salt BLOB NOT NULL,
    password_hash BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS credential (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    account_id TEXT,
    issued_by TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    csrf_hash TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS credential_of_participant ON credential (participant_id);
  PRAGMA user_version = ${ACCOUNTS_SCHEMA_VERSION};`;

/** Accounts in a file, accounts.db. */
export class SqliteAccountStore extends AccountStore {
  private readonly database: InstanceType<typeof DatabaseSync>;
  private readonly byHash: StatementSyncInstance;
  private readonly byLogin: StatementSyncInstance;

  /** Makes the file where there is none. */
  constructor(file: string) {
    super();
    this.database = new DatabaseSync(file);
    const { user_version: version } = this.database.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version !== 0 && version !== ACCOUNTS_SCHEMA_VERSION)
      throw new Error(`accounts.db has schema version ${version}; this program reads version ${ACCOUNTS_SCHEMA_VERSION}`);
    this.database.exec(SCHEMA);
    this.byHash = this.database.prepare(
      'SELECT hash, kind, participant_id AS participantId, account_id AS accountId, issued_by AS issuedBy, expires_at AS expiresAt, csrf_hash AS csrfHash FROM credential WHERE hash = ?',
    );
    this.byLogin = this.database.prepare(
      'SELECT id, login, participant_id AS participantId, salt, password_hash AS passwordHash FROM account WHERE login = ?',
    );
  }

  override async findAgain(hash: string): Promise<Credential | undefined> {
    return this.byHash.get(hash) as Credential | undefined;
  }

  override async revoke(hash: string): Promise<boolean> {
    return this.remove(hash);
  }

  override async revokeKind(kind: CredentialKind, participantId: string): Promise<void> {
    this.write('DELETE FROM credential WHERE kind = ? AND participant_id = ?', kind, participantId);
  }

  override async removeExpired(now: number): Promise<void> {
    this.write('DELETE FROM credential WHERE expires_at <= ?', now);
  }

  override async ready(): Promise<void> {
    this.byHash.get('');
  }

  override async close(): Promise<void> {
    this.database.close();
  }

  protected override async accountOf(login: string): Promise<StoredAccount | undefined> {
    return this.stored(login);
  }

  protected override async keep(credential: Credential): Promise<void> {
    const { hash, kind, participantId, accountId, issuedBy, expiresAt, csrfHash } = credential;
    this.write(
      'INSERT INTO credential (hash, kind, participant_id, account_id, issued_by, expires_at, csrf_hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[hash, kind, participantId, accountId, issuedBy, expiresAt, csrfHash],
    );
  }

  protected override async make(account: StoredAccount, enrolmentHash: string): Promise<Enrolled> {
    const { id, login, participantId, salt, passwordHash } = account;
    return this.atomically(() => {
      if (this.stored(login)) return 'TAKEN';
      if (!this.remove(enrolmentHash)) return 'USED_UP';
      this.write(
        'INSERT INTO account (id, login, participant_id, salt, password_hash) VALUES (?, ?, ?, ?, ?)',
        ...[id, login, participantId, salt, passwordHash],
      );
      return 'MADE';
    });
  }

  private stored(login: string): StoredAccount | undefined {
    return this.byLogin.get(login) as StoredAccount | undefined;
  }

  private remove(hash: string): boolean {
    return this.write('DELETE FROM credential WHERE hash = ?', hash) === 1;
  }

  private atomically<T>(work: () => T): T {
    return withRoom(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.database.exec('COMMIT');
        return result;
      } catch (error) {
        // A full disk has ended it already.
        if (this.database.isTransaction) this.database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** @returns how many rows it changed */
  private write(sql: string, ...values: readonly (string | number | null | Uint8Array)[]): number {
    return withRoom(() => this.database.prepare(sql).run(...values).changes);
  }
}

/** Without room nothing was changed, and whoever asked is told so as of every other write. */
function withRoom<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (isDiskFull(error)) throw new DiskFullError((error as Error).message, { cause: error });
    throw error;
  }
}
