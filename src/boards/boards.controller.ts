import { Controller, Get, Header, Inject, Module, Req, Res, type Type } from '@nestjs/common';
import { type IQueryHandler, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, UnauthenticatedError } from '../access/access';
import type { Standing } from '../commands/authority';
import { Admits, callerOf } from '../http/access.guard';
import { EventStream } from '../http/event-stream';
import { invalidInput } from '../http/problem';
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from '../kernel/limits';
import { Role } from '../kernel/roles';
import type { BoardQuery } from '../views/board-query';
import { BoardDesk } from './board-desk';
import { boardQuestionOf, changesQuestionOf, ReadBoard } from './board.questions';
import { LiveBoards } from './live-boards';
import { boardQueries } from './queries';
import type { StreamEnd } from './stream-ends';

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
      @Inject(LiveBoards) readonly live: LiveBoards,
      @Inject(Access) readonly access: Access,
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
  for (const [name, query] of Object.entries(boardQueries)) {
    addBoard(BoardsController, name, query);
    addChanges(BoardsController, name, query);
  }
  return BoardsController;
}

type Routes = Type<{ readonly bus: QueryBus; readonly live: LiveBoards; readonly access: Access }>;

/** Declares a route as decorators would. */
function decorated(controller: Type, name: string, parameters: number, decorators: readonly MethodDecorator[]): void {
  const prototype = controller.prototype as object;
  Reflect.defineMetadata('design:paramtypes', Array(parameters).fill(Object), prototype, name);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (!descriptor) throw new Error(`${name} has just been put there and is gone`);
  for (const decorate of decorators) decorate(prototype, name, descriptor);
}

const filtersOf = ({ filters }: BoardQuery) => Object.entries(filters).map(([name, description]) => ({ name, description }));
const described = (parameters: readonly { readonly name: string; readonly description: string }[]): MethodDecorator[] =>
  parameters.map((parameter) => ApiQuery({ ...parameter, required: false, type: String }));

function addBoard(controller: Routes, name: string, query: BoardQuery): void {
  const prototype = controller.prototype as object & Record<string, unknown>;
  prototype[name] = async function (this: { readonly bus: QueryBus }, request: FastifyRequest): Promise<string> {
    const { asked, faults } = boardQuestionOf(query, request.query as Record<string, unknown>);
    if (faults.length > 0) throw invalidInput(faults);
    return this.bus.execute(new ReadBoard(name, callerOf(request).standing.clearance, asked));
  };
  Req()(prototype, name, 0);
  decorated(controller, name, 1, [
    Get(name),
    Header('content-type', 'application/json; charset=utf-8'),
    ApiOperation({ operationId: `board-${name}`, summary: query.summary }),
    ...described([...filtersOf(query), ...COMMON]),
  ]);
}

function addChanges(controller: Routes, name: string, query: BoardQuery): void {
  const prototype = controller.prototype as object & Record<string, unknown>;
  const handler = `${name}/changes`;
  prototype[handler] = async function (this: InstanceType<Routes>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { asked, faults } = changesQuestionOf(query, request.query as Record<string, unknown>, request.headers['last-event-id']);
    if (faults.length > 0) throw invalidInput(faults);
    const { standing, credential } = callerOf(request);
    if (request.method === 'HEAD') {
      void reply.type(EVENT_STREAM).send();
      return;
    }
    const again = async (): Promise<Standing | StreamEnd> => {
      try {
        const caller = await this.access.callerAgain(credential);
        return READERS.some((role) => caller.standing.roles.includes(role)) ? caller.standing : 'forbidden';
      } catch (error) {
        if (error instanceof UnauthenticatedError) return 'unauthenticated';
        throw error;
      }
    };
    await this.live.listen({ board: name, ...asked, standing, again }, () => {
      reply.hijack();
      return new EventStream(reply.raw);
    });
  };
  Req()(prototype, handler, 0);
  Res()(prototype, handler, 1);
  decorated(controller, handler, 2, [
    Get(handler),
    ApiOperation({
      operationId: `board-${name}-changes`,
      summary: `${query.summary}: which rows change, as they do`,
      description: CHANGES,
    }),
    ApiOkResponse({ description: CHANGES, content: { [EVENT_STREAM]: { schema: { type: 'string' } } } }),
    ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The id of the last event that you have taken' }),
    ...described([
      ...filtersOf(query),
      { name: 'since', description: 'A position, for who has no Last-Event-ID yet: that of the answer after which you began to listen' },
    ]),
  ]);
}

const EVENT_STREAM = 'text/event-stream';
const CHANGES =
  'Server-sent events; the id of each is a position. `changed` names the rows that changed, `reset` says: read the board again, `end` says why nothing more comes.';

@QueryHandler(ReadBoard)
class ReadBoardHandler implements IQueryHandler<ReadBoard> {
  constructor(@Inject(BoardDesk) private readonly desk: BoardDesk) {}

  execute(query: ReadBoard): Promise<string> {
    return this.desk.read(query);
  }
}

@Module({ controllers: [boardsController()], providers: [ReadBoardHandler] })
export class BoardsModule {}
