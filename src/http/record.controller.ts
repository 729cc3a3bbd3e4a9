import { Controller, Get, Inject, Param, Req, Res, type Type } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { commandTypesOf, type Declaration, kindOfNoun } from '../commands/noun';
import type { Failure } from '../commands/outcome';
import {
  type Action,
  type EventRead,
  ReadActions,
  ReadHistory,
  ReadRecord,
  type RecordRead,
  type Withheld,
} from '../commands/record.queries';
import { Role } from '../kernel/roles';
import { Admits, callerOf } from './access.guard';
import { existingId, withoutParameters } from './command.request';
import { DescribeRead } from './command.openapi';
import { problemOf } from './problem';

const ADMINISTRATORS: readonly Role[] = ['ADMINISTRATOR', 'FEDERAL_ADMINISTRATOR'];

/** A viewer looks at boards only, and an administrator reads no content, only what he keeps himself (domain.md 4.4). */
export function readersOf(noun: Declaration): readonly Role[] {
  if (noun.readers) return noun.readers;
  const kept = commandTypesOf(noun).flatMap(({ by }) => by);
  return Role.options.filter(
    (role) => role !== 'SYSTEM' && role !== 'DASHBOARD_VIEWER' && (!ADMINISTRATORS.includes(role) || kept.includes(role)),
  );
}

/** `GET /v1/commitments/:id`, `…/events` and `…/actions`: how a single record is read, the same for every noun. */
export function recordController(noun: Declaration): Type {
  const kind = kindOfNoun(noun);
  const below = noun.singleton === undefined ? ':id' : '';
  const idOf = (id: string | undefined): string => noun.singleton ?? existingId(id);

  @Controller(`v1/${noun.collection}`)
  @ApiTags(noun.title)
  @Admits(readersOf(noun))
  class RecordController {
    constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

    @Get(below)
    @ApiOperation({ operationId: `read-${kind}`, summary: 'Read the record as it stands' })
    @DescribeRead(noun)
    async read(
      @Param('id') id: string | undefined,
      @Req() request: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<RecordRead | Withheld> {
      withoutParameters(request);
      const read = answered<RecordRead | Withheld>(await this.bus.execute(new ReadRecord(noun, idOf(id), callerOf(request).standing)));
      if ('revision' in read) reply.header('etag', `"${read.revision}"`);
      return read;
    }

    @Get(`${below}/events`)
    @ApiOperation({ operationId: `read-${kind}-events`, summary: 'Read its history, event by event, as it was recorded' })
    @DescribeRead(noun)
    async events(@Param('id') id: string | undefined, @Req() request: FastifyRequest): Promise<readonly (EventRead | Withheld)[]> {
      withoutParameters(request);
      return answered(await this.bus.execute(new ReadHistory(noun, idOf(id), callerOf(request).standing)));
    }

    @Get(`${below}/actions`)
    @ApiOperation({ operationId: `read-${kind}-actions`, summary: 'What you may do now with this record, and what stops the rest' })
    @DescribeRead(noun)
    async actions(@Param('id') id: string | undefined, @Req() request: FastifyRequest): Promise<readonly Action[] | Withheld> {
      withoutParameters(request);
      return answered(await this.bus.execute(new ReadActions(noun, idOf(id), callerOf(request).standing)));
    }
  }
  Object.defineProperty(RecordController, 'name', { value: `${kind}RecordController` });
  return RecordController;
}

function answered<T>(answer: T | Failure): T {
  if (typeof answer === 'string') throw problemOf(answer as Failure);
  return answer;
}
