const { dirname, resolve, sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

const TESTS = resolve(__dirname, '../..') + sep;

/** Loads what is not of the tests, for all test files of a worker, and never ends. */
let product;

/**
 * Gives each test file modules of its own from `test/`, and all of them the same product and libraries: these keep nothing
 * of what was asked of them, and to load them and to build the GraphQL schema takes longer than most files do.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    product ??= new Runtime(...given);
  }

  requireModuleOrMock(from, name) {
    const isOfTests = from.startsWith(TESTS) && resolve(dirname(from), name).startsWith(TESTS);
    if (name.startsWith('.') && isOfTests) return super.requireModuleOrMock(from, name);
    return product.requireModuleOrMock(from, name);
  }

  getSourceMaps() {
    const [own, shared] = [super.getSourceMaps(), product.getSourceMaps()];
    return {
      get: (path) => own.get(path) ?? shared.get(path),
      *[Symbol.iterator]() {
        yield* shared;
        yield* own;
      },
    };
  }
};
