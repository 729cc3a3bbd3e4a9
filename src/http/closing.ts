import type { Socket } from 'node:net';
import { setTimeout as passing } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { FAREWELL_MAX_MS, READY_ASKED_MS, SERVED_ON_QUIET_MS, SILENT_CONNECTION_MS } from '../kernel/limits';
import { closingProblem, sendProblem } from './problem';

const READY = '/health/ready';

/** When something was asked, in milliseconds of `performance.now()`. */
interface Asked {
  ready: number;
  other: number;
}

/**
 * Closes in such a way that nobody who asks through a balancer notices. Where somebody asks whether this server is ready he is told first that it is
 * not, while all else is answered as ever, until nothing more comes. Only then the port is closed: a request whose connection was made, and not yet
 * taken in, would be lost with it, and no balancer may repeat that. What comes later on connections that there are is answered 503.
 */
export function closeGently(http: FastifyInstance): void {
  const asked: Asked = { ready: -Infinity, other: -Infinity };
  let phase: 'SERVING' | 'FAREWELL' | 'CLOSING' = 'SERVING';
  http.addHook('onRequest', (request, reply, done) => {
    const isReady = request.url === READY;
    if (!request.url.startsWith('/health/')) asked.other = performance.now();
    else if (isReady) asked.ready = performance.now();
    if (phase === 'CLOSING' || (phase === 'FAREWELL' && isReady)) sendProblem(reply, closingProblem());
    else done();
  });
  http.addHook('preClose', async () => {
    phase = 'FAREWELL';
    await farewell(asked);
    phase = 'CLOSING';
  });
  // An answer is the last of its connection: it would be kept for the next request, and the server wait for a client that has nothing more to ask.
  http.addHook('onSend', (_request, reply, _payload, done) => {
    if (phase === 'CLOSING') reply.header('connection', 'close');
    done();
  });
  endSilentConnections(http);
}

/** Nobody who spreads requests has asked lately: then there is nobody to be told. */
async function farewell(asked: Readonly<Asked>): Promise<void> {
  const begun = performance.now();
  if (begun - asked.ready > READY_ASKED_MS) return;
  for (let now = begun; now - begun < FAREWELL_MAX_MS && now - asked.other < SERVED_ON_QUIET_MS; now = performance.now()) await passing(50);
}

/**
 * A connection on which nothing was ever asked, as browsers open them beforehand, is none of those that Node calls idle, and would be waited for as
 * long as for the head of a request.
 */
function endSilentConnections(http: FastifyInstance): void {
  const open = new Set<Socket>();
  http.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  http.addHook('preClose', (done) => {
    setTimeout(() => {
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
    }, SILENT_CONNECTION_MS);
    done();
  });
}
