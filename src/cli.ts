#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { run } from './cli/program';
import type { Shell } from './cli/shell';

const CLEAR_LINE = '\r\u001b[K';

const shell: Shell = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  environment: process.env,
  input: () => readFileSync(0, 'utf8'),
  ...(process.stdout.isTTY && { columns: process.stdout.columns }),
  ...(process.stderr.isTTY && { draw: (line: string) => void process.stderr.write(`${CLEAR_LINE}${line}`) }),
};

// Whoever reads no further (`| head`) does not end the work, and the exit code stays that of the work.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

run(process.argv.slice(2), shell).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${String((error as Partial<Error>).stack ?? error)}\n`);
    process.exitCode = 1;
  },
);
