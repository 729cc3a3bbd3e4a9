import { Controller, Get, Inject, Module, Req, Res } from '@nestjs/common';
import { type IQueryHandler, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Standing } from '../../commands/authority';
import { type Declaration, kindOfNoun } from '../../commands/noun';
import type { Withheld } from '../../commands/record.queries';
import { Admits, callerOf } from '../../http/access.guard';
import { type InputFault, invalidInput, problemOf } from '../../http/problem';
import { UUID } from '../../kernel/uuid';
import { declarations } from '../../negotiation/nouns';
import { type TrailEntry, Trails } from './trail';
import { trailCsv } from './trail.csv';

/** Who did what to one record, when and why. A message of the QueryBus. */
export class ReadTrail {
  constructor(
    readonly noun: Declaration,
    readonly id: string,
    readonly reader: Standing,
  ) {}
}

@QueryHandler(ReadTrail)
class ReadTrailHandler implements IQueryHandler<ReadTrail> {
  constructor(@Inject(Trails) private readonly trails: Trails) {}

  execute({ noun, id, reader }: ReadTrail): ReturnType<Trails['of']> {
    return this.trails.of(noun, id, reader);
  }
}

@Controller('v1/audit')
@ApiTags('Audit')
@Admits(['AUDITOR', 'FEDERAL_LIAISON', 'FEDERAL_REVIEWER', 'FOCAL_PERSON', 'RECORDS_OFFICER'])
class TrailController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Get('trail')
  @ApiOperation({ operationId: 'audit-trail', summary: 'Who did what to one record, when, why and on whose behalf; each leaf checked' })
  @ApiQuery({
    name: 'stream',
    required: true,
    type: String,
    description: 'The record: its kind, a hyphen and its id, such as commitment-<uuid>',
  })
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'csv'], description: 'json by default; csv also for who accepts text/csv' })
  async trail(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string | object> {
    const { noun, id, csv } = askedOf(request.query as Record<string, unknown>, request.headers.accept);
    const query = new ReadTrail(noun, id, callerOf(request).standing);
    const entries: readonly (TrailEntry | Withheld)[] | undefined = await this.bus.execute(query);
    if (!entries) throw problemOf('NOT_FOUND');
    if (!csv) return { stream: `${kindOfNoun(noun)}-${id}`, events: entries };
    reply.header('content-disposition', `attachment; filename="trail-${kindOfNoun(noun)}-${id}.csv"`);
    reply.type('text/csv; charset=utf-8');
    return trailCsv(entries);
  }
}

function askedOf(query: Record<string, unknown>, accept = ''): { noun: Declaration; id: string; csv: boolean } {
  const { stream, format = accept.startsWith('text/csv') ? 'csv' : 'json', ...rest } = query;
  const faults: InputFault[] = Object.keys(rest).map((name) => ({ pointer: `?${name}`, detail: 'is not a parameter of this' }));
  const [kind = '', id = ''] =
    typeof stream === 'string' ? [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)] : [];
  const noun = declarations.find((declaration) => kindOfNoun(declaration) === kind);
  if (!noun || !UUID.test(id)) faults.push({ pointer: '?stream', detail: 'must be a kind of record, a hyphen and its id' });
  if (format !== 'json' && format !== 'csv') faults.push({ pointer: '?format', detail: 'must be json or csv' });
  if (!noun || faults.length > 0) throw invalidInput(faults);
  return { noun, id, csv: format === 'csv' };
}

@Module({ controllers: [TrailController], providers: [ReadTrailHandler] })
export class TrailModule {}
