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
  noSuchAuthority: {
    title: 'There is no such authority in force',
    remedy: 'Take the id of the event that conferred it from the history of the participant.',
  },
  authorityOver: {
    title: 'Authority ends after it began',
    remedy: 'Look at the end that is named, and at when it was conferred.',
  },
  consentKnown: { title: 'This is what he is known to have said', remedy: 'Nothing needs to be done.' },
  samePseudonym: {
    title: 'He is called so already',
    remedy: 'Nothing needs to be done. Choose another pseudonym, if this one tells too much.',
  },
  administered: {
    invariant: 'INV-47',
    title: 'Whoever may act here is put out of action, and back, by an administrator of his side',
    remedy: 'Ask an administrator of his side.',
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
  notYourKey: {
    invariant: 'INV-47',
    title: 'A key is enrolled by the person whose it is',
    remedy: 'Let this person sign in and enrol it. An administrator of his side may revoke it.',
  },
  keyKnown: { title: 'This key was enrolled before', remedy: 'Use it, if it is in force; else make another one.' },
  signingKeyFirst: {
    invariant: 'INV-46',
    title: 'The first key is one for signing',
    remedy: 'Enrol a key with the use SIGN first; it signs for those of devices.',
  },
  noKeyLeft: {
    invariant: 'INV-46',
    title: 'No key is left that could sign for another one',
    remedy: 'Register this person anew as a participant. Whoever enrols a spare key in time, and keeps it elsewhere, is spared this.',
  },
  tooManyKeys: { title: 'More keys than one person needs', remedy: 'Revoke those that are no longer used.' },
  keyNotPossessed: {
    invariant: 'INV-46',
    title: 'The proof is not a signature of this key',
    remedy: 'Sign the canonical JSON of participantId, publicKey and use with the key itself.',
  },
  noSuchKey: { title: 'There is no such key in force', remedy: 'Take the id of the enrolment from the history of the participant.' },
  partyUnknown: { title: 'There is no such party', remedy: 'Register the party first.' },
});
