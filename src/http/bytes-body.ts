import type { IncomingMessage, ServerResponse } from 'node:http';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { EVIDENCE_SILENCE_MAX_MS, UNREADABLE_LINGER_MS } from '../kernel/limits';
import { Problem, problemOfStatus } from './problem';

/** What Fastify calls a body that it does not look at; a body of any type on a route that takes bytes is one. */
const BYTES = 'application/octet-stream';

/** Declares that a route takes the body as it comes, of whatever type, and reads it by `bytesOf`. */
export const TakesBytes = (): MethodDecorator => RouteConfig({ takesBytes: true });

const takesBytes = ({ routeOptions }: FastifyRequest): boolean =>
  (routeOptions.config as { readonly takesBytes?: boolean }).takesBytes === true;

/** Requests whose sender waits to hear that his body is wanted (RFC 9110, 10.1.1). */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Whoever is refused should not have to send a long body first: so he is told to go on only by whoever reads it. */
export function takeBytesUnread(http: FastifyInstance): void {
  http.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    waiting.set(request, response);
    http.server.emit('request', request, response);
  });
  http.addHook('onRequest', (request, _reply, done) => {
    if (takesBytes(request)) request.raw.headers['content-type'] = BYTES;
    else goOn(request);
    done();
  });
  http.addHook('onResponse', (request, _reply, done) => {
    if (takesBytes(request)) throwAwayTheRest(request.raw);
    done();
  });
  http.addContentTypeParser(BYTES, (request, payload, done) => {
    if (takesBytes(request)) done(null, payload);
    else done(problemOfStatus(415));
  });
}

/** The body of a route that takes bytes; nothing is asked of its sender before it is read. Throws a problem where he breaks off, or says nothing for too long. */
export async function* bytesOf(request: FastifyRequest): AsyncGenerator<Uint8Array, void, undefined> {
  goOn(request);
  request.raw.setTimeout(EVIDENCE_SILENCE_MAX_MS, () => request.raw.destroy());
  try {
    // Whoever reads no further has an answer to give on the same connection.
    yield* request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch {
    throw new Problem(400, 'bad-request', 'The bytes broke off before their end'); // Nobody hears it; nor is it a fault of ours.
  }
}

function goOn({ raw }: FastifyRequest): void {
  waiting.get(raw)?.writeContinue();
  waiting.delete(raw);
}

/** RFC 9112, 9.6: closed at once, the connection would be reset by what the client still sends, and the answer lost with it. */
function throwAwayTheRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const cut = setTimeout(() => request.socket.destroy(), UNREADABLE_LINGER_MS).unref();
  const done = (): void => {
    clearTimeout(cut);
  };
  request.once('end', done).once('close', done).resume();
}
