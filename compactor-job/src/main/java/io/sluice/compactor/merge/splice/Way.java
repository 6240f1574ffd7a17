/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

/** What is done to the pages of one source chunk, from the cheapest to the dearest. */
public enum Way {
    /** Pages as they are, byte by byte; their dictionary, if any, is a prefix of the output's. */
    COPY,
    /** Ids are renamed; or tiny pages put together. Levels stay. */
    REMAP,
    /** Pages are decompressed, and compressed with another codec. */
    RECOMPRESS,
    /** Definition levels change; values stay. */
    EDIT_LEVELS,
    /** Numbers become wider: in the dictionary where there is one, else one by one. */
    WIDEN,
    /** The input lacks the column: its null or default, as often as there are rows or groups. */
    FILL,
    /** Values are decoded and encoded again. */
    REENCODE
}
