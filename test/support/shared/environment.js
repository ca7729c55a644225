const { TestEnvironment } = require('jest-environment-node');

const HANDLERS = Symbol.for('EVENT_HANDLERS');

let only;

/** One environment for all the test files that a worker runs, so that what they import can be shared: see the runtime. */
module.exports = class SharedEnvironment extends TestEnvironment {
  constructor(...given) {
    if (only) return only;
    super(...given);
    only = this;
    this.exit = this.global.process.exit;
  }

  /** Leaves nothing behind of the runner of a file; it brings its own. */
  async teardown() {
    delete this.global[HANDLERS];
    this.global.process.exit = this.exit;
    this.fakeTimersModern.useRealTimers();
  }
};
