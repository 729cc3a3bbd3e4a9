import type { Answer, ProblemSeen } from '../client/client';
import type { ExitCode, Shell } from './shell';

/** Says a problem as people read it. @returns what the program exits with: 2 where the input was wrong, 1 where it was refused */
export function tellProblem({ status, body, text }: Answer<ProblemSeen>, shell: Shell, { json = false } = {}): ExitCode {
  if (json) shell.out(text);
  else for (const line of problemLines(body)) shell.err(line);
  return status === 400 ? 2 : 1;
}

function problemLines({ title, detail, invariant, remedy, code, stream, revision, errors = [] }: ProblemSeen): string[] {
  const where = stream === undefined ? '' : `  on ${stream}${revision === undefined ? '' : ` as it stood at revision ${revision}`}`;
  return [
    `${title}${invariant === undefined ? '' : ` (${invariant})`}.`,
    ...(detail === undefined ? [] : [`  ${detail}`]),
    ...errors.map((error) => `  ${placeOf(error.pointer)}  ${error.detail}`),
    ...(remedy === undefined ? [] : [`  What to do: ${remedy}`]),
    `  Code: ${code}${where}`,
  ];
}

/** A JSON Pointer as the option that says that field; what points elsewhere stays. */
const placeOf = (pointer: string): string =>
  pointer.startsWith('/')
    ? `--${pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')}`
    : pointer === ''
      ? 'the body'
      : pointer;
