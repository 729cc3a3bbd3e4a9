import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { declaredRoutes } from '../../src/http/admission';
import { Role } from '../../src/kernel/roles';
import { type Answer, type Ask, PASSWORD, type Person, type ServedLedger, servedLedger } from '../support/serving';

/* Every route for every role, held against roles.csv, which is written by hand from domain.md 4.4: the one permitted second copy. */

interface Row {
  readonly method: string;
  readonly path: string;
  readonly cells: Readonly<Record<string, string>>;
}

const [head = '', ...lines] = readFileSync(join(__dirname, '../support/roles.csv'), 'utf8').trim().split('\n');
const columns = head.split(',');
const rows: Row[] = lines.map((line) => {
  const cells = Object.fromEntries(line.split(',').map((cell, n) => [columns[n] ?? '', cell]));
  return { method: cells['method'] ?? '', path: cells['path'] ?? '', cells };
});
const roles = Role.options.filter((role) => role !== 'SYSTEM');

const SOME_ID = '7e57ab1e-0000-4000-8000-000000000001';
const placeOf = ({ path }: Row): string => path.replace('{id}', SOME_ID).replace('{code}', 'not-found');

/** An empty body is enough: who may not come in is told so before anybody looks at it. */
const knock = (ask: Ask, row: Row): Promise<Answer> => ask(row.method, placeOf(row), row.method === 'POST' ? { body: {} } : {});

let ledger: ServedLedger;
beforeAll(async () => {
  ledger = await servedLedger();
});

it('has every route of the house in roles.csv, and no other', async () => {
  const { paths } = (await ledger.nobody('GET', '/openapi.json')).json<{ paths: Record<string, object> }>();
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(rows.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routes.sort());
  // Nothing is served that OpenAPI does not tell of.
  expect(declaredRoutes(ledger.serving.app)).toHaveLength(routes.length);
});

it('has a column for every role, with yes or no in every cell', () => {
  expect(columns).toEqual(['method', 'path', 'nobody', ...columns.slice(3, -1), 'because']);
  expect(columns.slice(3, -1).sort()).toEqual([...roles].sort());
  for (const { cells } of rows) for (const name of columns.slice(2, -1)) expect(['yes', 'no']).toContain(cells[name]);
});

it('lets nobody in without credentials but where everybody may come in', async () => {
  expect(await unlikeExpected('nobody', () => Promise.resolve(ledger.nobody))).toEqual([]);
});

describe('lets in whom roles.csv lets in, and nobody else:', () => {
  it.each(roles)('%s', async (role) => {
    const administrators: Partial<Record<Role, Person>> = {
      ADMINISTRATOR: ledger.administrators.PROVINCE,
      FEDERAL_ADMINISTRATOR: ledger.administrators.FEDERAL,
    };
    const { ask, login } = administrators[role] ?? (await ledger.person([role]));
    expect(await unlikeExpected(role, (row) => (row.method === 'DELETE' ? signedInAnew(login) : Promise.resolve(ask)))).toEqual([]);
  });
});

/** The routes that answer somebody otherwise than his column says. */
async function unlikeExpected(column: string, asOf: (row: Row) => Promise<Ask>): Promise<string[]> {
  const answers = await Promise.all(rows.map(async (row) => ({ row, answer: await knock(await asOf(row), row) })));
  return answers
    .filter(({ row, answer }) => outcomeOf(answer, column) !== row.cells[column])
    .map(({ row, answer }) => `${row.method} ${row.path}: ${answer.status} ${answer.text.slice(0, 200)}`);
}

/** What is let in may be refused for everything else; what is not is refused for the role, or for being nobody. */
function outcomeOf(answer: Answer, column: string): string {
  if (answer.status >= 500) return 'broken';
  if (column === 'nobody') return answer.status === 401 ? 'no' : 'yes';
  if (answer.status === 401) return 'not signed in';
  // An answer to HEAD has no body, and its record no mark: there is none.
  return answer.status === 403 && (answer.text === '' || answer.json()['code'] === 'forbidden') ? 'no' : 'yes';
}

/** For what ends the credential that asks for it. */
async function signedInAnew(login: string): Promise<Ask> {
  const { token } = (await ledger.nobody('POST', '/v1/tokens', { body: { login, password: PASSWORD } })).json<{ token: string }>();
  return ledger.as(token);
}
