import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actors } from './actors';
import { agreements } from './agreements';
import { binding } from './binding';
import { claimed, claimsOf } from './claims';
import { type House, house } from './house';
import { RULES, STATEMENTS } from './items';
import { jirga } from './jirga';
import { ledger } from './ledger';
import { measures } from './measures';
import { page } from './page';
import { travel } from './travel';
import { texts } from './texts';
import { way } from './way';

const FILE = join(__dirname, '../../docs/domain-coverage.md');
const ITEMS = [...STATEMENTS, ...RULES];

let at: House;
beforeAll(async () => {
  at = await house();
}, 600_000);

describe('who is spoken of', () => actors(() => at));
describe('the way of an initiative', () => way(() => at));
describe('what a jirga does', () => jirga(() => at));
describe('what binds', () => binding(() => at));
describe('who travels', () => travel(() => at));
describe('what is negotiated', () => texts(() => at));
describe('confidence-building measures', () => measures(() => at));
describe('what is drawn up between both sides', () => agreements(() => at));
describe('every record', () => ledger(() => at));

describe('docs/domain-coverage.md', () => {
  it('knows every item that is claimed', () => {
    const known = ITEMS.map(({ id }) => id);
    expect(claimed().filter((id) => !known.includes(id))).toEqual([]);
  });
  it.each(ITEMS.map(({ id, waitsFor }) => ({ id, waitsFor })))('$id is shown, or says for what it waits', ({ id, waitsFor }) => {
    expect(claimsOf(id).length > 0 || waitsFor !== undefined).toBe(true);
  });
  it('says what this run has shown; npm run coverage:domain makes it anew', () => {
    if (process.env['WRITE_COVERAGE'] === 'yes') writeFileSync(FILE, page());
    expect(readFileSync(FILE, 'utf8')).toBe(page());
  });
});
