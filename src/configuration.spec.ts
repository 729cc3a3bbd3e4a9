import { describe, expect, it } from '@jest/globals';
import { configurationFrom, ConfigurationError } from './configuration';

const faultsOf = (environment: NodeJS.ProcessEnv): readonly string[] => {
  try {
    configurationFrom(environment, '/home');
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults;
  }
};

describe('where the boards lie', () => {
  const JIRGA_POSTGRES_URL = 'postgres://jirga@db.example/boards';

  it('is the folder where nothing is said', () => {
    expect(configurationFrom({}).postgres).toBeUndefined();
  });

  it('is a database where that is said, whose password stands in a file or in its address', () => {
    const views = { JIRGA_VIEWS: 'postgres', JIRGA_POSTGRES_URL };
    expect(configurationFrom(views).postgres).toEqual({ url: JIRGA_POSTGRES_URL });
    expect(configurationFrom({ ...views, JIRGA_POSTGRES_PASSWORD_FILE: 'secret' }, '/home').postgres).toEqual({
      url: JIRGA_POSTGRES_URL,
      passwordFile: '/home/secret',
    });
  });

  it('is one thing, and where keys and accounts lie another', () => {
    expect(configurationFrom({ JIRGA_VIEWS: 'postgres', JIRGA_POSTGRES_URL })).toMatchObject({ keys: undefined });
    const keys = { JIRGA_KEYS: 'postgres', JIRGA_POSTGRES_URL };
    expect(configurationFrom(keys)).toMatchObject({ postgres: undefined, keys: { url: JIRGA_POSTGRES_URL } });
    const place = { url: JIRGA_POSTGRES_URL };
    expect(configurationFrom({ ...keys, JIRGA_VIEWS: 'postgres' })).toMatchObject({ postgres: place, keys: place });
  });

  it.each<[fault: string, environment: NodeJS.ProcessEnv, named: string]>([
    ['an address without the choice', { JIRGA_POSTGRES_URL }, 'JIRGA_POSTGRES_URL'],
    ['a password without the choice', { JIRGA_POSTGRES_PASSWORD_FILE: '/secret' }, 'JIRGA_POSTGRES_PASSWORD_FILE'],
    ['the choice without an address', { JIRGA_VIEWS: 'postgres' }, 'JIRGA_POSTGRES_URL'],
    ['keys there without an address', { JIRGA_KEYS: 'postgres' }, 'JIRGA_KEYS=postgres needs JIRGA_POSTGRES_URL'],
    ['a database that there is not', { JIRGA_VIEWS: 'oracle' }, 'JIRGA_VIEWS'],
    ['a place for keys that there is not', { JIRGA_KEYS: 'redis' }, 'JIRGA_KEYS'],
    [
      'an address of another kind',
      { JIRGA_VIEWS: 'postgres', JIRGA_POSTGRES_URL: 'mysql://jirga:pass-word@db.example/boards' },
      'JIRGA_POSTGRES_URL',
    ],
    [
      'two passwords',
      {
        JIRGA_VIEWS: 'postgres',
        JIRGA_POSTGRES_URL: 'postgres://jirga:pass-word@db.example/boards',
        JIRGA_POSTGRES_PASSWORD_FILE: '/secret',
      },
      'JIRGA_POSTGRES_PASSWORD_FILE',
    ],
  ])('is refused where it is unclear, with the name of the variable and no password: %s', (_, environment, named) => {
    const faults = faultsOf(environment);
    expect(faults).toEqual([expect.stringContaining(named)]);
    expect(faults.join()).not.toContain('pass-word');
  });
});

describe('where the events lie', () => {
  const JIRGA_KURRENTDB_URL = 'esdb://jirga@one:2113,two:2113';

  it('is the folder where nothing is said', () => {
    expect(configurationFrom({}).kurrentdb).toBeUndefined();
  });

  it('is a server or a cluster where that is said, with files for the password and the authority', () => {
    const ledger = { JIRGA_LEDGER: 'kurrentdb', JIRGA_KURRENTDB_URL };
    const files = { JIRGA_KURRENTDB_PASSWORD_FILE: 'secret', JIRGA_KURRENTDB_CA_FILE: '/ca.crt' };
    expect(configurationFrom({ ...ledger, ...files }, '/home').kurrentdb).toEqual({
      url: JIRGA_KURRENTDB_URL,
      passwordFile: '/home/secret',
      caFile: '/ca.crt',
    });
  });

  it.each<[fault: string, environment: NodeJS.ProcessEnv, named: string]>([
    ['an address without the choice', { JIRGA_KURRENTDB_URL }, 'JIRGA_KURRENTDB_URL'],
    ['a password without the choice', { JIRGA_KURRENTDB_PASSWORD_FILE: '/secret' }, 'JIRGA_KURRENTDB_PASSWORD_FILE'],
    ['an authority without the choice', { JIRGA_KURRENTDB_CA_FILE: '/ca.crt' }, 'JIRGA_KURRENTDB_CA_FILE'],
    ['the choice without an address', { JIRGA_LEDGER: 'kurrentdb' }, 'JIRGA_KURRENTDB_URL'],
    ['a store that there is not', { JIRGA_LEDGER: 'oracle' }, 'JIRGA_LEDGER'],
    [
      'an address of another kind',
      { JIRGA_LEDGER: 'kurrentdb', JIRGA_KURRENTDB_URL: 'http://jirga:pass-word@one:2113' },
      'JIRGA_KURRENTDB_URL',
    ],
    [
      'two passwords',
      { JIRGA_LEDGER: 'kurrentdb', JIRGA_KURRENTDB_URL: 'esdb://jirga:pass-word@one:2113', JIRGA_KURRENTDB_PASSWORD_FILE: '/secret' },
      'JIRGA_KURRENTDB_PASSWORD_FILE',
    ],
  ])('is refused where it is unclear, with the name of the variable and no password: %s', (_, environment, named) => {
    const faults = faultsOf(environment);
    expect(faults).toEqual([expect.stringContaining(named)]);
    expect(faults.join()).not.toContain('pass-word');
  });
});
