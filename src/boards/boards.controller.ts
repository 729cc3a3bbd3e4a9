import { Controller, Get, Header, Inject, Module, Req, type Type } from '@nestjs/common';
import { type IQueryHandler, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Admits, callerOf } from '../http/access.guard';
import { invalidInput } from '../http/problem';
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from '../kernel/limits';
import { Role } from '../kernel/roles';
import type { BoardQuery } from '../views/board-query';
import { BoardDesk } from './board-desk';
import { boardQuestionOf, ReadBoard } from './board.questions';
import { boardQueries } from './queries';

const COMMON: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'sort', description: 'A column; behind a minus the other way round' },
  { name: 'page[size]', description: `1 to ${PAGE_SIZE_MAX}; ${PAGE_SIZE_DEFAULT} by default` },
  { name: 'page[after]', description: 'The `next` of an earlier page' },
  { name: 'at-least', description: 'The position of an answer that must be seen; waits for it, then 503' },
  { name: 'known-at', description: 'What the ledger knew then' },
  { name: 'effective-at', description: 'What held in the world then' },
];

/** Everybody but administrators, who read no content (domain.md 4.4); how far a board has come is none. */
const READERS = Role.options.filter((role) => role !== 'SYSTEM' && role !== 'ADMINISTRATOR' && role !== 'FEDERAL_ADMINISTRATOR');

/** One route for each board, with what it declares. */
function boardsController(): Type {
  @Controller('v1/boards')
  @ApiTags('Boards')
  @Admits(READERS)
  class BoardsController {
    constructor(
      @Inject(QueryBus) readonly bus: QueryBus,
      @Inject(BoardDesk) private readonly desk: BoardDesk,
    ) {}

    @Get('projection-health')
    @Admits('SIGNED_IN')
    @ApiOperation({ operationId: 'board-projection-health', summary: 'How far each board is, and which stands still' })
    @ApiQuery({ name: 'checksum', required: false, enum: ['true', 'false'], description: 'Also a SHA-256 over the rows you may see' })
    async health(@Req() request: FastifyRequest): Promise<object> {
      const { checksum = 'false', ...rest } = request.query as Record<string, unknown>;
      const faults = Object.keys(rest).map((name) => ({ pointer: `?${name}`, detail: 'is not a parameter of this board' }));
      if (checksum !== 'true' && checksum !== 'false') faults.push({ pointer: '?checksum', detail: 'must be true or false' });
      if (faults.length > 0) throw invalidInput(faults);
      return { rows: await this.desk.health(callerOf(request).standing.clearance, { checksum: checksum === 'true' }) };
    }
  }
  for (const [name, query] of Object.entries(boardQueries)) addBoard(BoardsController, name, query);
  return BoardsController;
}

function addBoard(controller: Type<{ readonly bus: QueryBus }>, name: string, query: BoardQuery): void {
  const prototype = controller.prototype as object & Record<string, unknown>;
  prototype[name] = async function (this: { readonly bus: QueryBus }, request: FastifyRequest): Promise<string> {
    const { asked, faults } = boardQuestionOf(query, request.query as Record<string, unknown>);
    if (faults.length > 0) throw invalidInput(faults);
    return this.bus.execute(new ReadBoard(name, callerOf(request).standing.clearance, asked));
  };
  Req()(prototype, name, 0);
  Reflect.defineMetadata('design:paramtypes', [Object], prototype, name);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (!descriptor) throw new Error(`${name} has just been put there and is gone`);
  const parameters = [...Object.entries(query.filters).map(([filter, description]) => ({ name: filter, description })), ...COMMON];
  const decorators = [
    Get(name),
    Header('content-type', 'application/json; charset=utf-8'),
    ApiOperation({ operationId: `board-${name}`, summary: query.summary }),
    ...parameters.map((parameter) => ApiQuery({ ...parameter, required: false, type: String })),
  ];
  for (const decorate of decorators) decorate(prototype, name, descriptor);
}

@QueryHandler(ReadBoard)
class ReadBoardHandler implements IQueryHandler<ReadBoard> {
  constructor(@Inject(BoardDesk) private readonly desk: BoardDesk) {}

  execute(query: ReadBoard): Promise<string> {
    return this.desk.read(query);
  }
}

@Module({ controllers: [boardsController()], providers: [ReadBoardHandler] })
export class BoardsModule {}
