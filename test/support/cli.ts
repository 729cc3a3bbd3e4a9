import type { Shell } from '../../src/cli/shell';
import { run } from '../../src/cli/program';

/** What `jirga` said, and how it ended. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `jirga` in this process. */
export async function jirga(args: readonly string[], shell: Partial<Shell> = {}): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    environment: {},
    input: () => '',
    ...shell,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
