import { Controller, Get, Inject, Optional, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AccountStore } from '../access/account-store';
import { Processes } from '../processes/processes';
import { BoardDesk } from '../boards/board-desk';
import { EventStore } from '../ledger/event-store';
import { InstanceLease } from '../postgres/instance-lease';
import { Views } from '../views/views';
import { Admits } from './access.guard';

/** One part of the house, and what is wrong with it. */
interface Part {
  readonly part: 'ledger' | 'keys' | 'views' | 'processes';
  readonly status: 'ok' | 'failing';
  /** In words; empty where nothing is wrong. No content of any record stands here. */
  readonly faults: readonly string[];
  /** What works and yet should be mended, in words that say how. */
  readonly warnings: readonly string[];
}

@Controller('health')
@ApiTags('Health')
@Admits('ANYONE')
export class HealthController {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(AccountStore) private readonly accounts: AccountStore,
    @Inject(Views) private readonly views: Views,
    @Inject(BoardDesk) private readonly boards: BoardDesk,
    @Inject(Processes) private readonly processes: Processes,
    @Optional() @Inject(InstanceLease) private readonly lease?: InstanceLease,
  ) {}

  @Get('live')
  @ApiOperation({ operationId: 'health-live', summary: 'Whether the process runs' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ operationId: 'health-ready', summary: 'Whether every part works, and which one does not' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: 'ok' | 'failing'; parts: readonly Part[] }> {
    const parts = [
      part('ledger', await this.ledgerFaults(), this.store.warnings()),
      part('keys', await this.keysFaults()),
      part('views', this.viewsFaults()),
      part('processes', this.processesFaults(), this.processes.warnings()),
    ];
    const failing = parts.some(({ status }) => status === 'failing');
    if (failing) reply.status(503).header('retry-after', '5');
    return { status: failing ? 'failing' : 'ok', parts };
  }

  private async ledgerFaults(): Promise<string[]> {
    try {
      await this.store.head();
      const fault = this.store.failure();
      return fault === undefined ? [] : [fault];
    } catch (error) {
      return [(error as Error).message];
    }
  }

  /** Of keys and accounts, which lie in one place. */
  private async keysFaults(): Promise<string[]> {
    try {
      await this.accounts.ready();
      const lapsed = this.lease?.failure();
      return lapsed === undefined ? [] : [lapsed];
    } catch (error) {
      return [(error as Error).message];
    }
  }

  private viewsFaults(): string[] {
    const failure = this.views.failure() ?? this.boards.failure();
    const halted = this.views.health().filter((lane) => lane.halted !== undefined);
    return [...(failure === undefined ? [] : [failure]), ...halted.map(({ lane, halted: why }) => `${lane} stands still: ${why ?? ''}`)];
  }

  private processesFaults(): string[] {
    const failure = this.processes.failure();
    const standing = this.processes.health().flatMap(({ process, halted, waiting }) => {
      if (halted !== undefined) return [`${process} stands still: ${halted}`];
      return waiting === undefined ? [] : [`${process} waits: ${waiting}`];
    });
    return [...(failure === undefined ? [] : [failure]), ...standing];
  }
}

const part = (name: Part['part'], faults: readonly string[], warnings: readonly string[] = []): Part => ({
  part: name,
  status: faults.length === 0 ? 'ok' : 'failing',
  faults,
  warnings,
});
