/* A process that does nothing but keep the views: started by the tests to be killed. Its settings are its only argument; it ends with its input. */
import { Views } from '../../src/views/views';
import type { ViewsSettings } from '../../src/views/views-settings';

const POKE_MS = 20;

void Views.open(JSON.parse(process.argv[2] ?? '') as ViewsSettings).then((views) => {
  setInterval(() => {
    views.poke();
  }, POKE_MS);
  process.stdout.write('open\n');
});
process.stdin.on('end', () => process.exit(0)).resume();
