import { Readable } from 'node:stream';
import { Controller, Get, Head, Inject, Logger, Param, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { commandTypesOf } from '../commands/noun';
import { RecordQueries } from '../commands/record.queries';
import { EVIDENCE_BYTES_MAX, EVIDENCE_UPLOADS_AT_ONCE_MAX } from '../kernel/limits';
import { Rejection } from '../kernel/rejection';
import { QueueFullError } from '../ledger/event-store';
import { EvidenceBytes, type HeldBytes, isTooLong } from '../negotiation/evidence/evidence.bytes';
import { EvidenceModule } from '../negotiation/evidence/evidence.module';
import { type Evidence, mediaTypeOf } from '../negotiation/evidence/evidence.state';
import { Admits, callerOf } from './access.guard';
import { type ByteRange, namesTag, rangeIn } from './byte-range';
import { bytesOf, TakesBytes } from './bytes-body';
import { existingId, withoutParameters } from './command.request';
import { DescribeGet, DescribeHead, DescribePut } from './evidence-bytes.openapi';
import { NO_SUCH_RANGE, Problem, problemOf } from './problem';
import { readersOf } from './record.controller';

const { noun } = EvidenceModule;

/** Whoever may record evidence may put its bytes there. */
const KEEPERS = commandTypesOf(noun)
  .filter(({ creates }) => creates === true)
  .flatMap(({ by }) => by);

/** What is not there is no conflict of rules, and what was damaged here no fault of who asks. */
const STATUSES: Readonly<Record<string, number>> = {
  'evidence.bytes-missing': 404,
  'evidence.key-destroyed': 410,
  'evidence.bytes-altered': 500,
};
const refused = (rejection: Rejection): Problem => problemOf(rejection, {}, STATUSES[rejection.code]);

/** `PUT`, `HEAD` and `GET /v1/evidence/:id/bytes`: the file itself, streamed in both directions. */
@Controller(`v1/${noun.collection}/:id/bytes`)
@ApiTags(noun.title)
export class EvidenceBytesController {
  private readonly logger = new Logger(EvidenceBytesController.name);
  /** Files that are coming in. */
  private uploads = 0;

  constructor(
    @Inject(RecordQueries) private readonly queries: RecordQueries,
    @Inject(EvidenceBytes) private readonly bytes: EvidenceBytes,
  ) {}

  @Put()
  @Admits(KEEPERS)
  @TakesBytes()
  @DescribePut()
  async put(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    withoutParameters(request);
    const state = await this.visible(id, request);
    const announced = request.headers['content-length'];
    if (isTooLong(state) || Number(announced) > EVIDENCE_BYTES_MAX)
      throw new Problem(413, 'too-large', 'Too large to be kept', { detail: `At most ${EVIDENCE_BYTES_MAX} bytes are kept of one piece.` });
    if (this.uploads === EVIDENCE_UPLOADS_AT_ONCE_MAX) throw new QueueFullError(`${this.uploads} files of evidence are coming in already`);
    this.uploads++;
    const kept = await this.bytes.put(id, state, bytesOf(request)).finally(() => this.uploads--);
    if (kept instanceof Rejection) throw refused(kept);
    reply.header('etag', `"${kept.sha256}"`);
    return { id, ...kept };
  }

  // Fastify's own HEAD would read all that GET sends, to throw it away.
  @Head()
  @Admits(readersOf(noun))
  @DescribeHead()
  async head(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { held, headers } = await this.held(id, request);
    await held.close();
    const isKnown = namesTag(request.headers['if-none-match'], held.sha256);
    if (!isKnown) reply.header('content-length', held.bytes);
    reply
      .status(isKnown ? 304 : 200)
      .headers(headers)
      .send();
  }

  @Get()
  @Admits(readersOf(noun))
  @DescribeGet()
  async get(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { held, headers } = await this.held(id, request);
    const { range, 'if-none-match': known, 'if-range': ifRange } = request.headers;
    const wanted = ifRange === undefined || ifRange === `"${held.sha256}"` ? rangeIn(range, held.bytes) : undefined;
    if (namesTag(known, held.sha256) || wanted === 'UNSATISFIABLE') {
      await held.close();
      if (wanted === 'UNSATISFIABLE' && !namesTag(known, held.sha256))
        throw new Problem(416, 'no-such-range', NO_SUCH_RANGE, {}, { 'content-range': `bytes */${held.bytes}` });
      reply.status(304).headers(headers).send();
      return;
    }
    const { from, to } = wanted ?? { from: 0, to: held.bytes };
    if (wanted) reply.status(206).header('content-range', `bytes ${from}-${to - 1}/${held.bytes}`);
    reply
      .headers(headers)
      .header('content-length', to - from)
      .send(this.streamOf(held, { from, to }, id));
  }

  private async held(id: string, request: FastifyRequest): Promise<{ held: HeldBytes; headers: Record<string, string> }> {
    withoutParameters(request);
    const state = await this.visible(id, request);
    const held = await this.bytes.open(id, state);
    if (held instanceof Rejection) throw refused(held);
    return { held, headers: headersFor(id, mediaTypeOf(state), held.sha256) };
  }

  private async visible(id: string, request: FastifyRequest): Promise<Evidence> {
    const seen = await this.queries.visible(noun, existingId(id), callerOf(request).standing);
    if (typeof seen === 'string') throw problemOf(seen);
    if ('withheld' in seen) throw problemOf('WITHHELD');
    return seen.state as Evidence;
  }

  private streamOf(held: HeldBytes, { from, to }: ByteRange, id: string): Readable {
    return Readable.from(held.read(from, to), { objectMode: false })
      .once('error', (error: Error) => {
        // The connection is cut: what was altered is not sent, and the length that was promised tells whoever asked.
        this.logger.error(`the bytes of evidence ${id} cannot be read: ${error.message}`);
      })
      .once('close', () => void held.close());
  }
}

/** Whatever it is, no browser runs it in the name of this server, guesses what it may be, or keeps it. */
const headersFor = (id: string, mediaType: string, sha256: string): Record<string, string> => ({
  'content-type': mediaType,
  'content-disposition': `attachment; filename="evidence-${id}"`,
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'accept-ranges': 'bytes',
  etag: `"${sha256}"`,
});
