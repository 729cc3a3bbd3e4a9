import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it, jest } from '@jest/globals';
import { serve, type Serving } from '../../src/serve';
import { configured } from '../support/configured';
import { startedStores, type Stores } from '../support/stores';
import { temporaryFolder } from '../support/temporary-ledger';

jest.setTimeout(60_000);

const HOST = '127.0.0.1';
const taken = createServer();
let serving: Serving | undefined;
let stores: Stores | undefined;

afterEach(async () => {
  await serving?.close();
  await stores?.end();
  taken.close();
});

const takenPort = async (): Promise<number> => {
  taken.listen(0, HOST);
  await once(taken, 'listening');
  return (taken.address() as AddressInfo).port;
};

/** What is written on both channels meanwhile. */
function heard(): string[] {
  const lines: string[] = [];
  for (const channel of [process.stdout, process.stderr])
    jest.spyOn(channel, 'write').mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
  return lines;
}

it('takes the next port without a word where that was asked for, and says what is wrong where it was not', async () => {
  const port = await takenPort();
  stores = await startedStores();
  const { kurrentdb, postgres, keys } = stores;
  const settings = configured(join(temporaryFolder(), 'ledger'), { host: HOST, port, ...{ kurrentdb, postgres, keys }, log: 'log' });
  const lines = heard();
  try {
    await expect(serve(settings)).rejects.toThrow(`address already in use ${HOST}:${port}`);
    serving = await serve(settings, { nextPorts: 20 });
  } finally {
    jest.restoreAllMocks();
  }
  expect(lines).toEqual([]);
  expect(Number(new URL(serving.address).port)).toBeGreaterThan(port);
  expect((await fetch(`${serving.address}/health/live`)).status).toBe(200);
});
