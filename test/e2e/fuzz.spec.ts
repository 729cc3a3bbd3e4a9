import { beforeAll, expect, it } from '@jest/globals';
import { type Role, Role as Roles, sideOf } from '../../src/kernel/roles';
import { type Fault, GeneratedInput, type Schemas } from '../support/generated-input';
import { type Answer, type Ask, type Person, type ServedLedger, servedLedger } from '../support/serving';
import { until } from '../support/until';

/*
 * Every route with a body, from the OpenAPI document that the house itself publishes: what it calls valid is not answered 400, and one fault
 * is answered with exactly one pointer. Where this fails, the document and the validation disagree, and one of them is to be mended.
 */

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> };
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
}

interface Route {
  readonly path: string;
  readonly schema: string;
}

interface Spoiled {
  readonly path: string;
  readonly fault: Fault;
}

const SOME_ID = '7e57ab1e-0000-4000-8000-000000000001';
/** Requests under way at the same time. */
const AT_ONCE = 32;

let ledger: ServedLedger;
let routes: Route[];
let input: GeneratedInput;
/** By the path of the route. */
let asWhom: Map<string, Ask>;

const rolesOf = (side: 'PROVINCE' | 'FEDERAL'): Role[] => Roles.options.filter((role) => sideOf(role) === side);

beforeAll(async () => {
  ledger = await servedLedger();
  const document = (await ledger.nobody('GET', '/openapi.json')).json<OpenApi>();
  routes = Object.entries(document.paths).flatMap(([path, { post }]) => {
    const schema = post?.requestBody?.content['application/json']?.schema.$ref.split('/').at(-1);
    return schema === undefined ? [] : [{ path: path.replace('{id}', SOME_ID), schema }];
  });
  input = new GeneratedInput(document.components.schemas);
  const people: Person[] = [await ledger.person(rolesOf('PROVINCE')), await ledger.person(rolesOf('FEDERAL'))];
  asWhom = new Map(await Promise.all(routes.map(async ({ path }) => [path, await admitted(path, people)] as const)));
});

/** The first of them whom the route lets in. */
async function admitted(path: string, people: readonly Person[]): Promise<Ask> {
  for (const { ask } of people) if ((await ask('POST', path, { body: {} })).status !== 403) return ask;
  throw new Error(`nobody may take ${path}`);
}

function post(path: string, json: string, query = ''): Promise<Answer> {
  const ask = asWhom.get(path);
  if (!ask) throw new Error(`nobody has been found for ${path}`);
  // Thousands of requests at once may find a server on which keys and accounts lie too slow for a moment: 503 says that one may ask again.
  return until(
    () => ask('POST', `${path}${query}`, { raw: json }),
    ({ status }) => status !== 503,
  );
}

/** Runs through all of it, some at once; what does not answer as it must is said. */
async function failing<T>(all: readonly T[], check: (it: T) => Promise<string | undefined>): Promise<string[]> {
  const queue = [...all];
  const found: string[] = [];
  const work = async (): Promise<void> => {
    for (let it = queue.pop(); it !== undefined; it = queue.pop()) {
      const said = await check(it);
      if (said !== undefined) found.push(said);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/** What is wrong with the answer to a faulty body; `undefined` if it names exactly the fault. */
async function unnamed({ path, fault: { kind, specimen, pointer, json } }: Spoiled): Promise<string | undefined> {
  const answer = await post(path, json);
  const { errors } = answer.status === 400 ? answer.json<{ errors: { pointer: string }[] }>() : { errors: [] };
  if (answer.status === 400 && errors.length === 1 && errors[0]?.pointer === pointer) return undefined;
  return `${path} with ${kind} (${specimen}) at ${pointer}: ${answer.status} ${answer.text.slice(0, 300)}`;
}

const BESIDE = '/record/';

/**
 * What may be said beside an act is the same on every route, with twenty members and three hundred values: of each kind of fault of each of
 * them a route takes one value, the next route the next one.
 */
function inTurn(faults: readonly Fault[], turn: number): Fault[] {
  const kinds = new Map<string, Fault[]>();
  for (const fault of faults) {
    const kind = `${fault.pointer} ${fault.kind}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), fault]);
  }
  return [...kinds.values()].flatMap((alike) => alike[turn % alike.length] ?? []);
}

it('takes what its own OpenAPI document calls a valid body, on every route: the least, and the most in every shape', async () => {
  expect(routes.length).toBeGreaterThan(80);
  const bodies = routes.flatMap(({ path, schema }) => input.fitting(schema).map((json) => ({ path, json })));
  const refused = await failing(bodies, async ({ path, json }) => {
    const { status, text } = await post(path, json, '?dry-run=true');
    return status === 400 || status === 403 || status >= 500 ? `${path} ${json}: ${status} ${text}` : undefined;
  });
  expect(refused).toEqual([]);
});

it('names exactly the one thing that is wrong: on every route, with every member and kind of fault', async () => {
  const recorded = await ledger.serving.house.store.head();
  const faults = routes.flatMap(({ path, schema }, turn) => {
    const all = input.faulty(schema);
    const own = all.filter(({ pointer }) => !pointer.startsWith(BESIDE));
    const beside = inTurn(
      all.filter(({ pointer }) => pointer.startsWith(BESIDE)),
      turn,
    );
    return [...own, ...beside].map((fault): Spoiled => ({ path, fault }));
  });
  expect(faults.length).toBeGreaterThan(10_000);
  expect(await failing(faults, unnamed)).toEqual([]);
  expect(await ledger.serving.house.store.head()).toBe(recorded);
}, 900_000);
