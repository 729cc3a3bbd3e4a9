import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, rmSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { type Client, isProblem, type ProblemSeen } from '../client/client';
import { clientFor, type RemoteOptions, UsageError, withRemote } from './remote';
import { type AddCommand, counted, type ExitCode, progressBar, type Shell } from './shell';
import { tellProblem } from './told';

interface Kept {
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
}

const pathOf = (id: string): string => `/v1/evidence/${encodeURIComponent(id)}/bytes`;

/** `jirga evidence put` and `get`: the file behind a piece of evidence. What is said of it is recorded with `jirga record evidence`. */
export const addEvidence: AddCommand = (program, shell, leave) => {
  const evidence: Command = program.command('evidence').summary('put the file of a piece of evidence into the ledger, and get it again');
  withRemote(
    evidence
      .command('put')
      .summary('put the file of a piece of evidence into the ledger')
      .description(
        'Sends the file whose SHA-256 was recorded with jirga record evidence ingest. It is kept whole or not at all, and only if it is exactly that file.\n' +
          'What was interrupted is begun anew: the same command again does no harm.',
      )
      .argument('<id>', 'of the evidence')
      .argument('<file>', 'the file itself')
      .option('--json', 'print the answer of the ledger unchanged'),
  ).action(async (id: string, file: string, options: RemoteOptions & { readonly json?: true }) => {
    if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`There is no file ${file}.`);
    leave(await put(clientFor(shell, options), id, file, shell, options));
  });
  withRemote(
    evidence
      .command('get')
      .summary('get the file of a piece of evidence')
      .description(
        'Writes the file, once all of it has come and its SHA-256 is the one that was recorded. A file that is there already is never overwritten.',
      )
      .argument('<id>', 'of the evidence')
      .argument('[file]', 'where to (default: evidence-<id> in this folder)'),
  ).action(async (id: string, file: string | undefined, options: RemoteOptions) => {
    leave(await get(clientFor(shell, options), id, resolve(file ?? `evidence-${id}`), shell));
  });
};

async function put(client: Client, id: string, file: string, shell: Shell, { json }: { readonly json?: true }): Promise<ExitCode> {
  const length = statSync(file).size;
  const progress = progressBar(shell, 'sending bytes');
  const answer = await client.put<Kept>(pathOf(id), () => counting(createReadStream(file), (sent) => progress?.(sent, length)));
  shell.draw?.('');
  if (isProblem(answer)) return tellProblem(answer, shell, json === undefined ? {} : { json });
  const { bytes, sha256 } = answer.body as Kept;
  shell.out(json ? answer.text : `${counted(bytes, 'byte')} kept, whose SHA-256 is the one that was recorded: ${sha256}`);
  return 0;
}

async function get(client: Client, id: string, file: string, shell: Shell): Promise<ExitCode> {
  const own = existsSync(file) ? await sha256Of(createReadStream(file)) : undefined;
  const response = await client.open(pathOf(id), own === undefined ? {} : { 'if-none-match': `"${own}"` });
  if (response.status === 304) {
    shell.out(`${file} is it already.`);
    return 0;
  }
  if (response.status !== 200) {
    const text = await response.text();
    return tellProblem({ status: response.status, replayed: false, body: JSON.parse(text) as ProblemSeen, text }, shell);
  }
  if (own !== undefined) {
    await response.body?.cancel();
    throw new UsageError(`${file} holds something else; name another file.`);
  }
  const expected = response.headers.get('etag')?.slice(1, -1);
  const progress = progressBar(shell, 'receiving bytes');
  const length = Number(response.headers.get('content-length'));
  const unfinished = `${file}.unfinished`;
  try {
    const digest = createHash('sha256');
    const arriving = counting(client.bytesOf(response), (received) => progress?.(received, length));
    await pipeline(arriving, hashing(digest), createWriteStream(unfinished, { mode: 0o600, flush: true }));
    shell.draw?.('');
    const sha256 = digest.digest('hex');
    if (sha256 !== expected) {
      shell.err(`What came is not what was recorded: its SHA-256 is ${sha256}, and not ${expected ?? 'unknown'}. Nothing was written.`);
      return 1;
    }
    await rename(unfinished, file);
    shell.out(`${counted(length, 'byte')} written to ${file}, whose SHA-256 is the one that was recorded: ${sha256}`);
    return 0;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Tells how many bytes have passed. */
async function* counting(bytes: AsyncIterable<Uint8Array>, passed: (all: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  let all = 0;
  for await (const piece of bytes) {
    yield piece;
    passed((all += piece.length));
  }
}

const hashing = (digest: Hash) =>
  async function* (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of bytes) {
      digest.update(piece);
      yield piece;
    }
  };

async function sha256Of(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash('sha256');
  for await (const piece of bytes) digest.update(piece);
  return digest.digest('hex');
}
