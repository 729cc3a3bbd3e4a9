import { expect, it } from '@jest/globals';
import { PostgresError } from './postgres-fault';
import { requireSupported } from './postgres-place';

it('PostgreSQL 15 is the first that this program runs on', () => {
  expect(() => {
    requireSupported(140_011);
  }).toThrow(new PostgresError('PostgreSQL 14 is too old: 15 is the first that this program runs on'));
  expect(() => {
    requireSupported(150_000);
  }).not.toThrow();
});
