import { type ArgumentsHost, Logger } from '@nestjs/common';
import { describe, expect, it, jest } from '@jest/globals';
import { AppendFailedError, DamagedStreamError, StoreUnavailableError } from '../ledger/event-store';
import { PostgresBusyError, PostgresError } from '../postgres/postgres-fault';
import { UnreadableError } from '../trust/opener';
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
    ['all connections to the server of the keys are in use', new PostgresBusyError(undefined), 'queue-full'],
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

describe('what lies in the log is not what was recorded: 500 that says so, and not where', () => {
  const place = { stream: 'commitment-1', revision: 3, position: 9, record: new Uint8Array() };
  it.each<[what: string, error: unknown, code: string]>([
    ['a record does not open', new UnreadableError(place, new Error('altered')), 'record.unreadable'],
    ['somebody else has written to its stream', new DamagedStreamError('commitment-1 revision 3'), 'record.unreadable'],
    ['nobody knows what it is', new Error('commitment-1 revision 3'), 'internal'],
  ])('where %s', (_, error, code) => {
    const told = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const { status, body } = answerTo(error);
    expect(told).toHaveBeenCalledWith(error);
    told.mockRestore();
    expect([status, body['code']]).toEqual([500, code]);
    expect(JSON.stringify(body)).not.toContain('commitment-1');
  });
});
