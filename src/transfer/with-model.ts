// what needs the model, which takes longer to load than all else that an import does: a client loads it only for these
export { NoTable, looksLikeCsv, placeOf, readFile } from '../table/files';
export { cut } from './chunks';
