import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { beginLedger, type Invitation } from './access/first-start';
import { type House, type HouseOptions, KINDS, openHouse } from './house';
import { createApp } from './http/app';
import { type Configuration, filesOf } from './configuration';
import { createWhereNone } from './ledger/create-ledger';
import { createKeysDatabase } from './postgres/keys-database';

/** A ledger that is being served. */
export interface Serving {
  readonly house: House;
  readonly app: NestFastifyApplication;
  /** Where it listens, without a slash at the end. */
  readonly address: string;
  /** Whether this start made the ledger. */
  readonly created: boolean;
  /** For the first administrators who have not enrolled yet. */
  readonly invitations: readonly Invitation[];
  /** Lets running requests finish, then closes the rooms. */
  close(): Promise<void>;
}

/** An origin for whoever has named none: unique, and honest about being nobody's address. */
export const madeUpOrigin = (): string => `localhost/ledger-${randomBytes(6).toString('hex')}`;

/**
 * Opens the ledger of the configuration, makes it where there is none, and listens.
 * @param nextPorts how many further ports are tried where the first is taken
 */
export async function serve(
  configuration: Configuration,
  { clock, nextPorts = 0, live }: Pick<HouseOptions, 'clock' | 'live'> & { readonly nextPorts?: number } = {},
): Promise<Serving> {
  const files = filesOf(configuration);
  const { postgres, keys } = configuration;
  const { origin, created } = await createWhereNone(files, KINDS, {
    origin: configuration.origin,
    madeUp: madeUpOrigin,
    makeKeys: keys && ((of) => createKeysDatabase({ ...keys, origin: of })),
  });
  const house = await openHouse(files, { clock, live, origin, postgres, keys });
  try {
    const invitations = await beginLedger(house);
    const app = await createApp(house, configuration.log === 'error' ? ['error'] : ['error', 'warn']);
    await listen(app, configuration, nextPorts);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const close = async (): Promise<void> => {
      await app.close();
      await house.close();
    };
    return {
      house,
      app,
      created,
      invitations,
      address: `http://${configuration.host.includes(':') ? `[${configuration.host}]` : configuration.host}:${port}`,
      close,
    };
  } catch (error) {
    await house.close();
    throw error;
  }
}

const PORT_MAX = 65_535;

/** Fastify itself is asked: Nest would print a port that is taken as an error before anybody knows whether the next one will do. */
async function listen(app: NestFastifyApplication, { host, port }: Configuration, nextPorts: number): Promise<void> {
  const last = port === 0 ? 0 : Math.min(port + nextPorts, PORT_MAX);
  for (let next = port; ; next++) {
    try {
      await app.getHttpAdapter().getInstance().listen({ port: next, host });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || next >= last) throw error;
    }
  }
}
