/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.swap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the files of one directory are to be replaced: the first allowed way that nothing speaks against.
 *
 * @param mode empty if there is none
 * @param reason why not in a better way; empty if it is the best
 */
public record ModeChoice(Optional<SwapMode> mode, String reason) {

    /**
     * Chooses.
     *
     * @param allowed in order of preference
     * @param obstacles what speaks against a way, if anything does; ways that are not in it are free
     */
    public static ModeChoice of(List<SwapMode> allowed, Map<SwapMode, String> obstacles) {
        Map<SwapMode, String> met = new LinkedHashMap<>();
        for (SwapMode mode : allowed) {
            String obstacle = obstacles.get(mode);
            if (obstacle == null) {
                return new ModeChoice(Optional.of(mode), words(met));
            }
            met.put(mode, obstacle);
        }
        return new ModeChoice(
                Optional.empty(),
                "nothing was written, for the merged file could not be swapped in: " + words(met)
                        + (allowed.contains(SwapMode.RENAME) ? "" : ". Renames are not allowed (--allow-renames)"));
    }

    private static String words(Map<SwapMode, String> met) {
        List<String> words = new ArrayList<>();
        met.forEach((mode, obstacle) -> words.add("no " + mode + ", because " + obstacle));
        return String.join("; ", words);
    }
}
