import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { type Entry, type ZipFile, fromBufferPromise } from 'yauzl';
import { NoTable } from './cell';

/** So much a workbook may be when it is inflated, in bytes, and so many files may be in it. */
const MOST_INFLATED = 2 ** 28;
const MOST_FILES = 2_000;

/** An element of XML without its prefix: what opens it, the text directly in it, and that it ends. */
export interface Handlers {
  open(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** The files of a workbook. What they inflate to is known before they are read: no more comes out of them. */
export class Archive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: Map<string, Entry>,
  ) {}

  /** Opens a workbook; throws `NoTable` where it is no archive, or would be too large. */
  static async open(bytes: Buffer): Promise<Archive> {
    const entries = new Map<string, Entry>();
    let inflated = 0;
    try {
      const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
      for await (const entry of zip.eachEntry()) {
        inflated += entry.uncompressedSize;
        if (inflated > MOST_INFLATED || entries.size >= MOST_FILES)
          throw new NoTable(
            `This workbook would be larger than ${MOST_INFLATED / 2 ** 20} MB when it is inflated, or has more than ${MOST_FILES} files in it.`,
          );
        entries.set(entry.fileName.toLowerCase(), entry);
      }
      return new Archive(zip, entries);
    } catch (error) {
      throw unreadable(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name.toLowerCase());
  }

  /** The bytes of a file as they are inflated; none where there is no such file. */
  async *bytes(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name.toLowerCase());
    if (!entry) return;
    let stream: Readable | undefined;
    try {
      stream = await this.zip.openReadStreamPromise(entry);
      for await (const chunk of stream) yield chunk as Buffer;
    } catch (error) {
      throw unreadable(error);
    } finally {
      stream?.destroy();
    }
  }

  /** Reads a file of XML, and gives way after each part of it. Nothing but what stands in it is read: no entities of its own. */
  async *xml(name: string, handlers: Handlers): AsyncGenerator<void> {
    const parser = new SaxesParser({ xmlns: false });
    const local = (full: string) => full.slice(full.indexOf(':') + 1);
    parser.on('opentag', ({ name: full, attributes }) => handlers.open(local(full), attributes));
    parser.on('text', (text) => handlers.text?.(text));
    parser.on('cdata', (text) => handlers.text?.(text));
    parser.on('closetag', ({ name: full }) => handlers.close?.(local(full)));
    parser.on('error', (error) => {
      throw new NoTable(`This workbook cannot be read: ${name}: ${error.message.split('\n')[0]}`);
    });
    const decoder = new TextDecoder('utf-8');
    for await (const bytes of this.bytes(name)) {
      parser.write(decoder.decode(bytes, { stream: true }));
      yield;
    }
    parser.close();
  }

  /** Reads a whole file of XML. */
  async readXml(name: string, handlers: Handlers): Promise<void> {
    const parts = this.xml(name, handlers);
    while (!(await parts.next()).done);
  }
}

function unreadable(error: unknown): unknown {
  if (error instanceof NoTable) return error;
  return new NoTable(`This workbook cannot be read: ${(error as Error).message}`);
}
