import { Act } from '../../commands/act';
import { type Checked, Day, type Fault, Id, IdList, OneOf, Text, TextList, type TextPart, WrittenText } from '../../commands/fields';
import { Level } from '../../kernel/classification';
import { Topic } from '../terms';
import { InstrumentKind, RED_LINES_MAX, RedLineEffect } from './policy-framework.events';

/* All of them are for the federal reviewer alone (INV-17). */

@Act({ summary: 'Register an instrument of national policy', by: ['FEDERAL_REVIEWER'] })
export class RegisterInstrument {
  @Text(500, 'Its title') title!: string;
  @Text(200, 'Who issued it') issuer!: string;
  @OneOf({ InstrumentKind }) kind!: InstrumentKind;
  @Day('From which day it holds') effectiveFrom!: string;
  @Id('Its text, as evidence in the ledger') evidenceId!: string;
  @OneOf({ Level }, 'The mark that the instrument itself bears') classification!: Level;
}

@Act({ summary: 'Declare a red line', by: ['FEDERAL_REVIEWER'] })
export class DeclareRedLine {
  @OneOf({ Topic }) topic!: Topic;
  @WrittenText('What it says') text!: TextPart;
  @OneOf({ RedLineEffect }, 'PROHIBITED cannot be cleared around') effect!: RedLineEffect;
  @TextList(20, 1_000, 'What would cross it') examples!: string[];
}

@Act({ summary: 'Amend a red line; the new words hold at once', by: ['FEDERAL_REVIEWER'] })
export class AmendRedLine {
  @Id('The red line') redLineId!: string;
  @WrittenText('What it says from now on') text!: TextPart;
  @OneOf({ RedLineEffect }) effect!: RedLineEffect;
}

@Act({ summary: 'Withdraw a red line; it binds nobody any more', by: ['FEDERAL_REVIEWER'] })
export class WithdrawRedLine {
  @Id('The red line') redLineId!: string;
  @Text(2_000, 'Why') reason!: string;
}

@Act({ summary: 'Publish the next version of the framework', by: ['FEDERAL_REVIEWER'] })
export class PublishFrameworkVersion implements Checked {
  @IdList(RED_LINES_MAX, 'The red lines that it holds, each once') redLineIds!: string[];
  @Day('From which day it holds, today at the latest') effectiveFrom!: string;

  faults(): readonly Fault[] {
    return this.redLineIds.flatMap((redLineId, place) =>
      this.redLineIds.indexOf(redLineId) < place ? [{ pointer: `/redLineIds/${place}`, detail: 'must not repeat a red line' }] : [],
    );
  }
}
