import { configurationFrom } from '../configuration';
import { type AddCommand, counted } from './shell';

/** `jirga doctor`: may run beside a server, and changes nothing. */
export const addDoctor: AddCommand = (program, shell, leave) => {
  program
    .command('doctor')
    .summary('look at everything that this installation needs')
    .description(
      'Looks at what the environment is configured for: the folder, its secrets and its disk; the ledger, in the folder or on KurrentDB; PostgreSQL, where\n' +
        'boards lie there. Prints a line for each, and for what is wrong a remedy; changes nothing, and may run beside the server. Exits 1 on a fault.\n' +
        'Whether what is recorded is whole, verify says.',
    )
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const configuration = configurationFrom(shell.environment);
      const { examined } = await import('./examined.js');
      const findings = await examined(configuration);
      const count = (level: 'WARNING' | 'FAULT'): number => findings.filter((finding) => finding.level === level).length;
      const [faults, warnings] = [count('FAULT'), count('WARNING')];
      if (json) shell.out(JSON.stringify({ ok: faults === 0, findings }, undefined, 2));
      else {
        for (const { about, level, words } of findings) shell.out(`${level.padEnd(7)}  ${about.padEnd(8)}  ${words}`);
        shell.out(`${counted(faults, 'fault')}, ${counted(warnings, 'warning')}.`);
      }
      leave(faults === 0 ? 0 : 1);
    });
};
