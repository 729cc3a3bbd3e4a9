import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/support/temporary-ledger';
import type { Standing } from '../commands/authority';
import { EventStream } from '../http/event-stream';
import { CHANGES_PER_MESSAGE_MAX } from '../kernel/limits';
import type { BoardChange, ChangedRow } from '../views/changes';
import type { LaneHealth } from '../views/runner';
import { LiveBoards, type LiveSettings, TooManyStreamsError } from './live-boards';

const BOARD = 'tracker';
const LANE = 'tracker_v1';
const STANDING: Standing = { participantId: 'p', displayName: 'P', roles: ['AUDITOR'], clearance: { level: 1, caveats: 0 } };
const BUFFER_BYTES_MAX = 64 * 1024;
const rows = (count: number): ChangedRow[] =>
  Array.from({ length: count }, (_, n) => ({ stream: `commitment-${n}`, id: String(n), after: { level: 0, caveats: 0, columns: {} } }));

/** Views that change when they are told to. */
class ToldViews {
  hear: (changes: readonly BoardChange[]) => void = () => undefined;
  position = 1;

  health(): readonly LaneHealth[] {
    return [{ lane: LANE, board: BOARD, position: this.position, active: true }];
  }

  onChange(hear: (changes: readonly BoardChange[]) => void): void {
    this.hear = hear;
  }

  change(changed: readonly ChangedRow[], lane = LANE): void {
    this.hear([{ board: BOARD, lane, from: this.position, to: ++this.position, rows: changed }]);
  }
}

let views: ToldViews;
let live: LiveBoards;
let server: Server;
/** A socket of the file system: the operating system keeps little for it, where for one of TCP it keeps megabytes. */
let path: string;
const sockets: Socket[] = [];
/** How often the credentials were looked at. */
let looked = 0;
/** How often that fails first. */
let breaks = 0;

const start = (settings: Partial<LiveSettings> = {}): void => {
  live = new LiveBoards(views, () => Promise.resolve(views.position), { gatheredMs: 1, bufferBytesMax: BUFFER_BYTES_MAX, ...settings });
};
const listen = (response: ServerResponse, standing = STANDING, board = BOARD): Promise<void> => {
  const again = (): Promise<Standing> => {
    looked++;
    if (breaks-- > 0) return Promise.reject(new Error('the disk is gone'));
    return Promise.resolve(standing);
  };
  return live.listen({ board, filters: {}, standing, again }, () => new EventStream(response));
};

/** A reader with a connection of his own, who reads only when he is let. */
async function reader(): Promise<{ socket: Socket; read: () => string }> {
  const socket = connect({ path });
  sockets.push(socket);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  await met(() => text.includes('heartbeat'));
  return { socket, read: () => text };
}

async function met(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((look) => setTimeout(look, 5));
}

beforeEach(async () => {
  looked = 0;
  breaks = 0;
  views = new ToldViews();
  path = join(temporaryFolder(), 'socket');
  server = createServer((_, response) => void listen(response)).listen(path);
  await once(server, 'listening');
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await live.close();
  server.closeAllConnections();
  server.close();
});

describe('readers of a board', () => {
  it('who see the same are told the same, each after his own check', async () => {
    start();
    const all = [await reader(), await reader(), await reader()];
    views.change(rows(2));
    await met(() => all.every(({ read }) => read().includes('event: changed')));
    expect(looked).toBe(3);
    views.change(rows(0));
    views.change(rows(1));
    await met(() => all.every(({ read }) => read().split('event: changed').length === 3));
    expect(all.every(({ read }) => read().includes(`id: ${views.position}\n`))).toBe(true);
  });

  it('are told to read the board again where more has changed than one message names, and where it is another version', async () => {
    start();
    const { read } = await reader();
    views.change(rows(CHANGES_PER_MESSAGE_MAX));
    await met(() => read().includes('event: changed'));
    views.change(rows(CHANGES_PER_MESSAGE_MAX + 1));
    await met(() => read().includes('event: reset'));
    views.change([], 'tracker_v2');
    views.change(rows(1), 'tracker_v2');
    await met(() => read().split('event: reset').length === 3);
  });

  it('are let go with a reason where they do not read, and hold no memory', async () => {
    start();
    const [slow, quick] = [await reader(), await reader()];
    slow.socket.pause();
    for (let sent = 0; live.count === 2 && sent < 200; sent++) {
      views.change(rows(CHANGES_PER_MESSAGE_MAX));
      const id = `id: ${views.position}\n`;
      await met(() => quick.read().includes(id));
    }
    expect(live.count).toBe(1);
    slow.socket.resume();
    await met(() => slow.socket.closed);
    expect(slow.read()).toMatch(/event: end\ndata: .*"code":"slow-reader".*\n\n/);
    views.change(rows(1));
    await met(() => quick.read().endsWith(`"position":${views.position},"rows":[{"stream":"commitment-0","id":"0"}]}\n\n\r\n`));
  });

  it.each([
    ['of one person', { streamsPerPersonMax: 1 }, 'PERSON'],
    ['in all', { streamsMax: 1 }, 'ALL'],
  ] as const)('are no more than there may be %s, until one leaves', async (_, settings, whose) => {
    start(settings);
    const { socket } = await reader();
    await expect(listen({} as ServerResponse)).rejects.toEqual(new TooManyStreamsError(whose));
    socket.destroy();
    await met(() => live.count === 0);
    await reader();
  });

  it('are let go one by one where their credentials cannot be looked at', async () => {
    start();
    const [broken, whole] = [await reader(), await reader()];
    breaks = 1;
    views.change(rows(1));
    await met(() => whole.read().includes('event: changed'));
    expect(broken.read()).toMatch(/event: end\ndata: .*"code":"internal"/);
  });

  it('cannot listen to a board that is not built, nor to one that is closing', async () => {
    start();
    await expect(listen({} as ServerResponse, STANDING, 'none')).rejects.toThrow('none is not built yet');
    await live.close();
    await expect(listen({} as ServerResponse)).rejects.toThrow('closing');
  });
});
