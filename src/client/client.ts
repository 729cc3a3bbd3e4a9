import type { KeyObject } from 'node:crypto';
import { setTimeout as passing } from 'node:timers/promises';

/** One fault of the input: a JSON Pointer into the body, `?name` in the query, `#Name` among the headers; and what is wrong. */
export interface FaultSeen {
  readonly pointer: string;
  readonly detail: string;
}

/** A problem as the API answers it (RFC 9457). */
export interface ProblemSeen {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly type?: string;
  readonly detail?: string;
  readonly invariant?: string;
  readonly remedy?: string;
  readonly stream?: string;
  readonly revision?: number;
  readonly errors?: readonly FaultSeen[];
}

/** What was recorded. */
export interface RecordedSeen {
  readonly stream: { readonly type: string; readonly id: string; readonly revision: number };
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly flags?: readonly string[] }[];
  /** Flags of the events that say which rule would not have allowed them. */
  readonly deviations: readonly string[];
}

/** Who is signed in. */
export interface Me {
  readonly participantId: string;
  readonly displayName: string;
  readonly origin: string;
}

export interface Answer<Body> {
  readonly status: number;
  readonly replayed: boolean;
  readonly body: Body;
  /** As it came, for whoever wants it unchanged. */
  readonly text: string;
}

/** An answer that is the problem it tells of. */
export const isProblem = <Body>(answer: Answer<Body | ProblemSeen>): answer is Answer<ProblemSeen> =>
  answer.status < 200 || answer.status >= 300;

/** Something came out otherwise than whoever asked can go on with; the message says what. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

/** Nothing that is a ledger answered; the message says what to do. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** How an act is asked for (docs/http.md "Recording"). */
export interface Asking {
  readonly idempotencyKey?: string | undefined;
  /** Revision of `If-Match`. */
  readonly ifMatch?: number | undefined;
  readonly dryRun?: boolean | undefined;
  /** Signs the request, under its Idempotency-Key. */
  readonly signingKey?: KeyObject | undefined;
}

interface Sent {
  readonly response: Response;
  readonly text: string;
}

/** How often a request is sent that is answered 503, and how long is waited in between at most: by then a person wants to know. */
const ATTEMPTS_MAX = 5;
const WAIT_MAX_MS = 10_000;

/** Talks to the public HTTP API as one person. */
export class Client {
  private constructor(
    readonly address: string,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly wait: (ms: number) => Promise<unknown>,
  ) {}

  static stranger(address: string, wait: ((ms: number) => Promise<unknown>) | undefined = passing): Client {
    return new Client(address, {}, wait);
  }

  /** With a bearer token, as programs come. */
  static bearer(address: string, token: string, wait: ((ms: number) => Promise<unknown>) | undefined = passing): Client {
    return new Client(address, { authorization: `Bearer ${token}` }, wait);
  }

  /** With a browser's session; uses a one-time sign-in token up. */
  static async signIn(address: string, token: string): Promise<Client> {
    const request = (): RequestInit => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    // A repeat of what went through unheard finds the token used up, which is no worse than never to have repeated it.
    const { response, text } = await Client.stranger(address).sendPatiently('/v1/sessions/one-time', request);
    if (!response.ok) throw new UnexpectedAnswerError(`signing in was answered ${response.status}: ${text}`);
    const { csrfToken } = JSON.parse(text) as { csrfToken: string };
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    return new Client(address, { cookie, 'x-csrf-token': csrfToken }, passing);
  }

