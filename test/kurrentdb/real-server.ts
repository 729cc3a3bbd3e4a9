import { PATIENCE } from '../../src/ledger/kurrentdb/connection';
import { addressOf, asUser, type KurrentDbPlace } from '../../src/ledger/kurrentdb/place';
import { prepare } from '../../src/ledger/kurrentdb/preparation';
import { fileWith } from './served';

const LOGIN = 'jirga-tests';
const PASSWORD = 'a password of tests';

/** The address in JIRGA_TEST_KURRENTDB: of a server or a cluster, and where it has TLS, as an administrator; `undefined` where none is named. */
export const realServer = process.env['JIRGA_TEST_KURRENTDB'];

/** The same for the program: where there are users, as one of its own, for whom the server is prepared. */
export async function preparedPlace(url: string): Promise<KurrentDbPlace> {
  const { credentials, isSecure } = addressOf({ url });
  if (!isSecure) return { url };
  const place = asUser({ url }, LOGIN, fileWith(PASSWORD));
  await prepare(place, { login: credentials.username, passwordFile: fileWith(credentials.password) }, 'sample', PATIENCE);
  return place;
}
