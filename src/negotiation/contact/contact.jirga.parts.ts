import { AmountMinor, type Checked, Count, Currency, type Fault, Id, Language, OneOf, Part, Text } from '../../commands/fields';
import { SanctionKind } from '../commitment/commitment.events';
import { Script } from '../party/party.events';
import { DecisionBasis, DepositKind } from './contact.jirga.events';

/** A word of the field as somebody spoke it: spellings vary, and none replaces it. */
export class SpokenWord {
  @Text(100, 'The word, in its own script') word!: string;
  @Language('Language, BCP 47') lang!: string;
  @OneOf({ Script }, 'Script, ISO 15924') script!: Script;
}

export class Money {
  @AmountMinor('Minor units of the currency, as decimal digits') amountMinor!: string;
  @Currency('ISO 4217') currency!: string;
}

export class JirgaBasis implements Checked {
  @OneOf({ DecisionBasis }, 'By which law') kind!: DecisionBasis;
  @Id('The party whose customary law it is, narkh or rewaj; with CUSTOMARY, and only there', { optional: true }) narkhOf?: string;

  faults(): readonly Fault[] {
    if (this.kind === 'CUSTOMARY' && this.narkhOf === undefined)
      return [{ pointer: '/narkhOf', detail: 'must be there if the basis is CUSTOMARY' }];
    return this.kind !== 'CUSTOMARY' && this.narkhOf !== undefined
      ? [{ pointer: '/narkhOf', detail: 'must be absent unless the basis is CUSTOMARY' }]
      : [];
  }
}

export class TruceSanction {
  @OneOf({ SanctionKind }) kind!: SanctionKind;
  @Text(2_000, 'What becomes of who breaks it') text!: string;
  @Part(Money, 'How much, where it is a sum', { optional: true }) money?: Money;
}

export class DepositItem implements Checked {
  @OneOf({ DepositKind }) kind!: DepositKind;
  @Text(500, 'What it is') description!: string;
  @Count('How many; not of MONEY', { min: 1, optional: true }) quantity?: number;
  @Part(Money, 'How much; with MONEY, and only there', { optional: true }) money?: Money;

  faults(): readonly Fault[] {
    if (this.kind !== 'MONEY')
      return this.money === undefined ? [] : [{ pointer: '/money', detail: 'must be absent unless the kind is MONEY' }];
    if (this.money === undefined) return [{ pointer: '/money', detail: 'must be there if the kind is MONEY' }];
    return this.quantity === undefined ? [] : [{ pointer: '/quantity', detail: 'must be absent if the kind is MONEY' }];
  }
}
