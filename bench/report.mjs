import { performance } from 'node:perf_hooks';

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value below which such a part of all lies, 0 to 1. */
export function quantile(values, part) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

/**
 * Runs each way once per round, in turns (A B A B ...), so that what the machine does at the same time meets all of them alike.
 * @param ways by name, each a function that gives its rate or a promise of it
 * @returns rates by name, one a round
 */
export async function interleaved(ways, rounds, onRound = () => undefined) {
  const rates = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, way] of Object.entries(ways)) rates[name].push(await way());
    onRound(round);
  }
  return rates;
}

/** How many a second: `work` says how many it did. */
export async function rateOf(work) {
  const start = performance.now();
  const done = await work();
  return (done * 1000) / (performance.now() - start);
}

/**
 * One line of the report: how one rate compares with another of the same rounds. The ratio is the median of the ratios of the single
 * rounds, which a change of the machine's pace between rounds does not touch.
 * @param aim `null` where the figure is told for its own sake
 * @param atMost where less is better: a time, not a rate
 */
export function compare({ measure, unit, against, aim = null, atMost = false }, own, yardstick) {
  const ratios = own.map((value, round) => value / yardstick[round]);
  const ratio = rounded(median(ratios));
  return {
    measure,
    value: atMost ? rounded(median(own)) : Math.round(median(own)),
    unit,
    against,
    ratio,
    aim,
    met: aim === null ? null : atMost ? ratio <= aim : ratio >= aim,
    ...(atMost && { atMost }),
    ratioMin: rounded(Math.min(...ratios)),
    ratioMax: rounded(Math.max(...ratios)),
  };
}

/**
 * How many of many came in time.
 * @param rounds milliseconds of each that came, by round
 */
export function inTime({ measure, withinMs, aim = null }, rounds) {
  const shares = rounds.map((times) => times.filter((ms) => ms <= withinMs).length / times.length);
  const all = rounds.flat();
  // One too late is one too late: a share is never rounded up to all.
  const ratio = Math.floor(median(shares) * 10_000) / 10_000;
  return {
    ...{ measure, value: Math.round(quantile(all, 0.99)), unit: 'ms (p99)' },
    ...{ p50: Math.round(quantile(all, 0.5)), max: Math.round(all.reduce((most, ms) => Math.max(most, ms), 0)), count: all.length },
    ...{ against: `all ${all.length} came within ${withinMs} ms`, relation: 'of', ratio, aim, met: aim === null ? null : ratio >= aim },
    ...{ ratioMin: rounded(Math.min(...shares)), ratioMax: rounded(Math.max(...shares)) },
  };
}

const rounded = (value) => Math.round(value * 1000) / 1000;

export function lineOf({ measure, value, unit, p50, max, against, relation = 'x', ratio, ratioMin, ratioMax, aim, atMost, met }) {
  const verdict = aim === null ? '' : `  aim ${atMost ? 'at most ' : ''}${aim}: ${met ? 'met' : 'MISSED'}`;
  const spread = p50 === undefined ? '' : `, p50 ${p50} ms, at most ${max} ms`;
  return `${measure}: ${value} ${unit}${spread}; ${ratio} ${relation} ${against} (${ratioMin} to ${ratioMax})${verdict}`;
}
