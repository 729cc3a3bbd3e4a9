import { ServerVersionError } from './place';

/** The oldest of each line that has what this program needs, and in which no subscription skips an event (KurrentDB #4970, #4975). */
const SUPPORTED = ['23.10', '24.10.5', '25.1'] as const;
/** From here on each later version is taken. */
const NEWEST = '25.1';

/** Throws `ServerVersionError` for a version before EventStoreDB 23.10, from 24.2 until 24.10.4, and for 25.0. */
export function requireSupported(version: string, hosts: string): void {
  const oldest = SUPPORTED.findLast((line) => line.split('.')[0] === version.split('.')[0]);
  if (oldest ? isAtLeast(version, oldest) : isAtLeast(version, NEWEST)) return;
  throw new ServerVersionError(
    `KurrentDB at ${hosts} is of version ${version}: install EventStoreDB 23.10, KurrentDB 24.10.5 or later in 24.10, or 25.1 or later`,
  );
}

function isAtLeast(version: string, oldest: string): boolean {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10));
  for (const [n, least] of oldest.split('.').map(Number).entries()) {
    const part = parts[n] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
