import { join } from 'node:path';
import { afterAll, jest } from '@jest/globals';
import type { Configuration } from '../../src/configuration';
import type { LiveSettings } from '../../src/boards/live-boards';
import type { Clock } from '../../src/commands/clock';
import type { Caveat, Level } from '../../src/kernel/classification';
import { type Role, sideOf } from '../../src/kernel/roles';
import { serve, type Serving } from '../../src/serve';
import { type Answer, type Ask, asking } from './ask';
import { configured } from './configured';
import { signing } from './signer';
import { startedStores, type Stores } from './stores';
import { TEST_ORIGIN, temporaryFolder } from './temporary-ledger';

export { type Answer, type Ask, asking, type Asking } from './ask';

/** Somebody who has an account, made through the public API. */
export interface Person {
  readonly id: string;
  readonly login: string;
  readonly password: string;
  readonly token: string;
  /** Signs what is to be signed, with a key that follows from his id; `as(token)` does not. */
  readonly ask: Ask;
}

export interface Cleared {
  readonly level?: Level;
  readonly caveats?: readonly Caveat[];
}

/** A ledger served on a port of its own, its two first administrators enrolled; closed after the test file. */
export interface ServedLedger {
  readonly serving: Serving;
  /** How it was told to run. */
  readonly configuration: Configuration;
  /** As somebody without credentials. */
  readonly nobody: Ask;
  /** As whoever bears this token. */
  readonly as: (token: string) => Ask;
  readonly administrators: Readonly<Record<'PROVINCE' | 'FEDERAL', Person>>;
  /** Registers, grants, clears, invites, enrols and signs in: all over HTTP, by the administrator of the side that grants the first of the roles. */
  readonly person: (roles: readonly Role[], cleared?: Cleared) => Promise<Person>;
}

export const PASSWORD = 'a long enough phrase';

/* A served ledger starts three threads, and each person's password is hashed twice: on a machine that others use as well it takes its time. */
jest.setTimeout(120_000);

const opened: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** What a served ledger may be told; where JIRGA_TEST_STORES says, and at the true time by default. */
export interface ServedOptions {
  readonly clock?: Clock;
  readonly live?: Partial<LiveSettings>;
  /** Where it lies, if that matters; what is not named is in its folder. Whoever names it ends it. */
  readonly stores?: Partial<Omit<Stores, 'end'>>;
}

export async function servedLedger({ clock, live, stores }: ServedOptions = {}): Promise<ServedLedger> {
  const data = join(temporaryFolder(), 'ledger');
  const { kurrentdb, postgres, keys } = stores ?? (await storesOfItsOwn());
  const configuration = configured(data, { kurrentdb, postgres, keys });
  const serving = await serve(configuration, { clock, live });
  opened.push(() => serving.close());
  const as = (token: string): Ask => asking(serving.address, { authorization: `Bearer ${token}` });
  const nobody = asking(serving.address, {});

  const enrolled = async (invitation: string, login: string): Promise<Person> => {
    accepted(await nobody('POST', '/v1/enrolments', { body: { token: invitation, login, password: PASSWORD } }));
    const { token } = accepted(await nobody('POST', '/v1/tokens', { body: { login, password: PASSWORD } })).json<{ token: string }>();
    const ask = as(token);
    const { participantId } = accepted(await ask('GET', '/v1/me')).json<{ participantId: string }>();
    return { id: participantId, login, password: PASSWORD, token, ask: signing(ask, participantId, TEST_ORIGIN) };
  };
  const invited = (side: string): string => {
    const invitation = serving.invitations.find((it) => it.side === side);
    if (!invitation) throw new Error(`a new ledger invites an administrator of the ${side}`);
    return invitation.token;
  };
  const administrators = {
    PROVINCE: await enrolled(invited('province'), 'administrator'),
    FEDERAL: await enrolled(invited('federal side'), 'federal-administrator'),
  };

  let people = 0;
  const person = async (roles: readonly Role[], { level = 'CONFIDENTIAL', caveats = [] }: Cleared = {}): Promise<Person> => {
    const { ask } = administrators[roles.some((role) => sideOf(role) === 'FEDERAL') ? 'FEDERAL' : 'PROVINCE'];
    const number = ++people;
    const id = await registered(ask, `Person ${number} (fictitious)`);
    for (const role of roles) accepted(await ask('POST', `/v1/participants/${id}/grant-role`, { body: { role } }));
    accepted(await ask('POST', `/v1/participants/${id}/grant-clearance-level`, { body: { level, caveats } }));
    return enrolled(await invitationOf(ask, id), `person-${number}`);
  };
  return { serving, configuration, nobody, as, administrators, person };
}

/** A second instance on the same ledger, with a folder of its own and the same secrets. Whoever starts it closes it. */
export function anotherInstanceOf({ configuration, serving }: ServedLedger): Promise<Serving> {
  const { masterKey, commandSecret, evidence } = serving.house.files;
  const shared = { masterKeyFile: masterKey, commandSecretFile: commandSecret, evidenceFolder: evidence };
  return serve({ ...configuration, data: join(temporaryFolder(), 'other'), ...shared });
}

/** Closed when the ledger is. */
async function storesOfItsOwn(): Promise<Stores> {
  const stores = await startedStores();
  opened.push(stores.end);
  return stores;
}

/** A new participant, registered by whoever asks. */
export async function registered(ask: Ask, displayName: string): Promise<string> {
  const answer = accepted(await ask('POST', '/v1/participants', { body: { displayName, languages: ['en'] } }));
  return answer.json<{ stream: { id: string } }>().stream.id;
}

/** A one-time enrolment token for a participant. */
export async function invitationOf(ask: Ask, participantId: string): Promise<string> {
  return accepted(await ask('POST', `/v1/participants/${participantId}/enrolment-tokens`)).json<{ token: string }>().token;
}

/** For the steps that lead up to what is tested: throws where one was refused. */
export function accepted(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`a step was answered ${answer.status}: ${answer.text}`);
  return answer;
}
