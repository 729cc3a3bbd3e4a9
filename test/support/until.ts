/** Longer than any part of the house pauses between two tries, on a busy machine. */
const WAIT_MS = 45_000;

/** Asks again until an answer is as it is waited for. Throws with the last one where it never is. */
export async function until<A>(ask: () => Promise<A>, isIt: (answer: A) => boolean): Promise<A> {
  for (const end = performance.now() + WAIT_MS; ;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (performance.now() > end) throw new Error(`still answered: ${JSON.stringify(answer)}`);
    await new Promise((look) => setTimeout(look, 50));
  }
}
