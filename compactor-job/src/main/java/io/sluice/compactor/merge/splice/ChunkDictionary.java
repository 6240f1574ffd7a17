/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.splice;

import io.sluice.compactor.merge.encoding.DictionaryUnion;
import io.sluice.compactor.merge.encoding.DictionaryUnion.Renaming;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import io.sluice.compactor.merge.page.Codecs;
import io.sluice.compactor.merge.splice.Part.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * The one dictionary of a chunk, and where the ids of each part go.
 *
 * <p>Ids stand before values (see {@code ChunkWriter}). So a part of few values in front of many ids has its values put
 * into the dictionary; and behind values that are there to stay, ids become what they stand for.
 */
final class ChunkDictionary {

    /** A dictionary is read before the first value: beyond this, values go in as they are. */
    private static final int MAX_BYTES = 4 << 20;

    /** Values that are put into the dictionary without a thought. */
    private static final int FEW_BYTES = 64 << 10;

    private final List<Part> parts;
    private final List<Optional<Renaming>> renamings = new ArrayList<>();
    private final DictionaryUnion union;

    private ChunkDictionary(List<Part> parts, ColumnDescriptor output) {
        int width = PlainWidth.of(output.getPrimitiveType());
        this.parts = parts;
        this.union = new DictionaryUnion(width == PlainWidth.BIT ? Integer.BYTES : width, MAX_BYTES);
    }

    /**
     * Makes the dictionary.
     *
     * @throws CorruptSourceException if a part's values cannot be read
     */
    static ChunkDictionary of(List<SpliceSource> sources, List<Part> parts, ColumnDescriptor output, Codecs codecs)
            throws CorruptSourceException {
        List<Weight> weights = parts.stream().map(Part::weight).toList();
        int absorbed = absorbed(weights);
        List<Part> settled = new ArrayList<>(parts);
        for (int i = 0; i < absorbed; i++) {
            if (weights.get(i).inValues() > 0) {
                try {
                    settled.set(i, parts.get(i).absorb(codecs));
                } catch (RuntimeException e) {
                    throw new CorruptSourceException(sources.get(i).file(), e);
                }
            }
        }
        ChunkDictionary dictionary = new ChunkDictionary(settled, output);
        dictionary.unite();
        return dictionary;
    }

    /** How many parts, from the first on, are to have ids only: up to the last that has any, or none. */
    private static int absorbed(List<Weight> weights) {
        int last = weights.size() - 1;
        while (last >= 0 && weights.get(last).inIds() == 0) {
            last--;
        }
        long values = 0;
        long idsBehind = 0;
        for (int i = 0; i <= last; i++) {
            idsBehind += values > 0 ? weights.get(i).inIds() : 0;
            values += i < last ? weights.get(i).inValues() : 0;
        }
        boolean pays = values <= FEW_BYTES || values <= Math.min(MAX_BYTES, idsBehind / 2);
        return values > 0 && pays ? last : 0;
    }

    private void unite() {
        boolean idsMayCome = true;
        for (Part part : parts) {
            Optional<PlainValues> dictionary = part.dictionary();
            Optional<Renaming> renaming = idsMayCome ? dictionary.flatMap(union::add) : Optional.empty();
            renamings.add(renaming);
            idsMayCome &= part.weight().inValues() == 0 && (dictionary.isEmpty() || renaming.isPresent());
        }
    }

    /** All values, by id. */
    PlainValues values() {
        return union.values();
    }

    /** A part, as it is to be written. */
    Part part(int index) {
        return parts.get(index);
    }

    /** Where the ids of a part have gone; empty if it has none, or what they stand for is to be written. */
    Optional<Renaming> renaming(int index) {
        return renamings.get(index);
    }
}
