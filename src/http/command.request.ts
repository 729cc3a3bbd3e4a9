import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Issue } from '../commands/issue';
import { type CommandType, streamIdFrom } from '../commands/noun';
import { IDEMPOTENCY_KEY_LENGTH_MAX } from '../kernel/limits';
import { SIGNATURE } from '../kernel/signature';
import { UUID } from '../kernel/uuid';
import { callerOf } from './access.guard';
import type { CommandBody } from './command-body';
import { type InputFault, invalidInput, problemOf } from './problem';

type CommandRequest = FastifyRequest<{ Params: { id?: string }; Querystring: Record<string, unknown> }>;

/** Headers and query of a command (api.md "Recording"), all that is wrong with them at once. */
export function issueFor(type: CommandType, request: FastifyRequest, { command, record }: CommandBody): Issue {
  const { params, query, headers } = request as CommandRequest;
  const faults: InputFault[] = [];
  const key = headers['idempotency-key'];
  if (
    key !== undefined &&
    (typeof key !== 'string' || key === '' || key.length > IDEMPOTENCY_KEY_LENGTH_MAX || !/^[\x20-\x7e]*$/.test(key))
  )
    faults.push({ pointer: '#Idempotency-Key', detail: `must be 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} printable ASCII characters` });
  const ifMatch = headers['if-match'];
  const revision = /^"(0|[1-9]\d{0,15})"$/.exec(ifMatch ?? '')?.[1];
  if (ifMatch !== undefined && revision === undefined)
    faults.push({ pointer: '#If-Match', detail: 'must be a revision in quotes, such as "3"' });
  for (const [name, value] of Object.entries(query))
    if (name !== 'dry-run' || !['true', 'false'].includes(String(value)))
      faults.push({ pointer: `?${name}`, detail: name === 'dry-run' ? 'must be true or false' : 'is not a parameter of this' });
  const dryRun = query['dry-run'] === 'true';
  const signature = headers[SIGNATURE_HEADER];
  if (signature !== undefined) faults.push(...signatureFaults(signature, key === undefined, dryRun));
  if (faults.length > 0) throw invalidInput(faults);
  return {
    type,
    actor: { participantId: callerOf(request).participantId },
    streamId: streamOf(type, params.id, command),
    idempotencyKey: typeof key === 'string' ? key : randomUUID(),
    freshKey: key === undefined,
    ifMatch: revision === undefined ? undefined : Number(revision),
    dryRun,
    signature: typeof signature === 'string' ? signature : undefined,
    record,
  };
}

/** The personal signature over the command (INV-46). */
export const SIGNATURE_HEADER = 'jirga-signature';

function signatureFaults(signature: string | string[], keyless: boolean, dryRun: boolean): InputFault[] {
  if (typeof signature !== 'string' || !SIGNATURE.test(signature))
    return [{ pointer: '#Jirga-Signature', detail: 'must be an Ed25519 signature: 64 bytes in base64url without padding' }];
  // A key that the server makes up cannot have been signed.
  if (keyless) return [{ pointer: '#Idempotency-Key', detail: 'must be there, for it is part of what is signed' }];
  // Whoever has a signed command can record it: for looking only, nobody should have to hand one over.
  return dryRun ? [{ pointer: '#Jirga-Signature', detail: 'must be absent in a dry run, which takes none' }] : [];
}

const streamOf = (type: CommandType, id: string | undefined, command: object): string | undefined =>
  type.creates === true || type.noun.singleton !== undefined ? streamIdFrom(type, command) : existingId(id);

/** For what takes no parameters: one that is not known was meant to do something. */
export function withoutParameters({ query }: FastifyRequest): void {
  const faults = Object.keys(query as object).map((name) => ({ pointer: `?${name}`, detail: 'is not a parameter of this' }));
  if (faults.length > 0) throw invalidInput(faults);
}

/** An id that cannot be one has no record: the same answer as for a random id. */
export function existingId(id: string | undefined): string {
  if (id === undefined || !UUID.test(id)) throw problemOf('NOT_FOUND');
  return id;
}
