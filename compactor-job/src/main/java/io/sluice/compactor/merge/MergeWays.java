/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge;

import io.sluice.compactor.merge.page.SourceChunk;
import io.sluice.compactor.merge.splice.SpliceSource;
import io.sluice.compactor.merge.splice.Way;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How many bytes of input took which way into the output. Not thread-safe. */
public final class MergeWays {

    private final Map<Way, Long> bytes = new EnumMap<>(Way.class);

    void took(Way way, SpliceSource source) {
        SourceChunk chunk = way == Way.FILL ? null : source.chunk();
        bytes.merge(way, chunk == null ? 0 : chunk.metadata().getTotalSize(), Long::sum);
    }

    public Map<Way, Long> bytes() {
        return Map.copyOf(bytes);
    }

    /** Such as {@code copy 87 %, remap 13 %}. */
    @Override
    public String toString() {
        long all =
                Math.max(1, bytes.values().stream().mapToLong(Long::longValue).sum());
        return bytes.entrySet().stream()
                .map(e -> String.format(
                        Locale.ROOT,
                        "%s %.0f %%",
                        e.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        100.0 * e.getValue() / all))
                .collect(Collectors.joining(", "));
    }
}
