import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LEASE_WAIT_MS } from '../kernel/limits';
import type { InstanceLease } from '../postgres/instance-lease';
import { bodyOfProblem, leaseLost, sendProblem } from './problem';

/**
 * An instance whose lease has run out may remember what was erased meanwhile: nothing of a record is answered, also not what it had begun to answer,
 * until it has its lease again.
 */
export function answerWhileLeased(http: FastifyInstance, lease: Pick<InstanceLease, 'holds'>): void {
  const isLate = async ({ url }: FastifyRequest): Promise<boolean> => url.startsWith('/v1/') && !(await lease.holds(LEASE_WAIT_MS));
  http.addHook('onRequest', async (request, reply) => {
    if (!(await isLate(request))) return;
    sendProblem(reply, leaseLost());
    return reply;
  });
  http.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode === 503 || !(await isLate(request))) return payload;
    if (payload instanceof Readable) payload.destroy();
    const problem = leaseLost();
    reply.removeHeader('content-length').status(503).headers(problem.headers).type('application/problem+json');
    return bodyOfProblem(problem);
  });
}
