import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiProperty, ApiResponse } from '@nestjs/swagger';
import { EVIDENCE_BYTES_MAX } from '../kernel/limits';
import { ID_PARAMETER, problem } from './command.openapi';

class BytesKept {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: 'Of what is kept, in lower-case hex: the one that was recorded' }) sha256!: string;
  @ApiProperty({ type: 'integer', description: 'How many there are' }) bytes!: number;
}

const FILE = { type: 'string', format: 'binary' } as const;
const ANY_FILE = { 'application/octet-stream': { schema: FILE } };
const TAG = { ETag: { description: 'SHA-256 of the bytes', schema: { type: 'string' } } } as const;

const refusals = applyDecorators(
  problem(401, 'No or bad credentials.'),
  problem(403, 'Role missing, or the record is above your level.'),
  problem(404, 'No such record for you; or `evidence.bytes-missing`: nobody has put its bytes here yet.'),
  problem(410, 'The key was destroyed: nobody can read the bytes any more.'),
);

export const DescribePut = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      operationId: 'evidence-put-bytes',
      summary: 'Put the bytes of a piece of evidence there',
      description:
        `The file itself, of any type, at most ${EVIDENCE_BYTES_MAX} bytes. It is kept if its SHA-256 and its length are those that were recorded (INV-38), ` +
        'whole and durable with the answer; else nothing of it is. Repeated, it is answered alike. With `Expect: 100-continue` nothing is sent in vain.',
    }),
    ID_PARAMETER,
    ApiConsumes('application/octet-stream'),
    ApiBody({ schema: FILE }),
    ApiResponse({ status: 200, description: 'Kept, durably.', type: BytesKept, headers: TAG }),
    refusals,
    problem(409, '`evidence.other-bytes`: not what was recorded; or the record was annulled.'),
    problem(413, 'Over the limit.'),
    problem(503, 'No room on the disk, or not ready; see `Retry-After`.'),
  );

export const DescribeHead = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId: 'evidence-look-at-bytes', summary: 'Whether the bytes of a piece of evidence are here, and how many' }),
    ID_PARAMETER,
    ApiResponse({ status: 200, description: 'They are here.', headers: TAG }),
    refusals,
  );

export const DescribeGet = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      operationId: 'evidence-read-bytes',
      summary: 'Read the bytes of a piece of evidence',
      description:
        'As an attachment of the type that was recorded. Where the connection ends before `Content-Length`, what is kept was altered.',
    }),
    ID_PARAMETER,
    ApiHeader({ name: 'Range', required: false, description: 'One stretch of it', schema: { type: 'string', example: 'bytes=0-1023' } }),
    ApiHeader({ name: 'If-None-Match', required: false, description: '304 where you have these bytes', schema: { type: 'string' } }),
    ApiResponse({ status: 200, description: 'All of it.', content: ANY_FILE, headers: TAG }),
    ApiResponse({ status: 206, description: 'The stretch that `Range` asks for.', content: ANY_FILE }),
    ApiResponse({ status: 304, description: 'You have these bytes.' }),
    refusals,
    problem(409, 'The record was annulled.'),
    problem(416, 'There are no bytes in that range.'),
    problem(500, '`evidence.bytes-altered`: what is kept is not what was put there.'),
  );
