/** Nobody in this thread gets a turn for so many milliseconds. */
export function holdUp(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}
