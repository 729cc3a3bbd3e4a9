import type { IncomingMessage, RequestListener } from 'node:http';
import { type ServerLog, STREAM_DELETED } from './server-log';

/*
 * Who may do what on a node of EventStoreDB with TLS (IndexReader.GetEffectiveAcl of 23.10.8), and what
 * it says over HTTP on the same port.
 */

export interface Account {
  readonly password: string;
  readonly groups: readonly string[];
  readonly disabled?: boolean;
}

/** As access control lists write them: read, write, delete, and the same of the metadata. */
export type Right = '$r' | '$w' | '$d' | '$mr' | '$mw';

type Acl = Partial<Record<Right, string | readonly string[]>>;

const ADMINS = '$admins';
const EVERYBODY = '$all';

export class ServerAccounts {
  readonly accounts = new Map<string, Account>([
    ['admin', { password: 'changeit', groups: [ADMINS] }],
    ['ops', { password: 'changeit', groups: ['$ops'] }],
  ]);

  constructor(private readonly log: ServerLog) {}

  /** The login behind a header `Authorization: Basic …`; `undefined` for a wrong password and for none. */
  loginOf(authorization: string | undefined): string | undefined {
    const [, encoded = ''] = /^Basic (.*)$/.exec(authorization ?? '') ?? [];
    const [, login = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
    const account = this.accounts.get(login);
    return account?.password === password && !account.disabled ? login : undefined;
  }

  may(login: string, right: Right, stream: string): boolean {
    if (stream.startsWith('$$')) return this.may(login, right === '$r' ? '$mr' : '$mw', stream.slice(2));
    const own = this.jsonAtTheEndOf(`$$${stream}`)['$acl'] as Acl | undefined;
    const isSystem = stream.startsWith('$');
    const settings = this.jsonAtTheEndOf('$settings')[isSystem ? '$systemStreamAcl' : '$userStreamAcl'] as Acl | undefined;
    const roles = own?.[right] ?? settings?.[right] ?? (isSystem ? ADMINS : EVERYBODY);
    const mine = [login, EVERYBODY, ...(this.accounts.get(login)?.groups ?? [])];
    return mine.includes(ADMINS) || [roles].flat().some((role) => mine.includes(role));
  }

  private jsonAtTheEndOf(stream: string): Readonly<Record<string, unknown>> {
    const last = this.log.stream(stream).at(-1);
    if (!last || last.type === STREAM_DELETED || last.data.length === 0) return {};
    return JSON.parse(Buffer.from(last.data).toString()) as Record<string, unknown>;
  }
}

/** What the handler of HTTP has to know of its node. */
export interface HttpNode {
  readonly accounts: ServerAccounts;
  readonly isSecure: boolean;
  /** Members as `/gossip` tells them. */
  gossip(): readonly unknown[];
  info(): { readonly version: string; readonly clockAheadMs: number };
}

export function httpOf(node: HttpNode): RequestListener {
  return (request, response) => {
    void (async () => {
      const { status, body } = await answerTo(node, request);
      const date = new Date(Date.now() + node.info().clockAheadMs).toUTCString();
      response.writeHead(status, { date, 'content-type': 'application/json; charset=utf-8' }).end(body && JSON.stringify(body));
    })();
  };
}

interface HttpAnswer {
  readonly status: number;
  readonly body?: unknown;
}

async function answerTo(node: HttpNode, request: IncomingMessage): Promise<HttpAnswer> {
  const path = decodeURIComponent(request.url ?? '');
  if (path === '/gossip') return { status: 200, body: { members: node.gossip() } };
  if (path === '/info') return { status: 200, body: { esVersion: node.info().version, state: 'leader' } };
  // A node without TLS has no routes for users at all.
  if (!path.startsWith('/users/') || !node.isSecure) return { status: 404 };
  const { accounts } = node.accounts;
  const login = node.accounts.loginOf(request.headers.authorization);
  if (login === undefined) return { status: 401 };
  if (path === '/users/$current') return { status: 200, body: { data: told(login, accounts.get(login)), success: true } };
  if (!accounts.get(login)?.groups.includes(ADMINS)) return { status: 401 };
  if (request.method === 'POST') {
    const { loginName, groups, password } = JSON.parse(await textOf(request)) as { loginName: string; groups: string[]; password: string };
    if (accounts.has(loginName)) return { status: 409, body: { success: false, error: 'Conflict' } };
    accounts.set(loginName, { password, groups });
    return { status: 201, body: { loginName, success: true } };
  }
  const asked = path.slice('/users/'.length);
  const account = accounts.get(asked);
  return account
    ? { status: 200, body: { data: told(asked, account), success: true } }
    : { status: 404, body: { data: null, success: false, error: 'NotFound' } };
}

const told = (loginName: string, account: Account | undefined) => ({
  loginName,
  fullName: loginName,
  groups: account?.groups ?? [],
  disabled: account?.disabled ?? false,
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part as string;
  return text;
}
