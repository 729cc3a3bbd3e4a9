import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Installation } from '../support/installation';
import { officialOf, type Program } from '../support/program';
import { describeOnSmallDisk, type ScarceDisk, smallDisk } from '../support/scarce-disk';
import { accepted, type Answer, type Ask } from '../support/serving';
import { temporaryFolder } from '../support/temporary-ledger';
import { until } from '../support/until';

/* Evidence at the program as it is shipped: of any length in the same memory, and on a disk that is full. */

const MEBIBYTE = 1024 ** 2;
/** Several times what the program may take for it. */
const FILM_BYTES = 300 * MEBIBYTE;
/** What a process may grow by while a film passes through it: some garbage of a few runs of the collector. */
const GROWTH_BYTES_MAX = 96 * MEBIBYTE;

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

async function ingested(ask: Ask, hash: string, bytes: number): Promise<string> {
  const capturedAt = { from: '2025-02-20', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN' };
  const body = { sha256: hash, bytes, mediaType: 'video/mp4', capturedAt, lang: 'zxx', kind: 'VIDEO' };
  const { stream } = accepted(await ask('POST', '/v1/evidence', { body })).json<{ stream: { id: string } }>();
  return `/v1/evidence/${stream.id}/bytes`;
}

const statusOf = (pid: number, name: string): number =>
  1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

it('a film of 300 MiB passes in and out in the same memory', async () => {
  const program = await (await Installation.in(join(temporaryFolder(), 'ledger'))).start();
  const token = await officialOf(program);
  const headers = { authorization: `Bearer ${token}` };
  const minute = randomBytes(MEBIBYTE);
  const film = async function* (): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < FILM_BYTES / MEBIBYTE; n++) {
      yield minute;
      await Promise.resolve();
    }
  };
  const digest = createHash('sha256');
  for (let n = 0; n < FILM_BYTES / MEBIBYTE; n++) digest.update(minute);
  const hash = digest.digest('hex');
  const path = await ingested(program.as(token), hash, FILM_BYTES);
  const before = statusOf(program.pid, 'VmHWM');

  const url = `${program.address}${path}`;
  const put = await fetch(url, { method: 'PUT', headers, body: ReadableStream.from(film()), duplex: 'half' });
  expect(put.status).toBe(200);
  const got = await fetch(url, { headers });
  const received = createHash('sha256');
  for await (const piece of got.body ?? []) received.update(piece as Uint8Array);
  expect(received.digest('hex')).toBe(hash);
  expect(statusOf(program.pid, 'VmHWM') - before).toBeLessThan(GROWTH_BYTES_MAX);
});

it('what a killed program has begun to keep is no file of evidence, and can be put again', async () => {
  const installation = await Installation.in(join(temporaryFolder(), 'ledger'));
  const { evidence } = installation.files;
  let program = await installation.start();
  const token = await officialOf(program);
  const content = randomBytes(4 * MEBIBYTE);
  const path = await ingested(program.as(token), sha256(content), content.length);
  const socket = await begun(program, token, path, content);
  const lying = (): string[] => (existsSync(evidence) ? readdirSync(evidence) : []);
  await until(
    () => Promise.resolve(lying()),
    (files) => files.length === 1,
  );
  await program.kill();
  socket.destroy();
  expect(lying()).toEqual([expect.stringMatching(/\.unfinished$/)]);
  program = await installation.start();
  const ask = program.as(token);
  expect((await ask('GET', path)).json()).toMatchObject({ code: 'evidence.bytes-missing' });
  accepted(await ask('PUT', path, { raw: content }));
  expect(sha256(readFileSync(join(evidence, path.split('/')[3] ?? '')))).not.toBe(sha256(content));
  expect((await ask('HEAD', path)).status).toBe(200);
});

/** A request of whose body three quarters were sent. */
async function begun(program: Program, token: string, path: string, content: Buffer): Promise<Socket> {
  const { hostname, port } = new URL(program.address);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const lines = [`PUT ${path} HTTP/1.1`, 'Host: jirga', `Authorization: Bearer ${token}`, `Content-Length: ${content.length}`];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  socket.write(content.subarray(0, (content.length * 3) / 4));
  return socket;
}

describeOnSmallDisk('on a full disk', () => {
  it('503 ledger.disk-full, nothing is left of it, and it is taken as soon as there is room', async () => {
    const disk: ScarceDisk = smallDisk();
    const installation = await Installation.in(join(disk.folder, 'ledger'));
    const { evidence } = installation.files;
    const program = await installation.start();
    const ask = program.as(await officialOf(program));
    const content = randomBytes(2 * MEBIBYTE);
    const path = await ingested(ask, sha256(content), content.length);
    disk.fill(program);
    const refused: Answer = await ask('PUT', path, { raw: content });
    expect([refused.status, refused.json()['code'], refused.headers.get('retry-after')]).toEqual([503, 'ledger.disk-full', '1']);
    expect(existsSync(evidence) ? readdirSync(evidence) : []).toEqual([]);
    expect((await ask('GET', path)).json()).toMatchObject({ code: 'evidence.bytes-missing' });
    disk.makeRoom(program);
    accepted(await ask('PUT', path, { raw: content }));
    expect((await ask('HEAD', path)).status).toBe(200);
  });
});
