import { Controller, Get, Inject, Module, Param, Req, Res } from '@nestjs/common';
import { type IQueryHandler, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Standing } from '../../commands/authority';
import type { Failure } from '../../commands/outcome';
import { RecordQueries, type Withheld } from '../../commands/record.queries';
import { Streams } from '../../commands/streams';
import { Admits, callerOf } from '../../http/access.guard';
import { DescribeRead } from '../../http/command.openapi';
import { existingId } from '../../http/command.request';
import { type InputFault, invalidInput, problemOf } from '../../http/problem';
import { readersOf } from '../../http/record.controller';
import { Rejection } from '../../kernel/rejection';
import { ProposalModule } from '../../negotiation/proposal/proposal.module';
import { type DiffRead, NoSuchRevision, Revisions, type TextRead } from './revisions';

/** A text on the table as it reads on paper. A message of the QueryBus. */
export class ReadText {
  constructor(
    readonly id: string,
    readonly reader: Standing,
    readonly revision?: number,
  ) {}
}

/** What changed between two revisions of a text. A message of the QueryBus. */
export class ReadTextDiff {
  constructor(
    readonly id: string,
    readonly reader: Standing,
    readonly between: { readonly from?: number; readonly to?: number },
  ) {}
}

@QueryHandler(ReadText)
class ReadTextHandler implements IQueryHandler<ReadText> {
  constructor(@Inject(Revisions) private readonly revisions: Revisions) {}

  execute({ id, reader, revision }: ReadText): ReturnType<Revisions['text']> {
    return this.revisions.text(id, reader, revision);
  }
}

@QueryHandler(ReadTextDiff)
class ReadTextDiffHandler implements IQueryHandler<ReadTextDiff> {
  constructor(@Inject(Revisions) private readonly revisions: Revisions) {}

  execute({ id, reader, between }: ReadTextDiff): ReturnType<Revisions['diff']> {
    return this.revisions.diff(id, reader, between);
  }
}

const { noun } = ProposalModule;

@Controller(`v1/${noun.collection}`)
@ApiTags(noun.title)
@Admits(readersOf(noun))
class RevisionsController {
  constructor(@Inject(QueryBus) private readonly bus: QueryBus) {}

  @Get(':id/text')
  @ApiOperation({
    operationId: 'read-proposal-text',
    summary: 'Read a revision as it stands on paper: exactly the bytes that are hashed and cleared',
  })
  @ApiQuery({ name: 'revision', required: false, type: Number, description: 'Which; by default the one that stands' })
  @ApiQuery({
    name: 'format',
    required: false,
    enum: ['plain', 'json'],
    description: 'The bytes alone, or with what they are; plain by default',
  })
  @ApiOkResponse({
    description: 'The text; its SHA-256 is the textHash that a clearance names, and `Repr-Digest` (RFC 9530) says it.',
    content: { 'text/plain': { schema: { type: 'string' } }, 'application/json': { schema: { type: 'object' } } },
  })
  @DescribeRead(noun)
  async text(
    @Param('id') id: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | TextRead | Withheld> {
    const query = request.query as Record<string, unknown>;
    const { revision } = revisionsIn(query, ['revision'], ['format']);
    const { format = 'plain' } = query;
    if (format !== 'plain' && format !== 'json') throw invalidInput([{ pointer: '?format', detail: 'must be plain or json' }]);
    const asked = new ReadText(existingId(id), callerOf(request).standing, revision);
    const read = found<TextRead>(await this.bus.execute(asked));
    if ('withheld' in read || format === 'json') return read;
    const digest = Buffer.from(read.textHash, 'hex').toString('base64');
    reply.header('repr-digest', `sha-256=:${digest}:`).header('content-language', read.lang).type('text/plain; charset=utf-8');
    return read.body;
  }

  @Get(':id/diff')
  @ApiOperation({ operationId: 'read-proposal-diff', summary: 'What changed between two revisions, clause by clause and word by word' })
  @ApiQuery({ name: 'from', required: false, type: Number, description: 'The earlier revision; by default the one before the other' })
  @ApiQuery({ name: 'to', required: false, type: Number, description: 'The later revision; by default the one that stands' })
  @DescribeRead(noun)
  async diff(@Param('id') id: string | undefined, @Req() request: FastifyRequest): Promise<DiffRead | Withheld> {
    const between = revisionsIn(request.query as Record<string, unknown>, ['from', 'to']);
    const asked = new ReadTextDiff(existingId(id), callerOf(request).standing, between);
    return found<DiffRead>(await this.bus.execute(asked));
  }
}

const REVISION = /^[1-9]\d{0,8}$/;

/** The revisions that a query names. Throws the problem of all that is wrong with it. */
function revisionsIn<Name extends string>(
  query: Readonly<Record<string, unknown>>,
  names: readonly Name[],
  others: readonly string[] = [],
): { [N in Name]?: number } {
  const faults: InputFault[] = [];
  const revisions: { [N in Name]?: number } = {};
  for (const [name, value] of Object.entries(query)) {
    const own = names.find((it) => it === name);
    if (own === undefined && !others.includes(name)) faults.push({ pointer: `?${name}`, detail: 'is not a parameter of this' });
    else if (own !== undefined && typeof value === 'string' && REVISION.test(value)) revisions[own] = Number(value);
    else if (own !== undefined) faults.push({ pointer: `?${name}`, detail: 'must be a revision, counted from 1' });
  }
  if (faults.length > 0) throw invalidInput(faults);
  return revisions;
}

/** What there is to answer. Throws the problem that there is nothing. */
function found<Read extends object>(it: Read | Withheld | Failure | Rejection | NoSuchRevision): Read | Withheld {
  if (typeof it === 'string' || it instanceof Rejection) throw problemOf(it);
  if (it instanceof NoSuchRevision)
    throw invalidInput([{ pointer: `?${it.as}`, detail: `must be a revision that there is: 1 to ${it.last}` }]);
  return it;
}

@Module({
  controllers: [RevisionsController],
  providers: [
    {
      provide: Revisions,
      inject: [RecordQueries, Streams],
      useFactory: (records: RecordQueries, streams: Streams) => new Revisions(records, streams),
    },
    ReadTextHandler,
    ReadTextDiffHandler,
  ],
})
export class RevisionsModule {}
