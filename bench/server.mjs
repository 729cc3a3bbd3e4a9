import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const VARIANTS = fileURLToPath(new URL('./variants.cjs', import.meta.url));
const START_MS = 60_000;
export const ORIGIN = 'bench.example/jirga';

/**
 * Starts the program as it is shipped, on a folder of its own and a free port.
 * @param variant of variants.cjs; without one nothing of the program is touched
 */
export async function startServer(folder, variant) {
  const file = join(folder, 'variant-is-on');
  const child = spawn(process.execPath, [...(variant ? ['--require', VARIANTS] : []), MAIN], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      JIRGA_DATA: join(folder, 'ledger'),
      JIRGA_ORIGIN: ORIGIN,
      JIRGA_PORT: '0',
      ...(variant && { BENCH_VARIANT: variant, BENCH_SWITCH: file }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    child.kill('SIGTERM');
    await exit;
    process.removeListener('exit', kill);
  };
  const said = await untilListening(child, exit);
  const port = Number(/Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)[1]);
  const tokens = [...said.matchAll(/^ {2}(\S+)$/gm)].map(([, token]) => token);
  return { pid: child.pid, port, address: `http://127.0.0.1:${port}`, tokens, turnOn: () => writeFileSync(file, ''), stop };
}

async function untilListening(child, exit) {
  let said = '';
  child.stdout.setEncoding('utf8');
  const listening = new Promise((resolve) => {
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('Listening on')) resolve('LISTENING');
    });
  });
  const outcome = await Promise.race([listening, exit, once(AbortSignal.timeout(START_MS), 'abort')]);
  if (outcome === 'LISTENING') return said;
  child.kill('SIGKILL');
  throw new Error(`the server did not start: ${said}`);
}
