import { defineRefusals } from '../../kernel/rejection';

export const refuse = defineRefusals('party', {
  userUnknown: {
    title: 'The party that uses the name is not registered',
    remedy: 'Register that party first; a name without somebody who uses it says nothing.',
  },
  designationKnown: {
    title: 'This party is already known to use this name',
    remedy: 'Nothing needs to be done. Record another name, or the same one as another party uses it.',
  },

  otherUnknown: {
    title: 'The other party is not registered',
    remedy: 'Register that party first.',
  },
  relationToItself: {
    title: 'A party stands in no relation to itself',
    remedy: 'Name the other party. Another name of the same one is a designation.',
  },
  endedBeforeItBegan: {
    title: 'A relation ends after it began',
    remedy: 'Look at the end that is named, and at when the relation began.',
  },
  relationKnown: {
    title: 'The party is already known to stand so to the other one',
    remedy: 'Nothing needs to be done. Report the end of what is known first, where it ended and began again.',
  },
  relationUnknown: {
    title: 'There is no such relation that goes on',
    remedy: 'Take the id of the event that recorded it from the history of the party.',
  },

  listingKnown: {
    title: 'The list is already known to say this since then',
    remedy: 'Nothing needs to be done. Report what it says since another day, or another list.',
  },
  delistingIsFederal: {
    invariant: 'INV-32',
    title: 'That a list no longer names a party is reported by the federal side',
    remedy: 'Ask the federal liaison to report it. A listing that never was is annulled by two people.',
  },
});
