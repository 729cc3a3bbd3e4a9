import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';
import { DiskFullError } from '../ledger/event-store';
import { isDiskFull } from '../ledger/sqlite/sqlite-fault';

/** What a secret opens. All are stored as hashes, expire, and can be revoked. */
export type CredentialKind =
  /** A program's: `Authorization: Bearer …`. */
  | 'BEARER'
  /** A browser's cookie; acts only together with its CSRF token. */
  | 'SESSION'
  /** Opens one session, once. */
  | 'SIGN_IN'
  /** Makes one account for one participant, once. */
  | 'ENROLMENT';

export interface Credential {
  readonly hash: string;
  readonly kind: CredentialKind;
  readonly participantId: string;
  /** Null for an enrolment: the account is yet to be made. */
  readonly accountId: string | null;
  /** The administrator who invited, of an enrolment. */
  readonly issuedBy: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly csrfHash: string | null;
}

export interface Account {
  readonly id: string;
  readonly login: string;
  readonly participantId: string;
}

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

/** RFC 7914 and OWASP's minimum: 32 MiB and about 60 ms for one guess. */
const SCRYPT = { N: 1 << 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const HASH_BYTES = 32;

const passwordHash = (password: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, SCRYPT, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });

/** What is kept of a secret: it has 256 random bits, so one fast hash is enough. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** A secret that says what it is, so that a leak is recognised. */
export const newSecret = (): string => `jirga_${randomBytes(32).toString('base64url')}`;

/** accounts.db: credentials and nothing else; who may what is in the ledger. What writes here throws `DiskFullError` where there is no room. */
export class AccountStore {
  private readonly database: InstanceType<typeof DatabaseSync>;
  private readonly byHash: StatementSyncInstance;
  private readonly byLogin: StatementSyncInstance;

  constructor(file: string) {
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

  /** Whether a login name is taken, in any spelling. */
  isTaken(login: string): boolean {
    return this.byLogin.get(canonicalLogin(login)) !== undefined;
  }

  /**
   * Makes an account and uses up the enrolment that it came from, both or neither: whatever others asked for while the password was hashed,
   * one enrolment makes one account, and one name belongs to one.
   */
  async enrol({ id, login, participantId }: Account, password: string, enrolmentHash: string): Promise<'MADE' | 'TAKEN' | 'USED_UP'> {
    const salt = randomBytes(16);
    const hash = await passwordHash(password, salt);
    return this.atomically(() => {
      if (this.isTaken(login)) return 'TAKEN';
      if (!this.revoke(enrolmentHash)) return 'USED_UP';
      this.write(
        'INSERT INTO account (id, login, participant_id, salt, password_hash) VALUES (?, ?, ?, ?, ?)',
        ...[id, canonicalLogin(login), participantId, salt, hash],
      );
      return 'MADE';
    });
  }

  /** The account if the password is right. It costs the same time whether the account exists or not. */
  async verify(login: string, password: string): Promise<Account | undefined> {
    const row = this.byLogin.get(canonicalLogin(login)) as (Account & { salt: Uint8Array; passwordHash: Uint8Array }) | undefined;
    const given = await passwordHash(password, row?.salt ?? Buffer.alloc(16));
    if (!row || !timingSafeEqual(given, Buffer.from(row.passwordHash))) return undefined;
    return { id: row.id, login: row.login, participantId: row.participantId };
  }

  issue(secret: string, credential: Omit<Credential, 'hash' | 'csrfHash'>, csrf?: string): void {
    const { kind, participantId, accountId, issuedBy, expiresAt } = credential;
    this.write(
      'INSERT INTO credential (hash, kind, participant_id, account_id, issued_by, expires_at, csrf_hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[hashOf(secret), kind, participantId, accountId, issuedBy, expiresAt, csrf === undefined ? null : hashOf(csrf)],
    );
  }

  /** `undefined` for what never was, was revoked or used up; whoever asks looks at `expiresAt` himself. */
  find(secret: string): Credential | undefined {
    return this.findAgain(hashOf(secret));
  }

  /** The same by the hash of its secret. */
  findAgain(hash: string): Credential | undefined {
    return this.byHash.get(hash) as Credential | undefined;
  }

  /** @returns false where there was nothing to revoke any more */
  revoke(hash: string): boolean {
    return this.write('DELETE FROM credential WHERE hash = ?', hash) === 1;
  }

  /** All of one kind that a participant has. */
  revokeKind(kind: CredentialKind, participantId: string): void {
    this.write('DELETE FROM credential WHERE kind = ? AND participant_id = ?', kind, participantId);
  }

  removeExpired(now: number): void {
    this.write('DELETE FROM credential WHERE expires_at <= ?', now);
  }

  close(): void {
    this.database.close();
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

/** The one spelling of a login name: case and Unicode spelling make no difference. */
export const canonicalLogin = (login: string): string => login.normalize('NFKC').toLowerCase();

/** Without room nothing was changed, and whoever asked is told so as of every other write. */
function withRoom<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (isDiskFull(error)) throw new DiskFullError((error as Error).message, { cause: error });
    throw error;
  }
}
