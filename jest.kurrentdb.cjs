/** The adapter to KurrentDB against a double of the protocol, and against a real server where JIRGA_TEST_KURRENTDB names one. @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  testRegex: '(src/ledger|test)/kurrentdb/.*\\.spec\\.ts$',
  testPathIgnorePatterns: ['/node_modules/'],
};
