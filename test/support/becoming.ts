import type { Person } from './serving';
import { until } from './until';

/** The state of a record, as somebody reads it. */
type StateSeen = Readonly<Record<string, unknown>> & { readonly status: string };

/** Reads records, and waits for what a process makes of them by itself. @param who reads them; asked for each time, for he comes in later */
export function becoming(who: () => Person) {
  const ask = (path: string) => () => who().ask('GET', path);
  const stateIn = (answer: Awaited<ReturnType<Person['ask']>>): StateSeen | undefined =>
    answer.status === 200 ? answer.json<{ state: StateSeen }>().state : undefined;
  const becomes = async (path: string, holds: (state: StateSeen) => boolean): Promise<StateSeen> =>
    stateIn(
      await until(ask(path), (answer) => {
        const state = stateIn(answer);
        return state !== undefined && holds(state);
      }),
    ) as StateSeen;
  return {
    read: async (path: string) => stateIn(await ask(path)()),
    becomes,
    become: (path: string, status: string) => becomes(path, (state) => state.status === status),
  };
}
