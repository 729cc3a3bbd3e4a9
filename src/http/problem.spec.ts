import type { ArgumentsHost } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { AppendFailedError, StoreUnavailableError } from '../ledger/event-store';
import { PostgresError } from '../postgres/postgres-fault';
import { ProblemFilter, problemOf } from './problem';

/** What somebody is answered whose request ended in this error. */
function answerTo(error: unknown): {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;
} {
  const answer = { status: 0, body: {} as Record<string, unknown>, headers: {} as Record<string, string> };
  const reply = {
    status: (status: number) => ((answer.status = status), reply),
    headers: (all: Record<string, string>) => (Object.assign(answer.headers, all), reply),
    type: () => reply,
    send: (body: string) => {
      answer.body = JSON.parse(body) as Record<string, unknown>;
    },
  };
  new ProblemFilter().catch(error, { switchToHttp: () => ({ getResponse: () => reply }) } as unknown as ArgumentsHost);
  return answer;
}

describe('not now, but soon: 503 with the time after which one may come again', () => {
  it.each<[what: string, error: unknown, code: string]>([
    ['others wrote to the record each time', problemOf('CONFLICTS_IN_A_ROW'), 'conflicts-in-a-row'],
    ['the server of the log is away', new StoreUnavailableError('KurrentDB at db.example refuses our user'), 'ledger.unavailable'],
    ['the server of the keys is away', new PostgresError('PostgreSQL at db.example cannot be reached'), 'database-away'],
  ])('where %s, and no host is named', (_, error, code) => {
    const { status, body, headers } = answerTo(error);
    expect([status, body['code'], headers['retry-after']]).toEqual([503, code, '1']);
    expect(JSON.stringify(body)).not.toContain('db.example');
  });

  it('where nobody knows whether it was recorded, with the command by which that can be found', () => {
    const { status, body, headers } = answerTo(new AppendFailedError('no answer', {}, 'a-command'));
    expect([status, body['code'], body['commandId'], headers['retry-after']]).toEqual([503, 'ledger.write-failed', 'a-command', '1']);
  });
});
