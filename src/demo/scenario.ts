import { hash } from 'node:crypto';
import { BEFORE_NOTIFICATION } from './acts/before-notification';
import { COMMITMENT } from './acts/commitment';
import { FOUNDATION } from './acts/foundation';
import { FRAMEWORK } from './acts/framework';
import { LEAVE } from './acts/leave';
import { MADE_PUBLIC } from './acts/made-public';
import { MEASURES } from './acts/measures';
import { OBJECTION } from './acts/objection';
import { PROMISE } from './acts/promise';
import { REGISTER } from './acts/register';
import { TEXT, TEXT_DRAFTED } from './acts/text';
import { TRAVEL, TRAVEL_AGAIN } from './acts/travel';
import { ACTING, LOOKING_ON } from './people';
import { enrolsKey, joins, registers, type Step } from './steps';

/** Steps 2 to 7 of the worked example (domain.md 6), told as reported where their names say so; all else is invented. */
export const SCENARIO: readonly Step[] = [
  ...ACTING.map(joins),
  ...LOOKING_ON.map(registers),
  ...ACTING.filter(({ roles }) => roles.includes('FEDERAL_REVIEWER')).map(enrolsKey),
  ...REGISTER,
  ...MADE_PUBLIC,
  ...BEFORE_NOTIFICATION,
  ...OBJECTION,
  ...LEAVE,
  ...PROMISE,
  ...TRAVEL,
  ...MEASURES,
  ...TEXT_DRAFTED,
  ...FOUNDATION,
  ...TRAVEL_AGAIN,
  ...FRAMEWORK,
  ...TEXT,
  ...COMMITMENT,
];

/** Tells this scenario from those of other versions of the program, whose ledgers it cannot go on with. */
export const SCENARIO_HASH = hash('sha256', SCENARIO.map(({ name }) => name).join('\n'));
