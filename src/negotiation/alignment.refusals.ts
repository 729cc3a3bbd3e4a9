/* What every record answers whose text is held against the policy framework (INV-13). */

export const MISALIGNED = {
  noFramework: {
    invariant: 'INV-13',
    title: 'There is no policy framework in force to assess by',
    remedy: 'The federal side publishes its first version.',
    because: 'framework',
  },
  redLineUnknown: {
    title: 'There is no such red line',
    remedy: 'Take the ids from the policy framework.',
  },
  notAssessed: {
    invariant: 'INV-13',
    title: 'Exactly this text has not been assessed against the framework in force',
    remedy: 'Assess its alignment; other words and a new version each need an assessment of their own.',
  },
  conflict: {
    invariant: 'INV-13',
    title: 'The text conflicts with the framework',
    remedy: 'Word it anew. What conflicts goes no further.',
  },
} as const;
