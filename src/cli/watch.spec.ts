import { createServer, type ServerResponse } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { jirga } from '../../test/support/cli';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const REFERENCE = {
  paths: {
    '/v1/boards/review-queue': {
      get: {
        operationId: 'board-review-queue',
        summary: 'Reviews',
        parameters: [{ name: 'state', in: 'query', description: 'Those in one state' }],
      },
    },
  },
  components: { schemas: {} },
};

/** A ledger with one board, whose rows change with each event of the one stream that it tells. */
async function serving(stream: (response: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    if (url === '/openapi.json') response.end(JSON.stringify(REFERENCE));
    else if (url.startsWith('/v1/boards/review-queue/changes')) {
      asked.push(`${url} ${String(request.headers['last-event-id'])}`);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      stream(response);
    } else {
      asked.push(url);
      const at = Number(/at-least=(\d+)/.exec(url)?.[1] ?? 7);
      response.end(
        JSON.stringify({
          projection: { position: at, caughtUp: true, lagMs: 0 },
          rows: [{ state: 'IN_REVIEW', age: at }],
          total: 1,
          next: null,
        }),
      );
    }
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked };
}

const CHANGES = 'id: 9\nevent: changed\ndata: {"rows":[]}\n\nid: 12\nevent: reset\ndata: {}\n\n';
const watch = (url: string, ...args: readonly string[]) =>
  jirga(['watch', 'review-queue', ...args], { environment: { JIRGA_URL: url, JIRGA_TOKEN: 'jirga_x' }, wait: () => Promise.resolve() });

it('shows the board, and again after each change, with what has changed in it', async () => {
  const { url, asked } = await serving((response) => response.write(CHANGES));
  const { code, out } = await watch(url, '--state', 'IN_REVIEW', '--changes', '2');
  expect([code, out.split('\n').filter((line) => line !== '')]).toEqual([
    0,
    [
      'state      age',
      'IN_REVIEW  7',
      '1 row',
      'Changed at position 9:',
      'state      age',
      'IN_REVIEW  9',
      '1 row',
      'Much has changed at position 12:',
      'state      age',
      'IN_REVIEW  12',
      '1 row',
    ],
  ]);
  expect(asked).toEqual([
    '/v1/boards/review-queue?state=IN_REVIEW',
    '/v1/boards/review-queue/changes?state=IN_REVIEW 7',
    '/v1/boards/review-queue?state=IN_REVIEW&at-least=9',
    '/v1/boards/review-queue?state=IN_REVIEW&at-least=12',
  ]);
});

it('prints each event as one line for machines', async () => {
  const { url } = await serving((response) => response.write(CHANGES));
  const { out } = await watch(url, '--json', '--changes', '2');
  expect(out.split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([
    { event: 'changed', id: '9', data: { rows: [] } },
    { event: 'reset', id: '12', data: {} },
  ]);
});

it('says when the connection was lost, and when the ledger tells no more', async () => {
  let nth = 0;
  const { url, asked } = await serving((response) => {
    if (nth++ === 0) response.end(': heartbeat\nid: 8\n\n');
    else response.end('event: end\ndata: {"code":"unauthenticated","title":"No credentials, or none that are valid"}\n\n');
  });
  const { code, err } = await watch(url);
  expect([code, err]).toEqual([
    1,
    'The connection ended; listening again in 1 second.\nNo credentials, or none that are valid (unauthenticated).',
  ]);
  expect(asked.at(-1)).toMatch(/ 8$/);
});

it('takes no number of changes that is none, and no filter that is not there', async () => {
  const { url } = await serving((response) => response.end());
  expect(await watch(url, '--changes', 'many')).toMatchObject({ code: 2, err: expect.stringContaining('expected a number') });
  expect(await watch(url, '--stat', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean --state?') });
});
