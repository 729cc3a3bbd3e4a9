import { randomUUID } from 'node:crypto';
import { AccessDeniedError, binaryEvent, WrongExpectedVersionError } from '@eventstore/db-client';
import { z } from 'zod';
import { KURRENTDB_CERTIFICATE_DAYS_MIN, KURRENTDB_CLOCK_SKEW_MAX_MS } from '../../kernel/limits';
import { StoreUnavailableError } from '../event-store';
import { type KurrentDbConnection, answeredWithin } from './connection';
import { wordsFor } from './faults';
import { askAny, askNode, type NodeAnswer } from './node-http';
import { requireSupported } from './server-version';

const GOSSIP = z.object({
  members: z.array(
    z.object({ httpEndPointIp: z.string(), httpEndPointPort: z.number(), isAlive: z.boolean(), state: z.string(), esVersion: z.string() }),
  ),
});
const ACCOUNT = z.object({ data: z.object({ groups: z.array(z.string()) }) });

/** Groups of the server whose members may do what no user of ours may. */
const MIGHTY = ['$admins', '$ops'];
const DAY_MS = 24 * 3_600_000;

/**
 * Looks whether a server can hold our log, and how well; writes nothing.
 * @param kind of streams of ours, on one of which that does not exist our rights are tried
 * @returns what works and yet should be mended, in words that say how
 * @throws StoreUnavailableError where the log cannot be read or written, and ServerVersionError where it may not be
 */
export async function examine(connection: KurrentDbConnection, kind: string): Promise<readonly string[]> {
  const { client, call, hosts, address } = connection;
  await connection.read(() => client.readAll({ ...call, fromPosition: 'end', direction: 'backwards', maxCount: 1 }));
  requireSupported(await connection.version(), hosts);
  const rights = address.isSecure
    ? await excessiveRights(connection, `${kind}-${randomUUID()}`)
    : [`KurrentDB at ${hosts} runs without TLS and without users: whoever reaches it can read, write and delete. Set up certificates`];
  return [...rights, ...(await troubledNodes(connection))];
}

/** None of these acts is ever carried out: the stream is not at the revision that they name, and rights are looked at first. */
async function excessiveRights(connection: KurrentDbConnection, stream: string): Promise<string[]> {
  const { client, call, hosts, address, patience } = connection;
  const options = { ...call, expectedRevision: 0n, deadline: patience.answerMs };
  const may = (act: () => Promise<unknown>): Promise<boolean> =>
    connection.asked(() => isPermitted(answeredWithin(patience.answerMs, act())));
  const event = binaryEvent({ type: 'Examined', data: new Uint8Array() });
  if (!(await may(() => client.appendToStream(stream, [event], options))))
    throw new StoreUnavailableError(wordsFor(new AccessDeniedError(), hosts));
  const prepare = 'run jirga kurrentdb prepare';
  const found = [];
  if (await may(() => client.deleteStream(stream, options)))
    found.push(`our user may delete streams on KurrentDB at ${hosts}, that is, erase what was recorded: ${prepare}`);
  if (await may(() => client.setStreamMetadata(stream, {}, options)))
    found.push(`our user may write the metadata of streams on KurrentDB at ${hosts}, that is, hide what was recorded: ${prepare}`);
  const { username } = address.credentials;
  const groups = await groupsOf(connection);
  if (groups === undefined) found.push(`KurrentDB at ${hosts} does not say what groups our user ${username} is in: see that it is in none`);
  const mighty = groups?.filter((group) => MIGHTY.includes(group)) ?? [];
  if (mighty.length > 0)
    found.push(
      `our user ${username} is in ${mighty.join(' and ')} on KurrentDB at ${hosts}: name another user in the address, and ${prepare}`,
    );
  return found;
}

async function isPermitted(act: Promise<unknown>): Promise<boolean> {
  try {
    await act;
    return true;
  } catch (error) {
    if (error instanceof WrongExpectedVersionError) return true;
    if (error instanceof AccessDeniedError) return false;
    throw error;
  }
}

async function groupsOf({ address, patience }: KurrentDbConnection): Promise<readonly string[] | undefined> {
  const { credentials } = address;
  const answer = await askAny(address, { path: '/users/$current', credentials }, patience.answerMs).catch(() => undefined);
  return ACCOUNT.safeParse(answer?.body).data?.data.groups;
}

/** All nodes that the cluster itself knows of, for any of them may lead next. */
async function troubledNodes({ address, hosts, patience }: KurrentDbConnection): Promise<string[]> {
  const { credentials } = address;
  const answer = await askAny(address, { path: '/gossip', credentials }, patience.answerMs).catch(() => undefined);
  const gossip = GOSSIP.safeParse(answer?.body);
  if (!gossip.success)
    return [`KurrentDB at ${hosts} does not say what nodes it has (GET /gossip): clocks and certificates were not looked at`];
  const members = gossip.data.members.filter(({ state }) => state !== 'Manager');
  const found = await Promise.all(
    members.map(async ({ httpEndPointIp, httpEndPointPort, isAlive, esVersion }): Promise<string[]> => {
      const node = `${httpEndPointIp}:${httpEndPointPort}`;
      if (!isAlive) return [`the node ${node} of KurrentDB is down: start it, for the cluster bears the loss of few`];
      try {
        requireSupported(esVersion, node);
        const asked = Date.now();
        const answer = await askNode(address, node, { path: '/info', credentials }, patience.answerMs);
        return [...clockTrouble(node, answer, (asked + Date.now()) / 2), ...certificateTrouble(node, answer)];
      } catch (error) {
        return [`${wordsFor(error, node)}; it is a node of KurrentDB at ${hosts}, advertises this address, and may lead next`];
      }
    }),
  );
  return found.flat();
}

/** @param ourTime in the middle between question and answer */
function clockTrouble(node: string, { at }: NodeAnswer, ourTime: number): string[] {
  if (at === undefined) return [`the node ${node} of KurrentDB does not tell the time: its clock was not looked at`];
  // What was cut to the second was half a second more on average.
  const aheadMs = at + 500 - ourTime;
  if (Math.abs(aheadMs) <= KURRENTDB_CLOCK_SKEW_MAX_MS) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return [
    `the clock of the node ${node} of KurrentDB is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} ours: have NTP set both, for what is recorded bears our time`,
  ];
}

function certificateTrouble(node: string, { certificateEnds }: NodeAnswer): string[] {
  if (certificateEnds === undefined) return [];
  const days = Math.floor((certificateEnds - Date.now()) / DAY_MS);
  return days >= KURRENTDB_CERTIFICATE_DAYS_MIN ? [] : [`the certificate of the node ${node} of KurrentDB ends in ${days} days: renew it`];
}
