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

  it.each<[fault: string, environment: NodeJS.ProcessEnv, named: string]>([
    ['an address without the choice', { JIRGA_POSTGRES_URL }, 'JIRGA_POSTGRES_URL'],
    ['a password without the choice', { JIRGA_POSTGRES_PASSWORD_FILE: '/secret' }, 'JIRGA_POSTGRES_PASSWORD_FILE'],
    ['the choice without an address', { JIRGA_VIEWS: 'postgres' }, 'JIRGA_POSTGRES_URL'],
    ['a database that there is not', { JIRGA_VIEWS: 'oracle' }, 'JIRGA_VIEWS'],
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
