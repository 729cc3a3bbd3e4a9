/** Why a stream ends before its reader ends it; each is explained on `/problems/<code>`. */
export const STREAM_ENDS = {
  unauthenticated: 'No credentials, or none that are valid',
  forbidden: 'Your roles do not allow this',
  'clearance-lowered': 'You may see less than when you began to listen',
  'slow-reader': 'You take messages more slowly than they come',
  internal: 'Something broke on our side',
  closing: 'The ledger is closing',
} as const;

export type StreamEnd = keyof typeof STREAM_ENDS;
