#pragma once
#include "forms/list.h"

/* Files that hold a list (列表文件), told apart by their extension. Sources: XLSFORM.md 4; the ODK
 * documentation on datasets (secondary instances). Columns stand in the order in which they first
 * turn up; a row that lacks one has it empty.
 *
 * CSV: header and rows in UTF-8 (zc_list_read).
 *
 * XML: <root><item><name>…</name><label>…</label>…</item>…</root>. The elements of an item are its
 * columns; elements below a column give their text to it, attributes are not read. A DOCTYPE is
 * refused: no entities, nothing from outside. UTF-8, or what expat knows by the name that the file
 * gives.
 *
 * GeoJSON: a FeatureCollection of RFC 7946. The properties of a feature are its columns, those that
 * are arrays or objects left out; `id` is that of the feature unless a property has the name;
 * `geometry` is the point "lat lon alt 0", or the points of a line or of the outer ring of a
 * polygon parted by ';', as a geo question stores them. */

/* Instance id of a list file: its name without folder and extension. Empty: no list file. */
struct zc_str zc_list_file_id(struct zc_str path);
/* Columns that a select reads where it names none: "name" and "label", GeoJSON "id" and "title". */
bool zc_list_file_is_geo(struct zc_str path);
/* Reads a file by its extension, which must be one of these. Fails with ZC_E_INPUT and the place in
 * the file, ZC_E_LIMIT beyond 1,000,000 rows or 1,000 columns. The list lies in `arena`. */
struct zc_list *zc_list_file_read(struct zc_str path, struct zc_str bytes, struct zc_arena *arena,
                                  struct zc_err *err);
