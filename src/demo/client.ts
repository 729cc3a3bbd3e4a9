import type { KeyObject } from 'node:crypto';
import { signatureFor } from '../commands/asked-at';
import { declarations } from '../negotiation/nouns';

/** A problem as the API answers it (RFC 9457), as far as the scenario looks at it. */
export interface ProblemSeen {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly invariant?: string;
}

/** What was recorded, as far as the scenario looks at it. */
export interface RecordedSeen {
  readonly stream: { readonly type: string; readonly id: string; readonly revision: number };
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** Flags of the events that say which rule would not have allowed them. */
  readonly deviations: readonly string[];
}

export interface Answer<Body> {
  readonly status: number;
  readonly replayed: boolean;
  readonly body: Body;
}

/** Something came out otherwise than the scenario says it must; the message says what. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

/** Talks to the public HTTP API as one person, with a browser's session. */
export class Client {
  private constructor(
    private readonly address: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  static stranger(address: string): Client {
    return new Client(address, {});
  }

  /** Uses a one-time sign-in token up. */
  static async signIn(address: string, token: string): Promise<Client> {
    const response = await fetch(`${address}/v1/sessions/one-time`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (!response.ok) throw new UnexpectedAnswerError(`signing in was answered ${response.status}: ${await response.text()}`);
    const { csrfToken } = (await response.json()) as { csrfToken: string };
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    return new Client(address, { cookie, 'x-csrf-token': csrfToken });
  }

  /** @param signingKey with which the request is signed, under its Idempotency-Key */
  async post<Body = RecordedSeen>(
    path: string,
    body: object,
    idempotencyKey?: string,
    signingKey?: KeyObject,
  ): Promise<Answer<Body | ProblemSeen>> {
    const key = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const signature = idempotencyKey !== undefined && signingKey ? await this.signature(signingKey, { path, body, idempotencyKey }) : {};
    return this.ask(path, {
      method: 'POST',
      headers: { ...this.headers, ...key, ...signature, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  private async signature(
    signingKey: KeyObject,
    request: { readonly path: string; readonly body: object; readonly idempotencyKey: string },
  ): Promise<{ 'jirga-signature'?: string }> {
    const { origin } = await this.get<{ origin: string }>('/v1/me');
    const signature = signatureFor(declarations, signingKey, origin, request);
    return signature === undefined ? {} : { 'jirga-signature': signature };
  }

  /** Throws `UnexpectedAnswerError` where the answer is not 200. */
  async get<Body>(path: string): Promise<Body> {
    const { status, body } = await this.ask<Body>(path, { headers: this.headers });
    if (status !== 200) throw new UnexpectedAnswerError(`GET ${path} was answered ${status}: ${JSON.stringify(body)}`);
    return body as Body;
  }

  /** What is there, or `undefined` where there is nothing yet. */
  async look<Body>(path: string): Promise<Body | undefined> {
    const { status, body } = await this.ask<Body>(path, { headers: this.headers });
    return status === 200 ? (body as Body) : undefined;
  }

  private async ask<Body>(path: string, request: RequestInit): Promise<Answer<Body | ProblemSeen>> {
    const response = await fetch(`${this.address}${path}`, request);
    const text = await response.text();
    return {
      status: response.status,
      replayed: response.headers.get('idempotency-replayed') === 'true',
      body: (text === '' ? {} : JSON.parse(text)) as Body | ProblemSeen,
    };
  }
}
