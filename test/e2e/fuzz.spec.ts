import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Role, Role as Roles, sideOf } from '../../src/kernel/roles';
import { type Fault, GeneratedInput, type Schemas } from '../support/generated-input';
import { type Answer, type Ask, type Person, type ServedLedger, servedLedger } from '../support/serving';

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
  return ask('POST', `${path}${query}`, { raw: json });
}

/** Runs through all of it, some at once; what does not answer as it must is said. */
async function failing<T>(all: readonly T[], check: (it: T) => Promise<string | undefined>): Promise<string[]> {
  const queue = [...all];
  const found: string[] = [];
  const work = async (): Promise<void> => {
    for (let it = queue.shift(); it !== undefined; it = queue.shift()) {
      const said = await check(it);
      if (said !== undefined) found.push(said);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/** What is wrong with the answer to a faulty body; `undefined` if it names exactly the fault. */
async function unnamed(path: string, { kind, pointer, json }: Fault): Promise<string | undefined> {
  const answer = await post(path, json);
  const { errors } = answer.status === 400 ? answer.json<{ errors: { pointer: string }[] }>() : { errors: [] };
  if (answer.status === 400 && errors.length === 1 && errors[0]?.pointer === pointer) return undefined;
  return `${path} with ${kind} at ${pointer}: ${answer.status} ${answer.text.slice(0, 300)}`;
}

it('takes what its own OpenAPI document calls a valid body, on every route', async () => {
  expect(routes.length).toBeGreaterThan(80);
  const refused = await failing(routes, async ({ path, schema }) => {
    const { status, text } = await post(path, input.fitting(schema), '?dry-run=true');
    return status === 400 || status === 403 || status >= 500 ? `${path} ${input.fitting(schema)}: ${status} ${text}` : undefined;
  });
  expect(refused).toEqual([]);
});

describe('names exactly the one thing that is wrong with', () => {
  let recorded: number;
  beforeAll(async () => {
    recorded = await ledger.serving.house.store.head();
  });
  afterAll(async () => {
    expect(await ledger.serving.house.store.head()).toBe(recorded);
  });

  it('every member of every command', async () => {
    const once = [...new Map(routes.map((route) => [route.schema, route])).values()];
    const faults = once.flatMap((route) => input.faulty(route.schema, ['record']).map((fault) => ({ ...route, fault })));
    expect(faults.length).toBeGreaterThan(3_000);
    expect(await failing(faults, ({ path, fault }) => unnamed(path, fault))).toEqual([]);
  });

  it('what is said beside the command, on every route', async () => {
    const commands = routes.filter(({ schema }) => input.refersTo(schema, 'record') !== undefined);
    const faults = commands.flatMap((route) =>
      [
        { kind: 'no object', pointer: '/record', json: '"text"' },
        { kind: 'a list', pointer: '/record', json: '[]' },
        { kind: 'null', pointer: '/record', json: 'null' },
      ].map((fault) => ({ ...route, fault: { ...fault, json: input.fitting(route.schema, { record: fault.json }) } })),
    );
    expect(await failing(faults, ({ path, fault }) => unnamed(path, fault))).toEqual([]);
  });

  it.each([
    ['an act', 'RecordPart'],
    ['a fact', 'FactPart'],
  ])('every member of what is said beside %s', async (_, part) => {
    const route = routes.find(({ schema }) => input.refersTo(schema, 'record') === part);
    if (!route) throw new Error(`no route takes a ${part}`);
    const faults = input
      .faulty(part)
      .map(({ kind, pointer, json }) => ({ kind, pointer: `/record${pointer}`, json: input.fitting(route.schema, { record: json }) }));
    expect(await failing(faults, (fault) => unnamed(route.path, fault))).toEqual([]);
  });
});
