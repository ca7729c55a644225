import { Worker } from 'node:worker_threads';
import { oneByOne } from '../database/queue';

/** Megabytes of a text, and what reading it may take: about a hundred times as much. */
const MOST = 2;
const MEMORY = 512;

const tooMuch = () =>
  new Error(
    `Wanted at most ${MOST} MB of YAML: send more as JSON or a table, or by \`luotsi import\`, which reads it itself.`,
  );

const CODE = `const { parentPort, workerData } = require('node:worker_threads');
const { parse } = require(${JSON.stringify(require.resolve('yaml'))});
try {
  parentPort.postMessage({ value: parse(workerData) });
} catch ({ message }) {
  parentPort.postMessage({ wrong: message });
}`;

/**
 * Reads a text of YAML in a thread of its own, one text after the other: a megabyte takes a second or two, in which nobody
 * would be answered. Throws where it is no YAML, or too much.
 */
export const parseApart = oneByOne(
  (text: string) =>
    new Promise<unknown>((resolve, reject) => {
      if (text.length > MOST * 2 ** 20) throw tooMuch();
      const resourceLimits = { maxOldGenerationSizeMb: MEMORY };
      const worker = new Worker(CODE, { eval: true, workerData: text, resourceLimits });
      worker.once('message', ({ value, wrong }: { value?: unknown; wrong?: string }) => {
        if (wrong === undefined) resolve(value);
        else reject(new Error(wrong));
      });
      worker.once('error', (error: NodeJS.ErrnoException) => {
        const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        reject(isFull ? tooMuch() : error);
      });
    }),
);
