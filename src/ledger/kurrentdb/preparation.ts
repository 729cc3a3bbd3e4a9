import { isDeepStrictEqual } from 'node:util';
import { type Credentials, jsonEvent, StreamNotFoundError } from '@eventstore/db-client';
import { z } from 'zod';
import { StoreUnavailableError } from '../event-store';
import { KurrentDbConnection, type Patience, answeredWithin } from './connection';
import { examine } from './examination';
import { wordsFor } from './faults';
import { askAny } from './node-http';
import { addressOf, asUser, type KurrentDbPlace, KurrentDbPlaceError } from './place';

/** Who may make users and write settings. */
export interface Administrator {
  readonly login: string;
  readonly passwordFile: string;
}

/** One thing that a server for our log has. */
export interface Step {
  /** Whether it was brought about now, and not there already. */
  readonly done: boolean;
  readonly words: string;
}

export interface Preparation {
  readonly steps: readonly Step[];
  /** What our user still finds that should be mended. */
  readonly warnings: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const OBJECT = z.record(z.string(), z.unknown());
const ACCOUNT = z.object({ data: z.object({ disabled: z.boolean() }) });
const ADMINS = '$admins';

/**
 * Makes a server one that can hold our log: our user, which is in no group; nobody but administrators deletes streams or writes their metadata, which is
 * open to every user at first; our user reads `$all`. What is so already stays, and what else stands in the settings. Then looks at it as our user.
 * @param place as which user, and with which password, the program will come in
 * @param kind of streams of ours
 * @throws KurrentDbPlaceError, StoreUnavailableError and ServerVersionError in words that say what to do
 */
export async function prepare(place: KurrentDbPlace, administrator: Administrator, kind: string, patience: Patience): Promise<Preparation> {
  const { credentials, hosts, isSecure } = addressOf(place);
  const { username } = credentials;
  if (!isSecure) throw new KurrentDbPlaceError(`KurrentDB at ${hosts} runs without TLS and knows no users: there is nothing to prepare`);
  if (username === administrator.login)
    throw new KurrentDbPlaceError(`${username} is the administrator: name another user in the address, as which the program comes in`);
  const ours = new KurrentDbConnection(place, patience);
  const admin = new KurrentDbConnection(asUser(place, administrator.login, administrator.passwordFile), patience);
  try {
    const steps = [await userStep(admin, credentials), await settingsStep(admin), await allStep(admin, username)];
    return { steps, warnings: await examine(ours, kind) };
  } finally {
    await ours.close();
    await admin.close();
  }
}

async function userStep(admin: KurrentDbConnection, { username, password }: Credentials): Promise<Step> {
  const words = `the user ${username}`;
  const ask = (path: string, body?: unknown) =>
    admin.asked(() => askAny(admin.address, { path, body, credentials: admin.address.credentials }, admin.patience.answerMs));
  const present = await ask(`/users/${encodeURIComponent(username)}`);
  if (present.status === 401 || present.status === 403)
    throw new StoreUnavailableError(
      `KurrentDB at ${admin.hosts} does not take ${admin.address.credentials.username} for an administrator: check --admin and the file of --admin-password-file`,
    );
  if (present.status === 200) {
    if (ACCOUNT.safeParse(present.body).data?.data.disabled)
      throw new StoreUnavailableError(`the user ${username} is disabled on KurrentDB at ${admin.hosts}: enable it, or name another user`);
    return { done: false, words };
  }
  const made = await ask('/users/', { loginName: username, fullName: 'Jirga', groups: [], password });
  if (made.status !== 201)
    throw new StoreUnavailableError(`KurrentDB at ${admin.hosts} does not make the user ${username}: it answers ${made.status}`);
  return { done: true, words };
}

async function settingsStep(admin: KurrentDbConnection): Promise<Step> {
  const done = await settle(admin, '$settings', '$settings', (settings) => {
    const acl = objectIn(settings, '$userStreamAcl');
    const closed = { $d: onlyAdmins(acl['$d']), $mw: onlyAdmins(acl['$mw']) };
    return { ...settings, $userStreamAcl: { $r: '$all', $w: '$all', $mr: '$all', ...acl, ...closed } };
  });
  return { done, words: 'only administrators delete streams and write their metadata' };
}

async function allStep(admin: KurrentDbConnection, username: string): Promise<Step> {
  const done = await settle(admin, '$$$all', '$metadata', (metadata) => {
    const acl = objectIn(metadata, '$acl');
    const readers = [acl['$r'] ?? []].flat();
    const lacking = [ADMINS, username].filter((role) => !readers.includes(role));
    return lacking.length === 0 || readers.includes('$all') ? metadata : { ...metadata, $acl: { ...acl, $r: [...readers, ...lacking] } };
  });
  return { done, words: `${username} reads the whole log, $all` };
}

/** Appends what shall hold to a stream whose last event holds, unless it does already. @returns whether it wrote */
async function settle(admin: KurrentDbConnection, stream: string, type: string, change: (present: Json) => Json): Promise<boolean> {
  const { client, call, patience, hosts } = admin;
  const last = await lastOf(admin, stream);
  const data = change(last?.data ?? {});
  if (last && isDeepStrictEqual(data, last.data)) return false;
  const event = jsonEvent({ type, data: data as Record<string, never> });
  const options = { ...call, deadline: patience.answerMs, expectedRevision: last ? last.revision : ('no_stream' as const) };
  try {
    await admin.asked(() => answeredWithin(patience.answerMs, client.appendToStream(stream, event, options)));
    return true;
  } catch (error) {
    throw new StoreUnavailableError(`${stream} was not written: ${wordsFor(error, hosts)}`, { cause: error });
  }
}

async function lastOf(admin: KurrentDbConnection, stream: string): Promise<{ readonly revision: bigint; readonly data: Json } | undefined> {
  const { client, call } = admin;
  try {
    const [last] = await admin.read(() => client.readStream(stream, { ...call, direction: 'backwards', fromRevision: 'end', maxCount: 1 }));
    return last?.event && { revision: last.event.revision, data: OBJECT.safeParse(last.event.data).data ?? {} };
  } catch (error) {
    if (error instanceof StreamNotFoundError) return undefined;
    throw error;
  }
}

const objectIn = (json: Json, name: string): Json => OBJECT.safeParse(json[name]).data ?? {};

/** A set of roles of an access control list, one of which may stand without brackets, as it is where it names nobody else. */
const onlyAdmins = (roles: unknown): unknown => (isDeepStrictEqual([roles].flat(), [ADMINS]) ? roles : ADMINS);
