import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

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
  /** In its one spelling, where it comes from the store. */
  readonly login: string;
  readonly participantId: string;
}

/** An account as it is stored. */
export interface StoredAccount extends Account {
  readonly salt: Uint8Array;
  readonly passwordHash: Uint8Array;
}

/** What became of an enrolment: the name is another's, or the token was used up. */
export type Enrolled = 'MADE' | 'TAKEN' | 'USED_UP';

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

/** The one spelling of a login name: case and Unicode spelling make no difference. */
export const canonicalLogin = (login: string): string => login.normalize('NFKC').toLowerCase();

/**
 * Port: credentials and nothing else; who may what is in the ledger. What writes throws `DiskFullError` where there is no room in a file,
 * and everything `PostgresError` where they lie there and the server cannot be used; then nothing was changed.
 */
export abstract class AccountStore {
  /** Whether a login name is taken, in any spelling. */
  async isTaken(login: string): Promise<boolean> {
    return (await this.accountOf(canonicalLogin(login))) !== undefined;
  }

  /**
   * Makes an account and uses up the enrolment that it came from, both or neither: whatever others asked for while the password was hashed,
   * one enrolment makes one account, and one name belongs to one.
   */
  async enrol({ id, login, participantId }: Account, password: string, enrolmentHash: string): Promise<Enrolled> {
    const salt = randomBytes(16);
    const account = { id, participantId, login: canonicalLogin(login), salt, passwordHash: await passwordHash(password, salt) };
    return this.make(account, enrolmentHash);
  }

  /** The account if the password is right. It costs the same time whether the account exists or not. */
  async verify(login: string, password: string): Promise<Account | undefined> {
    const account = await this.accountOf(canonicalLogin(login));
    const given = await passwordHash(password, account?.salt ?? Buffer.alloc(16));
    if (!account || !timingSafeEqual(given, Buffer.from(account.passwordHash))) return undefined;
    return { id: account.id, login: account.login, participantId: account.participantId };
  }

  issue(secret: string, credential: Omit<Credential, 'hash' | 'csrfHash'>, csrf?: string): Promise<void> {
    return this.keep({ ...credential, hash: hashOf(secret), csrfHash: csrf === undefined ? null : hashOf(csrf) });
  }

  /** `undefined` for what never was, was revoked or used up; whoever asks looks at `expiresAt` himself. */
  find(secret: string): Promise<Credential | undefined> {
    return this.findAgain(hashOf(secret));
  }

  /** The same by the hash of its secret. */
  abstract findAgain(hash: string): Promise<Credential | undefined>;

  /** @returns false where there was nothing to revoke any more */
  abstract revoke(hash: string): Promise<boolean>;

  /** All of one kind that a participant has. */
  abstract revokeKind(kind: CredentialKind, participantId: string): Promise<void>;

  /** @param now epoch milliseconds */
  abstract removeExpired(now: number): Promise<void>;

  /** Throws what asking it would throw now: keys and accounts that lie elsewhere can be away. */
  abstract ready(): Promise<void>;

  abstract close(): Promise<void>;

  /** @param login in its one spelling */
  protected abstract accountOf(login: string): Promise<StoredAccount | undefined>;

  protected abstract keep(credential: Credential): Promise<void>;

  /** Both or neither (`enrol`). */
  protected abstract make(account: StoredAccount, enrolmentHash: string): Promise<Enrolled>;
}
