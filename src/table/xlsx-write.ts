import { zipSync } from 'fflate';
import { type Cell, lettersOf } from './cell';
import { serialOf } from './serial';

/** A sheet to be written: its first row is its heading. */
export interface SheetToWrite {
  name: string;
  hidden?: boolean;
  rows: readonly (readonly Cell[])[];
  columns: readonly ColumnToWrite[];
}

/** How a column of a sheet looks. */
export interface ColumnToWrite {
  width: number;
  /** What is typed into it stays the text that it is: `049`. */
  isText?: boolean;
  /** What a cell of the heading says to who points to it. */
  note?: string;
  /** The cells whose values are offered for it, such as `Lists!$A$1:$A$9`. */
  offers?: string;
}

/** So many rows below the heading are offered values. */
const OFFERED_ROWS = 5_000;

/** The numbers of the styles in STYLES. */
const STYLE = { plain: 0, heading: 1, day: 2, time: 3, text: 4, faint: 5 };

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><sz val="11"/><color rgb="FFA0A0A0"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDCE9F0"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;

/** A workbook of sheets, as bytes: the same of the same sheets. */
export function workbook(sheets: readonly SheetToWrite[]): Buffer {
  const files: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets
      .map(
        ({ name, hidden }, i) =>
          `<sheet name="${escaped(name)}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/styles.xml': STYLES,
    '_rels/.rels': relations([`${OFFICE}/officeDocument`, 'xl/workbook.xml']),
    'xl/_rels/workbook.xml.rels': relations(
      ...sheets.map((_, i): [string, string] => [
        `${OFFICE}/worksheet`,
        `worksheets/sheet${i + 1}.xml`,
      ]),
      [`${OFFICE}/styles`, 'styles.xml'],
    ),
  };
  const types: string[] = [];
  const kind = (path: string, type: string) =>
    types.push(
      `<Override PartName="/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`,
    );
  kind('xl/workbook.xml', 'sheet.main');
  kind('xl/styles.xml', 'styles');
  sheets.forEach((sheet, i) => {
    const number = i + 1;
    const notes = sheet.columns.flatMap(({ note }, column) => (note ? [{ note, column }] : []));
    files[`xl/worksheets/sheet${number}.xml`] = sheetXml(sheet, notes.length > 0);
    kind(`xl/worksheets/sheet${number}.xml`, 'worksheet');
    if (notes.length === 0) return;
    files[`xl/worksheets/_rels/sheet${number}.xml.rels`] = relations(
      [`${OFFICE}/comments`, `../comments${number}.xml`],
      [`${OFFICE}/vmlDrawing`, `../drawings/vmlDrawing${number}.vml`],
    );
    files[`xl/comments${number}.xml`] = notesXml(notes);
    files[`xl/drawings/vmlDrawing${number}.vml`] = drawing(notes);
    kind(`xl/comments${number}.xml`, 'comments');
  });
  files['[Content_Types].xml'] =
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>${types.join('')}</Types>`;
  const encoder = new TextEncoder();
  const bytes = Object.entries(files).map(([path, xml]): [string, Uint8Array] => [
    path,
    encoder.encode(HEAD + xml),
  ]);
  // dates of files would make other bytes of the same data
  return Buffer.from(
    zipSync(Object.fromEntries(bytes.reverse()), { level: 6, mtime: '1980-01-01T12:00' }),
  );
}

const relations = (...targets: [type: string, target: string][]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${targets
    .map(
      ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`;

function sheetXml({ rows, columns }: SheetToWrite, hasNotes: boolean): string {
  const offers = columns.flatMap(({ offers: cells }, i) => {
    const letters = lettersOf(i);
    return cells
      ? `<dataValidation type="list" allowBlank="1" showErrorMessage="0" sqref="${letters}2:${letters}${OFFERED_ROWS}"><formula1>${escaped(cells)}</formula1></dataValidation>`
      : [];
  });
  const parts = [
    `<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`,
    ...columns.map(
      ({ width, isText }, i) =>
        `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"${isText ? ` style="${STYLE.text}"` : ''}/>`,
    ),
    '</cols><sheetData>',
  ];
  rows.forEach((cells, i) => {
    const row = i + 1;
    parts.push(`<row r="${row}">`);
    cells.forEach((cell, column) =>
      parts.push(cellXml(cell, `${lettersOf(column)}${row}`, i === 0)),
    );
    parts.push('</row>');
  });
  parts.push('</sheetData>');
  if (offers.length > 0)
    parts.push(`<dataValidations count="${offers.length}">${offers.join('')}</dataValidations>`);
  if (hasNotes) parts.push('<legacyDrawing r:id="rId2"/>');
  parts.push('</worksheet>');
  return parts.join('');
}

function cellXml(cell: Cell, at: string, isHeading: boolean): string {
  if (cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${Number(cell)}</v></c>`;
  const text = typeof cell === 'string' ? cell : 'at' in cell ? cell.at : '';
  const serial = typeof cell === 'string' ? null : serialOf(text);
  if (serial !== null)
    return `<c r="${at}" s="${text.includes('T') ? STYLE.time : STYLE.day}"><v>${serial}</v></c>`;
  const style = isHeading ? STYLE.heading : text === 'null' ? STYLE.faint : STYLE.text;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** A text in XML; what XML has no place for is written as workbooks do. */
const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')

    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (sign) => {
      const hex = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return `_x${hex}_`;
    })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

interface Note {
  note: string;
  column: number;
}

const notesXml = (notes: readonly Note[]): string =>
  `<comments xmlns="${MAIN}"><authors><author>Luotsi</author></authors><commentList>${notes
    .map(
      ({ note, column }) =>
        `<comment ref="${lettersOf(column)}1" authorId="0"><text><r><t xml:space="preserve">${escaped(note)}</t></r></text></comment>`,
    )
    .join('')}</commentList></comments>`;

/** Where notes show: spreadsheets want them drawn, in a language older than theirs. */
const drawing = (notes: readonly Note[]): string =>
  `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>${notes
    .map(
      ({ column }, i) =>
        `<v:shape id="_x0000_s${1025 + i}" type="#_x0000_t202" style="position:absolute;width:240pt;height:80pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>0</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`,
    )
    .join('')}</xml>`;
