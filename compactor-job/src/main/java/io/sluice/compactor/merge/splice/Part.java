/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.page.Codecs;
import java.io.IOException;
import java.util.Optional;
import org.apache.parquet.column.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** What one source gives to a chunk: made ready before anything is written. */
interface Part {

    /** Values that its ids stand for, in the output's type; empty if it has no ids. */
    Optional<PlainValues> dictionary();

    /** What its pages hold. */
    Weight weight();

    /** The part with ids for those values too that have none; itself if it cannot be. */
    Part absorb(Codecs codecs);

    /**
     * Bytes of values as they are, PLAIN and not compressed; about.
     *
     * @param inIds of those that stand as ids
     * @param inValues of others; 0 only if there are none
     */
    record Weight(long inIds, long inValues) {}

    /** Values and nulls. */
    long entries();

    /** Statistics of its values, in the output's type; null if they are not known. */
    @Nullable Statistics<?> statistics();

    /**
     * Writes its pages.
     *
     * @param renaming where its ids have gone; empty if there was no room for them in the chunk's dictionary
     * @return the dearest way that one of them took
     * @throws RuntimeException if the source is corrupt
     * @throws IOException if the output cannot be written
     */
    Way write(ChunkOutput output, Optional<Renaming> renaming) throws IOException;
}