  async post<Body = RecordedSeen>(path: string, body: object, asking: Asking = {}): Promise<Answer<Body | ProblemSeen>> {
    const { idempotencyKey, ifMatch, dryRun = false, signingKey } = asking;
    // Only what was asked for under a key can be repeated; a dry run takes no signature.
    const signed = idempotencyKey !== undefined && !dryRun && signingKey;
    const signature = signed ? await this.signature(signed, { path, body, idempotencyKey, ifMatch }) : {};
    return this.ask(
      dryRun ? `${path}?dry-run=true` : path,
      () => ({
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
          ...signature,
        },
        body: JSON.stringify(body),
      }),
      { repeatable: dryRun || idempotencyKey !== undefined },
    );
  }

  private async signature(
    signingKey: KeyObject,
    request: { readonly path: string; readonly body: object; readonly idempotencyKey: string; readonly ifMatch: number | undefined },
  ): Promise<{ 'jirga-signature'?: string }> {
    const { origin } = await this.get<Me>('/v1/me');
    // What can be signed only all of the domain knows: whoever signs nothing need not wait until it is loaded.
    const { signatureOf } = await import('./signature.js');
    const signature = signatureOf(signingKey, origin, request);
    return signature === undefined ? {} : { 'jirga-signature': signature };
  }

  /** Bytes of any length, as they are; `content` begins them anew for each try. */
  async put<Body>(path: string, content: () => AsyncIterable<Uint8Array>): Promise<Answer<Body | ProblemSeen>> {
    const request = (): RequestInit => ({
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: ReadableStream.from(content()),
      duplex: 'half',
    });
    return this.ask<Body>(path, request, { repeatable: true });
  }

  /** Throws `UnexpectedAnswerError` where the answer is not 200. */
  async get<Body>(path: string): Promise<Body> {
    const { status, body } = await this.read<Body>(path);
    if (status !== 200) throw new UnexpectedAnswerError(`GET ${path} was answered ${status}: ${JSON.stringify(body)}`);
    return body as Body;
  }

  /** What is there, or `undefined` where there is nothing yet. */
  async look<Body>(path: string): Promise<Body | undefined> {
    const { status, body } = await this.read<Body>(path);
    return status === 200 ? (body as Body) : undefined;
  }

  /** What is there, or the problem that it is not. */
  async read<Body>(path: string): Promise<Answer<Body | ProblemSeen>> {
    return this.ask<Body>(path, () => ({}), { repeatable: true });
  }

  /** An answer that is read while it comes. */
  async open(path: string, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Response> {
    return this.fetch(path, { headers: { ...this.headers, ...headers }, ...(signal && { signal }) });
  }

  /** What such an answer brings, as it comes. Throws `NoAnswerError` where it breaks off. */
  async *bytesOf({ body }: Response): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* (body ?? []) as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw noAnswer(this.address, error);
    }
  }

  private async ask<Body>(
    path: string,
    request: () => RequestInit,
    { repeatable }: { readonly repeatable: boolean },
  ): Promise<Answer<Body | ProblemSeen>> {
    const { response, text } = await (repeatable ? this.sendPatiently(path, request) : this.send(path, request()));
    return {
      status: response.status,
      replayed: response.headers.get('idempotency-replayed') === 'true',
      body: bodyOf(text, this.address) as Body | ProblemSeen,
      text,
    };
  }

  /** Again where it is answered 503, when the answer says so. */
  private async sendPatiently(path: string, request: () => RequestInit): Promise<Sent> {
    for (let attempt = 1; ; attempt++) {
      const sent = await this.send(path, request());
      const after = Number(sent.response.headers.get('retry-after') ?? Number.NaN);
      if (sent.response.status !== 503 || attempt === ATTEMPTS_MAX || !(after * 1000 <= WAIT_MAX_MS)) return sent;
      await this.wait(after * 1000);
    }
  }

  private async send(path: string, request: RequestInit): Promise<Sent> {
    const response = await this.fetch(path, { ...request, headers: { ...this.headers, ...(request.headers as Record<string, string>) } });
    try {
      return { response, text: await response.text() };
    } catch (error) {
      throw noAnswer(this.address, error);
    }
  }

  private async fetch(path: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.address}${path}`, request);
    } catch (error) {
      throw noAnswer(this.address, error);
    }
  }
}

function bodyOf(text: string, address: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new NoAnswerError(`What answers at ${address} is no ledger: ${text.slice(0, 80)}`, { cause: error });
  }
}

/** What the system says when a connection fails, in words. */
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there. Is the ledger served? Otherwise name its address with JIRGA_URL or --server',
  ENOTFOUND: 'there is no machine of this name. Name the address with JIRGA_URL or --server',
  EAI_AGAIN: 'the name of the machine could not be looked up. Is this machine connected?',
  ECONNRESET: 'the connection was cut off',
  UND_ERR_SOCKET: 'the connection was cut off',
  ETIMEDOUT: 'the connection timed out. Is there a firewall in between?',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out. Is there a firewall in between?',
};

function noAnswer(address: string, error: unknown): Error {
  if ((error as Error).name === 'AbortError') return error as Error;
  const { cause = error } = error as { readonly cause?: unknown };
  const { code = '', message = String(cause) } = cause as { readonly code?: string; readonly message?: string };
  return new NoAnswerError(`The ledger at ${address} does not answer: ${CAUSES[code] ?? message}.`, { cause: error });
}
