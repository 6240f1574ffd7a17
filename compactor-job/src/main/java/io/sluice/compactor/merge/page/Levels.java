/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.mapping.ColumnSource;
import io.sluice.compactor.merge.mapping.ColumnSource.LevelMap;

/** Turns definition levels of an input into those of the output. */
public final class Levels {

    private Levels() {}

    /** Maps each level in its place. */
    public static void map(int[] levels, int count, LevelMap map) {
        for (int i = 0; i < count; i++) {
            levels[i] = map(levels[i], map);
        }
    }

    /** Maps one level. */
    public static int map(int level, LevelMap map) {
        int mapped = map.get(level);
        if (mapped == ColumnSource.NOT_ALLOWED) {
            throw new CorruptPageException("it holds a null, and the table's schema allows none");
        }
        return mapped;
    }

    /** Makes sure that no entry of a page has a level that the output cannot have. */
    public static void require(OpenPage page, LevelMap map, int[] scratch) {
        page.definition(scratch);
        map(scratch, page.entries(), map);
    }
}
