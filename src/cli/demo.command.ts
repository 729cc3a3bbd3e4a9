import { join } from 'node:path';
import { configurationFrom } from '../configuration';
import { UnexpectedAnswerError } from '../client/client';
import type { AddCommand } from './shell';

/** `jirga demo`: a ledger of its own, the scenario played over HTTP, and what came of it. */
export const addDemo: AddCommand = (program, shell, leave) => {
  program
    .command('demo')
    .summary('play one commitment from draft to proof, in a ledger of its own')
    .description(
      'Makes a ledger under ./data/demo (or JIRGA_DATA), plays the scenario through the public HTTP API with fictitious officials, prints the\n' +
        'boards, what was refused and why, and what verify says; then goes on serving. A second run finds its ledger and goes on.',
    )
    .option('--once', 'end after printing; exits 1 if any step or refusal came out otherwise')
    .action(async ({ once = false }: { readonly once?: boolean }) => {
      const configuration = configurationFrom({ JIRGA_DATA: join('data', 'demo'), ...shell.environment });
      try {
        const { demo } = await import('../demo/demo.js');
        const serving = await demo(configuration, { once, say: shell.out });
        if (once) return;
        await new Promise<void>((resolve) => {
          for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
        });
        await serving.close();
      } catch (error) {
        if (!(error instanceof UnexpectedAnswerError)) throw error;
        shell.err(error.message);
        leave(1);
      }
    });
};
