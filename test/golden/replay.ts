import { effectiveEvents } from '../../src/kernel/effective-events';
import type { AnyFold } from '../../src/kernel/fold';
import { replay } from '../../src/kernel/fold';
import { kindOf } from '../../src/kernel/happened';
import type { SqliteLogReader } from '../../src/ledger/sqlite/sqlite-log-reader';
import { commitment } from '../../src/negotiation/commitment/commitment.state';
import { evidence } from '../../src/negotiation/evidence/evidence.state';
import { federalReview } from '../../src/negotiation/federal-review/federal-review.state';
import { houseRules } from '../../src/negotiation/house-rules/house-rules.state';
import { initiative } from '../../src/negotiation/initiative/initiative.state';
import { participant } from '../../src/negotiation/participant/participant.state';
import { party } from '../../src/negotiation/party/party.state';
import { policyFramework } from '../../src/negotiation/policy-framework/policy-framework.state';
import type { Opener } from '../../src/trust/opener';

const FOLDS = new Map<string, AnyFold>(
  [participant, party, evidence, initiative, policyFramework, houseRules, commitment, federalReview].map((fold: AnyFold) => [
    fold.events.stream,
    fold,
  ]),
);

/** What holds in each stream of a log, as JSON has it. */
export function statesOf(log: SqliteLogReader, opener: Opener): Record<string, unknown> {
  const streams = [...new Set(log.readAll(0, Number.MAX_SAFE_INTEGER).map(({ stream }) => stream))];
  const states = streams.map((stream) => {
    const fold = FOLDS.get(kindOf(stream));
    if (!fold) throw new Error(`nothing folds ${stream}`);
    const history = log.readStream(stream).map((row) => opener.open(row));
    return [stream, replay(fold, effectiveEvents(history))] as const;
  });
  return JSON.parse(JSON.stringify(Object.fromEntries(states))) as Record<string, unknown>;
}
