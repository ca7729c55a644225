import { giveTurn } from '../database/turn';

/** So many characters are written in one piece. */
const PIECE = 64 * 1024;

/** A value as JSON, written in pieces, with turns for all else between; null where it has more than so many bytes. */
export async function writeJson(value: unknown, most: number): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let [bytes, text] = [0, ''];
  const end = () => {
    const piece = Buffer.from(text);
    bytes += piece.length;
    pieces.push(piece);
    text = '';
  };
  for (const part of partsOf(value)) {
    text += part;
    if (text.length < PIECE) continue;
    end();
    if (bytes > most) return null;
    await giveTurn();
  }
  end();
  return bytes > most ? null : Buffer.concat(pieces);
}

/** The JSON of a value part by part: an object without others in it is one. */
function* partsOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    let before = '[';
    for (const each of value) {
      yield before;
      yield* partsOf(each);
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else if (isObject(value) && Object.values(value).some(isObject)) {
    let before = '{';
    for (const [name, each] of Object.entries(value)) {
      if (each === undefined) continue;
      yield `${before}${JSON.stringify(name)}:`;
      yield* partsOf(each);
      before = ',';
    }
    yield '}';
  } else yield JSON.stringify(value);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
