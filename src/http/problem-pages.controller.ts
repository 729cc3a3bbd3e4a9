import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { refuseAccess } from '../access/access.refusals';
import { refuseFederal, refuseRecord } from '../commands/record.refusals';
import { wordsOf } from '../kernel/decider';
import type { Reason, RefusalCatalogue } from '../kernel/rejection';
import { declarations } from '../negotiation/nouns';
import { Admits } from './access.guard';
import { GENERAL_REASONS, problemOf } from './problem';

const OUT_OF_TURN = 'out-of-turn';

/** Every refusal there is, from the catalogues of the nouns, by its code. */
export const reasons: RefusalCatalogue = new Map<string, Reason>([
  ...GENERAL_REASONS,
  ...[refuseRecord, refuseFederal, refuseAccess].flatMap(({ catalogue }) => [...catalogue]),
  ...declarations.flatMap(({ fold, refusals }) => [
    [`${fold.events.stream}.${OUT_OF_TURN}`, outOfTurnOf(fold.events.stream)] as const,
    ...refusals,
  ]),
]);

function outOfTurnOf(noun: string): Reason {
  return {
    title: `Not at this point in the life of the ${wordsOf(noun)}`,
    remedy: 'Ask GET …/actions what is possible now, and what stops the rest.',
  };
}

/** What the `type` of a problem points at (RFC 9457, 3.1.1): the rule in words, and what one can do. */
@Controller('problems')
@ApiTags('Problems')
@Admits('ANYONE')
export class ProblemPagesController {
  @Get(':code')
  @Header('content-type', 'text/html; charset=utf-8')
  @ApiOperation({ operationId: 'read-problem', summary: 'What a refusal means, and what one can do about it' })
  page(@Param('code') code: string): string {
    const reason = reasons.get(code);
    if (!reason) throw problemOf('NOT_FOUND');
    return pageOf(code, reason);
  }
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const pageOf = (code: string, { title, remedy, invariant }: Reason): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}code{background:#eee;padding:.1em .3em}</style></head>
<body><h1>${escaped(title)}</h1>
<p>Code <code>${escaped(code)}</code>${invariant === undefined ? '' : `, rule <code>${invariant}</code> of the domain`}</p>
<h2>What to do</h2><p>${escaped(remedy)}</p></body></html>
`;
