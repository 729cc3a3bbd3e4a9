/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as whoever asks expects it. */
  json<T = Readonly<Record<string, unknown>>>(): T;
}

export interface Asking {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is; JSON unless `headers` says otherwise. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request as one person; the path begins with a slash. */
export type Ask = (method: string, path: string, asking?: Asking) => Promise<Answer>;

/** Requests to one address with the same headers. */
export const asking =
  (address: string, own: Readonly<Record<string, string>>): Ask =>
  async (method, path, { body, raw, headers = {} } = {}) => {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const type: Record<string, string> = sent === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { ...type, ...own, ...headers },
      redirect: 'manual',
      ...(sent !== undefined && { body: sent }),
    });
    const text = await textOf(response);
    return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T };
  };

/** A stream of events has no end: its answer is its head. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  await response.body?.cancel();
  return '';
}
