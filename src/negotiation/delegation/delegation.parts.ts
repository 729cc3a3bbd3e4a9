import { type Checked, type Fault, Flag, Id, Languages, OneOf, Text } from '../../commands/fields';
import { DelegateCategory } from './delegation.events';

/** Somebody who is to go, and as what (S3, S16). */
export class Delegate implements Checked {
  @Id('Who goes') participantId!: string;
  @OneOf({ DelegateCategory }, 'As what') category!: DelegateCategory;
  @Flag('Of a government official, and of nobody else: whether a senior one', { optional: true }) senior?: boolean;
  @Text(200, 'For whom he stands; a key stakeholder stands for somebody', { optional: true }) constituency?: string;
  @Languages(20, 'Which languages he speaks') languages!: string[];

  faults(): readonly Fault[] {
    const official = this.category === 'GOVERNMENT_OFFICIAL';
    return [
      ...(official && this.senior === undefined ? [{ pointer: '/senior', detail: 'is needed for GOVERNMENT_OFFICIAL' }] : []),
      ...(!official && this.senior !== undefined
        ? [{ pointer: '/senior', detail: 'must be absent unless the category is GOVERNMENT_OFFICIAL' }]
        : []),
      ...(this.category === 'KEY_STAKEHOLDER' && this.constituency === undefined
        ? [{ pointer: '/constituency', detail: 'is needed for KEY_STAKEHOLDER' }]
        : []),
    ];
  }
}
