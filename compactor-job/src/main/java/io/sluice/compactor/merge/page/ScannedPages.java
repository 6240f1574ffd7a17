/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.PlainValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a chunk.
 *
 * @param dictionary its values; null if there is none
 * @param dictionaryPage null likewise
 */
public record ScannedPages(
        @Nullable PlainValues dictionary, @Nullable RawPage dictionaryPage, List<RawPage> pages) {}
