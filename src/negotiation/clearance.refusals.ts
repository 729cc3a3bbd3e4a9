/* What every record answers that waits for the federal side: one rule, told in the same words (INV-14, INV-15). */

export const UNDECIDED = {
  silenceIsNoConsent: {
    invariant: 'INV-14',
    title: 'Nobody has decided, and silence is no consent',
    remedy: 'Wait for the decision; the federal review queue shows its age. Nothing is decided by lapse of time.',
  },
  guidanceIsNoClearance: {
    invariant: 'INV-15',
    title: 'Guidance is no clearance',
    remedy: 'Wait for the decision of the review.',
  },
} as const;
