import { describe, expect, it } from '@jest/globals';
import { Role } from '../kernel/roles';
import { ACTING, ADMINISTRATORS, holderOf, LOOKING_ON, ROLES } from './people';

const PEOPLE = [...ACTING, ...LOOKING_ON];

describe('the people of the demonstration', () => {
  it('hold every role but that of the machine', () => {
    expect([...ROLES, 'SYSTEM'].sort()).toEqual([...Role.options].sort());
    expect(new Set(ROLES.map(holderOf)).size).toBe(ROLES.length);
  });
  it('are known by one key each', () => {
    const keys = [...PEOPLE.map(({ key }) => key), ...Object.keys(ADMINISTRATORS)];
    expect(new Set(keys).size).toBe(keys.length);
  });
  it.each(PEOPLE.map(({ displayName }) => displayName))('%s says that he is invented', (displayName) => {
    expect(displayName).toMatch(/^[A-Z]\w+ [A-Z]\w+ \(fictitious\), /);
  });
});
