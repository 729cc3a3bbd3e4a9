import { expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { HealthController } from './health.controller';

it('tells what should be mended without failing for it', async () => {
  const well = { failure: () => undefined, health: () => [], warnings: () => [] };
  const store = { ...well, head: () => Promise.resolve(1), warnings: () => ['our user may delete streams: run jirga kurrentdb prepare'] };
  const accounts = { ready: () => Promise.resolve() };
  const parts = [store, accounts, well, well, well] as unknown as ConstructorParameters<typeof HealthController>;
  const ready = await new HealthController(...parts).ready({} as FastifyReply);
  expect(ready).toMatchObject({
    status: 'ok',
    parts: [{ part: 'ledger', status: 'ok', warnings: store.warnings() }, { warnings: [] }, { warnings: [] }, { warnings: [] }],
  });
});
