import type { PostgresDatabase } from '../postgres/postgres-database';
import { AccountStore, type Credential, type CredentialKind, type Enrolled, type StoredAccount } from './account-store';

/** Accounts in PostgreSQL, which several instances share: whichever of them answers, a token is good, or is no longer. */
export class PostgresAccountStore extends AccountStore {
  /** @param database from `openKeysDatabase`; closed with the store */
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  override async findAgain(hash: string): Promise<Credential | undefined> {
    const [credential] = await this.database.ask<Credential>(
      `SELECT hash, kind, participant_id AS "participantId", account_id AS "accountId", issued_by AS "issuedBy", expires_at AS "expiresAt",
        csrf_hash AS "csrfHash" FROM credential WHERE hash = $1`,
      [hash],
    );
    return credential;
  }

  override async revoke(hash: string): Promise<boolean> {
    return (await this.database.ask('DELETE FROM credential WHERE hash = $1 RETURNING hash', [hash])).length === 1;
  }

  override async revokeKind(kind: CredentialKind, participantId: string): Promise<void> {
    await this.database.ask('DELETE FROM credential WHERE kind = $1 AND participant_id = $2', [kind, participantId]);
  }

  override async removeExpired(now: number): Promise<void> {
    await this.database.ask('DELETE FROM credential WHERE expires_at <= $1', [now]);
  }

  override async ready(): Promise<void> {
    await this.database.ask('SELECT 1');
  }

  override close(): Promise<void> {
    return this.database.close();
  }

  protected override async accountOf(login: string): Promise<StoredAccount | undefined> {
    const [account] = await this.database.ask<StoredAccount>(
      'SELECT id, login, participant_id AS "participantId", salt, password_hash AS "passwordHash" FROM account WHERE login = $1',
      [login],
    );
    return account;
  }

  protected override async keep(credential: Credential): Promise<void> {
    const { hash, kind, participantId, accountId, issuedBy, expiresAt, csrfHash } = credential;
    await this.database.ask(
      'INSERT INTO credential (hash, kind, participant_id, account_id, issued_by, expires_at, csrf_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [hash, kind, participantId, accountId, issuedBy, expiresAt, csrfHash],
    );
  }

  protected override make({ id, login, participantId, salt, passwordHash }: StoredAccount, enrolmentHash: string): Promise<Enrolled> {
    return this.database.transaction(async (ask) => {
      // Whoever comes with the same token at the same time waits here, and then finds it used up.
      const [enrolment] = await ask('SELECT hash FROM credential WHERE hash = $1 FOR UPDATE', [enrolmentHash]);
      const [taken] = await ask('SELECT id FROM account WHERE login = $1', [login]);
      if (taken !== undefined) return 'TAKEN';
      if (enrolment === undefined) return 'USED_UP';
      const [made] = await ask(
        `INSERT INTO account (id, login, participant_id, salt, password_hash) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT (login) DO NOTHING RETURNING id`,
        [id, login, participantId, salt, passwordHash],
      );
      if (made === undefined) return 'TAKEN';
      await ask('DELETE FROM credential WHERE hash = $1', [enrolmentHash]);
      return 'MADE';
    });
  }
}
