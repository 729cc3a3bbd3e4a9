import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('participant', {
  otherSide: {
    invariant: 'INV-47',
    title: 'Roles, levels and accounts are granted by the side they belong to',
    remedy: 'Ask an administrator of the other side.',
  },
  reserved: {
    invariant: 'INV-47',
    title: 'SYSTEM is nobody',
    remedy: 'Processes and clocks act as SYSTEM; give roles and accounts to people.',
  },
  ownGrant: {
    invariant: 'INV-47',
    title: 'Nobody grants himself a role or a level',
    remedy: 'Ask another administrator of your side; appoint one if there is none yet.',
  },
  alreadyGranted: { title: 'He already has this role', remedy: 'Nothing needs to be done.' },
  noSuchGrant: { title: 'There is no such role in force', remedy: 'Take the id of the grant from the history of the participant.' },
  noRole: {
    invariant: 'INV-47',
    title: 'An account is bound to somebody who has a role',
    remedy: 'Grant a role first; it decides which side administers the account.',
  },
  alreadyBound: { title: 'This account is already bound', remedy: 'Nothing needs to be done.' },
  noSuchAccount: { title: 'There is no such account', remedy: 'Take the id of the binding from the history of the participant.' },
  partyUnknown: { title: 'There is no such party', remedy: 'Register the party first.' },
});
