import { performance } from 'node:perf_hooks';

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
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
 */
export function compare({ measure, unit, against, aim = null }, own, yardstick) {
  const ratios = own.map((value, round) => value / yardstick[round]);
  const ratio = rounded(median(ratios));
  return {
    measure,
    value: Math.round(median(own)),
    unit,
    against,
    ratio,
    aim,
    met: aim === null ? null : ratio >= aim,
    ratioMin: rounded(Math.min(...ratios)),
    ratioMax: rounded(Math.max(...ratios)),
  };
}

const rounded = (value) => Math.round(value * 1000) / 1000;

export function lineOf({ measure, value, unit, against, ratio, ratioMin, ratioMax, aim, met }) {
  const verdict = aim === null ? '' : `  aim ${aim}: ${met ? 'met' : 'MISSED'}`;
  return `${measure}: ${value} ${unit}; ${ratio} x ${against} (${ratioMin} to ${ratioMax})${verdict}`;
}
