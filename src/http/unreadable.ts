import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { UNREADABLE_LINGER_MS } from '../kernel/limits';
import { bodyOfProblem, problemOfStatus, sendProblem } from './problem';

/* Requests that never reach a route: they too are answered with a problem (api.md). */

/** A URL that cannot be decoded, or an id that is longer than any. */
export function answerUnroutable(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, problemOfStatus(error.statusCode ?? 400));
}

const STATUSES: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** What is no HTTP, too slow, or has headers without end: there is no request yet, only a socket. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = STATUSES[error.code ?? ''] ?? 400;
  const body = bodyOfProblem(problemOfStatus(status));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (!socket.writable) {
    socket.destroy(error);
    return;
  }
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  throwAwayTheRest(socket);
}

/** RFC 9112, 9.6: closed at once, the connection would be reset by what the client still sends, and the answer lost with it. */
function throwAwayTheRest(socket: Socket): void {
  socket.removeAllListeners('data').removeAllListeners('error').removeAllListeners('timeout');
  const destroy = (): void => {
    socket.destroy();
  };
  const timer = setTimeout(destroy, UNREADABLE_LINGER_MS);
  socket.on('data', () => undefined);
  socket.once('error', destroy);
  socket.once('close', () => {
    clearTimeout(timer);
  });
}
