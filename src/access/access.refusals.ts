import { defineRefusals } from '../kernel/rejection';

/** Why nobody is let in, or invited, although the request is well formed. */
export const refuseAccess = defineRefusals('access', {
  loginTaken: {
    title: 'This name is taken',
    remedy: 'Choose another one; the token is still good.',
  },
  otherSide: {
    invariant: 'INV-47',
    title: 'An account is made by the side that administers the participant',
    remedy: 'Grant this participant a role first, or ask an administrator of the other side.',
  },
});
