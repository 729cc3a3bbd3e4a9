import type { KeyObject } from 'node:crypto';
import type { AskedCommand } from '../kernel/envelope';
import { streamName } from '../kernel/happened';
import { signCommand } from '../trust/signing';
import { type CommandType, commandTypesOf, type Declaration, kindOfNoun, pathOf, streamIdFrom } from './noun';
import { controlTypesOf } from './record-control';

/** A request as a client sends it, as far as it says what is asked. */
export interface Requested {
  /** `/v1/federal-reviews/<id>/decide` */
  readonly path: string;
  readonly body: object;
  readonly idempotencyKey: string;
  /** Revision of `If-Match`. */
  readonly ifMatch?: number | undefined;
}

/**
 * What a request to a ledger of this origin asks, as its sender signs it (docs/format.md 8). Made from the client's own knowledge of the routes: what a
 * server says one should sign, nobody should sign unseen.
 * @returns `undefined` where no command has this route
 */
export function askedAt(nouns: readonly Declaration[], origin: string, request: Requested): AskedCommand | undefined {
  const found = nouns.flatMap((noun) => [...commandTypesOf(noun), ...controlTypesOf(noun)]).flatMap((type) => match(type, request));
  const [only] = found;
  if (!only) return undefined;
  const { idempotencyKey, ifMatch = null, body } = request;
  return { origin, ...only, idempotencyKey, ifMatch, input: body as Readonly<Record<string, unknown>> };
}

/** The `Jirga-Signature` of a request; `undefined` where no command has this route. */
export function signatureFor(nouns: readonly Declaration[], key: KeyObject, origin: string, request: Requested): string | undefined {
  const asked = askedAt(nouns, origin, request);
  return asked && signCommand(key, asked);
}

function match(type: CommandType, { path, body }: Requested): Pick<AskedCommand, 'type' | 'stream'>[] {
  const { noun, name } = type;
  const kind = kindOfNoun(noun);
  const route = `/v1/${noun.collection}/${pathOf(type)}`.replace(/\/$/, '');
  const [before = '', after] = route.split(':id');
  if (after === undefined) {
    if (path !== route) return [];
    const id = openedBy(type, body);
    return [{ type: name, stream: id === undefined ? null : streamName(kind, id) }];
  }
  if (!path.startsWith(before) || !path.endsWith(after)) return [];
  const id = path.slice(before.length, path.length - after.length);
  return id.includes('/') || id === '' ? [] : [{ type: name, stream: streamName(kind, id) }];
}

/** The stream that is opened; a body that does not say from what its id follows is refused by the server, whatever was signed. */
function openedBy(type: CommandType, body: object): string | undefined {
  try {
    return streamIdFrom(type, body);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
