import { type Configuration, configurationFrom } from '../../src/configuration';
import { TEST_ORIGIN } from './temporary-ledger';

/** What the program takes for granted where it is told no more than its folder, on a free port and with nothing to say. */
export const configured = (data: string, over: Partial<Configuration> = {}): Configuration => ({
  ...configurationFrom({ JIRGA_DATA: data, JIRGA_ORIGIN: TEST_ORIGIN, JIRGA_PORT: '0', JIRGA_LOG: 'error' }),
  ...over,
});
