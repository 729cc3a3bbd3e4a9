import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Credentials } from '@eventstore/db-client';
import { NoAnswerError } from './faults';
import type { KurrentDbAddress } from './place';

/** What a node says over HTTP, which it speaks on the port of the protocol. */
export interface NodeAnswer {
  readonly status: number;
  /** Parsed; `undefined` where it is no JSON. */
  readonly body: unknown;
  /** When it answered by its own clock, in milliseconds of the epoch, cut to the second. */
  readonly at: number | undefined;
  /** When its certificate ends, in milliseconds of the epoch; absent without TLS. */
  readonly certificateEnds: number | undefined;
}

export interface NodeQuestion {
  readonly path: string;
  /** As whom; as nobody where it is absent, and always where there is no TLS. */
  readonly credentials?: Credentials | undefined;
  /** Posted as JSON. */
  readonly body?: unknown;
}

const DEFAULT_PORT = 2113;

/** The nodes of an address, each with its port. */
const nodesOf = ({ hosts }: KurrentDbAddress): readonly string[] =>
  hosts
    .split(',')
    .filter((host) => host !== '')
    .map((host) => (/:\d+$/.test(host) ? host : `${host}:${DEFAULT_PORT}`));

/** Rejects with the error of the connection, or with `NoAnswerError` after so many milliseconds. */
export function askNode({ isSecure, ca }: KurrentDbAddress, node: string, question: NodeQuestion, withinMs: number): Promise<NodeAnswer> {
  const { path, credentials, body } = question;
  return new Promise((resolve, reject) => {
    const call = (isSecure ? secure : plain)(`${isSecure ? 'https' : 'http'}://${node}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      // One connection for each question: another one would keep the process alive.
      agent: false,
      headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(ca !== undefined && { ca }),
      ...(isSecure && credentials && { auth: `${credentials.username}:${credentials.password}` }),
      signal: AbortSignal.timeout(withinMs),
    });
    call.on('error', (error) => {
      reject(error.name === 'AbortError' || error.name === 'TimeoutError' ? new NoAnswerError(withinMs) : error);
    });
    call.on('response', (response) => {
      const certificate = isSecure ? (response.socket as TLSSocket).getPeerCertificate() : undefined;
      const at = Date.parse(response.headers.date ?? '');
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: parsed(text),
          at: Number.isNaN(at) ? undefined : at,
          certificateEnds: certificate && Date.parse(certificate.valid_to),
        }),
      );
    });
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The answer of the first node that gives one; rejects with the last error where none does. */
export async function askAny(address: KurrentDbAddress, question: NodeQuestion, withinMs: number): Promise<NodeAnswer> {
  let fault: unknown;
  for (const node of nodesOf(address)) {
    try {
      return await askNode(address, node, question, withinMs);
    } catch (error) {
      fault = error;
    }
  }
  throw fault;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
