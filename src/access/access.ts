import { uuidV5 } from '../kernel/uuid';
import type { Authority, Standing } from '../commands/authority';
import type { Streams } from '../commands/streams';
import { BEARER_LIFETIME_MS, ENROLMENT_LIFETIME_MS, SESSION_LIFETIME_MS, SIGN_IN_LIFETIME_MS } from '../kernel/limits';
import type { Participant } from '../negotiation/participant/participant.state';
import { type AccountStore, canonicalLogin, type Credential, type CredentialKind, hashOf, newSecret } from './account-store';
import type { Throttle } from './throttle';

/** Who asks, as far as his credentials show it, with what he may do at this moment. */
export interface Caller {
  readonly participantId: string;
  readonly credential: Credential;
  readonly standing: Standing;
}

/** A secret just made: it is shown once and never again. */
export interface Issued {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly csrfToken?: string;
}

/** No credentials, or none that open anything: one answer, whatever is wrong with them. */
export class UnauthenticatedError extends Error {
  override readonly name = 'UnauthenticatedError';
}

const LIFETIME_MS: Readonly<Record<CredentialKind, number>> = {
  BEARER: BEARER_LIFETIME_MS,
  SESSION: SESSION_LIFETIME_MS,
  SIGN_IN: SIGN_IN_LIFETIME_MS,
  ENROLMENT: ENROLMENT_LIFETIME_MS,
};

/** Local accounts: a secret opens what the ledger says that its participant may (api.md, INV-47). */
export class Access {
  constructor(
    private readonly accounts: AccountStore,
    private readonly streams: Streams,
    private readonly authority: Authority,
    private readonly throttle: Throttle,
    private readonly clock: () => number,
  ) {}

  /** The caller behind a secret of these kinds. Throws `UnauthenticatedError`. */
  async callerOf(secret: string, kinds: readonly CredentialKind[]): Promise<Caller> {
    const credential = await this.accounts.find(secret);
    if (!credential || !kinds.includes(credential.kind)) throw new UnauthenticatedError();
    return this.behind(credential);
  }

  /** The same caller at a later moment, as his credential and the ledger stand then. Throws `UnauthenticatedError`. */
  async callerAgain({ hash }: Credential): Promise<Caller> {
    const credential = await this.accounts.findAgain(hash);
    if (!credential) throw new UnauthenticatedError();
    return this.behind(credential);
  }

  private async behind(credential: Credential): Promise<Caller> {
    if (credential.expiresAt <= this.clock()) throw new UnauthenticatedError();
    const { participantId, accountId } = credential;
    const reference = this.authority.participant(participantId);
    const { state } = await this.streams.load(reference.fold, participantId);
    const standing = this.authority.standingOf(participantId, state);
    // The ledger has the last word: an account that was unbound opens nothing, whatever lies among the accounts.
    if (!standing || (accountId !== null && !isBound(state as Participant, accountId))) throw new UnauthenticatedError();
    return { participantId, credential, standing };
  }

  /** A session or a bearer token for a login and a password. Throws `ThrottledError`, `UnauthenticatedError`. */
  async signIn(login: string, password: string, address: string, kind: 'BEARER' | 'SESSION'): Promise<Issued> {
    const attempt = await this.throttle.attempt(canonicalLogin(login), address);
    const account = await this.accounts.verify(login, password);
    if (!account) throw new UnauthenticatedError();
    await attempt.succeeded();
    const { participantId, id } = account;
    const issued = await this.issue(kind, participantId, id, participantId);
    await this.callerOf(issued.token, [kind]);
    return issued;
  }

  /** A session for a one-time sign-in token, which is used up. */
  async signInOnce(token: string): Promise<Issued> {
    const { credential, participantId } = await this.callerOf(token, ['SIGN_IN']);
    // Of two requests that bring it at the same time, the other one has used it up.
    if (!(await this.accounts.revoke(credential.hash))) throw new UnauthenticatedError();
    return this.issue('SESSION', participantId, credential.accountId, participantId);
  }

  async issue(kind: CredentialKind, participantId: string, accountId: string | null, issuedBy: string): Promise<Issued> {
    const now = this.clock();
    await this.accounts.removeExpired(now);
    const token = newSecret();
    const expiresAt = now + LIFETIME_MS[kind];
    const csrfToken = kind === 'SESSION' ? newSecret() : undefined;
    await this.accounts.issue(token, { kind, participantId, accountId, issuedBy, expiresAt }, csrfToken);
    return { token, expiresAt: new Date(expiresAt).toISOString(), ...(csrfToken !== undefined && { csrfToken }) };
  }

  /** An enrolment token for a participant; those made for him before, wherever they lie, open nothing any more. */
  async invite(participantId: string, issuedBy: string): Promise<Issued> {
    await this.accounts.revokeKind('ENROLMENT', participantId);
    return this.issue('ENROLMENT', participantId, null, issuedBy);
  }

  async revoke(credential: Credential): Promise<void> {
    await this.accounts.revoke(credential.hash);
  }

  /**
   * Makes the account that an enrolment token stands for. `bind` records AccountBound before anything is stored here; account and
   * binding follow from the token, so that a second try after a crash meets the first.
   * @returns false where the login is taken: the token is still good. Throws `UnauthenticatedError`.
   */
  async enrol(
    token: string,
    login: string,
    password: string,
    bind: (participantId: string, accountId: string, invitedBy: string) => Promise<void>,
  ): Promise<boolean> {
    const { credential, participantId } = await this.callerOf(token, ['ENROLMENT']);
    if (await this.accounts.isTaken(login)) return false;
    const accountId = uuidV5(participantId, hashOf(token));
    await bind(participantId, accountId, credential.issuedBy);
    const made = await this.accounts.enrol({ id: accountId, login, participantId }, password, credential.hash);
    if (made === 'USED_UP') throw new UnauthenticatedError();
    return made === 'MADE';
  }

  matchesCsrf({ csrfHash }: Credential, token: string | undefined): boolean {
    return token !== undefined && csrfHash !== null && hashOf(token) === csrfHash;
  }
}

const isBound = (state: Participant, accountId: string): boolean =>
  state.status === 'ACTIVE' && state.accounts.some((account) => account.accountId === accountId);
