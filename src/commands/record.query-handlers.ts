import { Inject, Module } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ReadActions, ReadHistory, ReadRecord, RecordQueries } from './record.queries';

/* Queries of single records on the QueryBus; what they answer is said once, in `RecordQueries`. */

@QueryHandler(ReadRecord)
class ReadRecordHandler implements IQueryHandler<ReadRecord> {
  constructor(@Inject(RecordQueries) private readonly queries: RecordQueries) {}

  execute(query: ReadRecord): ReturnType<RecordQueries['read']> {
    return this.queries.read(query);
  }
}

@QueryHandler(ReadHistory)
class ReadHistoryHandler implements IQueryHandler<ReadHistory> {
  constructor(@Inject(RecordQueries) private readonly queries: RecordQueries) {}

  execute(query: ReadHistory): ReturnType<RecordQueries['history']> {
    return this.queries.history(query);
  }
}

@QueryHandler(ReadActions)
class ReadActionsHandler implements IQueryHandler<ReadActions> {
  constructor(@Inject(RecordQueries) private readonly queries: RecordQueries) {}

  execute(query: ReadActions): ReturnType<RecordQueries['actions']> {
    return this.queries.actions(query);
  }
}

@Module({ providers: [ReadRecordHandler, ReadHistoryHandler, ReadActionsHandler] })
export class RecordQueriesModule {}
