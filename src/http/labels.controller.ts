import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isLanguage, type Labels, LANGUAGES } from '../labels/labels';
import { labels } from '../labels/languages';
import { Admits } from './access.guard';
import { withoutParameters } from './command.request';
import { problemOf } from './problem';

/** What a dashboard shows for the words of programs. It says nothing of any record. */
@Controller('v1/labels')
@ApiTags('Labels')
@Admits('SIGNED_IN')
export class LabelsController {
  @Get(':language')
  @ApiOperation({
    operationId: 'read-labels',
    summary: 'Labels of enumerations, boards and columns in one language; `draft` where a machine translated them',
  })
  @ApiParam({ name: 'language', enum: LANGUAGES })
  read(@Param('language') language: string, @Req() request: FastifyRequest): Labels {
    withoutParameters(request);
    if (!isLanguage(language)) throw problemOf('NOT_FOUND');
    return labels[language];
  }
}
