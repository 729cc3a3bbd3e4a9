import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { EventStore } from '../ledger/event-store';
import { Admits } from './access.guard';

@Controller('health')
@ApiTags('Health')
@Admits('ANYONE')
export class HealthController {
  constructor(@Inject(EventStore) private readonly store: EventStore) {}

  @Get('live')
  @ApiOperation({ operationId: 'health-live', summary: 'Whether the process runs' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ operationId: 'health-ready', summary: 'Whether everything works, and which part does not' })
  async ready(): Promise<{ status: 'ok' }> {
    await this.store.head();
    return { status: 'ok' };
  }
}
