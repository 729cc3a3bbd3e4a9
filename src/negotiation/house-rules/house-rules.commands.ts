import { Act } from '../../commands/act';
import { Count, OneOf } from '../../commands/fields';
import { HouseRule } from './house-rules.events';

@Act({ summary: 'Set a house rule', route: 'set', by: ['ADMINISTRATOR', 'FEDERAL_REVIEWER'] })
export class SetHouseRule {
  @OneOf({ HouseRule }, 'Which rule') rule!: HouseRule;
  @Count('Its value from now on') value!: number;
}
