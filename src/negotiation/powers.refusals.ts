/* What every record answers that goes forward without the powers for it (INV-08, INV-10, INV-32). */

export const UNMANDATED = {
  noMandate: {
    invariant: 'INV-10',
    title: 'There is no mandate in force for it',
    remedy: 'Have terms of reference cleared, and a phase opened.',
    because: 'mandate',
  },
  actNotMandated: {
    invariant: 'INV-10',
    title: 'The mandate does not give the powers for this in this phase',
    remedy: 'Have the mandate amended, or wait for the phase for which it gives them.',
    because: 'mandate',
  },
  topicNotMandated: {
    invariant: 'INV-08',
    title: 'The topic is in no mandate in force',
    remedy: 'Have the mandate amended to hold this topic.',
    because: 'mandate',
  },
  listedParty: {
    invariant: 'INV-32',
    title: 'Nothing goes forward with a listed party that the mandate does not name',
    remedy: 'Have terms of reference cleared that name it.',
    because: 'mandate',
  },
} as const;
