const { default: Sequencer } = require('@jest/test-sequencer');

/** By the longest first, so that none of them is left over when all others have ended. What takes less than a minute is not named. */
const LONGEST = [
  'test/e2e/fuzz',
  'test/faults/kill',
  'test/properties/state-machines',
  'test/docs/docs',
  'test/e2e/roles',
  'test/faults/corruption',
  'test/faults/postgres',
  'test/kurrentdb/fault-schedules',
];

const rank = ({ path }) => {
  const place = LONGEST.findIndex((name) => path.endsWith(`${name}.spec.ts`));
  return place < 0 ? LONGEST.length : place;
};

/** The long ones first, the others as Jest would have them. On a new machine it knows of no durations and would go by the size of files. */
module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
